// SPDX-License-Identifier: Apache-2.0
#include "audit/base/cache.hpp"

#include "audit/base/digest.hpp"

#include <fmt/format.h>

#include <sys/stat.h>
#include <unistd.h>

namespace assay {

namespace fs = std::filesystem;

namespace {

constexpr int value_limit = 512 << 20; // bytes
constexpr int patience = 2000;         // milliseconds that another run may keep the file locked

using Statement = Handle<sqlite3_stmt, sqlite3_finalize>;

Statement prepare(sqlite3* database, const char* sql) {
  Statement statement;
  sqlite3_prepare_v2(database, sql, -1, OutPointer(statement), nullptr);
  return statement;
}

void bind(const Statement& statement, int place, std::string_view bytes, bool text) {
  if (text)
    sqlite3_bind_text64(statement.get(), place, bytes.data(), bytes.size(), SQLITE_STATIC, SQLITE_UTF8);
  else
    sqlite3_bind_blob64(statement.get(), place, bytes.data(), bytes.size(), SQLITE_STATIC);
}

std::string column(const Statement& statement, int place) {
  const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement.get(), place));
  return bytes == nullptr ? std::string()
                          : std::string(bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement.get(), place)));
}

// Why a file or directory is not safe from others; empty when it is, or is not there.
std::string others_may_write(const fs::path& path, bool directory) {
  struct stat status {};
  if (lstat(path.c_str(), &status) != 0)
    return {};
  if (directory ? !S_ISDIR(status.st_mode) : !S_ISREG(status.st_mode))
    return fmt::format("{} is no {}", path.string(), directory ? "directory" : "regular file");
  if (status.st_uid != geteuid() || (status.st_mode & (S_IWGRP | S_IWOTH)) != 0)
    return fmt::format("{} can be written by others", path.string());
  return {};
}

} // namespace

Cache::Cache(const fs::path& directory, const std::string& name, std::string code_version)
    : path_(directory / name), code_version_(std::move(code_version)) {
  if (open(directory))
    return;
  // A file that is no database, or a damaged one: a cache can be made anew.
  database_.reset();
  std::error_code code;
  for (const char* suffix : {"", "-wal", "-shm"})
    fs::remove(path_.string() + suffix, code);
  if (problem_.empty() && !open(directory) && problem_.empty())
    problem_ = fmt::format("{} could not be opened", path_.string());
  if (!problem_.empty())
    database_.reset();
}

// False without a problem when the file should be made anew.
bool Cache::open(const fs::path& directory) {
  std::error_code code;
  if (!fs::exists(directory, code)) {
    fs::create_directories(directory.parent_path(), code);
    if (mkdir(directory.c_str(), 0700) != 0)
      problem_ = fmt::format("{} could not be made", directory.string());
  }
  if (problem_.empty())
    problem_ = others_may_write(directory, true);
  if (problem_.empty())
    problem_ = others_may_write(path_, false);
  if (!problem_.empty())
    return false;
  const mode_t before = umask(0077);
  const int opened = sqlite3_open_v2(path_.c_str(), OutPointer(database_),
                                     SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOFOLLOW, nullptr);
  umask(before);
  if (opened != SQLITE_OK)
    return false;
  sqlite3_busy_timeout(database_.get(), patience);
  sqlite3_limit(database_.get(), SQLITE_LIMIT_LENGTH, value_limit);
  // A file that somebody prepared must not make SQLite do more than read rows.
  sqlite3_db_config(database_.get(), SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(database_.get(), SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  return execute("PRAGMA cell_size_check=ON; PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
                 "CREATE TABLE IF NOT EXISTS fact(key TEXT NOT NULL, value BLOB NOT NULL, checksum BLOB NOT NULL);"
                 "CREATE INDEX IF NOT EXISTS fact_key ON fact(key)");
}

bool Cache::execute(const char* sql) const {
  return sqlite3_exec(database_.get(), sql, nullptr, nullptr, nullptr) == SQLITE_OK;
}

std::string Cache::checksum(std::string_view key, std::string_view value) const {
  Sha256 hash;
  hash.update_with_length(code_version_);
  hash.update_with_length(key);
  hash.update_with_length(value);
  const Digest digest = hash.finish();
  return {digest.begin(), digest.end()};
}

std::vector<std::string> Cache::keys(const std::string& prefix) const {
  std::vector<std::string> found;
  const Statement statement =
      prepare(database_.get(), "SELECT key FROM fact WHERE substr(key, 1, length(?1)) = ?1 ORDER BY rowid DESC");
  if (!statement)
    return found;
  bind(statement, 1, prefix, true);
  while (sqlite3_step(statement.get()) == SQLITE_ROW)
    found.push_back(column(statement, 0));
  return found;
}

std::optional<std::string> Cache::get(const std::string& key) const {
  const Statement statement = prepare(database_.get(), "SELECT value, checksum FROM fact WHERE key = ?1");
  if (!statement)
    return std::nullopt;
  bind(statement, 1, key, true);
  if (sqlite3_step(statement.get()) != SQLITE_ROW)
    return std::nullopt;
  std::string value = column(statement, 0);
  if (column(statement, 1) != checksum(key, value))
    return std::nullopt;
  return value;
}

void Cache::put(const std::vector<std::pair<std::string, std::string>>& rows, const std::string& prefix,
                std::size_t most) {
  if (!database_ || !execute("BEGIN IMMEDIATE"))
    return;
  bool whole = true;
  for (const auto& [key, value] : rows) {
    const std::string sum = checksum(key, value);
    const Statement remove = prepare(database_.get(), "DELETE FROM fact WHERE key = ?1");
    const Statement insert = prepare(database_.get(), "INSERT INTO fact VALUES(?1, ?2, ?3)");
    if (!remove || !insert) {
      whole = false;
      break;
    }
    bind(remove, 1, key, true);
    bind(insert, 1, key, true);
    bind(insert, 2, value, false);
    bind(insert, 3, sum, false);
    whole = whole && sqlite3_step(remove.get()) == SQLITE_DONE && sqlite3_step(insert.get()) == SQLITE_DONE;
  }
  const std::vector<std::string> kept = keys(prefix);
  for (std::size_t i = most; i < kept.size() && whole; ++i) {
    const Statement remove = prepare(database_.get(), "DELETE FROM fact WHERE key = ?1");
    bind(remove, 1, kept[i], true);
    whole = sqlite3_step(remove.get()) == SQLITE_DONE;
  }
  execute(whole ? "COMMIT" : "ROLLBACK");
}

} // namespace assay

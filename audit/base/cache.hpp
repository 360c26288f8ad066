// SPDX-License-Identifier: Apache-2.0
//
// Values kept from one run to the next in an SQLite file, for speed alone. Whatever is wrong with the file, with its
// rows or with the disk, a value reads as absent and the run goes on without it: nothing here throws.
#pragma once

#include "audit/base/handle.hpp"

#include <sqlite3.h>

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace assay {

class Cache {
public:
  // `name` is the file's within `directory`, which is made if it is not there, for its owner alone. Rows count for one
  // `code_version` only. A directory or file that others may write to is not used.
  Cache(const std::filesystem::path& directory, const std::string& name, std::string code_version);

  // Keys beginning with `prefix`, those written last first.
  std::vector<std::string> keys(const std::string& prefix) const;
  std::optional<std::string> get(const std::string& key) const;
  // Writes all of them or none. Of the keys beginning with `prefix`, the `most` written last are kept.
  void put(const std::vector<std::pair<std::string, std::string>>& rows, const std::string& prefix, std::size_t most);

  // Why it is of no use, for people; empty when it is.
  const std::string& problem() const { return problem_; }

private:
  bool open(const std::filesystem::path& directory);
  bool execute(const char* sql) const;
  std::string checksum(std::string_view key, std::string_view value) const;

  std::filesystem::path path_;
  std::string code_version_;
  std::string problem_;
  Handle<sqlite3, sqlite3_close_v2> database_;
};

} // namespace assay

// SPDX-License-Identifier: Apache-2.0
#include "cli/output_directory.hpp"

#include "audit/base/error.hpp"
#include "audit/base/file.hpp"

#include <fmt/format.h>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace assay::cli {

namespace fs = std::filesystem;

namespace {

[[noreturn]] void fail(const std::string& what) {
  throw Error::environment(fmt::format("nothing was written: {}: {}", what, std::strerror(errno)));
}

} // namespace

OutputDirectory::OutputDirectory(const fs::path& target) : target_(fs::absolute(target).lexically_normal()) {
  if (!target_.has_filename()) // "out/" is "out"
    target_ = target_.parent_path();
  std::error_code code;
  const fs::file_status status = fs::symlink_status(target_, code);
  if (fs::exists(status)) {
    if (!fs::is_directory(status))
      throw Error::input(fmt::format("nothing was written: {} exists and is no directory", target.string()))
          .hint("name another directory with --out");
    replaces_ = fs::exists(target_ / "dossier.asice", code);
    if (!replaces_ && !fs::is_empty(target_, code))
      throw Error::input(fmt::format("nothing was written: {} exists and holds no dossier", target.string()))
          .hint("name another directory with --out");
  }
  fs::create_directories(target_.parent_path(), code);
  stage_ = target_.parent_path() / fmt::format(".{}.partial", target_.filename().string());
  if (::mkdir(stage_.c_str(), 0777) != 0 && errno != EEXIST)
    fail(fmt::format("{} could not be made", stage_.string()));
  lock_ = ::open(stage_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
  if (lock_ < 0)
    fail(fmt::format("{} could not be opened", stage_.string()));
  if (::flock(lock_, LOCK_EX | LOCK_NB) != 0) {
    ::close(lock_);
    throw Error::environment(fmt::format("nothing was written: another audit is writing {}", target.string()));
  }
  // A run that was killed may have left its work here; with the lock it is known to be nobody's.
  for (const fs::directory_entry& entry : fs::directory_iterator(stage_))
    fs::remove_all(entry.path());
}

OutputDirectory::~OutputDirectory() {
  std::error_code code;
  if (!stage_.empty())
    fs::remove_all(stage_, code);
  ::close(lock_);
}

fs::path OutputDirectory::publish(const std::string& digest) {
  for (const fs::directory_entry& entry : fs::directory_iterator(stage_))
    sync_to_disk(entry.path());
  sync_to_disk(stage_);
  fs::path kept;
  if (replaces_) {
    kept = target_;
    kept += "-" + digest;
    for (int copy = 2; fs::exists(kept); ++copy) {
      kept = target_;
      kept += fmt::format("-{}-{}", digest, copy);
    }
    if (::rename(target_.c_str(), kept.c_str()) != 0)
      fail(fmt::format("{} could not be renamed", target_.string()));
  }
  if (::rename(stage_.c_str(), target_.c_str()) != 0) {
    const int reason = errno;
    if (replaces_)
      (void)::rename(kept.c_str(), target_.c_str());
    errno = reason;
    fail(fmt::format("{} could not be put in place", target_.string()));
  }
  stage_.clear();
  sync_to_disk(target_.parent_path());
  return kept;
}

} // namespace assay::cli

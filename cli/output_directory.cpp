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
  const fs::path parent = target_.parent_path();
  struct stat existing {}, above {};
  if (::lstat(target_.c_str(), &existing) == 0) {
    const auto refuse = [&](const char* why) {
      return Error::input(fmt::format("nothing was written: {} {}", target.string(), why))
          .hint("name another directory with --out");
    };
    if (!S_ISDIR(existing.st_mode))
      throw refuse("exists and is no directory");
    if (target_ == parent || (::stat(parent.c_str(), &above) == 0 && above.st_dev != existing.st_dev))
      throw refuse("is the root of a file system, which cannot be renamed into place");
    std::error_code code;
    replaces_ = fs::is_regular_file(target_ / "dossier.asice", code);
    if (!replaces_ && !fs::is_empty(target_, code))
      throw refuse(code ? "cannot be read" : "exists and holds no dossier");
    mode_ = existing.st_mode & 07777;
  }
  make_parents(parent);
  stage_ = parent / fmt::format(".{}.assay-partial", target_.filename().string());
  lock_stage(target);
  // A run that was killed may have left its work here; with the lock it is known to be nobody's.
  for (const fs::directory_entry& entry : fs::directory_iterator(stage_))
    fs::remove_all(entry.path());
}

void OutputDirectory::make_parents(const fs::path& parent) {
  std::error_code code;
  for (fs::path missing = parent; !fs::exists(missing, code); missing = missing.parent_path())
    made_.push_back(missing);
  fs::create_directories(parent, code);
  if (code)
    throw Error::environment(fmt::format("nothing was written: {} could not be made: {}", parent.string(), code.message()));
}

// Another audit may publish or remove the directory between its making and its locking: the lock counts only if the
// name still leads to what is locked.
void OutputDirectory::lock_stage(const fs::path& target) {
  for (int attempt = 0; attempt < 100; ++attempt) {
    if (::mkdir(stage_.c_str(), 0777) != 0 && errno != EEXIST)
      fail(fmt::format("{} could not be made", stage_.string()));
    lock_ = ::open(stage_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    if (lock_ < 0 && errno == ENOENT)
      continue;
    if (lock_ < 0)
      fail(fmt::format("{} could not be opened", stage_.string()));
    struct stat locked {}, named {};
    const bool free = ::flock(lock_, LOCK_EX | LOCK_NB) == 0;
    const bool same = ::fstat(lock_, &locked) == 0 && ::lstat(stage_.c_str(), &named) == 0 &&
                      locked.st_ino == named.st_ino && locked.st_dev == named.st_dev;
    if (free && same && locked.st_uid == ::geteuid())
      return;
    ::close(lock_);
    lock_ = -1;
    if (same && !free)
      throw Error::environment(fmt::format("nothing was written: another audit is writing {}", target.string()));
    if (same)
      throw Error::environment(fmt::format("nothing was written: {} belongs to somebody else", stage_.string()));
  }
  throw Error::environment(fmt::format("nothing was written: {} changes all the time", stage_.string()));
}

OutputDirectory::~OutputDirectory() {
  std::error_code code;
  if (lock_ >= 0 && !stage_.empty())
    fs::remove_all(stage_, code);
  if (lock_ >= 0)
    ::close(lock_);
  if (!stage_.empty()) // nothing was published
    for (const fs::path& directory : made_)
      fs::remove(directory, code); // only if it is empty
}

fs::path OutputDirectory::publish(const std::string& digest) {
  for (const fs::directory_entry& entry : fs::directory_iterator(stage_))
    sync_to_disk(entry.path());
  sync_to_disk(stage_);
  if (mode_)
    ::chmod(stage_.c_str(), *mode_); // as the directory it replaces
  fs::path kept;
  if (replaces_) {
    kept = target_;
    kept += "-" + digest;
    std::error_code code;
    for (int copy = 2; fs::exists(kept, code); ++copy) {
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
  try {
    sync_to_disk(target_.parent_path());
  } catch (const Error&) {
    // The dossier is in place; a parent that cannot be read is no reason to say that it is not.
  }
  return kept;
}

} // namespace assay::cli

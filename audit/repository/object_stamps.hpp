// SPDX-License-Identifier: Apache-2.0
//
// How the files that hold a repository's objects look from outside. As long as each still looks as it did, its objects
// are what they were found to be: git-update-index(1) relies on the same signs. The time of a file's last change of
// status, which no program can set, is among them.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace assay::repository {

class ObjectStamps {
public:
  // `objects` is the directory of that name in the git directory. Nothing when it borrows from others
  // (gitrepository-layout(5), objects/info/alternates) or cannot be listed.
  static std::optional<ObjectStamps> of(const std::filesystem::path& objects);

  // 32 bytes a file.
  const std::string& bytes() const { return bytes_; }
  // Whether every file stands here just as it stood in `earlier`, such bytes; others may have come.
  bool hold(std::string_view earlier) const;

private:
  std::string bytes_; // sorted
};

} // namespace assay::repository

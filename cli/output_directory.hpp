// SPDX-License-Identifier: Apache-2.0
//
// The directory an audit leaves behind: it appears whole or not at all, and what was there before is renamed,
// never destroyed.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace assay::cli {

class OutputDirectory {
public:
  // Makes a hidden directory beside `target` to work in, and locks it. Throws Error::input when `target` exists and
  // is neither an empty directory nor one that holds a dossier, Error::environment when nothing can be written
  // there or another audit is at work.
  explicit OutputDirectory(const std::filesystem::path& target);
  // Removes what was not published.
  ~OutputDirectory();
  OutputDirectory(const OutputDirectory&) = delete;
  OutputDirectory& operator=(const OutputDirectory&) = delete;

  // Where files are made; everything in it is published.
  const std::filesystem::path& stage() const { return stage_; }
  const std::filesystem::path& target() const { return target_; }
  // Whether a dossier is there already.
  bool replaces() const { return replaces_; }
  // Renames an existing dossier's directory to "target-`digest`" (and answers with that name) and puts the new
  // one in its place.
  std::filesystem::path publish(const std::string& digest);

private:
  void make_parents(const std::filesystem::path& parent);
  void lock_stage(const std::filesystem::path& target);

  std::filesystem::path target_;
  std::filesystem::path stage_;
  bool replaces_ = false;
  std::optional<unsigned> mode_;               // of the directory that is there
  std::vector<std::filesystem::path> made_;    // parents that were missing, innermost first
  int lock_ = -1;
};

} // namespace assay::cli

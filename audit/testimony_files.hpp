// SPDX-License-Identifier: Apache-2.0
//
// The files that testimony may lie in and hold for: those of the audited tree, read when they are needed, and the
// supplied ones.
#pragma once

#include "audit/base/file.hpp"
#include "audit/repository/repository.hpp"
#include "audit/repository/tree.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace assay {

class TestimonyFiles {
public:
  // Both must outlive it.
  TestimonyFiles(const repository::Repository& repository, const repository::TreePart& tree,
                 const std::vector<SourceFile>& supplied);

  // Paths of the tree that are named like testimony; symbolic links and submodules are none.
  const std::set<std::string>& named() const { return named_; }
  // Why the tree could not be walked to its end; empty when it was.
  const std::string& problem() const { return problem_; }
  // Nothing when it is missing or larger than testimony is.
  std::optional<SourceFile> in_tree(const std::string& path) const;
  // Whether the file of this path in the tree, or a supplied one of this path or its end, has the digest.
  bool holds(const std::string& path, const std::string& sha256) const;
  bool holds_supplied(const std::string& path, const std::string& sha256) const;

  static constexpr std::uint64_t largest = 1u << 20;           // bytes of a file with testimony
  static constexpr std::uint64_t largest_covered = 256u << 20; // of one that testimony holds for

private:
  using PathsByDigest = std::multimap<std::string, std::string>;

  std::optional<ObjectId> blob(const std::string& path) const;
  const std::string& digest(const ObjectId& id) const;
  const PathsByDigest& supplied() const;

  const repository::Repository& repository_;
  repository::TreePart tree_;
  const std::vector<SourceFile>& supplied_files_;
  std::set<std::string> named_;
  std::string problem_;
  // Made when something is covered, which hardly any audit has.
  mutable std::optional<PathsByDigest> supplied_;
  mutable std::map<ObjectId, std::string> digests_; // of blobs that were asked for; empty when one cannot be read
};

} // namespace assay

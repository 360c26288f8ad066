// SPDX-License-Identifier: Apache-2.0
#include "audit/testimony_files.hpp"

#include "audit/base/escape.hpp"
#include "audit/repository/tree.hpp"

#include <algorithm>

namespace assay {

std::string supplied_path(const SourceFile& file) {
  return file.name.substr(file.name.find('/') + 1);
}

TestimonyFiles::TestimonyFiles(const repository::Repository& repository, const ObjectId& tree,
                               const std::vector<SourceFile>& supplied)
    : repository_(repository) {
  problem_ = repository::walk_tree(repository, tree, [&](const std::string& path, const repository::TreeEntry& entry) {
    if (entry.mode != repository::mode_symlink && entry.mode != repository::mode_gitlink)
      tree_.emplace(path, entry.id);
  });
  for (const SourceFile& file : supplied)
    supplied_.emplace(file.sha256(), supplied_path(file));
}

std::optional<SourceFile> TestimonyFiles::in_tree(const std::string& path) const {
  const auto found = tree_.find(path);
  if (found == tree_.end())
    return std::nullopt;
  const auto header = repository_.header(found->second);
  if (!header || header->size > largest)
    return std::nullopt;
  const repository::ReadResult read = repository_.read(found->second);
  if (!read.object)
    return std::nullopt;
  return SourceFile{path, std::string(read.object.bytes()), escape_text(path)};
}

const std::string& TestimonyFiles::digest(const ObjectId& id) const {
  const auto [entry, fresh] = digests_.emplace(id, std::string());
  if (fresh) {
    const auto header = repository_.header(id);
    if (header && header->size <= largest_covered)
      if (const repository::ReadResult read = repository_.read(id); read.object)
        entry->second = sha256_hex(read.object.bytes());
  }
  return entry->second;
}

bool TestimonyFiles::holds(const std::string& path, const std::string& sha256) const {
  const auto [first, last] = supplied_.equal_range(sha256);
  if (std::any_of(first, last, [&](const auto& file) { return file.second == path || path.ends_with("/" + file.second); }))
    return true;
  const auto found = tree_.find(path);
  return found != tree_.end() && digest(found->second) == sha256;
}

} // namespace assay

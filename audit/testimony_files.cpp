// SPDX-License-Identifier: Apache-2.0
#include "audit/testimony_files.hpp"

#include "audit/base/escape.hpp"
#include "audit/evidence/supplied.hpp"
#include "audit/repository/tree.hpp"

#include <algorithm>

namespace assay {

namespace {

bool is_named_so(std::string_view path) {
  return path.ends_with(".attestation.xml") || path.ends_with(".waiver.xml") || path.ends_with(".plan.xml");
}

bool is_blob(const repository::TreeEntry& entry) {
  return entry.mode != repository::mode_symlink && entry.mode != repository::mode_gitlink &&
         entry.mode != repository::mode_tree;
}

} // namespace

TestimonyFiles::TestimonyFiles(const repository::Repository& repository, const repository::TreePart& tree,
                               const std::vector<SourceFile>& supplied)
    : repository_(repository), tree_(tree), supplied_files_(supplied) {
  problem_ = repository::walk_tree(repository, tree, [&](const std::string& path, const repository::TreeEntry& entry) {
    if (is_blob(entry) && is_named_so(path))
      named_.insert(path);
  });
}

std::optional<ObjectId> TestimonyFiles::blob(const std::string& path) const {
  const auto entry = tree_.holds(path) ? repository::find_entry(repository_, tree_.tree, path) : std::nullopt;
  return entry && is_blob(*entry) ? std::optional(entry->id) : std::nullopt;
}

const TestimonyFiles::PathsByDigest& TestimonyFiles::supplied() const {
  if (!supplied_) {
    supplied_.emplace();
    for (const SourceFile& file : supplied_files_)
      supplied_->emplace(file.sha256(), evidence::supplied_path(file));
  }
  return *supplied_;
}

std::optional<SourceFile> TestimonyFiles::in_tree(const std::string& path) const {
  const auto id = blob(path);
  const auto header = id ? repository_.header(*id) : std::nullopt;
  if (!header || header->size > largest)
    return std::nullopt;
  const repository::ReadResult read = repository_.read(*id);
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

bool TestimonyFiles::holds_supplied(const std::string& path, const std::string& sha256) const {
  const auto [first, last] = supplied().equal_range(sha256);
  return std::any_of(first, last,
                     [&](const auto& file) { return file.second == path || path.ends_with("/" + file.second); });
}

bool TestimonyFiles::holds(const std::string& path, const std::string& sha256) const {
  if (holds_supplied(path, sha256))
    return true;
  const auto id = blob(path);
  return id && digest(*id) == sha256;
}

} // namespace assay

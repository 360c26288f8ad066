// SPDX-License-Identifier: Apache-2.0
//
// Manifests and lock files brought together: which lock holds what a manifest declares, and what else it holds. A lock
// belongs to the manifests of its folder, and to those below that it says it was made for.
#pragma once

#include "audit/evidence/library.hpp"
#include "audit/evidence/readers/dependencies.hpp"

#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace assay::evidence {

struct ListedDocument {
  const ReadDocument* document;
  const DependencyList* list;
};

// One dependency as all documents together state it.
struct JoinedDependency {
  std::size_t document = 0;    // place of the document that it is an item of
  std::optional<std::size_t> manifest, lock; // places of the documents that declare and lock it
  std::string_view place;      // within the document
  const Dependency* declared = nullptr; // with what it inherits; nothing when no manifest declares it
  const Dependency* locked = nullptr;
  std::string_view hash_algorithm; // of the lock, another lock of the same project or the manifest; empty without
  std::optional<bool> direct;
  std::optional<bool> pinned;  // to a version, commit or content; absent for what lies in a folder, and when unresolved
  bool unresolved = false;     // what fixes it stands in no document that was read

  const Dependency& main() const { return locked != nullptr ? *locked : *declared; }
  std::string_view version() const;
};

class DependencyJoin {
public:
  // In the order in which items are wanted. What the documents are made of must outlive the join.
  explicit DependencyJoin(std::vector<ListedDocument> documents);

  const std::vector<ListedDocument>& documents() const { return documents_; }
  // Of a manifest: its locks, the nearest folder's.
  const std::vector<std::size_t>& locks_of(std::size_t manifest) const { return plans_[manifest].locks; }
  // Of a lock: whether some manifest is locked by it.
  bool has_manifest(std::size_t lock) const { return plans_[lock].has_manifest; }
  // Every dependency of a document: of a manifest all, of a lock those that no manifest declares.
  void each_of(std::size_t document, const std::function<void(const JoinedDependency&)>& visit) const;

private:
  struct Match {
    std::size_t lock, entry;
  };
  struct Plan {
    std::vector<std::size_t> locks;
    bool has_manifest = false;
    std::vector<const Dependency*> declared;   // of a manifest: with what they inherit
    std::vector<std::optional<Match>> matches; // of a manifest
    std::vector<bool> claimed;                 // of a lock: entries that some manifest declares
    std::unordered_multimap<std::string, std::size_t> by_name; // of a lock
    std::unordered_map<std::string, std::size_t> by_version;   // of a lock: "name@version"
    std::unordered_map<std::string_view, const LockedProject*> by_folder, by_project_name; // of a lock
  };

  std::string key(std::size_t document, std::string_view folder, std::string_view pair = {}) const;
  const std::vector<std::size_t>& beside(std::size_t lock) const; // the locks of its folder and pair, itself among them
  void index_lock(std::size_t lock);
  void find_locks(std::size_t manifest);
  bool covers(std::size_t lock, std::size_t manifest) const;
  void inherit(std::size_t manifest);
  void match(std::size_t manifest);
  std::optional<std::size_t> find_entry(std::size_t manifest, const Dependency& one, std::size_t lock) const;
  const LockedProject* project_of(std::size_t lock, std::size_t manifest) const;
  std::optional<std::size_t> entry_of(std::size_t document, const Dependency& one) const;
  std::string_view hash_of(const JoinedDependency& joined) const;
  bool has_baseline(std::size_t manifest) const;
  void each_left(std::size_t lock, const std::function<void(const JoinedDependency&)>& visit) const;

  std::vector<ListedDocument> documents_;
  std::vector<Plan> plans_;
  std::unordered_map<std::string, std::vector<std::size_t>> locks_;           // by key() with the pair
  std::unordered_map<std::string, std::vector<std::size_t>> locks_of_folder_; // by key() without
  std::unordered_map<std::string, std::vector<std::size_t>> manifests_;       // likewise
  std::unordered_map<std::string, std::unordered_map<std::string_view, const Dependency*>> central_; // likewise
  std::deque<Dependency> inherited_;
};

} // namespace assay::evidence

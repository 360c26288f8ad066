// SPDX-License-Identifier: Apache-2.0
//
// One git repository, opened read-only through libgit2: its state as a clone, its refs, its revisions and its
// raw objects. Knows nothing of populations. libgit2 ignores replace refs and grafts, which is what an audit
// wants; that they exist is reported.
#pragma once

#include "audit/base/handle.hpp"
#include "audit/base/object_id.hpp"
#include "audit/repository/object_cache.hpp"

#include <git2.h>

#include <filesystem>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace assay::repository {

// libgit2 for the life of the process, without the user's and the system's configuration, so that neither can
// change an audit. Ownership is not checked: assay runs no hook, filter or command that a repository names.
class Library {
public:
  Library();
  ~Library();
  Library(const Library&) = delete;
  Library& operator=(const Library&) = delete;
};

// A ref as it was read: `peeled` is what `id` names once annotated tags are followed to their end.
struct Ref {
  std::string name;
  ObjectId id;
  ObjectId peeled;
};

// How this clone may differ from the repository it was cloned from.
struct CloneState {
  std::vector<ObjectId> boundary; // commits whose parents a shallow clone left out, sorted
  bool partial = false;           // objects may be missing by design (extensions.partialClone)
  bool grafted = false;           // info/grafts rewrites parents; ignored here
  bool replaced = false;          // refs/replace/ substitutes objects; ignored here
  bool shallow() const { return !boundary.empty(); }
};

enum class ObjectType { commit, tree, blob, tag };

// How an object is checked against its id when it is read.
enum class Integrity {
  strict, // SHA-1 with detection of made collisions: for what supports a finding by itself
  plain,  // SHA-1, at half the time: for scans of whole histories
};

// The bytes of one object, checked against its id as they were read.
class RawObject {
public:
  RawObject() = default;
  explicit RawObject(git_odb_object* object) : object_(object) {}
  // A commit whose bytes are kept elsewhere, for as long as the repository.
  explicit RawObject(std::string_view commit) : commit_(commit) {}
  explicit operator bool() const { return object_ != nullptr || commit_; }
  std::string_view bytes() const;
  ObjectType type() const;

private:
  Handle<git_odb_object, git_odb_object_free> object_;
  std::optional<std::string_view> commit_;
};

// An object, or why it could not be had: missing, unreadable, larger than memory_limit, or not hashing to its id.
struct ReadResult {
  RawObject object;
  std::string problem;
};

struct ObjectHeader {
  ObjectType type;
  std::uint64_t size;
};

class Repository {
public:
  // `path` is the work tree, the .git directory or the bare repository itself; parents are not searched, so that
  // no other repository than the named one is audited. Throws Error::input.
  explicit Repository(const std::filesystem::path& path);

  // The same repository once more, for another thread: a handle serves one thread only.
  Repository another() const { return Repository(path_, Opening::again); }

  // From now on, lets facts about objects come from the cache in `directory`, and commits too. The answer says why
  // that cannot be, or is empty. Clones that may lack objects have none.
  std::string use_cache(const std::filesystem::path& directory, const std::string& code_version);
  // Null without one.
  ObjectCache* cache() const { return cache_.get(); }

  CloneState clone_state() const;
  // All refs whose name starts with `prefix`, by name. Refs that name no object are left out of the result and
  // counted in `broken`.
  std::vector<Ref> refs(const std::string& prefix, std::size_t& broken) const;
  // What `git rev-parse REV` answers: the object that the revision names, which leads to a commit. Throws
  // Error::input.
  ObjectId resolve(const std::string& revision) const;

  ReadResult read(const ObjectId& id, Integrity integrity = Integrity::strict) const;
  std::optional<ObjectHeader> header(const ObjectId& id) const;
  // The objects that were asked for and could not be had since forget_missing(): missing, unreadable or corrupt.
  const std::set<ObjectId>& missing() const { return missing_; }
  void forget_missing() const { missing_.clear(); }

private:
  enum class Opening { first, again }; // its packs are looked at once
  Repository(const std::filesystem::path& path, Opening opening);

  mutable std::set<ObjectId> missing_;
  std::filesystem::path path_;
  std::string shown_; // what messages call it
  Handle<git_repository, git_repository_free> repository_;
  Handle<git_odb, git_odb_free> odb_;
  std::unique_ptr<ObjectCache> cache_;
  ObjectBag* known_commits_ = nullptr; // in the cache
};

} // namespace assay::repository

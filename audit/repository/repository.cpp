// SPDX-License-Identifier: Apache-2.0
#include "audit/repository/repository.hpp"

#include "audit/base/digest.hpp"
#include "audit/base/error.hpp"
#include "audit/base/file.hpp"
#include "audit/repository/limited_memory.hpp"
#include "audit/repository/objects.hpp"
#include "audit/repository/pack_check.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace assay::repository {

namespace fs = std::filesystem;

namespace {

using Buffer = Handle<git_object, git_object_free>;
using Reference = Handle<git_reference, git_reference_free>;
using Config = Handle<git_config, git_config_free>;

std::string last_problem() {
  const git_error* error = git_error_last();
  return error == nullptr || error->message == nullptr ? "unknown error" : error->message;
}

ObjectId to_id(const git_oid& oid) {
  ObjectId id;
  std::copy(std::begin(oid.id), std::end(oid.id), id.bytes.begin());
  return id;
}

git_oid to_oid(const ObjectId& id) {
  git_oid oid;
  std::copy(id.bytes.begin(), id.bytes.end(), oid.id);
  return oid;
}

// Ids and refs are looked up without libgit2's parsers, which refuse commits that git reads.
std::optional<ObjectId> find_revision(git_repository* repository, const std::string& revision) {
  if (const auto id = ObjectId::parse(revision))
    return id;
  Reference reference, resolved;
  if (git_reference_dwim(OutPointer(reference), repository, revision.c_str()) == 0)
    git_reference_resolve(OutPointer(resolved), reference.get());
  if (resolved)
    return to_id(*git_reference_target(resolved.get()));
  Buffer object;
  if (git_revparse_single(OutPointer(object), repository, revision.c_str()) != 0)
    return std::nullopt;
  return to_id(*git_object_id(object.get()));
}

// A partial clone names the remote that promises what it lacks, in one of the ways git has had for it.
bool is_promise(std::string_view key) {
  constexpr std::string_view start = "remote.";
  const auto of_remote = [&](std::string_view ending) {
    return key.size() >= start.size() + ending.size() && key.starts_with(start) && key.ends_with(ending);
  };
  return key == "extensions.partialclone" || of_remote(".promisor") || of_remote(".partialclonefilter");
}

bool has_promisor(git_repository* repository) {
  Config config;
  if (git_repository_config_snapshot(OutPointer(config), repository) != 0)
    return false;
  // libgit2 1.5 leaks 20 KiB for every entry that a pattern of its own does not match.
  Handle<git_config_iterator, git_config_iterator_free> entries;
  if (git_config_iterator_new(OutPointer(entries), config.get()) != 0)
    return false;
  for (git_config_entry* entry = nullptr; git_config_next(&entry, entries.get()) == 0;)
    if (is_promise(entry->name))
      return true;
  return false;
}

std::optional<ObjectType> to_type(git_object_t type) {
  switch (type) {
  case GIT_OBJECT_COMMIT: return ObjectType::commit;
  case GIT_OBJECT_TREE: return ObjectType::tree;
  case GIT_OBJECT_BLOB: return ObjectType::blob;
  case GIT_OBJECT_TAG: return ObjectType::tag;
  default: return std::nullopt;
  }
}

// libgit2's own words for these two name neither the cause nor a way out.
Error open_error(const std::string& shown, const fs::path& path) {
  const std::string problem = last_problem();
  const std::string what = fmt::format("no audit was made: {} ", shown);
  std::error_code code;
  if (!fs::exists(path, code))
    return Error::input(what + "does not exist");
  if (!fs::is_directory(path, code) && !fs::is_regular_file(path, code))
    return Error::input(what + "is no directory");
  if (problem.find("objectformat") != std::string::npos)
    return Error::input(what + "names its objects by SHA-256, which this build cannot read")
        .hint("an audit of it needs a later assay, or a SHA-1 clone of the same history");
  if (problem.find("refstorage") != std::string::npos)
    return Error::input(what + "keeps its refs in the reftable format, which this build cannot read")
        .hint("audit a clone made with 'git clone --ref-format=files'");
  Handle<git_repository, git_repository_free> above;
  Error error = Error::input(fmt::format("{}is not a git repository: {}", what, problem));
  if (git_repository_open_ext(OutPointer(above), path.c_str(), 0, nullptr) == 0) {
    const char* workdir = git_repository_workdir(above.get());
    return std::move(error).hint(
        fmt::format("did you mean {}, which contains it?", workdir ? workdir : git_repository_path(above.get())));
  }
  return std::move(error).hint("name a work tree, a .git directory or a bare repository");
}

bool hashes_to(git_odb_object* object, const ObjectId& id, Integrity integrity) {
  const git_object_t type = git_odb_object_type(object);
  const char* const data = static_cast<const char*>(git_odb_object_data(object));
  const std::size_t size = git_odb_object_size(object);
  if (integrity == Integrity::strict) {
    git_oid found;
    return git_odb_hash(&found, data, size, type) == 0 && std::equal(id.bytes.begin(), id.bytes.end(), found.id);
  }
  const std::string header = fmt::format("{} {}", git_object_type2string(type), size);
  return sha1({header.c_str(), header.size() + 1}, {data, size}) == id.bytes; // the header ends with its NUL
}

} // namespace

Library::Library() {
  if (git_libgit2_init() < 0)
    throw Error::internal("libgit2 could not be started: " + last_problem());
  limit_memory();
  for (const int level : {GIT_CONFIG_LEVEL_PROGRAMDATA, GIT_CONFIG_LEVEL_SYSTEM, GIT_CONFIG_LEVEL_XDG,
                          GIT_CONFIG_LEVEL_GLOBAL})
    git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, level, "");
  git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0);
  // Every object is read once, so a cache only costs memory. Repository::read() checks each object against its id.
  git_libgit2_opts(GIT_OPT_ENABLE_CACHING, 0);
  git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 0);
}

Library::~Library() {
  git_libgit2_shutdown();
}

std::string_view RawObject::bytes() const {
  if (commit_)
    return *commit_;
  return {static_cast<const char*>(git_odb_object_data(object_.get())), git_odb_object_size(object_.get())};
}

ObjectType RawObject::type() const {
  return commit_ ? ObjectType::commit : *to_type(git_odb_object_type(object_.get()));
}

Repository::Repository(const fs::path& path) : Repository(path, Opening::first) {}

Repository::Repository(const fs::path& path, Opening opening) : path_(path), shown_(path.string()) {
  if (git_repository_open_ext(OutPointer(repository_), path.c_str(), GIT_REPOSITORY_OPEN_NO_SEARCH, nullptr) != 0)
    throw open_error(shown_, path);
  if (git_repository_odb(OutPointer(odb_), repository_.get()) != 0)
    throw Error::input(fmt::format("the objects of {} could not be opened: {}", shown_, last_problem()));
  if (opening == Opening::again)
    return;
  if (const std::string problem = pack_problem(fs::path(git_repository_commondir(repository_.get())) / "objects");
      !problem.empty())
    throw Error::input(fmt::format("no audit was made: {}: {}", shown_, problem))
        .hint("one of the two was damaged: audit another clone, and see what 'git fsck' says of this one");
}

CloneState Repository::clone_state() const {
  CloneState state;
  const fs::path common = git_repository_commondir(repository_.get());
  std::error_code code;
  if (fs::exists(common / "shallow", code)) {
    const std::string text = read_file(common / "shallow", 64u << 20);
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t end = std::min(text.find('\n', at), text.size());
      const auto id = ObjectId::parse(std::string_view(text).substr(at, end - at));
      if (!id)
        throw Error::input(fmt::format("{} is not readable: a line is no object id", (common / "shallow").string()));
      state.boundary.push_back(*id);
      at = end + 1;
    }
    std::sort(state.boundary.begin(), state.boundary.end());
  }
  state.grafted = fs::exists(common / "info/grafts", code) && fs::file_size(common / "info/grafts", code) > 0;
  state.partial = has_promisor(repository_.get());
  std::size_t broken = 0;
  state.replaced = !refs("refs/replace/", broken).empty();
  return state;
}

std::vector<Ref> Repository::refs(const std::string& prefix, std::size_t& broken) const {
  Handle<git_reference_iterator, git_reference_iterator_free> iterator;
  if (git_reference_iterator_glob_new(OutPointer(iterator), repository_.get(), (prefix + "*").c_str()) != 0)
    throw Error::input(fmt::format("the refs of {} could not be listed: {}", shown_, last_problem()));
  std::vector<Ref> found;
  broken = 0;
  while (true) {
    Reference reference;
    const int code = git_reference_next(OutPointer(reference), iterator.get());
    if (code == GIT_ITEROVER)
      break;
    if (code != 0)
      throw Error::input(fmt::format("the refs of {} could not be listed: {}", shown_, last_problem()));
    Reference resolved;
    const std::string name = git_reference_name(reference.get());
    if (git_reference_resolve(OutPointer(resolved), reference.get()) != 0) {
      ++broken;
      continue;
    }
    const ObjectId id = to_id(*git_reference_target(resolved.get()));
    const PeeledTag peeled = peel(*this, id);
    if (!peeled.problem.empty()) {
      ++broken;
      continue;
    }
    found.push_back({name, id, peeled.target});
  }
  std::sort(found.begin(), found.end(), [](const Ref& a, const Ref& b) { return a.name < b.name; });
  return found;
}

ObjectId Repository::resolve(const std::string& revision) const {
  const auto fail = [&](const std::string& why) {
    return Error::input(fmt::format("no audit was made: revision '{}' of {} {}", revision, shown_, why));
  };
  if (revision.empty())
    throw fail("is empty");
  if (revision == "HEAD" && git_repository_head_unborn(repository_.get()) == 1)
    throw fail("names no commit: nothing has been committed yet")
        .hint("commit something first, or name another revision with --revision");
  const auto found = find_revision(repository_.get(), revision);
  if (!found)
    throw fail("could not be found: " + last_problem()).hint("'git log' and 'git tag' list what exists");
  const ObjectId named = *found;
  const PeeledTag peeled = peel(*this, named);
  if (!peeled.problem.empty())
    throw fail("names what cannot be read: " + peeled.problem);
  if (peeled.type != ObjectType::commit)
    throw fail("names no commit");
  return named;
}

std::string Repository::use_cache(const fs::path& directory, const std::string& code_version) {
  const CloneState state = clone_state();
  if (state.shallow() || state.partial)
    return "this clone is not whole";
  const fs::path common = fs::path(git_repository_commondir(repository_.get()));
  std::error_code code;
  const fs::path canonical = fs::canonical(common, code);
  auto stamps = code ? std::nullopt : ObjectStamps::of(canonical / "objects");
  if (!stamps)
    return "the files of its objects cannot be told apart, or it borrows some of another repository";
  Cache cache(directory, sha256_hex(canonical.string()).substr(0, 32) + ".sqlite", code_version);
  if (!cache.problem().empty())
    return cache.problem();
  cache_ = std::make_unique<ObjectCache>(std::move(cache), canonical / "objects", std::move(*stamps));
  known_commits_ = &cache_->bag("commits");
  return {};
}

ReadResult Repository::read(const ObjectId& id, Integrity integrity) const {
  if (known_commits_ != nullptr)
    if (const auto commit = known_commits_->find(id))
      return {RawObject(*commit), {}};
  const git_oid oid = to_oid(id);
  git_odb_object* object = nullptr;
  const int code = git_odb_read(&object, odb_.get(), &oid);
  if (code != 0)
    missing_.insert(id);
  if (code == GIT_ENOTFOUND)
    return {{}, fmt::format("object {} is missing", id.hex())};
  if (code != 0)
    return {{}, fmt::format("object {} could not be read: {}", id.hex(), last_problem())};
  RawObject raw(object);
  if (!to_type(git_odb_object_type(object)))
    return {{}, fmt::format("object {} has an unknown type", id.hex())};
  if (!hashes_to(object, id, integrity)) {
    missing_.insert(id);
    return {{}, fmt::format("object {} is corrupt: its content does not hash to its id", id.hex())};
  }
  if (known_commits_ != nullptr && integrity == Integrity::strict && raw.type() == ObjectType::commit)
    known_commits_->add(id, raw.bytes());
  return {std::move(raw), {}};
}

std::optional<ObjectHeader> Repository::header(const ObjectId& id) const {
  const git_oid oid = to_oid(id);
  std::size_t size = 0;
  git_object_t type = GIT_OBJECT_INVALID;
  if (git_odb_read_header(&size, &type, odb_.get(), &oid) != 0 || !to_type(type)) {
    missing_.insert(id);
    return std::nullopt;
  }
  return ObjectHeader{*to_type(type), size};
}

} // namespace assay::repository

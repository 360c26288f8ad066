// SPDX-License-Identifier: Apache-2.0
#include "audit/repository/reachable_blobs.hpp"

#include "audit/base/packed.hpp"
#include "audit/repository/history.hpp"
#include "audit/repository/objects.hpp"
#include "audit/repository/tree.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <unordered_map>

namespace assay::repository {

namespace {

constexpr std::uint8_t opened = 1, closed = 2, seen = 4;

constexpr std::size_t deepest = 10'000;         // folders within folders
constexpr std::size_t most_places = 0xfffffffe; // what 32 bits can number
constexpr std::uint64_t progress_interval = 256;
const std::string list_name = "blobs"; // in the cache

// An object that the walk has met, as the cache keeps it.
struct Mark {
  ObjectId id;
  std::uint8_t bits;
};

} // namespace

struct BlobWalk {
  const Repository& repository;
  const std::vector<ObjectId>& boundary;
  const std::function<void(std::uint64_t)>& progress;
  ReachableBlobs& found;
  CommitTable table = {};
  CommitView view = {};
  std::uint64_t visited = 0, cut = 0; // commits: all, and those whose parents are beyond the boundary
  std::unordered_map<std::string, std::uint32_t> name_numbers = {};

  std::uint32_t number_of(std::string_view name) {
    const auto [entry, is_new] =
        name_numbers.emplace(std::string(name), static_cast<std::uint32_t>(found.names_.size()));
    if (is_new)
      found.names_.emplace_back(name);
    return entry->second;
  }

  // A tree on the way down: its bytes, and what of them is still to be read.
  struct Level {
    RawObject object;
    std::string_view rest;
    ObjectId id;
    std::uint32_t place;
  };

  void open(std::vector<Level>& levels, const ObjectId& id, std::uint32_t place) {
    ReadResult read = repository.read(id, Integrity::plain);
    if (!read.object || read.object.type() != ObjectType::tree) {
      found.cut_off_ = read.object ? fmt::format("object {} is no tree", id.hex()) : read.problem;
      return;
    }
    const std::string_view bytes = read.object.bytes();
    levels.push_back({std::move(read.object), bytes, id, place});
  }

  // Takes what no tree before has named.
  void take_tree(const ObjectId& root, std::uint32_t commit) {
    if ((table[root] & seen) != 0)
      return;
    table[root] |= seen;
    std::vector<Level> levels;
    open(levels, root, ReachableBlobs::no_folder);
    while (!levels.empty()) {
      TreeEntryView entry{};
      if (!take_entry(levels.back().rest, entry)) {
        if (!levels.back().rest.empty())
          found.cut_off_ = fmt::format("tree {} is malformed", levels.back().id.hex());
        levels.pop_back();
        continue;
      }
      if (entry.mode == mode_gitlink)
        continue;
      std::uint8_t& bits = table[entry.id];
      if ((bits & seen) != 0)
        continue;
      bits |= seen;
      if (found.places_.size() == most_places || levels.size() == deepest) {
        found.cut_off_ = "trees are nested deeper, or name more, than any of use";
        continue;
      }
      const auto place = static_cast<std::uint32_t>(found.places_.size());
      found.places_.push_back({levels.back().place, number_of(entry.name)});
      if (entry.mode == mode_tree)
        open(levels, entry.id, place);
      else
        found.blobs_.push_back({entry.id, commit, place});
    }
  }

  void take_blob(const ObjectId& id) {
    std::uint8_t& bits = table[id];
    if ((bits & seen) == 0)
      found.blobs_.push_back({id, ReachableBlobs::no_commit, ReachableBlobs::no_folder});
    bits |= seen;
  }

  // What is known when a commit is closed, as bytes. Nothing else than what it reaches may have been closed before.
  std::string packed() const {
    std::string bytes;
    std::vector<Mark> marks;
    table.each([&](const ObjectId& id, std::uint8_t bits) { marks.push_back({id, bits}); });
    std::string names;
    for (const std::string& name : found.names_)
      (names += name) += '\0';
    append_list(bytes, marks);
    append_list(bytes, found.blobs_);
    append_list(bytes, found.commits_);
    append_list(bytes, found.places_);
    append_list(bytes, names);
    append_list(bytes, std::vector<std::uint64_t>{visited});
    return bytes;
  }

  // Goes on from there. False, with nothing changed, when these are no such bytes.
  bool resume(std::string_view bytes) {
    std::vector<Mark> marks;
    ReachableBlobs earlier;
    std::string names;
    std::vector<std::uint64_t> counted;
    if (!take_list(bytes, marks) || !take_list(bytes, earlier.blobs_) || !take_list(bytes, earlier.commits_) ||
        !take_list(bytes, earlier.places_) || !take_list(bytes, names) || !take_list(bytes, counted) ||
        counted.size() != 1)
      return false;
    for (std::string_view rest = names; !rest.empty();) {
      const std::size_t end = std::min(rest.find('\0'), rest.size() - 1);
      earlier.names_.emplace_back(rest.substr(0, end));
      name_numbers.emplace(earlier.names_.back(), static_cast<std::uint32_t>(earlier.names_.size() - 1));
      rest.remove_prefix(end + 1);
    }
    table.reserve(table.size() + marks.size());
    for (const Mark& mark : marks)
      table[mark.id] |= mark.bits;
    visited = counted.front();
    found = std::move(earlier);
    return true;
  }

  // A commit on the way down. It stays on the stack, opened, until its parents are closed.
  struct Pending {
    ObjectId id, tree;
  };

  // Reads a commit and puts those of its parents above it that are still to be read. False when it has no tree to take.
  bool open_commit(std::vector<Pending>& pending) {
    Pending& here = pending.back();
    const ReadResult read = repository.read(here.id);
    const bool is_commit = read.object && read.object.type() == ObjectType::commit;
    const std::string problem = is_commit ? parse_commit(read.object.bytes(), view) : std::string();
    const auto tree = is_commit ? ObjectId::parse(view.tree) : std::nullopt;
    if (!is_commit)
      found.cut_off_ = read.object ? fmt::format("object {} is no commit", here.id.hex()) : read.problem;
    else if (!problem.empty())
      found.cut_off_ = fmt::format("commit {} is malformed: {}", here.id.hex(), problem);
    if (!tree)
      return false;
    here.tree = *tree;
    if (is_boundary(boundary, here.id)) {
      cut += view.parents.empty() ? 0 : 1;
      return true;
    }
    for (auto parent = view.parents.rbegin(); parent != view.parents.rend(); ++parent)
      if (!table.has(*parent, opened))
        pending.push_back({*parent, {}});
    return true;
  }

  // Whether the cache knows all that this commit reaches; then it is closed. `lists` are the commits it has lists for.
  bool recall(const ObjectId& id, const std::set<ObjectId>& lists) {
    if (lists.count(id) == 0)
      return false;
    const auto bytes = repository.cache()->find(list_name, id);
    if (!bytes || !resume(*bytes))
      return false;
    found.known_ = ReachableBlobs::Known{id, found.blobs_.size()};
    return true;
  }

  void take_history(const ObjectId& tip) {
    std::vector<Pending> pending{{tip, {}}};
    // Down the first parents nothing has been closed yet, and what a commit reaches does not depend on how it was come
    // to: there a list can be taken as it is.
    const bool first = repository.cache() != nullptr && boundary.empty() && table.size() == 0;
    const std::vector<ObjectId> known = first ? repository.cache()->commits_with(list_name) : std::vector<ObjectId>();
    const std::set<ObjectId> lists(known.begin(), known.end());
    while (!pending.empty()) {
      const Pending here = pending.back();
      if (first && visited == 0 && !found.known_ && recall(here.id, lists)) {
        pending.pop_back();
        continue;
      }
      std::uint8_t& bits = table[here.id];
      if ((bits & closed) != 0) {
        pending.pop_back();
        continue;
      }
      const bool on_the_way_up = (bits & opened) != 0;
      bits |= opened;
      if (!on_the_way_up && open_commit(pending))
        continue;
      table[here.id] |= closed;
      pending.pop_back();
      if (!on_the_way_up)
        continue;
      const auto commit = static_cast<std::uint32_t>(found.commits_.size());
      const std::size_t before = found.blobs_.size();
      take_tree(here.tree, commit);
      if (found.blobs_.size() > before)
        found.commits_.push_back(here.id);
      if (++visited % progress_interval == 0 && progress)
        progress(visited);
    }
    if (first && found.cut_off_.empty() && found.outgrown())
      repository.cache()->keep(list_name, tip, packed());
  }

  void take(const ObjectId& tip) {
    const auto header = repository.header(tip);
    if (header && header->type == ObjectType::tree)
      take_tree(tip, ReachableBlobs::no_commit);
    else if (header && header->type == ObjectType::blob)
      take_blob(tip);
    else
      take_history(tip);
  }
};

std::optional<ObjectId> ReachableBlobs::commit(const Blob& blob) const {
  return blob.commit == no_commit ? std::nullopt : std::optional(commits_[blob.commit]);
}

std::string ReachableBlobs::path(const Blob& blob) const {
  std::vector<std::uint32_t> names;
  for (std::uint32_t place = blob.place; place != no_folder; place = places_[place].folder)
    names.push_back(places_[place].name);
  std::string path;
  for (auto name = names.rbegin(); name != names.rend(); ++name)
    path += (path.empty() ? "" : "/") + names_[*name];
  return path;
}

ReachableBlobs reachable_blobs(const Repository& repository, const std::vector<ObjectId>& tips,
                               const std::vector<ObjectId>& boundary,
                               const std::function<void(std::uint64_t)>& progress) {
  ReachableBlobs found;
  BlobWalk walk{repository, boundary, progress, found};
  for (const ObjectId& tip : tips)
    walk.take(tip);
  found.tips_ = tips;
  if (walk.cut > 0 && found.cut_off_.empty())
    found.cut_off_ =
        fmt::format("this is a shallow clone: history ends at {} commit{} whose parents are not here", walk.cut,
                    walk.cut == 1 ? "" : "s");
  return found;
}

} // namespace assay::repository

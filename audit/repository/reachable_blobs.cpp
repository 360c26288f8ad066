// SPDX-License-Identifier: Apache-2.0
#include "audit/repository/reachable_blobs.hpp"

#include "audit/repository/history.hpp"
#include "audit/repository/objects.hpp"
#include "audit/repository/tree.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

namespace assay::repository {

namespace {

constexpr std::uint8_t opened = 1, closed = 2, seen = 4;

constexpr std::size_t deepest = 10'000;         // folders within folders
constexpr std::size_t most_places = 0xfffffffe; // what 32 bits can number
constexpr std::uint64_t progress_interval = 256;

} // namespace

struct BlobWalk {
  const Repository& repository;
  ReachableBlobs& found;
  CommitTable table = {};
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
};

std::string ReachableBlobs::path(const Blob& blob) const {
  std::vector<std::uint32_t> names;
  for (std::uint32_t place = blob.place; place != no_folder; place = places_[place].folder)
    names.push_back(places_[place].name);
  std::string path;
  for (auto name = names.rbegin(); name != names.rend(); ++name)
    path += (path.empty() ? "" : "/") + names_[*name];
  return path;
}

ReachableBlobs reachable_blobs(const Repository& repository, const ObjectId& tip,
                               const std::vector<ObjectId>& boundary,
                               const std::function<void(std::uint64_t)>& progress) {
  ReachableBlobs found;
  BlobWalk walk{repository, found};
  // A commit stays on the stack, opened, until its parents are closed.
  struct Pending {
    ObjectId id, tree;
  };
  std::vector<Pending> pending{{tip, {}}};
  std::uint64_t visited = 0, cut = 0;
  CommitView view;
  while (!pending.empty()) {
    const Pending here = pending.back();
    std::uint8_t& bits = walk.table[here.id];
    if ((bits & closed) != 0) {
      pending.pop_back();
      continue;
    }
    if ((bits & opened) != 0) {
      bits |= closed;
      pending.pop_back();
      const auto commit = static_cast<std::uint32_t>(found.commits_.size());
      const std::size_t before = found.blobs_.size();
      walk.take_tree(here.tree, commit);
      if (found.blobs_.size() > before)
        found.commits_.push_back(here.id);
      if (++visited % progress_interval == 0 && progress)
        progress(visited);
      continue;
    }
    bits |= opened;
    const ReadResult read = repository.read(here.id);
    const bool is_commit = read.object && read.object.type() == ObjectType::commit;
    const std::string problem = is_commit ? parse_commit(read.object.bytes(), view) : std::string();
    const auto tree = is_commit ? ObjectId::parse(view.tree) : std::nullopt;
    if (!is_commit)
      found.cut_off_ = read.object ? fmt::format("object {} is no commit", here.id.hex()) : read.problem;
    else if (!problem.empty())
      found.cut_off_ = fmt::format("commit {} is malformed: {}", here.id.hex(), problem);
    if (!tree) {
      walk.table[here.id] |= closed;
      pending.pop_back();
      continue;
    }
    pending.back().tree = *tree;
    if (std::binary_search(boundary.begin(), boundary.end(), here.id)) {
      cut += view.parents.empty() ? 0 : 1;
      continue;
    }
    for (auto parent = view.parents.rbegin(); parent != view.parents.rend(); ++parent)
      if (!walk.table.has(*parent, opened))
        pending.push_back({*parent, {}});
  }
  if (cut > 0 && found.cut_off_.empty())
    found.cut_off_ =
        fmt::format("this is a shallow clone: history ends at {} commit{} whose parents are not here", cut,
                    cut == 1 ? "" : "s");
  return found;
}

} // namespace assay::repository

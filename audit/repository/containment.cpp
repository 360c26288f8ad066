// SPDX-License-Identifier: Apache-2.0
#include "audit/repository/containment.hpp"

#include <fmt/format.h>

namespace assay::repository {

namespace {

constexpr std::uint8_t done = 1, contains = 2, cut = 4; // cut: a part of its history is not here

}

Containment::Containment(const Repository& repository, const ObjectId& target,
                         const std::vector<ObjectId>& boundary)
    : reader_{repository}, target_(target), boundary_(boundary) {}

void Containment::open(const ObjectId& id) {
  Level level{id, parents_.size(), parents_.size(), done};
  if (id == target_) {
    level.bits |= contains;
  } else if (!reader_.read(id) || !reader_.problem.empty()) {
    level.bits |= cut;
  } else if (is_boundary(boundary_, id)) {
    level.bits |= reader_.view.parents.empty() ? 0 : cut;
  } else {
    parents_.insert(parents_.end(), reader_.view.parents.begin(), reader_.view.parents.end());
  }
  levels_.push_back(level);
}

std::optional<bool> Containment::operator()(const ObjectId& tip) {
  // Depth first without recursion: a commit is done once all its parents are.
  if (!table_.has(tip, done))
    open(tip);
  while (!levels_.empty()) {
    Level& level = levels_.back();
    if (level.next == parents_.size()) {
      table_[level.id] |= level.bits;
      parents_.resize(level.first);
      levels_.pop_back();
      continue;
    }
    const ObjectId parent = parents_[level.next];
    if (!table_.has(parent, done)) {
      open(parent);
      continue;
    }
    level.bits |= table_[parent] & (contains | cut);
    ++level.next;
  }
  if (table_.has(tip, contains))
    return true;
  return table_.has(tip, cut) ? std::nullopt : std::optional(false);
}

std::string find_first_tags(const Repository& repository, const std::vector<DatedTag>& tags,
                            const std::vector<ObjectId>& boundary,
                            std::unordered_map<ObjectId, std::optional<std::size_t>, ObjectIdHash>& wanted) {
  CommitReader reader{repository};
  CommitTable table;
  std::string cut_off;
  std::vector<ObjectId> pending;
  std::size_t left = wanted.size();
  for (std::size_t i = 0; i < tags.size() && left > 0; ++i) {
    pending.push_back(tags[i].commit);
    while (!pending.empty()) {
      const ObjectId id = pending.back();
      pending.pop_back();
      std::uint8_t& bits = table[id];
      if (bits != 0)
        continue;
      bits = done;
      if (const auto found = wanted.find(id); found != wanted.end()) {
        found->second = i;
        --left;
      }
      if (!reader.read(id) || !reader.problem.empty()) {
        cut_off = reader.problem;
        continue;
      }
      if (is_boundary(boundary, id)) {
        if (!reader.view.parents.empty())
          cut_off = "this is a shallow clone, which lacks a part of the tags' history";
        continue;
      }
      for (const ObjectId& parent : reader.view.parents)
        if (!table.has(parent, done))
          pending.push_back(parent);
    }
  }
  return cut_off;
}

} // namespace assay::repository

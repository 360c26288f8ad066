// SPDX-License-Identifier: Apache-2.0
#include "audit/repository/history.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace assay::repository {

namespace {

constexpr std::uint8_t visited = 1, old = 2;

} // namespace

bool is_boundary(const std::vector<ObjectId>& boundary, const ObjectId& id) {
  return std::binary_search(boundary.begin(), boundary.end(), id);
}

bool CommitReader::read(const ObjectId& id) {
  ReadResult result = repository.read(id, integrity);
  object = std::move(result.object);
  problem = std::move(result.problem);
  if (!object)
    return false;
  if (object.type() != ObjectType::commit) {
    problem = fmt::format("object {} is no commit", id.hex());
    return false;
  }
  problem = parse_commit(object.bytes(), view);
  return true;
}

std::string mark_reachable(CommitReader& reader, CommitTable& table, std::uint8_t bit, const ObjectId& since,
                           const std::vector<ObjectId>& boundary) {
  std::string cut_off;
  std::vector<ObjectId> pending{since};
  table[since] |= bit;
  while (!pending.empty()) {
    const ObjectId id = pending.back();
    pending.pop_back();
    if (!reader.read(id)) {
      cut_off = reader.problem;
      continue;
    }
    if (!reader.problem.empty())
      cut_off = fmt::format("commit {} is malformed: {}", id.hex(), reader.problem);
    if (is_boundary(boundary, id)) {
      if (!reader.view.parents.empty())
        cut_off = "this is a shallow clone, which lacks a part of the previous release's history";
      continue;
    }
    for (const ObjectId& parent : reader.view.parents)
      if (std::uint8_t& bits = table[parent]; (bits & bit) == 0) {
        bits |= bit;
        pending.push_back(parent);
      }
  }
  return cut_off;
}

std::size_t CommitTable::position(const ObjectId& id) const {
  std::size_t slot = ObjectIdHash()(id) & (slots_.size() - 1);
  while (slots_[slot].id != id && slots_[slot].id != ObjectId{})
    slot = (slot + 1) & (slots_.size() - 1);
  return slot;
}

void CommitTable::reserve(std::size_t count) {
  std::size_t slots = std::max<std::size_t>(1024, slots_.size());
  while (count * 4 > slots * 3)
    slots *= 2;
  if (slots > slots_.size())
    resize(slots);
}

void CommitTable::resize(std::size_t slots) {
  std::vector<Slot> before = std::move(slots_);
  slots_.assign(slots, Slot{});
  for (const Slot& slot : before)
    if (slot.id != ObjectId{})
      slots_[position(slot.id)] = slot;
}

std::uint8_t& CommitTable::operator[](const ObjectId& id) {
  if ((used_ + 1) * 4 > slots_.size() * 3)
    resize(slots_.empty() ? 1024 : slots_.size() * 2);
  Slot& slot = slots_[position(id)];
  if (slot.id == ObjectId{}) {
    slot.id = id;
    ++used_;
  }
  return slot.bits;
}

bool CommitTable::has(const ObjectId& id, std::uint8_t bits) const {
  return !slots_.empty() && (slots_[position(id)].bits & bits) != 0;
}

WalkEnd walk_history(const Repository& repository, const ObjectId& tip, const std::optional<ObjectId>& since,
                     const std::vector<ObjectId>& boundary,
                     const std::function<void(const VisitedCommit&)>& visit) {
  CommitReader reader{repository};
  CommitTable table;
  WalkEnd end;
  if (since)
    end.cut_off = mark_reachable(reader, table, old, *since, boundary);
  const bool old_known = end.cut_off.empty();
  std::vector<ObjectId> pending{tip};
  bool on_chain = true;  // until the first-parent chain has reached its root
  std::uint64_t cut = 0; // commits at which a shallow clone ends
  while (!pending.empty()) {
    const ObjectId id = pending.back();
    pending.pop_back();
    std::uint8_t& bits = table[id];
    if ((bits & visited) != 0)
      continue;
    bits |= visited;
    const bool is_old = (bits & old) != 0;
    if (!reader.read(id)) {
      end.cut_off = reader.problem;
      on_chain = false;
      continue;
    }
    if (!reader.problem.empty())
      end.cut_off = fmt::format("commit {} is malformed: {}", id.hex(), reader.problem);
    visit({id, reader.view, on_chain, is_old || old_known ? std::optional(!is_old) : std::nullopt});
    ++end.visited;
    const bool cut_here = is_boundary(boundary, id);
    if (cut_here && !reader.view.parents.empty())
      ++cut;
    if (cut_here || reader.view.parents.empty()) {
      on_chain = false;
      continue;
    }
    for (auto parent = reader.view.parents.rbegin(); parent != reader.view.parents.rend(); ++parent)
      if (!table.has(*parent, visited))
        pending.push_back(*parent);
  }
  if (cut > 0 && end.cut_off.empty())
    end.cut_off = fmt::format("this is a shallow clone: history ends at {} commit{} whose parents are not here", cut,
                              cut == 1 ? "" : "s");
  return end;
}

WalkEnd follow(const Repository& repository, const Trail& trail,
               const std::function<void(const VisitedCommit&)>& visit) {
  CommitReader reader{repository};
  WalkEnd end{0, trail.end.cut_off};
  for (const Trail::Step& step : trail.steps) {
    if (!reader.read(step.id)) { // it could be read before
      end.cut_off = reader.problem;
      continue;
    }
    visit({step.id, reader.view, step.first_parent, step.in_release});
    ++end.visited;
  }
  return end;
}

} // namespace assay::repository

// SPDX-License-Identifier: Apache-2.0
#include "audit/repository/mainline.hpp"

#include <fmt/format.h>

namespace assay::repository {

namespace {

constexpr std::uint8_t visited = 1, old = 2;

// Reads commits for a walk, and keeps why it does not hold all of them.
struct Walker {
  CommitReader reader;
  const std::vector<ObjectId>& boundary;
  std::string cut_off = {};

  bool read(const ObjectId& id) {
    const bool done = reader.read(id);
    if (!done)
      cut_off = reader.problem;
    else if (!reader.problem.empty())
      cut_off = fmt::format("commit {} is malformed: {}", id.hex(), reader.problem);
    return done;
  }

  // The parents that are followed: none at the end of a shallow clone.
  const std::vector<ObjectId>& parents(const ObjectId& id) {
    static const std::vector<ObjectId> none;
    if (!is_boundary(boundary, id))
      return reader.view.parents;
    if (!reader.view.parents.empty() && cut_off.empty())
      cut_off = "this is a shallow clone: history ends at commits whose parents are not here";
    return none;
  }
};

} // namespace

WalkEnd walk_mainline(const Repository& repository, const ObjectId& tip, const std::optional<ObjectId>& since,
                      const std::vector<ObjectId>& boundary,
                      const std::function<void(const ObjectId&, const CommitView&)>& brought_in,
                      const std::function<void(const MainlineStep&)>& step) {
  CommitTable table;
  Walker side{{repository}, boundary};
  const std::string old_unknown =
      since ? mark_reachable(side.reader, table, old, *since, boundary) : std::string();

  Walker main{{repository}, boundary};
  std::vector<ObjectId> chain;
  for (std::optional<ObjectId> id = tip; id && main.read(*id);) {
    chain.push_back(*id);
    const std::vector<ObjectId>& parents = main.parents(*id);
    id = parents.empty() ? std::nullopt : std::optional(parents.front());
  }
  std::string uncertain = main.cut_off;

  WalkEnd end;
  std::vector<ObjectId> pending;
  for (auto id = chain.rbegin(); id != chain.rend(); ++id) {
    if (!main.read(*id)) // it could be read before
      continue;
    table[*id] |= visited;
    const bool is_old = table.has(*id, old);
    const std::vector<ObjectId>& parents = main.parents(*id);
    if (parents.size() > 1)
      pending.assign(parents.rbegin(), parents.rend() - 1);
    std::uint64_t commits = 1;
    while (!pending.empty()) {
      const ObjectId one = pending.back();
      pending.pop_back();
      if (table.has(one, visited))
        continue;
      table[one] |= visited;
      if (!side.read(one))
        continue;
      ++commits;
      brought_in(one, side.reader.view);
      for (const ObjectId& parent : side.parents(one))
        if (!table.has(parent, visited))
          pending.push_back(parent);
    }
    if (uncertain.empty())
      uncertain = side.cut_off;
    static const std::string certain;
    step({*id, main.reader.view, is_old || old_unknown.empty() ? std::optional(!is_old) : std::nullopt,
          commits, main.reader.view.parents.size() > 1 ? uncertain : certain});
    ++end.visited;
  }
  end.cut_off = !uncertain.empty() ? uncertain : old_unknown;
  return end;
}

} // namespace assay::repository

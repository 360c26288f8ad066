// SPDX-License-Identifier: Apache-2.0
#include "audit/repository/previous_release.hpp"

#include "audit/repository/history.hpp"
#include "audit/repository/version_tag.hpp"

#include <algorithm>
#include <map>
#include <queue>
#include <tuple>
#include <unordered_map>

namespace assay::repository {

namespace {

constexpr std::string_view folder = "refs/tags/";

struct Tagged {
  const Ref* ref;
  VersionTag version;
};

struct Candidate {
  Tagged tag;
  std::uint64_t distance; // commits that the tag does not reach
};

class Search {
public:
  Search(const Repository& repository, const std::vector<ObjectId>& boundary)
      : reader_{repository}, boundary_(boundary) {}

  // The nearest of the tagged ancestors of `start`, by their commits.
  std::optional<Ref> nearest(const ObjectId& start, const std::map<ObjectId, Tagged>& tagged) {
    reached(start, 0);
    std::uint64_t seen = 0;
    while (!queue_.empty() && candidates_.size() < most_candidates) {
      const ObjectId id = std::get<1>(queue_.top());
      queue_.pop();
      std::uint32_t bits = bits_[id];
      for (std::size_t i = 0; i < candidates_.size(); ++i)
        candidates_[i].distance += (bits >> i & 1) == 0 ? 1 : 0;
      if (const auto found = tagged.find(id); found != tagged.end() && id != start) {
        bits |= std::uint32_t{1} << candidates_.size();
        candidates_.push_back({found->second, seen});
      }
      ++seen;
      for (const ObjectId& parent : parents_of(id))
        reached(parent, bits);
    }
    const auto best = std::min_element(candidates_.begin(), candidates_.end(),
                                       [](const auto& a, const auto& b) { return a.distance < b.distance; });
    return best == candidates_.end() ? std::nullopt : std::optional(*best->tag.ref);
  }

private:
  static constexpr std::size_t most_candidates = 10; // as many as git-describe weighs against each other

  void reached(const ObjectId& id, std::uint32_t bits) {
    const auto [known, is_new] = bits_.try_emplace(id, bits);
    known->second |= bits;
    if (!is_new)
      return;
    if (!reader_.read(id)) // what is malformed about a commit, its item tells
      return;
    if (!is_boundary(boundary_, id))
      waiting_[id] = reader_.view.parents;
    queue_.emplace(reader_.view.committer.time.value_or(0), id);
  }

  std::vector<ObjectId> parents_of(const ObjectId& id) {
    const auto waiting = waiting_.extract(id);
    return waiting.empty() ? std::vector<ObjectId>() : std::move(waiting.mapped());
  }

  CommitReader reader_;
  const std::vector<ObjectId>& boundary_;
  std::priority_queue<std::tuple<Seconds, ObjectId>> queue_; // the latest first, and of one time the largest id
  std::unordered_map<ObjectId, std::uint32_t, ObjectIdHash> bits_; // by which candidates a commit is reached
  std::unordered_map<ObjectId, std::vector<ObjectId>, ObjectIdHash> waiting_;
  std::vector<Candidate> candidates_;
};

// Of two tags on one commit the higher version speaks for it, and of equal ones the release, not its prerelease.
bool speaks_before(const Tagged& a, const Tagged& b) {
  return std::tie(a.version.numbers, b.version.prerelease, a.ref->name) >
         std::tie(b.version.numbers, a.version.prerelease, b.ref->name);
}

// Whether `tag` may mark a release before that of `own`: in its scheme, and of no higher version.
bool may_precede(const Tagged& tag, const Tagged& own) {
  return tag.version.same_scheme(own.version) && tag.version.numbers <= own.version.numbers;
}

void mark(std::map<ObjectId, Tagged>& tagged, const Tagged& tag) {
  const auto [place, is_new] = tagged.try_emplace(tag.ref->peeled, tag);
  if (!is_new && speaks_before(tag, place->second))
    place->second = tag;
}

} // namespace

std::optional<Ref> previous_release(const Repository& repository, const ObjectId& commit, std::string_view revision,
                                    const std::vector<Ref>& tags, const std::vector<ObjectId>& boundary) {
  if (revision.starts_with(folder))
    revision.remove_prefix(folder.size());
  std::vector<Tagged> versions;
  std::optional<Tagged> own; // the release itself
  bool named = false;
  for (const Ref& ref : tags) {
    const std::string_view name = std::string_view(ref.name).substr(folder.size());
    const auto version = version_tag(name);
    if (!version)
      continue;
    versions.push_back({&ref, *version});
    if (ref.peeled == commit && !named && (name == revision || !own || speaks_before(versions.back(), *own))) {
      own = versions.back();
      named = name == revision;
    }
  }
  const bool prereleases = own && own->version.prerelease;
  std::map<ObjectId, Tagged> tagged;
  for (const Tagged& tag : versions)
    if ((prereleases || !tag.version.prerelease) && (!own || may_precede(tag, *own)))
      mark(tagged, tag);
  return tagged.empty() ? std::nullopt : Search(repository, boundary).nearest(commit, tagged);
}

} // namespace assay::repository

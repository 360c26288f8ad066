// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/dependency_join.hpp"

#include "audit/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace assay::evidence {

namespace {

constexpr std::size_t longest_inherited = 1024; // bytes of a requirement that any number of manifests repeat

// What the project calls it.
const std::string& called(const Dependency& one) {
  return one.alias.empty() ? one.name : one.alias;
}

std::string comparable_name(Ecosystem ecosystem, std::string_view name) {
  return ecosystem == Ecosystem::nuget ? ascii_lower(name) : std::string(name);
}

std::string with_version(Ecosystem ecosystem, const Dependency& one) {
  return comparable_name(ecosystem, one.name) + "@" + one.version;
}

// "a/b/", "a/", "" after "a/b/c/".
bool go_up(std::string& folder) {
  if (folder.empty())
    return false;
  folder.pop_back();
  folder = folder_of(folder);
  return true;
}

bool lies_in_folder(const Dependency& one) {
  return one.source == DependencySource::path || one.source == DependencySource::workspace;
}

} // namespace

std::string_view JoinedDependency::version() const {
  if (locked != nullptr && !locked->version.empty())
    return locked->version;
  return declared != nullptr ? declared->version : std::string_view();
}

DependencyJoin::DependencyJoin(std::vector<ListedDocument> documents)
    : documents_(std::move(documents)), plans_(documents_.size()) {
  for (std::size_t i = 0; i < documents_.size(); ++i) {
    const DependencyList& list = *documents_[i].list;
    const bool is_lock = list.role == DependencyRole::lock;
    (is_lock ? locks_of_folder_ : manifests_)[key(i, list.folder)].push_back(i);
    for (const Dependency& one : list.central)
      central_[key(i, list.folder)].emplace(called(one), &one);
    if (is_lock) {
      locks_[key(i, list.folder, list.pair)].push_back(i);
      index_lock(i);
    }
  }
  for (std::size_t i = 0; i < documents_.size(); ++i)
    if (documents_[i].list->role == DependencyRole::manifest) {
      find_locks(i);
      inherit(i);
      match(i);
    }
}

std::string DependencyJoin::key(std::size_t document, std::string_view folder, std::string_view pair) const {
  const DependencyList& list = *documents_[document].list;
  return fmt::format("{}:{}:{}:{}", to_string(documents_[document].document->origin), to_string(list.ecosystem), pair,
                     folder);
}

const std::vector<std::size_t>& DependencyJoin::beside(std::size_t lock) const {
  const DependencyList& list = *documents_[lock].list;
  return locks_.at(key(lock, list.folder, list.pair));
}

void DependencyJoin::index_lock(std::size_t lock) {
  const DependencyList& list = *documents_[lock].list;
  Plan& plan = plans_[lock];
  plan.claimed.resize(list.dependencies.size());
  for (std::size_t i = 0; i < list.dependencies.size(); ++i) {
    plan.by_name.emplace(comparable_name(list.ecosystem, list.dependencies[i].name), i);
    plan.by_version.emplace(with_version(list.ecosystem, list.dependencies[i]), i);
  }
  for (const LockedProject& one : list.projects)
    if (one.folder)
      plan.by_folder.emplace(*one.folder, &one);
    else if (!one.name.empty())
      plan.by_project_name.emplace(one.name, &one);
}

// The project of a lock that a manifest is of.
const LockedProject* DependencyJoin::project_of(std::size_t lock, std::size_t manifest) const {
  const DependencyList &of_lock = *documents_[lock].list, &list = *documents_[manifest].list;
  const Plan& plan = plans_[lock];
  if (list.folder.starts_with(of_lock.folder))
    if (const auto found = plan.by_folder.find(std::string_view(list.folder).substr(of_lock.folder.size()));
        found != plan.by_folder.end())
      return found->second;
  const auto named = plan.by_project_name.find(list.project);
  return named == plan.by_project_name.end() ? nullptr : named->second;
}

bool DependencyJoin::covers(std::size_t lock, std::size_t manifest) const {
  if (project_of(lock, manifest) != nullptr)
    return true;
  // A lock that says nothing of projects is for all that the manifest beside it takes in.
  const DependencyList& list = *documents_[lock].list;
  const auto beside = manifests_.find(key(lock, list.folder));
  return list.projects.empty() && !list.selectors.empty() && beside != manifests_.end() &&
         std::any_of(beside->second.begin(), beside->second.end(),
                     [&](std::size_t one) { return documents_[one].list->workspaces; });
}

void DependencyJoin::find_locks(std::size_t manifest) {
  const DependencyList& list = *documents_[manifest].list;
  std::vector<std::size_t>& locks = plans_[manifest].locks;
  std::string folder = list.folder;
  do {
    const bool own = folder == list.folder;
    if (const auto found = locks_.find(key(manifest, folder, list.pair)); found != locks_.end())
      for (const std::size_t lock : found->second)
        if (own || covers(lock, manifest))
          locks.push_back(lock);
    // Compilers of requirements read a pyproject.toml too.
    if (const auto any = locks_of_folder_.find(key(manifest, folder));
        own && locks.empty() && list.pair == "pyproject" && any != locks_of_folder_.end())
      locks = any->second;
  } while (locks.empty() && go_up(folder));
  for (const std::size_t lock : locks)
    plans_[lock].has_manifest = true;
}

void DependencyJoin::inherit(std::size_t manifest) {
  const DependencyList& list = *documents_[manifest].list;
  std::vector<const Dependency*>& declared = plans_[manifest].declared;
  std::string folder = list.folder;
  auto central = central_.end();
  do
    central = central_.find(key(manifest, folder));
  while (central == central_.end() && go_up(folder));
  for (const Dependency& one : list.dependencies) {
    declared.push_back(&one);
    if (!one.inherited || central == central_.end())
      continue;
    const auto found = central->second.find(called(one));
    if (found == central->second.end() || found->second->requirement.size() > longest_inherited ||
        found->second->address.size() > longest_inherited)
      continue;
    Dependency& whole = inherited_.emplace_back(*found->second);
    whole.place = one.place;
    whole.scope = one.scope;
    declared.back() = &whole;
  }
}

std::optional<std::size_t> DependencyJoin::find_entry(std::size_t manifest, const Dependency& one,
                                                      std::size_t lock) const {
  const DependencyList& list = *documents_[lock].list;
  if (const LockedProject* project = project_of(lock, manifest)) {
    for (const std::string* name : {&called(one), &one.name})
      if (const auto found = project->entries.find(*name); found != project->entries.end())
        return found->second;
    return std::nullopt;
  }
  for (const std::string_view protocol : {"", "npm:"})
    if (const auto found = list.selectors.find(fmt::format("{}@{}{}", called(one), protocol, one.requirement));
        found != list.selectors.end())
      return found->second;
  return list.selectors.empty() ? entry_of(lock, one) : std::nullopt;
}

// By name; of several, the one that is declared exactly. A list of digests holds every version that it ever met.
std::optional<std::size_t> DependencyJoin::entry_of(std::size_t document, const Dependency& one) const {
  const Plan& plan = plans_[document];
  const Ecosystem ecosystem = documents_[document].list->ecosystem;
  if (const auto exact = plan.by_version.find(with_version(ecosystem, one));
      exact != plan.by_version.end() || ecosystem == Ecosystem::go || documents_[document].list->checksums_only)
    return exact == plan.by_version.end() ? std::nullopt : std::optional(exact->second);
  std::optional<std::size_t> first;
  std::size_t looked = 0;
  for (auto [at, end] = plan.by_name.equal_range(comparable_name(ecosystem, one.name)); at != end && looked < 1000;
       ++at, ++looked)
    first = std::min(first.value_or(at->second), at->second);
  return first;
}

void DependencyJoin::match(std::size_t manifest) {
  Plan& plan = plans_[manifest];
  for (const Dependency* one : plan.declared) {
    std::optional<Match> found;
    for (const std::size_t lock : plan.locks)
      if (const auto entry = one->lockable ? find_entry(manifest, *one, lock) : std::nullopt) {
        plans_[lock].claimed[*entry] = true;
        if (!found)
          found = Match{lock, *entry};
      }
    plan.matches.push_back(found);
  }
}

// The lock's own, then that of another lock beside it, then the manifest's.
std::string_view DependencyJoin::hash_of(const JoinedDependency& joined) const {
  if (joined.locked != nullptr) {
    if (!joined.locked->hash_algorithm.empty())
      return joined.locked->hash_algorithm;
    const DependencyList& list = *documents_[*joined.lock].list;
    for (const std::size_t other : beside(*joined.lock)) {
      const auto found = plans_[other].by_version.find(with_version(list.ecosystem, *joined.locked));
      if (other != *joined.lock && found != plans_[other].by_version.end() &&
          !documents_[other].list->dependencies[found->second].hash_algorithm.empty())
        return documents_[other].list->dependencies[found->second].hash_algorithm;
    }
  }
  return joined.declared != nullptr ? std::string_view(joined.declared->hash_algorithm) : std::string_view();
}

bool DependencyJoin::has_baseline(std::size_t manifest) const {
  const auto beside = manifests_.find(key(manifest, documents_[manifest].list->folder));
  return std::any_of(beside->second.begin(), beside->second.end(),
                     [&](std::size_t one) { return !documents_[one].list->baseline.empty(); });
}

void DependencyJoin::each_of(std::size_t document, const std::function<void(const JoinedDependency&)>& visit) const {
  if (documents_[document].list->role == DependencyRole::lock)
    return each_left(document, visit);
  const Plan& plan = plans_[document];
  const bool fixed = has_baseline(document);
  for (std::size_t i = 0; i < plan.declared.size(); ++i) {
    JoinedDependency joined;
    joined.document = document;
    joined.manifest = document;
    joined.declared = plan.declared[i];
    joined.place = joined.declared->place;
    if (plan.matches[i]) {
      joined.lock = plan.matches[i]->lock;
      joined.locked = &documents_[*joined.lock].list->dependencies[plan.matches[i]->entry];
    }
    joined.hash_algorithm = hash_of(joined);
    joined.direct = joined.declared->direct;
    const Dependency& main = joined.main();
    const bool held = joined.locked != nullptr && (main.source == DependencySource::git ? !main.commit.empty()
                                                   : main.source == DependencySource::url
                                                       ? !joined.hash_algorithm.empty()
                                                       : !main.version.empty());
    const bool pinned = fixed || joined.declared->exact || held;
    joined.unresolved = !pinned && joined.declared->unresolved;
    if (!lies_in_folder(main) && !joined.unresolved)
      joined.pinned = pinned;
    visit(joined);
  }
}

void DependencyJoin::each_left(std::size_t lock, const std::function<void(const JoinedDependency&)>& visit) const {
  const DependencyList& list = *documents_[lock].list;
  const std::vector<std::size_t>& others = beside(lock);
  for (std::size_t i = 0; i < list.dependencies.size(); ++i) {
    const Dependency& one = list.dependencies[i];
    const auto elsewhere = [&](std::size_t other) {
      return !documents_[other].list->checksums_only && plans_[other].by_version.count(with_version(list.ecosystem, one)) > 0;
    };
    if (plans_[lock].claimed[i] || (list.checksums_only && std::any_of(others.begin(), others.end(), elsewhere)))
      continue;
    JoinedDependency joined;
    joined.document = lock;
    joined.lock = lock;
    joined.locked = &one;
    joined.place = one.place;
    joined.hash_algorithm = hash_of(joined);
    joined.direct = one.direct;
    if (!joined.direct && plans_[lock].has_manifest)
      joined.direct = false;
    if (!lies_in_folder(one))
      joined.pinned = one.source == DependencySource::git   ? !one.commit.empty()
                      : one.source == DependencySource::url ? !joined.hash_algorithm.empty()
                                                            : !one.version.empty();
    visit(joined);
  }
}

} // namespace assay::evidence

// SPDX-License-Identifier: Apache-2.0
#include "audit/schema/catalog_coverage.hpp"

#include "audit/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace assay::schema {

namespace {

using State = CatalogCoverage::State;

template <class Visit> void for_each_control(const ComplianceSchema& schema, Visit visit) {
  for (const Group& group : schema.groups)
    for (const Control& control : group.controls)
      visit(control);
}

// How the catalog knows the controls that relations to each framework name.
struct Framework {
  std::size_t known = 0, unknown = 0;
};

std::map<std::string, Framework> frameworks_of(const ComplianceSchema& schema,
                                               const std::set<std::string>& catalog_ids) {
  std::map<std::string, Framework> frameworks;
  for_each_control(schema, [&](const Control& control) {
    for (const Relation& relation : control.relations) {
      Framework& framework = frameworks[relation.schema];
      ++(catalog_ids.count(ascii_lower(relation.control)) != 0 ? framework.known : framework.unknown);
    }
  });
  return frameworks;
}

struct Through {
  State state = State::lacking;
  std::string how;
};

// What relations to the frameworks that the catalog is taken for have of it, by the catalog's ids in lower case.
std::map<std::string, Through> through_relations(const ComplianceSchema& schema,
                                                 const std::set<std::string>& taken_for) {
  std::map<std::string, Through> found;
  for_each_control(schema, [&](const Control& control) {
    for (const Relation& relation : control.relations) {
      if (taken_for.count(relation.schema) == 0)
        continue;
      // The relation says what the catalog's control is of the schema's.
      const bool whole = relation.type == "equal" || relation.type == "subset";
      Through& through = found[ascii_lower(relation.control)];
      through.state = std::min(through.state, whole ? State::covered : State::in_part);
      const char* words = relation.type == "equal"      ? "is equal to it"
                          : relation.type == "subset"   ? "includes it"
                          : relation.type == "superset" ? "is a part of it"
                                                        : "intersects with it";
      through.how += fmt::format("{}{} {}", through.how.empty() ? "" : ", ", control.id, words);
    }
  });
  return found;
}

} // namespace

std::size_t CatalogCoverage::count(State state) const {
  return static_cast<std::size_t>(
      std::count_if(entries.begin(), entries.end(), [&](const Entry& entry) { return entry.state == state; }));
}

CatalogCoverage coverage_of(const ComplianceSchema& schema, const OscalCatalog& catalog) {
  CatalogCoverage coverage;
  std::set<std::string> catalog_ids, own_ids, taken_for;
  for (const OscalControl& control : catalog.controls())
    catalog_ids.insert(ascii_lower(control.id));
  for_each_control(schema, [&](const Control& control) { own_ids.insert(ascii_lower(control.id)); });
  std::map<std::string, std::string> groups;
  for (const Group& group : schema.groups)
    groups.emplace(ascii_lower(group.id), group.id);
  for (const auto& [id, framework] : frameworks_of(schema, catalog_ids)) {
    if (framework.unknown == 0)
      taken_for.insert(id);
    else if (framework.known > 0)
      coverage.passed_over.push_back(id);
  }
  coverage.taken_for.assign(taken_for.begin(), taken_for.end());
  const std::map<std::string, Through> related = through_relations(schema, taken_for);
  for (const OscalControl& control : catalog.controls()) {
    if (control.withdrawn) {
      ++coverage.withdrawn;
      continue;
    }
    const std::string id = ascii_lower(control.id);
    const auto group = groups.find(id);
    const auto through = related.find(id);
    if (own_ids.count(id) != 0)
      coverage.entries.push_back({&control, State::covered, ""});
    else if (group != groups.end())
      coverage.entries.push_back({&control, State::covered, fmt::format("group {} has its id", group->second)});
    else if (through != related.end())
      coverage.entries.push_back({&control, through->second.state, through->second.how});
    else
      coverage.entries.push_back({&control, State::lacking, ""});
  }
  for_each_control(schema, [&](const Control& control) {
    const bool relates = std::any_of(control.relations.begin(), control.relations.end(),
                                     [&](const Relation& relation) { return taken_for.count(relation.schema) != 0; });
    if (!relates && catalog_ids.count(ascii_lower(control.id)) == 0)
      coverage.beyond.push_back(&control);
  });
  return coverage;
}

} // namespace assay::schema

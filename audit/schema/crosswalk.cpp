// SPDX-License-Identifier: Apache-2.0
#include "audit/schema/crosswalk.hpp"

#include <fmt/format.h>

#include <map>
#include <unordered_map>

namespace assay::schema {

namespace {

// The controls of a schema by id, with their places in it.
struct Index {
  explicit Index(const ComplianceSchema& schema) {
    for (const Group& group : schema.groups)
      for (const Control& control : group.controls) {
        places.emplace(control.id, controls.size());
        controls.push_back(&control);
      }
  }
  std::vector<const Control*> controls;
  std::unordered_map<std::string, std::size_t> places;
};

SetRelation relation_named(std::string_view type) {
  return type == "equal"    ? SetRelation::equal
         : type == "subset" ? SetRelation::subset
         : type == "superset" ? SetRelation::superset
                              : SetRelation::intersects;
}

struct Declared {
  SetRelation relation; // what a is of b
  const Location* place;
};
using Pairs = std::map<std::pair<std::size_t, std::size_t>, Declared>;

// Takes the relations that `from` declares to `to`; `swapped`: `from` is b.
void take(const Index& from, const ComplianceSchema& to_schema, const Index& to, bool swapped, Pairs& pairs,
          Diagnostics& diagnostics) {
  for (std::size_t i = 0; i < from.controls.size(); ++i)
    for (const Relation& declared : from.controls[i]->relations) {
      if (declared.schema != to_schema.id)
        continue;
      const auto found = to.places.find(declared.control);
      if (found == to.places.end()) {
        std::vector<std::string> ids;
        for (const Control* control : to.controls)
          ids.push_back(control->id);
        const std::string near = diagnostics.full() ? std::string() : nearest_name(declared.control, ids);
        diagnostics.add(declared.place,
                        fmt::format("control {} relates to {} of {}, which has no such control",
                                    from.controls[i]->id, declared.control, to_schema.id),
                        near.empty() ? std::string() : fmt::format("did you mean {}?", near));
        continue;
      }
      // The declaration says what the other control is.
      const SetRelation other = relation_named(declared.type);
      const SetRelation relation = swapped ? other : reversed(other);
      const auto key = swapped ? std::pair(found->second, i) : std::pair(i, found->second);
      const auto [place, is_new] = pairs.emplace(key, Declared{relation, &declared.place});
      if (!is_new && place->second.relation != relation)
        diagnostics.add(declared.place, fmt::format("this contradicts the relation declared at {}",
                                                    place->second.place->to_string()),
                        "declare each relation once; the other direction follows from it");
    }
}

} // namespace

std::string_view to_string(SetRelation relation) {
  static constexpr std::string_view names[] = {"equal", "subset", "superset", "intersects"};
  return names[static_cast<std::size_t>(relation)];
}

SetRelation reversed(SetRelation relation) {
  return relation == SetRelation::subset     ? SetRelation::superset
         : relation == SetRelation::superset ? SetRelation::subset
                                             : relation;
}

Crosswalk crosswalk(const ComplianceSchema& a, const ComplianceSchema& b, Diagnostics& diagnostics) {
  const Index of_a(a), of_b(b);
  Pairs pairs;
  take(of_a, b, of_b, false, pairs, diagnostics);
  take(of_b, a, of_a, true, pairs, diagnostics);
  Crosswalk out;
  std::vector<bool> has_a(of_a.controls.size()), has_b(of_b.controls.size());
  for (const auto& [key, declared] : pairs) {
    out.pairs.push_back({of_a.controls[key.first], of_b.controls[key.second], declared.relation});
    has_a[key.first] = has_b[key.second] = true;
  }
  for (std::size_t i = 0; i < has_a.size(); ++i)
    if (!has_a[i])
      out.only_a.push_back(of_a.controls[i]);
  for (std::size_t i = 0; i < has_b.size(); ++i)
    if (!has_b[i])
      out.only_b.push_back(of_b.controls[i]);
  return out;
}

} // namespace assay::schema

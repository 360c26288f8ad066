// SPDX-License-Identifier: Apache-2.0
//
// Population `continuity`: how the audited commit follows from the previous release, and what may be wrong
// with the clone that shows it. One item.
#include "audit/evidence/history.hpp"

namespace assay::evidence {

namespace {

enum : std::size_t {
  id,
  previous_given,
  previous,
  descends,
  commits_since,
  shallow,
  partial,
  grafted,
  replaced
};

std::vector<Field> declare() {
  return {
      {"@id", FieldType::string, "the audited commit's object id"},
      {"@previous-given", FieldType::yes_no, "whether a previous release was named"},
      {"@previous", FieldType::string,
       "object id of the previous release's commit; absent if there is none"},
      {"@descends-from-previous", FieldType::yes_no,
       "whether the previous release is reachable from the audited commit; absent if there is none"},
      {"@commits-since", FieldType::integer, "commits since the previous release; all if there is none"},
      {"@shallow", FieldType::yes_no, "whether this is a shallow clone, which lacks a part of the history"},
      {"@partial", FieldType::yes_no, "whether this is a partial clone, which may lack objects by design"},
      {"@grafted", FieldType::yes_no,
       "whether info/grafts gives commits other parents to git; it is ignored here"},
      {"@replaced", FieldType::yes_no,
       "whether refs/replace/ gives git other objects; they are ignored here"},
  };
}

Examination examine(const Population& self, const Evidence& evidence, FieldSet wanted, const ItemSink& sink) {
  Item item("continuity", self.fields, wanted);
  Examination examination;
  item.begin(evidence.commit.hex());
  item.set_flag(previous_given, evidence.since.has_value());
  if (evidence.since)
    item.set_name(previous, evidence.since->hex());
  item.set_flag(shallow, evidence.clone.shallow());
  item.set_flag(partial, evidence.clone.partial);
  item.set_flag(grafted, evidence.clone.grafted);
  item.set_flag(replaced, evidence.clone.replaced);
  if (item.wants(commits_since) || (item.wants(descends) && evidence.since)) {
    bool met = false;
    std::int64_t since = 0;
    const repository::Trail& trail = trail_of(evidence);
    for (const repository::Trail::Step& commit : trail.steps) {
      met = met || (evidence.since && commit.id == *evidence.since);
      since += commit.in_release.value_or(false) ? 1 : 0;
    }
    const std::string& cut_off = trail.end.cut_off;
    if (evidence.since && (met || cut_off.empty()))
      item.set_flag(descends, met);
    else if (evidence.since)
      item.set_unknown(descends, cut_off);
    if (cut_off.empty())
      item.set_number(commits_since, since);
    else
      item.set_unknown(commits_since, cut_off);
  }
  sink(item);
  // What is not known of the one item is unknown; the population itself is whole.
  examination.examined = 1;
  return examination;
}

} // namespace

const Population& continuity() {
  static const Population population = {"continuity",
                                        "how the audited commit follows from the previous release",
                                        Completeness::closed,
                                        false,
                                        "subjects",
                                        "",
                                        declare(),
                                        {{"subject", "", "the audited commit"}},
                                        examine};
  return population;
}

} // namespace assay::evidence

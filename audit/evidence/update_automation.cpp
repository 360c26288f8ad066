// SPDX-License-Identifier: Apache-2.0
//
// Population `update-automation`: what Dependabot or Renovate is told to keep up to date.
#include "audit/evidence/document_fields.hpp"
#include "audit/evidence/population.hpp"
#include "audit/evidence/readers/updates.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace assay::evidence {

namespace {

enum : std::size_t {
  place = document_field::count,
  tool,
  in_place,
  version,
  ecosystem,
  directory,
  directory_path,
  interval,
  schedule,
  enabled,
  security_only,
  open_limit,
  cooldown,
  groups,
  preset,
  preset_name,
  flaws,
  first_flaw
};

constexpr std::array<std::string_view, 7> intervals = {"daily",        "weekly", "monthly", "quarterly",
                                                       "semiannually", "yearly", "cron"};

std::vector<Field> declare() {
  std::vector<std::string> names(intervals.begin(), intervals.end());
  names.emplace_back("other");
  return declare_document_fields("origin, document and place", {
      {"@place", FieldType::string, "where in the document"},
      {"@tool", FieldType::enumeration, "whose configuration it is", {"dependabot", "renovate"}},
      {"@in-place", FieldType::yes_no, "whether it lies where the tool looks for it; absent for supplied files"},
      {"@version", FieldType::string, "of the configuration's format, as stated; absent when it is not"},
      {"@package-ecosystem", FieldType::string, "what is updated, in the tool's word; absent: all that the tool finds"},
      {"directory", FieldType::element, "a folder that is looked at"},
      {"directory/@path", FieldType::string, "as written, patterns included"},
      {"@interval", FieldType::enumeration, "how often; other: in the words of @schedule; absent when nothing is said", names},
      {"@schedule", FieldType::string, "as written; absent when nothing is"},
      {"@enabled", FieldType::yes_no, "whether it is not switched off"},
      {"@security-only", FieldType::yes_no, "whether no pull requests may be open for versions alone"},
      {"@open-limit", FieldType::integer, "pull requests that may be open; absent: the tool's own limit"},
      {"@cooldown-days", FieldType::integer, "how old a version must be; absent when nothing is said"},
      {"@groups", FieldType::yes_no, "whether updates are put together"},
      {"preset", FieldType::element, "what the configuration builds on; only Renovate has them"},
      {"preset/@name", FieldType::string, "as written"},
      {"@flaws", FieldType::integer, "places in which the document is made wrong, although it could be read"},
      {"@first-flaw", FieldType::string, "the first of them; absent without"},
  });
}

void emit(Item& item, const ReadDocument& document, const UpdateConfiguration& configuration, const UpdateRule& rule,
          const ItemSink& sink) {
  begin_document_item(item, document, rule.place);
  item.set_text(place, rule.place);
  item.set_name(tool, configuration.tool);
  if (document.origin == Origin::revision)
    item.set_flag(in_place, configuration.in_place);
  set_stated(item, version, configuration.version);
  set_stated(item, ecosystem, rule.package_ecosystem);
  if (!rule.interval.empty()) {
    const bool known = std::find(intervals.begin(), intervals.end(), rule.interval) != intervals.end();
    item.set_name(interval, known ? rule.interval : "other");
    item.set_text(schedule, rule.interval);
  }
  item.set_flag(enabled, rule.enabled);
  item.set_flag(security_only, rule.security_only);
  set_stated(item, open_limit, rule.open_limit);
  set_stated(item, cooldown, rule.cooldown_days);
  item.set_flag(groups, rule.groups);
  set_flaws(item, flaws, first_flaw, configuration.flaws);
  for (const std::string& one : rule.directories) {
    item.begin_child(directory);
    if (item.wants(directory))
      item.set_text(directory_path, one);
  }
  for (const std::string& one : configuration.presets) {
    item.begin_child(preset);
    if (item.wants(preset))
      item.set_text(preset_name, one);
  }
  sink(item);
}

Examination examine(const Population& self, const Evidence& evidence, FieldSet wanted, const ItemSink& sink) {
  Item item("update", self.fields, wanted);
  const Drawn drawn = evidence.documents->each<UpdateConfiguration>(
      [&](const ReadDocument& document, const UpdateConfiguration& configuration) {
        for (const UpdateRule& rule : configuration.rules)
          emit(item, document, configuration, rule, sink);
      });
  return examined(drawn);
}

} // namespace

const Population& update_automation() {
  static const Population population = {
      "update-automation",
      "what Dependabot or Renovate is told to keep up to date",
      Completeness::as_found,
      false,
      "documents",
      "",
      declare(),
      {{"all", "", "all of it"}, {"in-place", "@in-place = 'yes'", "what the tools read where it lies"}},
      examine};
  return population;
}

} // namespace assay::evidence

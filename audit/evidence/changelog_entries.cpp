// SPDX-License-Identifier: Apache-2.0
//
// Population `changelog-entries`: what CHANGELOG, NEWS and their like say of each version, by the forms that
// readers/changelog.hpp lists.
#include "audit/evidence/document_fields.hpp"
#include "audit/evidence/population.hpp"
#include "audit/evidence/readers/changelog.hpp"
#include "audit/repository/advisories.hpp"
#include "audit/evidence/subject_names.hpp"

#include <fmt/format.h>

namespace assay::evidence {

namespace {

constexpr std::size_t most_identifiers = 1000; // of one entry

enum : std::size_t {
  place = document_field::count,
  version,
  heading,
  date,
  date_stated,
  unreleased,
  for_subject,
  lines,
  security_section,
  identifiers,
  vulnerability,
  vulnerability_id
};

std::vector<Field> declare() {
  return declare_document_fields("origin, path and line", {
      {"@place", FieldType::string, "the line of its heading"},
      {"@version", FieldType::string, "the version it is about, without a \"v\" before it; absent when it names none"},
      {"@heading", FieldType::string, "its heading, without markup"},
      {"@date", FieldType::time, "the date it states, at midnight; of a month alone, its first day; absent when it states none"},
      {"@date-stated", FieldType::string, "the date as written"},
      {"@unreleased", FieldType::yes_no, "whether it says that it is of what is not released yet"},
      {"@for-subject", FieldType::yes_no, "whether its version is that of a tag on the audited commit"},
      {"@lines", FieldType::integer, "lines below the heading that are not blank"},
      {"@security-section", FieldType::yes_no, "whether a heading or lead within it is about security"},
      {"@identifiers", FieldType::integer, "how many CVE and GHSA identifiers it names, counted to 1000"},
      {"vulnerability", FieldType::element, "a published vulnerability that it names"},
      {"vulnerability/@identifier", FieldType::string, "CVE-YYYY-N or GHSA-xxxx-xxxx-xxxx"},
  });
}

// "1.2.0" and the tags v1.2.0, release-1.2.0 and name_1_2_0 are one version.
bool is_of(const std::vector<repository::VersionTag>& versions, const std::string& text) {
  const auto stated = repository::version_tag("v" + text);
  if (text.empty() || !stated)
    return false;
  for (const repository::VersionTag& one : versions)
    if (one.same_version(*stated))
      return true;
  return false;
}

void emit(Item& item, const ReadDocument& read, const ChangelogEntry& entry,
          const std::vector<repository::VersionTag>& versions, const ItemSink& sink) {
  const std::string line = fmt::format("line {}", entry.line);
  begin_document_item(item, read, line);
  item.set_name(place, line);
  set_stated(item, version, entry.version);
  item.set_text(heading, entry.heading);
  set_stated_time(item, date, entry.date_stated, entry.date);
  set_stated(item, date_stated, entry.date_stated);
  item.set_flag(unreleased, entry.unreleased);
  item.set_flag(for_subject, is_of(versions, entry.version));
  item.set_number(lines, static_cast<std::int64_t>(entry.lines));
  item.set_flag(security_section, entry.security_section);
  if (item.wants(identifiers) || item.wants(vulnerability)) {
    const auto named = repository::advisories_in(entry.text, most_identifiers);
    item.set_number(identifiers, static_cast<std::int64_t>(named.size()));
    for (const repository::NamedAdvisory& one : named) {
      item.begin_child(vulnerability);
      item.set_text(vulnerability_id, one.identifier);
    }
  }
  sink(item);
}

Examination examine(const Population& self, const Evidence& evidence, FieldSet wanted, const ItemSink& sink) {
  Item item("changelog-entry", self.fields, wanted);
  const std::vector<repository::VersionTag> versions = versions_of_subject(self, evidence);
  const Drawn drawn = evidence.documents->each<Changelog>([&](const ReadDocument& read, const Changelog& changelog) {
    for (const ChangelogEntry& entry : changelog.entries)
      emit(item, read, entry, versions, sink);
  });
  return examined(drawn);
}

} // namespace

const Population& changelog_entries() {
  static const Population population = {
      "changelog-entries",
      "entries of CHANGELOG, NEWS and their like, one for each version",
      Completeness::as_found,
      false,
      "documents",
      "refs/tags/",
      declare(),
      {{"all", "", "all of them"},
       {"revision", "@origin = 'revision'", "those of the audited tree"},
       {"subject", "@for-subject = 'yes'", "those on the version of the audited commit"}},
      examine};
  return population;
}

} // namespace assay::evidence

// SPDX-License-Identifier: Apache-2.0
//
// Reads records in the OSV format, schema version 1.x: one object, or an array of them. Bounds: those of documents and of
// JSON, half a million records and affected packages.
#include "audit/evidence/readers/osv.hpp"

#include "audit/base/error.hpp"
#include "audit/base/shortened.hpp"
#include "audit/base/text.hpp"
#include "audit/evidence/readers/cvss.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace assay::evidence {

namespace {

constexpr std::size_t range_event_limit = 16; // of a range, as far as it is shown

// "introduced 0, fixed 1.2.3; …"
std::string ranges_of(JsonValue affected) {
  std::string text;
  affected["ranges"].each([&](JsonValue range, std::size_t index) {
    if (index >= range_event_limit)
      return;
    text += index > 0 ? "; " : "";
    range["events"].each([&](JsonValue event, std::size_t number) {
      event.each_member([&](std::string_view name, JsonValue value) {
        if (number < range_event_limit)
          text += fmt::format("{}{} {}", number > 0 ? ", " : "", shortened(name, 32), shortened(value.text_or({}), 64));
      });
    });
  });
  return shortened(text);
}

AffectedProduct product_of(JsonValue affected) {
  AffectedProduct product;
  const JsonValue package = affected["package"];
  product.name = shortened(package["name"].text_or({}));
  product.purl = shortened(package["purl"].text_or({}));
  product.range = ranges_of(affected);
  affected["versions"].each([&](JsonValue one, std::size_t) {
    product.versions.push_back(shortened(one.text_or({}), 256));
  });
  return product;
}

void check_record(JsonValue record, const std::string& place, Flaws& flaws) {
  check_members(record, place, {{"id", 's'}, {"modified", 's'}}, flaws);
  for (const char* member : {"modified", "published", "withdrawn"})
    if (const auto text = record[member].text(); text && !stated_time(*text).seconds)
      flaws.add(json_pointer(place, member), "it is no time");
  record["affected"].each([&](JsonValue affected, std::size_t index) {
    const std::string at = json_pointer(json_pointer(place, "affected"), index);
    if (const JsonValue package = affected["package"])
      check_members(package, json_pointer(at, "package"), {{"ecosystem", 's'}, {"name", 's'}}, flaws);
    affected["ranges"].each([&](JsonValue range, std::size_t number) {
      check_members(range, json_pointer(json_pointer(at, "ranges"), number), {{"type", 's'}, {"events", 'a'}}, flaws);
    });
  });
  record["severity"].each([&](JsonValue one, std::size_t index) {
    check_members(one, json_pointer(json_pointer(place, "severity"), index), {{"type", 's'}, {"score", 's'}}, flaws);
  });
}

} // namespace

std::shared_ptr<const Vulnerability> osv_vulnerability(JsonValue record) {
  auto about = std::make_shared<Vulnerability>();
  about->id = shortened(record["id"].text_or({}));
  record["aliases"].each([&](JsonValue one, std::size_t) { about->add_alias(one.text_or({})); });
  about->published = stated_time(record["published"].text_or({}));
  about->updated = stated_time(record["modified"].text_or({}));
  about->withdrawn = stated_time(record["withdrawn"].text_or({}));
  return about;
}

void read_osv_severity(JsonValue record, VulnerabilityStatement& statement) {
  statement.severity = shortened(record["database_specific"]["severity"].text_or({}));
  const auto read = [&](JsonValue severities) {
    severities.each([&](JsonValue one, std::size_t) {
      if (const auto scores = cvss_scores(one["score"].text_or({})))
        statement.score = std::max(statement.score.value_or(0), scores->base);
    });
  };
  read(record["severity"]);
  record["affected"].each([&](JsonValue affected, std::size_t) { read(affected["severity"]); });
}

void read_osv_fix(JsonValue record, std::string_view package, VulnerabilityStatement& statement) {
  statement.fix = false;
  record["affected"].each([&](JsonValue affected, std::size_t) {
    if (!package.empty() && affected["package"]["name"].text_or({}) != package)
      return;
    affected["ranges"].each([&](JsonValue range, std::size_t) {
      range["events"].each([&](JsonValue event, std::size_t) {
        const std::string_view fixed = event["fixed"].text_or({});
        if (fixed.empty())
          return;
        statement.fix = true;
        if (statement.fixed_in.empty())
          statement.fixed_in = shortened(fixed);
      });
    });
  });
}

bool names_osv(const Appearance& path_only) {
  return path_only.ends_with(".osv.json");
}

bool is_osv(const Appearance& appearance) {
  return appearance.syntax == Syntax::json && appearance.has("id") && appearance.has("modified") &&
         (appearance.has("affected") || appearance.has("schema_version") || appearance.has("aliases"));
}

std::unique_ptr<Content> read_osv(const Document& document) {
  const JsonDocument json(document.text, document.name);
  auto osv = std::make_unique<Advisory>();
  osv->specification = "OSV";
  osv->claim = VulnerabilityClaim::record;
  const auto read = [&](JsonValue record, const std::string& place) {
    if (!record.is_object())
      throw Error::input(fmt::format("{} is {}, no record", place, record.kind())).at({document.name, 1, 0, {}, 0});
    check_record(record, place, osv->flaws);
    VulnerabilityStatement statement;
    statement.place = place;
    statement.about = osv_vulnerability(record);
    statement.time = statement.about->updated;
    read_osv_severity(record, statement);
    read_osv_fix(record, {}, statement);
    if (record["affected"].size() > 0)
      statement.status_as_stated = statement.status = "affected";
    record["affected"].each([&](JsonValue one, std::size_t) {
      statement.products.push_back(add_product(*osv, product_of(one), document.name));
    });
    add_statement(*osv, std::move(statement), document.name);
  };
  if (json.root().is_array())
    json.root().each([&](JsonValue one, std::size_t index) { read(one, json_pointer({}, index)); });
  else
    read(json.root(), {});
  osv->vulnerabilities = static_cast<std::int64_t>(osv->statements.size());
  if (!json.root().is_array()) {
    const JsonValue record = json.root();
    osv->format_version = shortened(record["schema_version"].text_or({}));
    osv->id = shortened(record["id"].text_or({}));
    osv->title = shortened(record["summary"].text_or({}));
    osv->first_release = stated_time(record["published"].text_or({}));
    osv->current_release = stated_time(record["modified"].text_or({}));
  }
  return osv;
}

} // namespace assay::evidence

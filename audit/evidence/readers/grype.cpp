// SPDX-License-Identifier: Apache-2.0
//
// Reads the JSON of Grype, from version 0.6 on: matches, those it was told to ignore, and what its descriptor says of the
// run and of the database. Bounds: those of documents and of JSON, half a million findings.
#include "audit/base/error.hpp"
#include "audit/base/shortened.hpp"
#include "audit/evidence/readers/vulnerabilities.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace assay::evidence {

namespace {

class GrypeReader {
public:
  GrypeReader(const Document& document, JsonValue root) : document_(document), root_(root) {}

  std::unique_ptr<Scan> read() {
    scan_->specification = "Grype";
    scan_->claim = VulnerabilityClaim::finding;
    read_descriptor(root_["descriptor"]);
    check_members(root_, {}, {{"matches", 'a'}, {"source", 'o'}, {"descriptor", 'o'}}, scan_->flaws);
    const JsonValue target = root_["source"]["target"];
    scan_->target = shortened(target.text_or(target["userInput"].text_or({})));
    scan_->has_findings = root_["matches"].is_array();
    root_["matches"].each(
        [&](JsonValue one, std::size_t index) { read_match(one, json_pointer("/matches", index), false); });
    root_["ignoredMatches"].each(
        [&](JsonValue one, std::size_t index) { read_match(one, json_pointer("/ignoredMatches", index), true); });
    scan_->vulnerabilities = scan_->findings + scan_->suppressed;
    return std::move(scan_);
  }

private:
  void read_descriptor(JsonValue descriptor) {
    scan_->tool = shortened(descriptor["name"].text_or({}));
    scan_->tool_version = scan_->format_version = shortened(descriptor["version"].text_or({}));
    scan_->time = stated_time(descriptor["timestamp"].text_or({}));
    // The database's own facts moved one level down in version 0.88.
    const JsonValue database = descriptor["db"], status = database["status"];
    scan_->database_time = stated_time(status["built"].text_or(database["built"].text_or({})));
    for (const JsonValue version : {status["schemaVersion"], database["schemaVersion"]})
      if (scan_->database_version.empty())
        scan_->database_version =
            version.integer() ? std::to_string(*version.integer()) : shortened(version.text_or({}));
  }

  std::shared_ptr<const Vulnerability> read_vulnerability(JsonValue match) {
    auto about = std::make_shared<Vulnerability>();
    about->id = shortened(match["vulnerability"]["id"].text_or({}));
    match["relatedVulnerabilities"].each([&](JsonValue one, std::size_t) { about->add_alias(one["id"].text_or({})); });
    return about;
  }

  void read_match(JsonValue match, const std::string& place, bool suppressed) {
    check_members(match, place, {{"vulnerability", 'o'}, {"artifact", 'o'}}, scan_->flaws);
    const JsonValue vulnerability = match["vulnerability"], artifact = match["artifact"];
    VulnerabilityStatement statement;
    statement.place = place;
    statement.about = read_vulnerability(match);
    statement.suppressed = suppressed;
    (suppressed ? scan_->suppressed : scan_->findings) += 1;
    statement.severity = shortened(vulnerability["severity"].text_or({}));
    vulnerability["cvss"].each([&](JsonValue one, std::size_t) {
      if (const auto score = score_in_tenths(one["metrics"]["baseScore"].number()))
        statement.score = std::max(statement.score.value_or(0), *score);
    });
    const JsonValue fix = vulnerability["fix"];
    if (fix["state"].text() && fix["state"].text() != "unknown" && fix["state"].text() != "")
      statement.fix = fix["state"].text() == "fixed";
    statement.fixed_in = shortened(fix["versions"][std::size_t{0}].text_or({}));
    AffectedProduct product;
    product.name = shortened(artifact["name"].text_or({}));
    product.version = shortened(artifact["version"].text_or({}));
    product.purl = shortened(artifact["purl"].text_or({}));
    product.cpe = shortened(artifact["cpes"][std::size_t{0}].text_or({}));
    statement.products = {add_product(*scan_, std::move(product), document_.name)};
    add_statement(*scan_, std::move(statement), document_.name);
  }

  const Document& document_;
  JsonValue root_;
  std::unique_ptr<Scan> scan_ = std::make_unique<Scan>();
};

} // namespace

bool names_scan(const Appearance& path_only) {
  for (const std::string_view tool : {"grype", "trivy", "osv-scanner"})
    if (path_only.file_name.find(tool) != std::string::npos && path_only.ends_with(".json"))
      return true;
  return false;
}

bool is_grype(const Appearance& appearance) {
  return appearance.syntax == Syntax::json && !appearance.root_is_array && appearance.has("matches") &&
         appearance.has("descriptor");
}

std::unique_ptr<Content> read_grype(const Document& document) {
  const JsonDocument json(document.text, document.name);
  const JsonValue matches = json.root()["matches"];
  if (!matches.is_array() && !matches.is_null())
    throw Error::input(fmt::format("`matches` is {}", matches.kind())).at({document.name, 1, 0, {}, 0});
  return GrypeReader(document, json.root()).read();
}

} // namespace assay::evidence

// SPDX-License-Identifier: Apache-2.0
//
// Reads the JSON of Trivy, schema version 2: vulnerabilities of each result, and those that were set aside and are listed
// nevertheless. Whether it looked for vulnerabilities at all, a result says by its class. The report states no date of
// the database; where the output of `trivy version` was put in beside it (`VulnerabilityDB`), that is read. Bounds: those
// of documents and of JSON, half a million findings.
#include "audit/base/error.hpp"
#include "audit/base/shortened.hpp"
#include "audit/evidence/readers/vulnerabilities.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace assay::evidence {

namespace {

class TrivyReader {
public:
  TrivyReader(const Document& document, JsonValue root) : document_(document), root_(root) {}

  std::unique_ptr<Scan> read() {
    scan_->specification = "Trivy";
    scan_->tool = "trivy";
    scan_->claim = VulnerabilityClaim::finding;
    if (const auto version = root_["SchemaVersion"].integer())
      scan_->format_version = std::to_string(*version);
    check_members(root_, {}, {{"SchemaVersion", 'n'}, {"ArtifactName", 's'}}, scan_->flaws);
    scan_->tool_version = shortened(root_["Trivy"]["Version"].text_or({}));
    scan_->target = shortened(root_["ArtifactName"].text_or({}));
    scan_->time = stated_time(root_["CreatedAt"].text_or({}));
    scan_->database_time = stated_time(root_["VulnerabilityDB"]["UpdatedAt"].text_or({}));
    scan_->targets = 0;
    root_["Results"].each([&](JsonValue one, std::size_t index) { read_result(one, json_pointer("/Results", index)); });
    scan_->vulnerabilities = scan_->findings + scan_->suppressed;
    return std::move(scan_);
  }

private:
  void read_result(JsonValue result, const std::string& place) {
    const std::string_view kind = result["Class"].text_or({});
    if (kind == "os-pkgs" || kind == "lang-pkgs" || result["Vulnerabilities"].is_array()) {
      scan_->has_findings = true;
      ++*scan_->targets;
    }
    const std::string list = json_pointer(place, "Vulnerabilities");
    result["Vulnerabilities"].each(
        [&](JsonValue one, std::size_t index) { read_finding(one, json_pointer(list, index), nullptr); });
    const std::string aside = json_pointer(place, "ExperimentalModifiedFindings");
    result["ExperimentalModifiedFindings"].each([&](JsonValue one, std::size_t index) {
      if (one["Type"].text_or({}) == "vulnerability")
        read_finding(one["Finding"], json_pointer(aside, index), &one);
    });
  }

  void read_finding(JsonValue json, const std::string& place, const JsonValue* set_aside) {
    auto about = std::make_shared<Vulnerability>();
    about->id = shortened(json["VulnerabilityID"].text_or({}));
    json["VendorIDs"].each([&](JsonValue one, std::size_t) { about->add_alias(one.text_or({})); });
    about->published = stated_time(json["PublishedDate"].text_or({}));
    about->updated = stated_time(json["LastModifiedDate"].text_or({}));
    if (about->id.empty())
      scan_->flaws.add(place, "it lacks \"VulnerabilityID\"");
    VulnerabilityStatement statement;
    statement.place = place;
    statement.about = std::move(about);
    statement.severity = shortened(json["Severity"].text_or({}));
    json["CVSS"].each_member([&](std::string_view, JsonValue one) {
      for (const char* member : {"V3Score", "V2Score"})
        if (const auto score = score_in_tenths(one[member].number())) {
          statement.score = std::max(statement.score.value_or(0), *score);
          break;
        }
    });
    statement.fixed_in = shortened(json["FixedVersion"].text_or({}));
    statement.fix = !statement.fixed_in.empty();
    if (set_aside != nullptr)
      read_set_aside(*set_aside, statement);
    (statement.suppressed ? scan_->suppressed : scan_->findings) += 1;
    AffectedProduct product;
    product.name = shortened(json["PkgName"].text_or({}));
    product.version = shortened(json["InstalledVersion"].text_or({}));
    product.purl = shortened(json["PkgIdentifier"]["PURL"].text_or({}));
    statement.products = {add_product(*scan_, std::move(product), document_.name)};
    add_statement(*scan_, std::move(statement), document_.name);
  }

  // Why it was: a VEX statement's status, or "ignored".
  static void read_set_aside(JsonValue json, VulnerabilityStatement& statement) {
    statement.suppressed = true;
    const std::string_view status = json["Status"].text_or({});
    if (status != "ignored") {
      statement.status_as_stated = shortened(status);
      statement.status = common_status(statement.status_as_stated);
    }
    statement.justification = shortened(json["Statement"].text_or({}));
  }

  const Document& document_;
  JsonValue root_;
  std::unique_ptr<Scan> scan_ = std::make_unique<Scan>();
};

} // namespace

bool is_trivy(const Appearance& appearance) {
  return appearance.syntax == Syntax::json && !appearance.root_is_array && appearance.has("SchemaVersion") &&
         (appearance.has("ArtifactName") || appearance.has("ArtifactType") || appearance.has("Results"));
}

std::unique_ptr<Content> read_trivy(const Document& document) {
  const JsonDocument json(document.text, document.name);
  const JsonValue results = json.root()["Results"];
  if (results && !results.is_array() && !results.is_null())
    throw Error::input(fmt::format("`Results` is {}", results.kind())).at({document.name, 1, 0, {}, 0});
  return TrivyReader(document, json.root()).read();
}

} // namespace assay::evidence

// SPDX-License-Identifier: Apache-2.0
//
// Reads CSAF documents (OASIS), versions 2.0 and 2.1, held to their schemas and to mandatory tests of section 6.1; others
// are read as far as they are alike. Products of one status are one statement unless what else the document says of them
// differs: justification, impact, remediation, score. Bounds: those of documents and of JSON, half a million products and
// statements, two million references to products, 100 levels of branches.
#include "audit/base/error.hpp"
#include "audit/base/shortened.hpp"
#include "audit/base/text.hpp"
#include "audit/evidence/readers/csaf_grammar.hpp"
#include "audit/evidence/readers/csaf_products.hpp"
#include "audit/evidence/readers/csaf_tests.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_map>

namespace assay::evidence {

namespace {

// What a document says of one product and one vulnerability.
struct Remarks {
  std::string_view justification, severity;
  bool impact = false, action = false, fix = false;
  std::optional<std::int64_t> score;

  auto key() const { return std::tuple(justification, severity, impact, action, fix, score); }
};

class CsafReader {
public:
  CsafReader(const Document& document, JsonValue root)
      : document_(document), root_(root), products_(root["product_tree"], *csaf_, document.name) {}

  std::unique_ptr<Advisory> read() {
    read_document(root_["document"]);
    root_["vulnerabilities"].each([&](JsonValue one, std::size_t index) {
      ++csaf_->vulnerabilities;
      read_vulnerability(one, json_pointer("/vulnerabilities", index));
    });
    check();
    return std::move(csaf_);
  }

private:
  void read_document(JsonValue json) {
    const JsonValue tracking = json["tracking"], publisher = json["publisher"], distribution = json["distribution"];
    csaf_->specification = "CSAF";
    csaf_->format_version = shortened(json["csaf_version"].text_or({}));
    csaf_->title = shortened(json["title"].text_or({}));
    csaf_->category = shortened(json["category"].text_or({}));
    csaf_->language = shortened(json["lang"].text_or({}));
    csaf_->publisher = shortened(publisher["name"].text_or({}));
    csaf_->publisher_category = shortened(publisher["category"].text_or({}));
    csaf_->distribution = shortened(distribution["tlp"]["label"].text_or({}));
    csaf_->id = shortened(tracking["id"].text_or({}));
    csaf_->version = shortened(tracking["version"].text_or({}));
    csaf_->status = shortened(tracking["status"].text_or({}));
    csaf_->first_release = stated_time(tracking["initial_release_date"].text_or({}));
    csaf_->current_release = stated_time(tracking["current_release_date"].text_or({}));
  }

  void check() {
    const int minor = csaf_->format_version == "2.0" ? 0 : csaf_->format_version == "2.1" ? 1 : -1;
    if (minor < 0) {
      csaf_->unchecked = "its version of CSAF is neither 2.0 nor 2.1";
      return;
    }
    check_csaf_schema(root_, minor, csaf_->flaws);
    csaf_->tested = true;
    csaf_->failed_tests = failed_csaf_tests(root_, minor, document_.name);
    for (const FailedTest& one : csaf_->failed_tests)
      csaf_->flaws.add(one.place, fmt::format("it fails test {}", one.number));
  }

  static std::shared_ptr<const Vulnerability> read_ids(JsonValue json) {
    auto about = std::make_shared<Vulnerability>();
    about->id = shortened(json["cve"].text_or(json["ids"][std::size_t{0}]["text"].text_or({})));
    json["ids"].each([&](JsonValue one, std::size_t) { about->add_alias(one["text"].text_or({})); });
    about->published = stated_time(json["release_date"].text_or(json["disclosure_date"].text_or({}))); // 2.0; 2.1
    return about;
  }

  void read_vulnerability(JsonValue json, const std::string& place) {
    const auto about = read_ids(json);
    remarks_.clear();
    collect_remarks(json);
    bool any = false;
    const std::string statuses = json_pointer(place, "product_status");
    json["product_status"].each_member([&](std::string_view status, JsonValue list) {
      any |= list.size() > 0;
      read_status(about, status, list, json_pointer(statuses, status));
    });
    if (any)
      return;
    VulnerabilityStatement statement;
    statement.place = place;
    statement.about = about;
    statement.time = csaf_->current_release;
    add_statement(*csaf_, std::move(statement), document_.name);
  }

  void collect_remarks(JsonValue json) {
    json["flags"].each([&](JsonValue one, std::size_t) {
      products_.each_of(one, [&](std::string_view id) { remarks_[id].justification = one["label"].text_or({}); });
    });
    json["threats"].each([&](JsonValue one, std::size_t) {
      if (one["category"].text_or({}) == "impact")
        products_.each_of(one, [&](std::string_view id) { remarks_[id].impact = true; });
    });
    json["remediations"].each([&](JsonValue one, std::size_t) {
      const bool fix = one["category"].text_or({}) == "vendor_fix";
      products_.each_of(one, [&](std::string_view id) {
        remarks_[id].action = true;
        remarks_[id].fix |= fix;
      });
    });
    json["scores"].each([&](JsonValue one, std::size_t) { read_score(one, one["products"]); });            // 2.0
    json["metrics"].each([&](JsonValue one, std::size_t) { read_score(one["content"], one["products"]); }); // 2.1
  }

  // Of several, the highest one of a product counts.
  void read_score(JsonValue scores, JsonValue products) {
    for (const char* version : {"cvss_v4", "cvss_v3", "cvss_v2"}) {
      const auto score = score_in_tenths(scores[version]["baseScore"].number());
      if (!score)
        continue;
      const std::string_view severity = scores[version]["baseSeverity"].text_or({});
      products.each([&](JsonValue one, std::size_t) {
        products_.count_reference();
        Remarks& remarks = remarks_[one.text_or({})];
        if (*score > remarks.score.value_or(-1)) {
          remarks.score = score;
          remarks.severity = severity;
        }
      });
    }
  }

  void read_status(const std::shared_ptr<const Vulnerability>& about, std::string_view status, JsonValue list,
                   const std::string& place) {
    std::map<decltype(Remarks().key()), VulnerabilityStatement> groups;
    list.each([&](JsonValue one, std::size_t index) {
      products_.count_reference();
      const std::string_view id = one.text_or({});
      const auto found = remarks_.find(id);
      const Remarks remarks = found == remarks_.end() ? Remarks() : found->second;
      VulnerabilityStatement& statement = groups[remarks.key()];
      if (statement.about == nullptr)
        begin(statement, about, status, remarks, json_pointer(place, index));
      statement.products.push_back(products_.index(id));
    });
    std::vector<VulnerabilityStatement> sorted;
    for (auto& [key, statement] : groups)
      sorted.push_back(std::move(statement));
    std::sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) {
      return std::pair(a.place.size(), a.place) < std::pair(b.place.size(), b.place); // in the document's order
    });
    for (VulnerabilityStatement& statement : sorted)
      add_statement(*csaf_, std::move(statement), document_.name);
  }

  void begin(VulnerabilityStatement& statement, const std::shared_ptr<const Vulnerability>& about,
             std::string_view status, const Remarks& remarks, std::string place) {
    statement.about = about;
    statement.place = std::move(place);
    statement.status_as_stated = shortened(status);
    statement.status = common_status(status);
    statement.justification = shortened(remarks.justification);
    statement.impact = remarks.impact;
    statement.action = remarks.action;
    statement.fix = remarks.fix;
    statement.score = remarks.score;
    statement.severity = shortened(remarks.severity);
    statement.time = csaf_->current_release;
  }

  const Document& document_;
  JsonValue root_;
  std::unique_ptr<Advisory> csaf_ = std::make_unique<Advisory>();
  CsafProducts products_;
  std::unordered_map<std::string_view, Remarks> remarks_; // of the vulnerability at hand, by product id
};

} // namespace

bool names_csaf(const Appearance& path_only) {
  return path_only.ends_with(".json") &&
         (path_only.file_name.find("csaf") != std::string::npos || path_only.in_folder(".well-known/csaf/"));
}

bool is_csaf(const Appearance& appearance) {
  return appearance.syntax == Syntax::json && !appearance.root_is_array && appearance.has("document") &&
         appearance.text.find("\"csaf_version\"") != std::string_view::npos;
}

std::unique_ptr<Content> read_csaf(const Document& document) {
  const JsonDocument json(document.text, document.name);
  if (!json.root()["document"].is_object() || !json.root()["document"]["csaf_version"].is_string())
    throw Error::input("it has no `document` with a csaf_version, as CSAF does").at({document.name, 1, 0, {}, 0});
  return CsafReader(document, json.root()).read();
}

} // namespace assay::evidence

// SPDX-License-Identifier: Apache-2.0
//
// Mandatory tests of CSAF on profiles: 6.1.26, 6.1.27.1 to 6.1.27.11 and, of 2.1, 6.1.27.12 and 6.1.27.14 to 6.1.27.19.
#include "audit/base/text.hpp"
#include "audit/evidence/readers/csaf_products.hpp"
#include "audit/evidence/readers/csaf_tests.hpp"

#include <algorithm>
#include <array>
#include <unordered_set>

namespace assay::evidence {

namespace {

std::string_view category_of(const CsafTestRun& run) {
  return run.root["document"]["category"].text_or({});
}

template <class... Categories>
bool is_one_of(const CsafTestRun& run, Categories... categories) {
  return ((category_of(run) == categories) || ...);
}

bool is_advisory(const CsafTestRun& run) { // and so says of products what is the matter with them
  return is_one_of(run, "csaf_security_advisory", "csaf_vex") ||
         (run.minor >= 1 && is_one_of(run, "csaf_deprecated_security_advisory"));
}

bool is_report(const CsafTestRun& run) {
  return is_one_of(run, "csaf_informational_advisory", "csaf_security_incident_response");
}

// Names of profiles, without the prefix and what separates words.
constexpr std::array<std::string_view, 4> profile_names = {"informationaladvisory", "securityadvisory",
                                                            "securityincidentresponse", "vex"};
constexpr std::array<std::string_view, 3> later_profile_names = {"deprecatedsecurityadvisory", "superseded", "withdrawn"};

// The hyphen to the horizontal bar, the minus sign, the low lines and the no-break space, of Unicode.
constexpr std::array<std::string_view, 11> dashes = {"\u2010", "\u2011", "\u2012", "\u2013", "\u2014", "\u2015",
                                                      "\u2212", "\u0332", "\uFF3F", "\uFF0D", "\u00A0"};

void prohibited_category(CsafTestRun& run) {
  const std::string_view category = category_of(run);
  if (category == "csaf_base" || is_report(run) || is_advisory(run) ||
      (run.minor >= 1 && is_one_of(run, "csaf_superseded", "csaf_withdrawn")))
    return;
  std::string plain = ascii_lower(category);
  if (plain.starts_with("csaf_"))
    return run.fail("/document/category");
  std::erase_if(plain, [](char c) { return is_space(c) || c == '-' || c == '_'; });
  for (const std::string_view dash : dashes)
    for (std::size_t at = plain.find(dash); at != std::string::npos; at = plain.find(dash, at))
      plain.erase(at, dash.size());
  const bool taken = std::find(profile_names.begin(), profile_names.end(), plain) != profile_names.end() ||
                     (run.minor >= 1 && std::find(later_profile_names.begin(), later_profile_names.end(), plain) !=
                                            later_profile_names.end());
  // "csaf" before the name, with another separator, is the value of a profile too.
  const std::string_view behind = plain.starts_with("csaf") ? std::string_view(plain).substr(4) : std::string_view();
  const auto is_named = [&](const auto& names) { return std::find(names.begin(), names.end(), behind) != names.end(); };
  if (taken || is_named(profile_names) || (run.minor >= 1 && is_named(later_profile_names)))
    run.fail("/document/category");
}

void no_document_notes(CsafTestRun& run) {
  if (!is_report(run))
    return;
  bool found = false;
  run.root["document"]["notes"].each([&](JsonValue one, std::size_t) {
    const std::string_view category = one["category"].text_or({});
    found |= category == "description" || category == "details" || category == "general" || category == "summary";
  });
  if (!found)
    run.fail("/document/notes");
}

void no_external_reference(CsafTestRun& run) {
  if (!is_report(run))
    return;
  bool found = false;
  run.root["document"]["references"].each(
      [&](JsonValue one, std::size_t) { found |= one["category"].text_or("external") == "external"; });
  if (!found)
    run.fail("/document/references");
}

// Of 2.1: it takes the place of a document that is to be forgotten.
bool is_gone(const CsafTestRun& run) {
  return run.minor >= 1 && is_one_of(run, "csaf_withdrawn", "csaf_superseded");
}

void information_with_vulnerabilities(CsafTestRun& run) {
  if ((is_one_of(run, "csaf_informational_advisory") || is_gone(run)) && run.root["vulnerabilities"])
    run.fail("/vulnerabilities");
}

void no_product_tree(CsafTestRun& run) {
  if (is_advisory(run) && !run.root["product_tree"])
    run.fail("/product_tree");
}

void no_vulnerabilities(CsafTestRun& run) {
  if (is_advisory(run) && !run.root["vulnerabilities"])
    run.fail("/vulnerabilities");
}

// Calls missing(vulnerability) for each, and fails where it says so.
template <class Missing>
void each_must(CsafTestRun& run, const char* member, Missing&& missing) {
  run.root["vulnerabilities"].each([&](JsonValue one, std::size_t index) {
    if (missing(one))
      run.fail(json_pointer(json_pointer("/vulnerabilities", index), member));
  });
}

void no_vulnerability_notes(CsafTestRun& run) {
  if (is_advisory(run))
    each_must(run, "notes", [](JsonValue one) { return !one["notes"]; });
}

void no_product_status(CsafTestRun& run) {
  if (is_advisory(run) && !is_one_of(run, "csaf_vex"))
    each_must(run, "product_status", [](JsonValue one) { return !one["product_status"]; });
}

void no_vex_status(CsafTestRun& run) {
  if (is_one_of(run, "csaf_vex"))
    each_must(run, "product_status", [](JsonValue one) {
      const JsonValue status = one["product_status"];
      return !status["fixed"] && !status["known_affected"] && !status["known_not_affected"] &&
             !status["under_investigation"];
    });
}

// 2.1 has identifiers of some products only; then each product must have one.
bool has_product_without_id(CsafProducts& products, JsonValue vulnerability) {
  std::unordered_set<std::string_view> named;
  bool general = false;
  vulnerability["ids"].each([&](JsonValue one, std::size_t) {
    general |= !one["product_ids"] && !one["group_ids"];
    products.each_of(one, [&](std::string_view id) { named.insert(id); });
  });
  bool missing = false;
  vulnerability["product_status"].each_member([&](std::string_view, JsonValue list) {
    list.each([&](JsonValue one, std::size_t) { missing |= named.count(one.text_or({})) == 0; });
  });
  return missing && !general;
}

void no_vulnerability_id(CsafTestRun& run) {
  if (!is_one_of(run, "csaf_vex"))
    return;
  VulnerabilityDocument scratch;
  CsafProducts products(run.root["product_tree"], scratch, run.document);
  each_must(run, "ids", [&](JsonValue one) {
    return !one["cve"] && (!one["ids"] || (run.minor >= 1 && has_product_without_id(products, one)));
  });
}

void no_affected_products(CsafTestRun& run) {
  if (is_one_of(run, "csaf_security_advisory"))
    each_must(run, "product_status", [](JsonValue one) { return !one["product_status"]["known_affected"]; });
}

void gone_without_description(CsafTestRun& run) {
  bool found = false;
  run.root["document"]["notes"].each(
      [&](JsonValue one, std::size_t) { found |= one["category"].text_or({}) == "description"; });
  if (is_gone(run) && !found)
    run.fail("/document/notes");
}

void gone_with_products(CsafTestRun& run) {
  if (is_gone(run) && run.root["product_tree"])
    run.fail("/product_tree");
}

void gone_at_once(CsafTestRun& run) {
  if (is_gone(run) && run.root["document"]["tracking"]["revision_history"].size() < 2)
    run.fail("/document/tracking/revision_history");
}

// Titles are in English; a document in another language has its own.
bool is_in_english(const CsafTestRun& run) {
  const std::string language = ascii_lower(run.root["document"]["lang"].text_or("en"));
  return language == "en" || language.starts_with("en-");
}

void no_reasoning(CsafTestRun& run, std::string_view category, std::string_view title) {
  if (run.minor < 1 || category_of(run) != category || !is_in_english(run))
    return;
  std::size_t titled = 0, right = 0;
  run.root["document"]["notes"].each([&](JsonValue one, std::size_t) {
    if (one["title"].text_or({}) == title) {
      ++titled;
      right += one["category"].text_or({}) == "description" ? 1 : 0;
    }
  });
  if (titled != 1 || right != 1)
    run.fail("/document/notes");
}

void no_superseding_document(CsafTestRun& run) {
  if (!is_one_of(run, "csaf_superseded") || !is_in_english(run))
    return;
  bool found = false;
  run.root["document"]["references"].each([&](JsonValue one, std::size_t) {
    found |= one["summary"].text_or({}).starts_with("Superseding Document") &&
             one["category"].text_or({}) == "external"; // said, not by default
  });
  if (!found)
    run.fail("/document/references");
}

// Whether each product of a status is named by what `explains` accepts in one of the lists.
template <class Explains>
void each_explained(CsafTestRun& run, const char* status, std::initializer_list<const char*> lists, Explains&& explains) {
  if (!is_one_of(run, "csaf_vex"))
    return;
  VulnerabilityDocument scratch;
  CsafProducts products(run.root["product_tree"], scratch, run.document);
  run.root["vulnerabilities"].each([&](JsonValue vulnerability, std::size_t index) {
    std::unordered_set<std::string_view> explained;
    for (const char* list : lists)
      vulnerability[list].each([&](JsonValue one, std::size_t) {
        if (explains(one))
          products.each_of(one, [&](std::string_view id) { explained.insert(id); });
      });
    vulnerability["product_status"][status].each([&](JsonValue one, std::size_t number) {
      if (explained.count(one.text_or({})) == 0)
        run.fail(json_pointer(
            json_pointer(json_pointer(json_pointer("/vulnerabilities", index), "product_status"), status), number));
    });
  });
}

void no_impact_statement(CsafTestRun& run) {
  each_explained(run, "known_not_affected", {"flags", "threats"}, [](JsonValue one) {
    return one["label"].is_string() || one["category"].text_or({}) == "impact";
  });
}

void no_action_statement(CsafTestRun& run) {
  each_explained(run, "known_affected", {"remediations"}, [](JsonValue) { return true; });
}

} // namespace

const std::vector<CsafTestCase>& csaf_profile_tests() {
  static const std::vector<CsafTestCase> table = {
      {"6.1.26", 0, 1, prohibited_category},
      {"6.1.27.1", 0, 1, no_document_notes},
      {"6.1.27.2", 0, 1, no_external_reference},
      {"6.1.27.3", 0, 1, information_with_vulnerabilities},
      {"6.1.27.4", 0, 1, no_product_tree},
      {"6.1.27.5", 0, 1, no_vulnerability_notes},
      {"6.1.27.6", 0, 1, no_product_status},
      {"6.1.27.7", 0, 1, no_vex_status},
      {"6.1.27.8", 0, 1, no_vulnerability_id},
      {"6.1.27.9", 0, 1, no_impact_statement},
      {"6.1.27.10", 0, 1, no_action_statement},
      {"6.1.27.11", 0, 1, no_vulnerabilities},
      {"6.1.27.12", 1, 1, no_affected_products},
      {"6.1.27.14", 1, 1, gone_without_description},
      {"6.1.27.15", 1, 1, gone_with_products},
      {"6.1.27.16", 1, 1, gone_at_once},
      {"6.1.27.17", 1, 1, [](CsafTestRun& run) { no_reasoning(run, "csaf_withdrawn", "Reasoning for Withdrawal"); }},
      {"6.1.27.18", 1, 1, [](CsafTestRun& run) { no_reasoning(run, "csaf_superseded", "Reasoning for Supersession"); }},
      {"6.1.27.19", 1, 1, no_superseding_document},
  };
  return table;
}

} // namespace assay::evidence

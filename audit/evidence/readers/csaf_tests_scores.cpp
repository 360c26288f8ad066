// SPDX-License-Identifier: Apache-2.0
//
// Mandatory tests of CSAF on scores: 6.1.7 to 6.1.10, for CVSS 2 and 3.
#include "audit/evidence/readers/csaf_grammar.hpp"
#include "audit/evidence/readers/csaf_products.hpp"
#include "audit/evidence/readers/csaf_tests.hpp"
#include "audit/evidence/readers/cvss.hpp"

#include <fmt/format.h>

#include <array>
#include <set>

namespace assay::evidence {

namespace {

// Calls visit(object, member, place, the item it is in) for each CVSS object, of 2.0 and 2.1.
template <class Visit>
void each_cvss(const CsafTestRun& run, Visit&& visit) {
  run.root["vulnerabilities"].each([&](JsonValue vulnerability, std::size_t index) {
    const std::string place = json_pointer("/vulnerabilities", index);
    for (const char* list : {"scores", "metrics"})
      vulnerability[list].each([&](JsonValue item, std::size_t number) {
        const bool later = std::string_view(list) == "metrics";
        const JsonValue scores = later ? item["content"] : item;
        std::string at = json_pointer(json_pointer(place, list), number);
        if (later)
          at = json_pointer(at, "content");
        for (const char* member : {"cvss_v2", "cvss_v3", "cvss_v4"})
          if (const JsonValue cvss = scores[member])
            visit(cvss, std::string_view(member), json_pointer(at, member), item, index);
      });
  });
}

void several_scores(CsafTestRun& run) {
  VulnerabilityDocument scratch;
  CsafProducts products(run.root["product_tree"], scratch, run.document); // for its bound
  std::set<std::string> known;
  each_cvss(run, [&](JsonValue cvss, std::string_view member, const std::string& place, JsonValue item,
                     std::size_t vulnerability) {
    const std::string_view version = cvss["version"].text_or(member);
    item["products"].each([&](JsonValue one, std::size_t) {
      products.count_reference();
      // 2.1 has scores of several sources.
      if (!known.insert(fmt::format("{}\n{}\n{}\n{}", vulnerability, version, item["source"].text_or({}),
                                    one.text_or({}))).second)
        run.fail(place);
    });
  });
}

void invalid_cvss(CsafTestRun& run) {
  each_cvss(run, [&](JsonValue cvss, std::string_view member, const std::string& place, JsonValue, std::size_t) {
    if (member != "cvss_v4" && !fits_cvss_schema(cvss, member))
      run.fail(place);
  });
}

void wrong_computation(CsafTestRun& run) {
  each_cvss(run, [&](JsonValue cvss, std::string_view, const std::string& place, JsonValue, std::size_t) {
    const auto scores = cvss_scores(cvss["vectorString"].text_or({}));
    if (!scores)
      return;
    for (const auto& [score, severity, right] : {std::tuple("baseScore", "baseSeverity", scores->base),
                                                 std::tuple("temporalScore", "temporalSeverity", scores->temporal),
                                                 std::tuple("environmentalScore", "environmentalSeverity",
                                                            scores->environmental)}) {
      if (cvss[score].is_number() && score_in_tenths(cvss[score].number()) != right)
        run.fail(json_pointer(place, score));
      if (const auto stated = cvss[severity].text(); stated && *stated != cvss_severity(right))
        run.fail(json_pointer(place, severity));
    }
  });
}

// Which metric a property of the JSON repeats.
struct Property {
  const char *name, *metric;
};

constexpr std::array<Property, 14> properties_2 = {{
    {"accessVector", "AV"}, {"accessComplexity", "AC"}, {"authentication", "Au"}, {"confidentialityImpact", "C"},
    {"integrityImpact", "I"}, {"availabilityImpact", "A"}, {"exploitability", "E"}, {"remediationLevel", "RL"},
    {"reportConfidence", "RC"}, {"collateralDamagePotential", "CDP"}, {"targetDistribution", "TD"},
    {"confidentialityRequirement", "CR"}, {"integrityRequirement", "IR"}, {"availabilityRequirement", "AR"},
}};

constexpr std::array<Property, 22> properties_3 = {{
    {"attackVector", "AV"}, {"attackComplexity", "AC"}, {"privilegesRequired", "PR"}, {"userInteraction", "UI"},
    {"scope", "S"}, {"confidentialityImpact", "C"}, {"integrityImpact", "I"}, {"availabilityImpact", "A"},
    {"exploitCodeMaturity", "E"}, {"remediationLevel", "RL"}, {"reportConfidence", "RC"},
    {"confidentialityRequirement", "CR"}, {"integrityRequirement", "IR"}, {"availabilityRequirement", "AR"},
    {"modifiedAttackVector", "MAV"}, {"modifiedAttackComplexity", "MAC"}, {"modifiedPrivilegesRequired", "MPR"},
    {"modifiedUserInteraction", "MUI"}, {"modifiedScope", "MS"}, {"modifiedConfidentialityImpact", "MC"},
    {"modifiedIntegrityImpact", "MI"}, {"modifiedAvailabilityImpact", "MA"},
}};

// The vector's letters for a word of the JSON: its initials in version 2, but for three words; the first one in 3.
std::string letters_of(std::string_view word, bool version_2) {
  if (word == "NOT_DEFINED")
    return version_2 ? "ND" : "X";
  if (!version_2 || word == "ADJACENT_NETWORK")
    return std::string(word.substr(0, 1));
  if (word == "UNCONFIRMED")
    return "UC";
  if (word == "UNCORROBORATED")
    return "UR";
  std::string letters;
  for (std::size_t i = 0; i < word.size(); ++i)
    if (i == 0 || word[i - 1] == '_')
      letters += word[i];
  return letters;
}

void inconsistent_cvss(CsafTestRun& run) {
  each_cvss(run, [&](JsonValue cvss, std::string_view member, const std::string& place, JsonValue, std::size_t) {
    const std::string_view vector = cvss["vectorString"].text_or({});
    const auto metrics = cvss_metrics(vector);
    if (member == "cvss_v4" || !metrics)
      return;
    const bool version_2 = member == "cvss_v2";
    const auto check = [&](const Property& one) {
      const auto word = cvss[one.name].text();
      if (!word)
        return;
      const auto found = metrics->find(one.metric);
      const std::string_view stated = found == metrics->end() ? (version_2 ? "ND" : "X") : found->second;
      if (letters_of(*word, version_2) != stated)
        run.fail(json_pointer(place, one.name));
    };
    if (version_2)
      for (const Property& one : properties_2)
        check(one);
    else
      for (const Property& one : properties_3)
        check(one);
    const auto version = cvss["version"].text();
    if (version && vector.starts_with("CVSS:") && vector.substr(5, 3) != *version)
      run.fail(json_pointer(place, "version"));
  });
}

} // namespace

const std::vector<CsafTestCase>& csaf_score_tests() {
  static const std::vector<CsafTestCase> table = {
      {"6.1.7", 0, 1, several_scores},
      {"6.1.8", 0, 1, invalid_cvss},
      {"6.1.9", 0, 1, wrong_computation},
      {"6.1.10", 0, 1, inconsistent_cvss},
  };
  return table;
}

} // namespace assay::evidence

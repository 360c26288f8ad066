// SPDX-License-Identifier: Apache-2.0
//
// Mandatory tests of CSAF on vulnerabilities: 6.1.6, 6.1.23, 6.1.24, 6.1.29, 6.1.32 and 6.1.33.
#include "audit/base/text.hpp"
#include "audit/evidence/readers/csaf_products.hpp"
#include "audit/evidence/readers/csaf_tests.hpp"

#include <fmt/format.h>

#include <set>
#include <unordered_map>
#include <unordered_set>

namespace assay::evidence {

namespace {

template <class Visit>
void each_vulnerability(const CsafTestRun& run, Visit&& visit) {
  run.root["vulnerabilities"].each(
      [&](JsonValue one, std::size_t index) { visit(one, json_pointer("/vulnerabilities", index)); });
}

// Statuses that exclude each other; a recommended product may have any.
int exclusive_group(std::string_view status) {
  if (status == "first_affected" || status == "known_affected" || status == "last_affected")
    return 1;
  if (status == "known_not_affected")
    return 2;
  if (status == "first_fixed" || status == "fixed")
    return 4;
  return status == "under_investigation" ? 8 : status == "unknown" ? 16 : 0;
}

void contradicting_status(CsafTestRun& run) {
  each_vulnerability(run, [&](JsonValue vulnerability, const std::string& place) {
    std::unordered_map<std::string_view, int> groups;
    vulnerability["product_status"].each_member([&](std::string_view status, JsonValue list) {
      list.each([&](JsonValue one, std::size_t index) {
        int& known = groups[one.text_or({})];
        known |= exclusive_group(status);
        if ((known & (known - 1)) != 0)
          run.fail(json_pointer(json_pointer(json_pointer(place, "product_status"), status), index));
      });
    });
  });
}

void cve_used_twice(CsafTestRun& run) {
  std::unordered_set<std::string_view> used;
  each_vulnerability(run, [&](JsonValue vulnerability, const std::string& place) {
    const auto cve = vulnerability["cve"].text();
    if (cve && !used.insert(*cve).second)
      run.fail(json_pointer(place, "cve"));
  });
}

// Whatever products it is about, of which 2.1 knows.
void involvement_twice(CsafTestRun& run) {
  each_vulnerability(run, [&](JsonValue vulnerability, const std::string& place) {
    std::set<std::string> used;
    vulnerability["involvements"].each([&](JsonValue one, std::size_t index) {
      const StatedTime date = stated_time(one["date"].text_or({}));
      const std::string key = fmt::format("{} {}", one["party"].text_or({}),
                                          date.seconds ? std::to_string(*date.seconds) : date.text);
      if (!used.insert(key).second)
        run.fail(json_pointer(json_pointer(place, "involvements"), index));
    });
  });
}

void without_products(CsafTestRun& run, const char* member) {
  each_vulnerability(run, [&](JsonValue vulnerability, const std::string& place) {
    vulnerability[member].each([&](JsonValue one, std::size_t index) {
      if (!one["product_ids"] && !one["group_ids"])
        run.fail(json_pointer(json_pointer(place, member), index));
    });
  });
}

void several_justifications(CsafTestRun& run) {
  VulnerabilityDocument scratch;
  CsafProducts products(run.root["product_tree"], scratch, run.document);
  each_vulnerability(run, [&](JsonValue vulnerability, const std::string& place) {
    std::unordered_map<std::string_view, std::size_t> flag_of;
    vulnerability["flags"].each([&](JsonValue one, std::size_t index) {
      products.each_of(one, [&](std::string_view id) {
        if (flag_of.emplace(id, index).first->second != index)
          run.fail(json_pointer(json_pointer(place, "flags"), index));
      });
    });
  });
}

} // namespace

const std::vector<CsafTestCase>& csaf_vulnerability_tests() {
  static const std::vector<CsafTestCase> table = {
      {"6.1.6", 0, 1, contradicting_status},
      {"6.1.23", 0, 1, cve_used_twice},
      {"6.1.24", 0, 1, involvement_twice},
      {"6.1.29", 0, 1, [](CsafTestRun& run) { without_products(run, "remediations"); }},
      {"6.1.32", 0, 1, [](CsafTestRun& run) { without_products(run, "flags"); }},
      {"6.1.33", 0, 1, several_justifications},
  };
  return table;
}

} // namespace assay::evidence

// SPDX-License-Identifier: Apache-2.0
//
// Mandatory tests that only CSAF 2.1 has, but for those on the product tree and the profiles: 6.1.35 to 6.1.41, 6.1.45,
// 6.1.51 to 6.1.53 and 6.1.56.
#include "audit/evidence/readers/csaf_products.hpp"
#include "audit/evidence/readers/csaf_tests.hpp"
#include "audit/evidence/readers/grammar.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <unordered_map>

namespace assay::evidence {

namespace {

// What may not be said of one product: categories of remediations by bits, and for each those that it excludes (table
// "Remediation Combinations"), and groups of statuses (1 affected, 2 not affected, 4 fixed).
struct Category {
  std::string_view name;
  int bit, excluded, excluded_statuses;
};

constexpr std::array<Category, 7> categories = {{
    {"workaround", 1, 8 | 16, 2 | 4},
    {"mitigation", 2, 8 | 16, 2 | 4},
    {"vendor_fix", 4, 8 | 16 | 32 | 64, 2 | 4},
    {"optional_patch", 8, 127 & ~8, 1},
    {"none_available", 16, 127 & ~16, 2 | 4},
    {"fix_planned", 32, 4 | 8 | 16 | 64, 4},
    {"no_fix_planned", 64, 4 | 8 | 16 | 32, 4},
}};

const Category* category_of(JsonValue remediation) {
  const std::string_view name = remediation["category"].text_or({});
  const auto found =
      std::find_if(categories.begin(), categories.end(), [&](const Category& one) { return one.name == name; });
  return found == categories.end() ? nullptr : found;
}

int status_group(std::string_view status) {
  if (status == "first_affected" || status == "known_affected" || status == "last_affected")
    return 1;
  return status == "known_not_affected" ? 2 : status == "fixed" || status == "first_fixed" ? 4 : 0;
}

// Calls visit(category, what is known of the product, place) for each product of each remediation.
template <class Known, class Visit>
void each_remedied(CsafTestRun& run, Known&& known_of, Visit&& visit) {
  VulnerabilityDocument scratch;
  CsafProducts products(run.root["product_tree"], scratch, run.document);
  run.root["vulnerabilities"].each([&](JsonValue vulnerability, std::size_t index) {
    std::unordered_map<std::string_view, int> known = known_of(vulnerability);
    const std::string place = json_pointer(json_pointer("/vulnerabilities", index), "remediations");
    vulnerability["remediations"].each([&](JsonValue one, std::size_t number) {
      if (const Category* category = category_of(one))
        products.each_of(one, [&](std::string_view id) {
          if (visit(*category, known[id]))
            run.fail(json_pointer(place, number));
        });
    });
  });
}

void contradicting_remediations(CsafTestRun& run) {
  each_remedied(
      run, [](JsonValue) { return std::unordered_map<std::string_view, int>(); },
      [](const Category& category, int& known) {
        const bool contradicts = (known & category.excluded) != 0;
        known |= category.bit;
        return contradicts;
      });
}

void remediation_against_status(CsafTestRun& run) {
  each_remedied(
      run,
      [](JsonValue vulnerability) {
        std::unordered_map<std::string_view, int> groups;
        vulnerability["product_status"].each_member([&](std::string_view status, JsonValue list) {
          list.each([&](JsonValue one, std::size_t) { groups[one.text_or({})] |= status_group(status); });
        });
        return groups;
      },
      [](const Category& category, int& known) { return (known & category.excluded_statuses) != 0; });
}

// Section "Date and Time": RFC 3339 with capitals, and without leap seconds.
void odd_time(CsafTestRun& run) {
  const auto fits = find_lexical("date-time");
  const auto check = [&](JsonValue object, std::initializer_list<const char*> members, const std::string& place) {
    for (const char* member : members)
      if (const auto text = object[member].text();
          text && (!fits(*text) || text->find_first_of("tz") != std::string_view::npos))
        run.fail(json_pointer(place, member));
  };
  const auto check_all = [&](JsonValue list, std::initializer_list<const char*> members, const std::string& place) {
    list.each([&](JsonValue one, std::size_t index) { check(one, members, json_pointer(place, index)); });
  };
  const JsonValue tracking = run.root["document"]["tracking"];
  check(tracking, {"current_release_date", "initial_release_date"}, "/document/tracking");
  check(tracking["generator"], {"date"}, "/document/tracking/generator");
  check_all(tracking["revision_history"], {"date"}, "/document/tracking/revision_history");
  run.root["vulnerabilities"].each([&](JsonValue one, std::size_t index) {
    const std::string place = json_pointer("/vulnerabilities", index);
    check(one, {"disclosure_date", "discovery_date"}, place);
    for (const char* list : {"flags", "involvements", "remediations", "threats"})
      check_all(one[list], {"date"}, json_pointer(place, list));
    check_all(one["first_known_exploitation_dates"], {"date", "exploitation_date"},
              json_pointer(place, "first_known_exploitation_dates"));
    one["metrics"].each([&](JsonValue metric, std::size_t number) {
      check(metric["content"]["epss"], {"timestamp"},
            json_pointer(json_pointer(place, "metrics"), number) + "/content/epss");
    });
  });
}

// Section "Sharing Group": the highest UUID for everybody, the lowest for nobody.
constexpr std::string_view everybody = "ffffffff-ffff-ffff-ffff-ffffffffffff";
constexpr std::string_view nobody = "00000000-0000-0000-0000-000000000000";
constexpr std::string_view group_place = "/document/distribution/sharing_group";

struct Sharing {
  explicit Sharing(const CsafTestRun& run) {
    const JsonValue distribution = run.root["document"]["distribution"], group = distribution["sharing_group"];
    is_clear = distribution["tlp"]["label"].text_or({}) == "CLEAR";
    id = group["id"].text_or({});
    name = group["name"].text();
    is_draft = run.root["document"]["tracking"]["status"].text_or({}) == "draft";
  }
  std::string_view id;
  std::optional<std::string_view> name;
  bool is_clear, is_draft;
};

void everybody_without_clear(CsafTestRun& run) {
  const Sharing sharing(run);
  if (sharing.id == everybody && !sharing.is_clear)
    run.fail(group_place);
}

void clear_without_everybody(CsafTestRun& run) {
  const Sharing sharing(run);
  if (sharing.is_clear && !sharing.id.empty() && sharing.id != everybody && !(sharing.id == nobody && sharing.is_draft))
    run.fail(group_place);
}

void reserved_group_name(CsafTestRun& run) {
  const Sharing sharing(run);
  if ((sharing.name == "Public" && sharing.id != everybody) ||
      (sharing.name == "No sharing allowed" && sharing.id != nobody))
    run.fail("/document/distribution/sharing_group/name");
}

void missing_group_name(CsafTestRun& run) {
  const Sharing sharing(run);
  if ((sharing.id == everybody && sharing.name != "Public") ||
      (sharing.id == nobody && sharing.name != "No sharing allowed"))
    run.fail("/document/distribution/sharing_group/name");
}

// The newest date of the history of a released document; nothing of a draft.
std::optional<std::int64_t> newest_revision(const CsafTestRun& run) {
  const JsonValue tracking = run.root["document"]["tracking"];
  const std::string_view status = tracking["status"].text_or({});
  std::optional<std::int64_t> newest;
  if (status == "final" || status == "interim")
    tracking["revision_history"].each(
        [&](JsonValue one, std::size_t) { newest = std::max(newest, stated_time(one["date"].text_or({})).seconds); });
  return newest;
}

bool is_later(JsonValue time, std::optional<std::int64_t> than) {
  const auto stated = stated_time(time.text_or({})).seconds;
  return stated && than && *stated > *than;
}

template <class Visit>
void each_vulnerability(const CsafTestRun& run, Visit&& visit) {
  run.root["vulnerabilities"].each(
      [&](JsonValue one, std::size_t index) { visit(one, json_pointer("/vulnerabilities", index)); });
}

void disclosed_after_history(CsafTestRun& run) {
  if (!Sharing(run).is_clear)
    return;
  const auto newest = newest_revision(run);
  each_vulnerability(run, [&](JsonValue one, const std::string& place) {
    if (is_later(one["disclosure_date"], newest))
      run.fail(json_pointer(place, "disclosure_date"));
  });
}

void epss_after_history(CsafTestRun& run) {
  const auto newest = newest_revision(run);
  each_vulnerability(run, [&](JsonValue one, const std::string& place) {
    one["metrics"].each([&](JsonValue metric, std::size_t number) {
      if (is_later(metric["content"]["epss"]["timestamp"], newest))
        run.fail(json_pointer(json_pointer(place, "metrics"), number) + "/content/epss/timestamp");
    });
  });
}

template <class Wrong>
void each_exploitation(CsafTestRun& run, Wrong&& wrong) {
  each_vulnerability(run, [&](JsonValue one, const std::string& place) {
    one["first_known_exploitation_dates"].each([&](JsonValue dates, std::size_t number) {
      if (wrong(dates))
        run.fail(json_pointer(json_pointer(place, "first_known_exploitation_dates"), number));
    });
  });
}

void exploitation_after_history(CsafTestRun& run) {
  const auto newest = newest_revision(run);
  each_exploitation(run, [&](JsonValue dates) {
    return is_later(dates["date"], newest) || is_later(dates["exploitation_date"], newest);
  });
}

void exploitation_after_its_date(CsafTestRun& run) {
  each_exploitation(run, [&](JsonValue dates) {
    return is_later(dates["exploitation_date"], stated_time(dates["date"].text_or({})).seconds);
  });
}

// By product and source.
void score_and_rating(CsafTestRun& run) {
  VulnerabilityDocument scratch;
  CsafProducts products(run.root["product_tree"], scratch, run.document); // for its bound
  each_vulnerability(run, [&](JsonValue vulnerability, const std::string& place) {
    std::set<std::pair<std::string_view, std::string_view>> scored, rated;
    vulnerability["metrics"].each([&](JsonValue one, std::size_t number) {
      const JsonValue content = one["content"];
      const bool rating = bool(content["qualitative_severity_rating"]);
      const bool score = content["cvss_v2"] || content["cvss_v3"] || content["cvss_v4"];
      one["products"].each([&](JsonValue product, std::size_t) {
        products.count_reference();
        const std::pair key(product.text_or({}), one["source"].text_or({}));
        if (rating)
          rated.insert(key);
        if (score)
          scored.insert(key);
        if ((rating && scored.count(key) > 0) || (score && rated.count(key) > 0))
          run.fail(json_pointer(json_pointer(place, "metrics"), number));
      });
    });
  });
}

} // namespace

const std::vector<CsafTestCase>& csaf_later_tests() {
  static const std::vector<CsafTestCase> table = {
      {"6.1.35", 1, 1, contradicting_remediations}, {"6.1.36", 1, 1, remediation_against_status},
      {"6.1.37", 1, 1, odd_time},                   {"6.1.38", 1, 1, everybody_without_clear},
      {"6.1.39", 1, 1, clear_without_everybody},    {"6.1.40", 1, 1, reserved_group_name},
      {"6.1.41", 1, 1, missing_group_name},         {"6.1.45", 1, 1, disclosed_after_history},
      {"6.1.51", 1, 1, epss_after_history},         {"6.1.52", 1, 1, exploitation_after_history},
      {"6.1.53", 1, 1, exploitation_after_its_date}, {"6.1.56", 1, 1, score_and_rating},
  };
  return table;
}

} // namespace assay::evidence

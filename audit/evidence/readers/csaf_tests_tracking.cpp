// SPDX-License-Identifier: Apache-2.0
//
// Mandatory tests of CSAF on versions, revisions and languages: 6.1.14 to 6.1.22, 6.1.28 and 6.1.30.
#include "audit/base/text.hpp"
#include "audit/evidence/readers/csaf_tests.hpp"

#include <algorithm>
#include <tuple>
#include <unordered_set>

namespace assay::evidence {

namespace {

constexpr std::string_view history_place = "/document/tracking/revision_history";
constexpr std::string_view version_place = "/document/tracking/version";

// Numbers without leading zeros, of any length.
int compare_numbers(std::string_view a, std::string_view b) {
  if (a.size() != b.size())
    return a.size() < b.size() ? -1 : 1;
  return a.compare(b);
}

// An integer, or a version by SemVer 2.0.0.
struct Version {
  std::string_view numbers[3]; // of an integer the first
  std::string_view pre_release, build;
  bool semantic = false;

  static Version parse(std::string_view text) {
    Version version;
    const std::size_t plus = text.find('+');
    if (plus != std::string_view::npos)
      version.build = text.substr(plus + 1);
    text = text.substr(0, plus);
    const std::size_t dash = text.find('-');
    if (dash != std::string_view::npos)
      version.pre_release = text.substr(dash + 1);
    text = text.substr(0, dash);
    for (std::string_view& number : version.numbers) {
      const std::size_t dot = text.find('.');
      version.semantic |= dot != std::string_view::npos;
      number = text.substr(0, dot);
      text = dot == std::string_view::npos ? std::string_view() : text.substr(dot + 1);
    }
    return version;
  }

  bool is_zero() const { return numbers[0] == "0"; }
};

int compare_identifiers(std::string_view a, std::string_view b) {
  const bool a_number = a.find_first_not_of("0123456789") == std::string_view::npos;
  const bool b_number = b.find_first_not_of("0123456789") == std::string_view::npos;
  if (a_number && b_number)
    return compare_numbers(a, b);
  return a_number != b_number ? (a_number ? -1 : 1) : a.compare(b);
}

// SemVer, section 11.
int compare_versions(const Version& a, const Version& b) {
  for (std::size_t i = 0; i < 3; ++i)
    if (const int order = compare_numbers(a.numbers[i], b.numbers[i]); order != 0)
      return order;
  if (a.pre_release.empty() || b.pre_release.empty())
    return static_cast<int>(a.pre_release.empty()) - static_cast<int>(b.pre_release.empty());
  std::string_view left = a.pre_release, right = b.pre_release;
  while (!left.empty() && !right.empty()) {
    const std::string_view one = left.substr(0, left.find('.')), other = right.substr(0, right.find('.'));
    if (const int order = compare_identifiers(one, other); order != 0)
      return order;
    left.remove_prefix(std::min(one.size() + 1, left.size()));
    right.remove_prefix(std::min(other.size() + 1, right.size()));
  }
  return static_cast<int>(!left.empty()) - static_cast<int>(!right.empty());
}

struct Revision {
  std::optional<std::int64_t> seconds;
  std::string_view fraction; // digits, without zeros at the end
  std::string_view number;
  Version version;
  std::size_t index; // in the document
};

std::string_view fraction_of(std::string_view time) {
  const std::size_t dot = time.find('.');
  if (dot == std::string_view::npos)
    return {};
  std::string_view digits = time.substr(dot + 1);
  digits = digits.substr(0, digits.find_first_not_of("0123456789"));
  while (digits.ends_with('0'))
    digits.remove_suffix(1);
  return digits;
}

// By date; where two have the same one, by number.
std::vector<Revision> history_of(const CsafTestRun& run) {
  std::vector<Revision> history;
  run.root["document"]["tracking"]["revision_history"].each([&](JsonValue one, std::size_t index) {
    const std::string_view date = one["date"].text_or({}), number = one["number"].text_or({});
    history.push_back({stated_time(date).seconds, fraction_of(date), number, Version::parse(number), index});
  });
  std::stable_sort(history.begin(), history.end(), [](const Revision& a, const Revision& b) {
    const auto a_time = std::tuple(a.seconds, a.fraction), b_time = std::tuple(b.seconds, b.fraction);
    return a_time != b_time ? a_time < b_time : compare_versions(a.version, b.version) < 0;
  });
  return history;
}

std::string_view status_of(const CsafTestRun& run) {
  return run.root["document"]["tracking"]["status"].text_or({});
}

std::string_view version_of(const CsafTestRun& run) {
  return run.root["document"]["tracking"]["version"].text_or({});
}

bool is_released(const CsafTestRun& run) {
  return status_of(run) == "final" || status_of(run) == "interim";
}

std::string place_of(const Revision& one) {
  return json_pointer(history_place, one.index);
}

void unsorted_history(CsafTestRun& run) {
  const std::vector<Revision> history = history_of(run);
  for (std::size_t i = 1; i < history.size(); ++i)
    if (compare_versions(history[i - 1].version, history[i].version) > 0)
      run.fail(place_of(history[i]));
}

void version_not_latest(CsafTestRun& run) {
  const std::vector<Revision> history = history_of(run);
  if (history.empty())
    return;
  Version last = history.back().version, own = Version::parse(version_of(run));
  if (status_of(run) == "draft")
    last.pre_release = own.pre_release = {};
  if (compare_versions(last, own) != 0 || last.semantic != own.semantic)
    run.fail(version_place);
}

void draft_not_said(CsafTestRun& run) {
  const Version own = Version::parse(version_of(run));
  if ((own.is_zero() || !own.pre_release.empty()) && status_of(run) != "draft")
    run.fail("/document/tracking/status");
}

void drafts_in_released_history(CsafTestRun& run) {
  if (is_released(run))
    for (const Revision& one : history_of(run))
      if (one.version.is_zero())
        run.fail(place_of(one));
}

void pre_release_in_history(CsafTestRun& run) {
  for (const Revision& one : history_of(run))
    if (!one.version.pre_release.empty())
      run.fail(place_of(one));
}

void released_pre_release(CsafTestRun& run) {
  if (is_released(run) && !Version::parse(version_of(run)).pre_release.empty())
    run.fail(version_place);
}

// Whether the second is the first, or one more.
bool follows(std::string_view first, std::string_view second) {
  if (first == second)
    return true;
  std::string next(first);
  std::size_t at = next.size();
  while (at > 0 && next[at - 1] == '9')
    next[--at] = '0';
  if (at == 0)
    next.insert(next.begin(), '1');
  else
    ++next[at - 1];
  return next == second;
}

void gap_in_history(CsafTestRun& run) {
  const std::vector<Revision> history = history_of(run);
  if (!history.empty() && history.front().version.numbers[0] != "0" && history.front().version.numbers[0] != "1")
    run.fail(place_of(history.front()));
  for (std::size_t i = 1; i < history.size(); ++i)
    if (const auto &before = history[i - 1].version, &here = history[i].version;
        compare_numbers(before.numbers[0], here.numbers[0]) < 0 && !follows(before.numbers[0], here.numbers[0]))
      run.fail(place_of(history[i]));
}

void revision_twice(CsafTestRun& run) {
  std::unordered_set<std::string_view> numbers;
  for (const Revision& one : history_of(run))
    if (!numbers.insert(one.number).second)
      run.fail(place_of(one));
}

void mixed_versioning(CsafTestRun& run) {
  const bool semantic = Version::parse(version_of(run)).semantic;
  for (const Revision& one : history_of(run))
    if (one.version.semantic != semantic)
      run.fail(place_of(one));
}

void translator_without_source(CsafTestRun& run) {
  const JsonValue document = run.root["document"];
  if (document["publisher"]["category"].text_or({}) == "translator" && !document["source_lang"])
    run.fail("/document/source_lang");
}

void translated_into_itself(CsafTestRun& run) {
  const JsonValue document = run.root["document"];
  const auto to = document["lang"].text(), from = document["source_lang"].text();
  if (to && from && ascii_lower(*to) == ascii_lower(*from))
    run.fail("/document/source_lang");
}

} // namespace

const std::vector<CsafTestCase>& csaf_tracking_tests() {
  static const std::vector<CsafTestCase> table = {
      {"6.1.14", 0, 1, unsorted_history},           {"6.1.15", 0, 1, translator_without_source},
      {"6.1.16", 0, 1, version_not_latest},         {"6.1.17", 0, 1, draft_not_said},
      {"6.1.18", 0, 1, drafts_in_released_history}, {"6.1.19", 0, 1, pre_release_in_history},
      {"6.1.20", 0, 1, released_pre_release},       {"6.1.21", 0, 1, gap_in_history},
      {"6.1.22", 0, 1, revision_twice},             {"6.1.28", 0, 1, translated_into_itself},
      {"6.1.30", 0, 1, mixed_versioning},
  };
  return table;
}

} // namespace assay::evidence

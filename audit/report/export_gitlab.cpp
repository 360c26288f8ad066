// SPDX-License-Identifier: Apache-2.0
//
// A Code Quality report, which GitLab shows in merge requests: what is not satisfied, and as information what
// is waived. What is undetermined has no place in it. GitLab takes one line of plain text and a path for each
// entry; what no file shows is filed at ".".
#include "audit/base/escape.hpp"
#include "audit/base/text.hpp"
#include "audit/report/export_reading.hpp"
#include "audit/report/exports.hpp"

#include <nlohmann/json.hpp>

namespace assay::report {

namespace {

using Json = nlohmann::ordered_json;

// JSON has no bytes, only text: a path that is none stands as the report writes it, and leads to no file.
std::string path_text(const std::optional<std::string>& path) {
  if (!path)
    return ".";
  return is_printable(*path) ? *path : escape_text(*path);
}

} // namespace

std::string export_gitlab(pugi::xml_node report) {
  const Findings findings(report);
  Json out = Json::array();
  for (const ControlPlace& place : control_places(report)) {
    const bool waived = place.outcome() == "waived";
    if (!waived && place.outcome() != "not-satisfied")
      continue;
    for (const Problem& problem : findings.problems(place))
      out.push_back({{"description", folded(place.id() + " " + place.title() + ": " + problem.message)},
                     {"check_name", place.full_id()},
                     {"fingerprint", problem.fingerprint},
                     {"severity", waived ? "info" : "major"},
                     {"location", {{"path", path_text(problem.path)}, {"lines", {{"begin", 1}}}}}});
  }
  return out.dump(2) + "\n";
}

} // namespace assay::report

// SPDX-License-Identifier: Apache-2.0
//
// Workflow commands that GitHub Actions reads from the log of a step and shows as annotations: an error for
// what is not satisfied, at the file where there is one, a warning for what is waived, one notice for all
// that is undetermined. The rest of a log is text of strangers too, so nothing in a value may end its line or
// its property.
#include "audit/base/escape.hpp"
#include "audit/report/export_reading.hpp"
#include "audit/report/exports.hpp"

#include <fmt/format.h>

namespace assay::report {

namespace {

// GitHub shows ten annotations of a level for a step; one control shall not take more than that.
constexpr std::size_t lines_per_control = 10;
constexpr std::size_t named_controls = 10;

std::string percent_escaped(std::string_view text, std::string_view characters) {
  std::string out;
  for (const char c : text) {
    if (characters.find(c) == characters.npos)
      out += c;
    else
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

std::string as_message(std::string_view text) {
  return percent_escaped(escape_terminal(text, true), "%\r\n");
}

std::string as_property(std::string_view text) {
  return percent_escaped(escape_terminal(text, true), "%\r\n:,");
}

std::string command(std::string_view level, const std::optional<std::string>& path, std::string_view title,
                    std::string_view text) {
  // A path that had to be changed to be printed is the name of another file, if of any.
  const std::string file =
      path && is_printable(*path) ? fmt::format("file={},", as_property(*path)) : std::string();
  return fmt::format("::{} {}title={}::{}\n", level, file, as_property(title), as_message(text));
}

std::string title_of(const ControlPlace& place) {
  return fmt::format("{} {}: {}", place.schema.attribute("id").value(), place.id(), place.title());
}

std::string errors(const ControlPlace& place, const Findings& findings) {
  const std::vector<Problem> problems = findings.problems(place);
  const std::size_t shown = problems.size() <= lines_per_control ? problems.size() : lines_per_control - 1;
  const std::string title = title_of(place);
  std::string out;
  for (std::size_t i = 0; i < shown; ++i)
    out += command("error", problems[i].path, title, problems[i].message);
  if (shown < problems.size())
    out += command("error", std::nullopt, title,
                   fmt::format("and {} more exceptions, which the report lists", problems.size() - shown));
  return out;
}

std::string undetermined(const std::vector<std::string>& ids, std::size_t controls) {
  std::string named;
  for (std::size_t i = 0; i < ids.size() && i < named_controls; ++i)
    named += fmt::format("{}{}", i == 0 ? "" : ", ", ids[i]);
  if (ids.size() > named_controls)
    named += fmt::format(" and {} more", ids.size() - named_controls);
  return command("notice", std::nullopt, "assay: undetermined",
                 fmt::format("{} of {} controls: {}", ids.size(), controls, named));
}

} // namespace

std::string export_github(pugi::xml_node report) {
  const Findings findings(report);
  const std::vector<ControlPlace> places = control_places(report);
  std::string out;
  std::vector<std::string> open;
  for (const ControlPlace& place : places) {
    if (place.outcome() == "not-satisfied")
      out += errors(place, findings);
    else if (place.outcome() == "waived")
      out += command("warning", std::nullopt, title_of(place), "waived: " + place.reason());
    else if (place.outcome() == "undetermined")
      open.push_back(place.full_id());
  }
  return open.empty() ? out : out + undetermined(open, places.size());
}

} // namespace assay::report

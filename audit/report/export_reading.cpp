// SPDX-License-Identifier: Apache-2.0
#include "audit/report/export_reading.hpp"

#include "audit/base/digest.hpp"
#include "audit/base/escape.hpp"
#include "audit/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace assay::report {

namespace {

// A message names so many exceptions that are no files; the report lists more.
constexpr std::size_t named_exceptions = 5;

bool of_several_subjects(pugi::xml_node finding) {
  return finding.parent().child("subject").next_sibling("subject");
}

// Collects the rules that gave `node` the truth `wanted`, walking only branches that had a part in it.
void collect_false_rules(pugi::xml_node node, bool wanted, std::vector<std::string_view>& findings) {
  if (std::string_view(node.attribute("truth").value()) != (wanted ? "true" : "false"))
    return;
  const std::string_view kind = node.name();
  if (kind == "rule" && !wanted)
    findings.emplace_back(node.attribute("finding").value());
  for (const pugi::xml_node child : node.children())
    if (child.type() == pugi::node_element)
      collect_false_rules(child, kind == "not" ? !wanted : wanted, findings);
}

std::string fingerprint(const ControlPlace& place, std::string_view finding, std::string_view item) {
  Sha256 hash;
  for (const std::string_view part : {std::string_view(place.schema.attribute("id").value()),
                                      std::string_view(place.control.attribute("id").value()), finding, item})
    hash.update_with_length(part);
  return to_hex(hash.finish());
}

bool is_safe_path(std::string_view path) {
  for (std::size_t start = 0; start <= path.size();) {
    const std::size_t end = std::min(path.find('/', start), path.size());
    const std::string_view part = path.substr(start, end - start);
    if (part.empty() || part == "." || part == "..")
      return false;
    start = end + 1;
  }
  return true;
}

// What the reason of a control leaves open about one finding: which the exceptions are that no place in a
// file shows. `told` of them are shown at files.
std::string exceptions_line(pugi::xml_node finding, const std::vector<pugi::xml_node>& named,
                            std::uint64_t told) {
  const std::uint64_t total = finding.attribute("exceptions").as_ullong();
  const std::uint64_t rest = total - std::min<std::uint64_t>(total, told + named.size());
  if (named.empty() && rest == 0)
    return {};
  std::string line = "\n" + finding_title(finding);
  for (std::size_t i = 0; i < named.size(); ++i)
    line += fmt::format("{}{}", i == 0 ? ": " : ", ", named[i].attribute("item").value());
  if (rest > 0)
    line += fmt::format("{} {}{}", named.empty() ? ":" : " and", grouped(std::to_string(rest)),
                        named.empty() && told == 0 ? " exceptions" : " more");
  return line;
}

} // namespace

std::vector<ControlPlace> control_places(pugi::xml_node report) {
  std::vector<ControlPlace> places;
  for (const pugi::xml_node schema : report.children("schema"))
    for (const pugi::xml_node group : schema.children("group"))
      for (const pugi::xml_node control : group.children("control"))
        places.push_back({schema, group, control});
  return places;
}

Findings::Findings(pugi::xml_node report) {
  for (const pugi::xml_node finding : report.children("finding"))
    by_id_.emplace(finding.attribute("id").value(), finding);
}

std::vector<pugi::xml_node> Findings::against(pugi::xml_node control) const {
  std::vector<std::string_view> ids;
  for (const pugi::xml_node decision : control.children("decision")) {
    // Of several subjects only those that contradict the control speak against it.
    const pugi::xml_node subject = control.find_child_by_attribute("subject-outcome", "subject",
                                                                   decision.attribute("subject").value());
    if (subject && std::string_view(subject.attribute("outcome").value()) != control.attribute("outcome").value())
      continue;
    for (const pugi::xml_node node : decision.children())
      if (node.type() == pugi::node_element)
        collect_false_rules(node, false, ids);
  }
  std::vector<pugi::xml_node> findings;
  for (const std::string_view id : ids)
    if (const auto found = by_id_.find(id); found != by_id_.end())
      if (std::find(findings.begin(), findings.end(), found->second) == findings.end())
        findings.push_back(found->second);
  return findings;
}

std::vector<Problem> Findings::problems(const ControlPlace& place) const {
  Problem whole = {
      std::nullopt, fmt::format("{}: {}", place.outcome(), place.reason()), fingerprint(place, "", ""), {}};
  std::vector<Problem> at_files;
  bool all_told = true;
  for (const pugi::xml_node finding : against(place.control)) {
    std::uint64_t told = 0;
    std::vector<pugi::xml_node> named;
    for (const pugi::xml_node exception : finding.children("exception")) {
      const std::string_view item = exception.attribute("item").value();
      if (auto path = tracked_path(finding, item)) {
        at_files.push_back({std::move(path),
                            exception.text().get(),
                            fingerprint(place, finding.attribute("id").value(), item),
                            {}});
        ++told;
      } else if (named.size() < named_exceptions) {
        named.push_back(exception);
      }
    }
    if (told > 0 && told == finding.attribute("exceptions").as_ullong())
      continue;
    all_told = false;
    whole.message += exceptions_line(finding, named, told);
    whole.elsewhere.insert(whole.elsewhere.end(), named.begin(), named.end());
  }
  if (!all_told || at_files.empty())
    at_files.insert(at_files.begin(), std::move(whole));
  return at_files;
}

std::optional<std::string> tracked_path(pugi::xml_node finding, std::string_view item) {
  const std::string_view population = finding.attribute("population").value();
  if (of_several_subjects(finding)) // a path does not tell of which repository it is
    return std::nullopt;
  if (population == "documents") {
    // KIND:ORIGIN:PATH
    constexpr std::string_view origin = ":revision:";
    const std::size_t colon = item.find(':');
    if (colon == item.npos || item.substr(colon, origin.size()) != origin)
      return std::nullopt;
    item.remove_prefix(colon + origin.size());
  } else if (population != "files") {
    return std::nullopt;
  }
  std::string path = unescape_text(item);
  return is_safe_path(path) ? std::optional(std::move(path)) : std::nullopt;
}

bool is_printable(std::string_view path) {
  return escape_terminal(path, true) == path;
}

bool is_web_address(std::string_view address) {
  const std::string scheme = ascii_lower(address.substr(0, address.find(':') + 1));
  constexpr std::string_view allowed =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/?#[]@!$&'()*+,;=%";
  return (scheme == "https:" || scheme == "http:") && address.substr(scheme.size(), 2) == "//" &&
         address.find_first_not_of(allowed) == address.npos;
}

std::string finding_title(pugi::xml_node finding) {
  std::string title = finding.attribute("title").value();
  if (of_several_subjects(finding))
    title = fmt::format("{}: {}", finding.attribute("subject").value(), title);
  const char* separator = " [";
  for (const pugi::xml_node parameter : finding.children("parameter")) {
    title += fmt::format("{}{} {}", separator, parameter.attribute("name").value(),
                         parameter.attribute("value").value());
    separator = ", ";
  }
  if (finding.child("parameter"))
    title += ']';
  return title;
}

} // namespace assay::report

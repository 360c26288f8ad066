// SPDX-License-Identifier: Apache-2.0
//
// What the exports that point at problems read out of a report: which findings speak against a control, and
// which of their exceptions are files of the audited tree. Knows no format.
#pragma once

#include <pugixml.hpp>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace assay::report {

struct ControlPlace {
  pugi::xml_node schema, group, control;

  std::string id() const { return control.attribute("id").value(); }
  std::string title() const { return control.attribute("title").value(); }
  std::string_view outcome() const { return control.attribute("outcome").value(); }
  std::string reason() const { return control.child_value("reason"); }
  // Several schemas may give a control the same id; this tells them apart.
  std::string full_id() const { return std::string(schema.attribute("id").value()) + "/" + id(); }
};

// Every control of every schema, in the order of the report.
std::vector<ControlPlace> control_places(pugi::xml_node report);

// One thing to point at: an exception at a file, or else the control as a whole.
struct Problem {
  std::optional<std::string> path; // as bytes, from the root of the tree; absent for the control as a whole
  std::string message;             // one line at a file, several for a control
  std::string fingerprint;         // the same in every report with this problem
  std::vector<pugi::xml_node> elsewhere; // the first exceptions that are no files: commits, tags
};

class Findings {
public:
  explicit Findings(pugi::xml_node report);

  // The findings that make the control's decision false: a contradicted rule under `not`, or beside the
  // branch that decided, is none of them.
  std::vector<pugi::xml_node> against(pugi::xml_node control) const;
  // The control as a whole comes first, unless exceptions at files, all of them shown, tell everything.
  std::vector<Problem> problems(const ControlPlace& place) const;

private:
  std::map<std::string_view, pugi::xml_node> by_id_;
};

// The path of a file of the audited tree, if an exception with this item is one. None for supplied documents,
// nor for paths with "." or ".." in them, which git does not write but a hostile tree may hold.
std::optional<std::string> tracked_path(pugi::xml_node finding, std::string_view item);

// Whether a path can be printed as it stands: UTF-8, and nothing that controls a terminal or reorders text.
bool is_printable(std::string_view path);

// Whether a reader may be sent to this address: http or https, with the characters RFC 3986 allows.
bool is_web_address(std::string_view address);

// The title of a finding with the values its rule was used with.
std::string finding_title(pugi::xml_node finding);

} // namespace assay::report

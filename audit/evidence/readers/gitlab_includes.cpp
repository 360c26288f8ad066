// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/readers/gitlab_includes.hpp"

#include "audit/base/json.hpp"
#include "audit/base/text.hpp"

namespace assay::evidence {

namespace {

using Kind = CiReference::Kind;

constexpr std::size_t include_limit = 1000;

CiReference of_version(std::string_view name, std::string_view version) {
  return {ascii_lower(name), std::string(version),
          is_commit_id(version) ? Kind::commit : version.empty() ? Kind::none : Kind::tag_or_branch};
}

// A path of this repository, or an address.
CiReference of_location(const std::string& uses) {
  return {uses, {}, uses.find("://") == uses.npos ? Kind::local : Kind::none};
}

void add_include(CiText& text, const YamlNode& node, const std::string& pointer, Workflow& workflow) {
  WorkflowStep& step = workflow.steps.emplace_back();
  step.part = WorkflowStep::Part::include;
  step.pointer = pointer;
  step.line = node.line;
  step.index = static_cast<std::int64_t>(workflow.steps.size()) - 1;
  step.reference = gitlab_reference(text, node, step.uses);
  step.conditional = static_cast<bool>(node["rules"]);
  if (step.reference.kind == Kind::local)
    workflow.local_includes.push_back(step.uses);
  else if (step.reference.kind == Kind::built_in || node["component"])
    step.activities = activities_of_gitlab_template(step.uses);
}

} // namespace

CiReference gitlab_component(std::string_view text) {
  const std::size_t at = text.rfind('@');
  return of_version(text.substr(0, at), at == text.npos ? std::string_view() : text.substr(at + 1));
}

CiReference gitlab_reference(CiText& text, const YamlNode& node, std::string& uses) {
  for (const YamlNode* location : {&node, &node["local"]})
    if (location->is_scalar()) {
      uses = text.name(*location);
      return of_location(uses);
    }
  if (const YamlNode& remote = node["remote"]) {
    uses = text.name(remote);
    const std::string integrity = text.name(node["integrity"]);
    return {uses, integrity, integrity.starts_with("sha256-") ? Kind::digest : Kind::none};
  }
  if (const YamlNode& known = node["template"]) {
    uses = text.name(known);
    return {ascii_lower(uses), {}, Kind::built_in};
  }
  if (const YamlNode& component = node["component"]) {
    uses = text.name(component);
    return gitlab_component(uses);
  }
  const std::string project = text.name(node["project"]), version = text.name(node[node["ref"] ? "ref" : "branch"]);
  const std::string files = text.names(node["file"]);
  uses = project + (files.empty() ? "" : "/" + files) + (version.empty() ? "" : "@" + version);
  if (project.empty())
    text.flaw(node, "what is taken in has no name");
  return of_version(project, version);
}

void read_gitlab_includes(CiText& text, const YamlNode& include, Workflow& workflow) {
  if (include.elements.size() > include_limit)
    throw text.refuse(include, fmt::format("it includes more than {} files", include_limit));
  if (include.is_scalar() || include.is_mapping())
    add_include(text, include, "/include", workflow);
  for (std::size_t i = 0; i < include.elements.size(); ++i)
    add_include(text, *include.elements[i], json_pointer("/include", i), workflow);
}

} // namespace assay::evidence

// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/workflow_fields.hpp"

#include "audit/base/escape.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace assay::evidence {

const std::vector<std::string>& privileged_events() {
  static const std::vector<std::string> events = {
      "discussion", "discussion_comment",  "fork",  "gollum",      "issue_comment",
      "issues",     "pull_request_target", "watch", "workflow_run"};
  return events;
}

bool is_privileged(const CiTriggers& triggers) {
  const std::vector<std::string>& events = privileged_events();
  return std::any_of(triggers.list.begin(), triggers.list.end(),
                     [&](const CiTrigger& one) { return std::binary_search(events.begin(), events.end(), one.name); });
}

const CiTriggers& triggers_of(const Workflow& workflow, const WorkflowJob& job) {
  return job.triggers ? *job.triggers : workflow.triggers;
}

const CiPermissions& permissions_of(const Workflow& workflow, const WorkflowJob& job) {
  return job.permissions.summary == CiPermissions::Summary::unstated ? workflow.permissions : job.permissions;
}

std::vector<Field> declare_workflow_fields() {
  return declare_document_fields("origin, document and JSON pointer within it", {
      {"@place", FieldType::string, "its line in the document; of an alias, that of its anchor"},
      {"@system", FieldType::enumeration, "whose workflow it is", {"github", "gitlab"}},
      {"@workflow", FieldType::string, "the name that the workflow or action states; absent when it states none"},
  });
}

void begin_workflow_item(Item& item, const ReadDocument& read, const Workflow& workflow, const std::string& pointer,
                         std::size_t line) {
  begin_document_item(item, read, pointer);
  item.set_name(workflow_field::place, fmt::format("line {}", line));
  item.set_name(workflow_field::system, to_string(workflow.system));
  set_stated(item, workflow_field::workflow, workflow.name);
}

std::vector<Scope> workflow_scopes() {
  return {{"all", "", "all of them"},
          {"revision", "@origin = 'revision'", "those of the audited tree"},
          {"supplied", "@origin = 'supplied'", "those that were supplied"},
          {"github", "@system = 'github'", "those of GitHub Actions"},
          {"gitlab", "@system = 'gitlab'", "those of GitLab CI"}};
}

std::vector<std::string> reference_kinds() {
  return {"commit", "digest", "tag-or-branch", "local", "built-in", "none"};
}

void declare_activity(std::vector<Field>& fields) {
  fields.push_back({"activity", FieldType::element, "what well-known actions and commands in it do"});
  fields.push_back({"activity/@kind", FieldType::enumeration, "what for", ci_activity_kinds()});
  fields.push_back({"activity/@tool", FieldType::string, "the tool, as assay calls it"});
}

void set_activities(Item& item, std::size_t element, const std::vector<CiActivity>& activities) {
  std::vector<CiActivity> sorted = activities;
  std::sort(sorted.begin(), sorted.end());
  for (const CiActivity& one : sorted) {
    item.begin_child(element);
    item.set_name(element + 1, one.kind);
    item.set_name(element + 2, one.tool);
  }
}

void set_answer(Item& item, std::size_t field, const CiAnswer& answer) {
  item.set_flag(field, answer.value, answer.reason.c_str());
}

void set_keyword(Item& item, std::size_t field, bool stated, const WorkflowJob& job) {
  if (!stated && !job.keywords_unknown.empty())
    item.set_unknown(field, job.keywords_unknown);
  else
    item.set_flag(field, stated);
}

void LocalIncludes::see(const ReadDocument& read, const Workflow& workflow) {
  read_.insert(read.name);
  for (const std::string& path : workflow.local_includes)
    included_.emplace_back(read.name, path);
}

std::string LocalIncludes::missing() const {
  for (const auto& [by, stated] : included_) {
    const std::string path = stated.substr(std::min(stated.find_first_not_of('/'), stated.size()));
    // What a pattern means is read when all that it may mean is.
    const bool read_by_name = path.find('$') == std::string::npos && path.find('*') != std::string::npos &&
                              path.starts_with(".gitlab/ci/") && (path.ends_with(".yml") || path.ends_with(".yaml"));
    if (!read_by_name && !read_.contains(path))
      return fmt::format("{} includes {}, which was not read", escape_text(by), escape_text(stated));
  }
  return {};
}

} // namespace assay::evidence

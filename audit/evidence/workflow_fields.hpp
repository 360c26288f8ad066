// SPDX-License-Identifier: Apache-2.0
//
// What the populations of workflows share.
#pragma once

#include "audit/evidence/document_fields.hpp"
#include "audit/evidence/library.hpp"
#include "audit/evidence/population.hpp"
#include "audit/evidence/readers/workflow.hpp"

#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace assay::evidence {

// Events of GitHub that anybody can cause, and whose run nevertheless has the rights and secrets of the repository: forks
// and stars (watch), discussions, the wiki (gollum), issues and comments on them, pull_request_target, and workflow_run, which
// follows on runs for pull requests. Sorted.
const std::vector<std::string>& privileged_events();
bool is_privileged(const CiTriggers& triggers);

const CiTriggers& triggers_of(const Workflow& workflow, const WorkflowJob& job);
// What the job's token may do: its own permissions, else the workflow's.
const CiPermissions& permissions_of(const Workflow& workflow, const WorkflowJob& job);

// The first fields of every item: those of documents, then these.
namespace workflow_field {
enum : std::size_t { place = document_field::count, system, workflow, count };
}
std::vector<Field> declare_workflow_fields();
void begin_workflow_item(Item& item, const ReadDocument& read, const Workflow& workflow, const std::string& pointer,
                         std::size_t line);

// The scopes of both populations.
std::vector<Scope> workflow_scopes();

// The values of @reference-kind.
std::vector<std::string> reference_kinds();

// Appends a child `activity` with @kind and @tool; its fields follow `element`.
void declare_activity(std::vector<Field>& fields);
void set_activities(Item& item, std::size_t element, const std::vector<CiActivity>& activities);

void set_answer(Item& item, std::size_t field, const CiAnswer& answer);
// Whether the job has a keyword; unknown where it is not stated and may come from elsewhere.
void set_keyword(Item& item, std::size_t field, bool stated, const WorkflowJob& job);

// Files that GitLab configurations include, and those that were read.
class LocalIncludes {
public:
  void see(const ReadDocument& read, const Workflow& workflow);
  // Why there may be more; empty when everything was read.
  std::string missing() const;

private:
  std::set<std::string> read_;                                // paths in the tree
  std::vector<std::pair<std::string, std::string>> included_; // by which file, and as stated
};

// Visits every workflow.
template <class Visit>
Examination each_workflow(const Evidence& evidence, Visit&& visit) {
  Examination examination;
  LocalIncludes includes;
  const Drawn drawn = evidence.documents->each<Workflow>([&](const ReadDocument& read, const Workflow& workflow) {
    includes.see(read, workflow);
    visit(read, workflow);
  });
  const std::string missing = includes.missing();
  examination.examined = drawn.documents;
  examination.reason = drawn.incomplete + (drawn.incomplete.empty() || missing.empty() ? "" : "; ") + missing;
  return examination;
}

} // namespace assay::evidence

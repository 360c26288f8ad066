// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/readers/workflow.hpp"

#include <algorithm>

namespace assay::evidence {

std::string_view to_string(CiSystem system) {
  return system == CiSystem::github ? "github" : "gitlab";
}

std::string_view to_string(CiPermissions::Summary summary) {
  switch (summary) {
  case CiPermissions::Summary::unstated: return "unstated";
  case CiPermissions::Summary::none: return "none";
  case CiPermissions::Summary::read: return "read";
  case CiPermissions::Summary::write: return "write";
  case CiPermissions::Summary::read_all: return "read-all";
  case CiPermissions::Summary::write_all: return "write-all";
  case CiPermissions::Summary::other: return "other";
  }
  return {};
}

std::string_view to_string(WorkflowStep::Part part) {
  switch (part) {
  case WorkflowStep::Part::step: return "step";
  case WorkflowStep::Part::before_script: return "before-script";
  case WorkflowStep::Part::script: return "script";
  case WorkflowStep::Part::after_script: return "after-script";
  case WorkflowStep::Part::include: return "include";
  }
  return {};
}

std::string_view to_string(WorkflowStep::Checkout checkout) {
  switch (checkout) {
  case WorkflowStep::Checkout::none: return "none";
  case WorkflowStep::Checkout::own: return "own";
  case WorkflowStep::Checkout::unclear: return "unclear";
  case WorkflowStep::Checkout::pull_request_head: return "pull-request-head";
  }
  return {};
}

void add_step(WorkflowJob& job, const WorkflowStep& step) {
  ++job.steps;
  job.checkout = std::max(job.checkout, step.checkout);
  add_activities(job.activities, step.activities);
}

} // namespace assay::evidence

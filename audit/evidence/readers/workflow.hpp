// SPDX-License-Identifier: Apache-2.0
//
// What a workflow of GitHub Actions or GitLab CI states: its jobs and their steps. Both are YAML, so that the name alone
// tells them.
#pragma once

#include "audit/evidence/document.hpp"
#include "audit/evidence/readers/ci_activities.hpp"
#include "audit/evidence/readers/ci_reference.hpp"
#include "audit/evidence/readers/ci_untrusted.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace assay::evidence {

enum class CiSystem { github, gitlab };

std::string_view to_string(CiSystem system);

// yes, no, or unknown with the reason.
struct CiAnswer {
  std::optional<bool> value = false;
  std::string reason;

  static CiAnswer unknown(std::string why) { return {std::nullopt, std::move(why)}; }
};

// What starts a workflow: an event of GitHub, a source of pipelines of GitLab ("tag" for pipelines of tags).
struct CiTrigger {
  std::string name;
  std::string types, branches, tags; // as stated, parted by spaces; empty: all of them
};

struct CiTriggers {
  std::vector<CiTrigger> list; // by name
  std::string unknown;         // why there may be others; empty when there are not
};

// The rights of the workflow's token, as far as a "permissions" states them.
struct CiPermissions {
  enum class Summary { unstated, none, read, write, read_all, write_all, other };
  struct Scope {
    std::string name, access; // access: "none", "read", "write", or as stated
  };

  Summary summary = Summary::unstated;
  std::vector<Scope> scopes; // by name
};

std::string_view to_string(CiPermissions::Summary summary);

// An image that a job or one of its services runs in.
struct CiImage {
  bool service = false;
  std::string stated; // as the document has it
  CiAnswer pinned;    // by digest, whatever a matrix or variable brings
};

struct CiUntrusted {
  std::string expression; // what stands within "${{ }}" or "$[[ ]]", at most 1,000 bytes
  std::string context;    // the context whose text it passes on
  TextSource source = TextSource::none;
};

struct WorkflowStep {
  enum class Part { step, before_script, script, after_script, include };
  // What it checks out, the later the more open to others.
  enum class Checkout {
    none,
    own,               // the revision of the run, or one that is named outright
    unclear,           // what an expression gives that is not followed
    pull_request_head, // what a pull request wants to bring
  };

  Part part = Part::step;
  std::string job;     // its key; empty for steps of an action and for what GitLab includes
  std::string pointer; // JSON pointer within the document
  std::size_t line = 0;
  std::int64_t index = 0; // within the job or action, from 0
  std::string name, uses;
  CiReference reference; // of `uses`
  bool runs_script = false;
  std::vector<CiUntrusted> untrusted; // at most 100
  Checkout checkout = Checkout::none;
  std::optional<bool> keeps_credentials; // of a step with actions/checkout
  std::set<std::string> secrets;         // names in lower case, without the workflow's own token; "*": all of them
  bool token = false;                    // it names the workflow's own token
  bool conditional = false, disabled = false;
  CiAnswer continue_on_error;
  std::vector<CiActivity> activities;
};

std::string_view to_string(WorkflowStep::Part part);
std::string_view to_string(WorkflowStep::Checkout checkout);

struct WorkflowJob {
  std::string key, pointer, name;
  std::size_t line = 0;
  std::optional<CiTriggers> triggers;  // where they are not the workflow's
  CiPermissions permissions;           // its own
  std::optional<CiAnswer> self_hosted; // nothing where it needs no machine
  std::string runner;                  // labels, tags or expression
  std::vector<CiImage> images;         // the job's first
  std::string images_unknown;          // why it may run in another image than is stated here
  std::string keywords_unknown;        // why it may have keywords that are not stated here
  std::string steps_unknown;           // why it may have other steps
  WorkflowStep::Checkout checkout = WorkflowStep::Checkout::none; // the most open of its steps
  std::set<std::string> secrets;                                  // as for steps
  CiAnswer uses_secrets;
  bool secrets_inherit = false;
  CiAnswer oidc;
  std::string environment;
  std::string uses; // another workflow or pipeline
  CiReference reference;
  std::optional<std::int64_t> timeout; // minutes
  std::string timeout_unknown;
  bool conditional = false, disabled = false;
  CiAnswer continue_on_error;
  std::int64_t steps = 0;
  std::vector<CiActivity> activities; // of its steps, and of the workflow it uses
};

// Takes a step of the job into account.
void add_step(WorkflowJob& job, const WorkflowStep& step);

struct Workflow : Content {
  static constexpr DocumentKind kind = DocumentKind::workflow;

  CiSystem system = CiSystem::github;
  std::string name;
  Flaws flaws; // what the forge would not take, as far as the reader knows it
  CiTriggers triggers;
  CiPermissions permissions;
  std::vector<WorkflowJob> jobs;   // none of an action
  std::vector<WorkflowStep> steps; // of all jobs
  std::vector<std::string> local_includes; // of GitLab: files of the same repository, as stated
};

// .github/workflows/*.yml and *.yaml.
bool is_github_workflow_named(const Appearance& appearance);
std::unique_ptr<Content> read_github_workflow(const Document& document);

// action.yml and action.yaml in any folder; by content those with a "runs".
bool is_github_action_named(const Appearance& appearance);
bool is_github_action(const Appearance& appearance);
std::unique_ptr<Content> read_github_action(const Document& document);

// .gitlab-ci.yml, and *.yml and *.yaml below .gitlab/ci/.
bool is_gitlab_ci_named(const Appearance& appearance);
std::unique_ptr<Content> read_gitlab_ci(const Document& document);

} // namespace assay::evidence

// SPDX-License-Identifier: Apache-2.0
//
// Population `workflow-steps`: what the jobs of workflows and the composite actions of a repository run, one item a step; of
// GitLab a script each, and each file that is included.
#include "audit/evidence/workflow_fields.hpp"

#include <algorithm>
#include <map>

namespace assay::evidence {

namespace {

enum : std::size_t {
  job = workflow_field::count,
  part,
  step,
  name,
  privileged_trigger,
  uses,
  action,
  reference,
  reference_kind,
  pinned,
  run,
  untrusted_expression,
  insider_expression,
  checkout,
  keeps_credentials,
  secrets,
  token,
  conditional,
  disabled,
  continue_on_error,
  untrusted,
  untrusted_text,
  untrusted_context,
  untrusted_source,
  secret,
  secret_name,
  activity,
};

std::vector<Field> declare() {
  std::vector<Field> fields = declare_workflow_fields();
  const std::vector<Field> more = {
      {"@job", FieldType::string, "the job's key; absent for steps of an action and for what GitLab includes"},
      {"@part", FieldType::enumeration, "what it is: a step of GitHub or of run, a script of GitLab, or an included file",
       {"step", "before-script", "script", "after-script", "include"}},
      {"@step", FieldType::integer, "its place within the job or action, from 0"},
      {"@name", FieldType::string, "its name; absent when it states none"},
      {"@privileged-trigger", FieldType::yes_no, "as of workflow-jobs; absent without a job"},
      {"@uses", FieldType::string, "the action, image or file it uses, as stated; absent without"},
      {"@action", FieldType::string, "that without the version, in lower case, without needless parts of its path"},
      {"@reference", FieldType::string, "the version it is named by; absent without one"},
      {"@reference-kind", FieldType::enumeration,
       "what kind of version that is: commit, all digits of its id; digest, of an image or file; tag-or-branch, which "
       "somebody can move; local, a file of this revision; built-in, what the forge ships; none. Absent when it uses nothing",
       reference_kinds()},
      {"@pinned", FieldType::yes_no,
       "whether what it uses is fixed by this revision: commit, digest or local. Absent when it uses nothing"},
      {"@run", FieldType::yes_no, "whether it has a script of its own"},
      {"@untrusted-expression", FieldType::yes_no,
       "whether text that anybody may write is put into code it runs (a script, or an input of an action that is run as "
       "one), directly, through a function, or through env and matrix of the same file. Outputs of steps and jobs are not "
       "followed"},
      {"@insider-expression", FieldType::yes_no,
       "the same with text of insiders or of a calling workflow: inputs, payloads, names of branches and labels"},
      {"@checkout", FieldType::enumeration,
       "what it checks out: own, the revision of the run or one named outright; pull-request-head; unclear, what an "
       "expression gives that is not followed",
       {"none", "own", "unclear", "pull-request-head"}},
      {"@keeps-credentials", FieldType::yes_no,
       "whether actions/checkout leaves the token behind for later steps; absent for other steps"},
      {"@secrets", FieldType::yes_no, "whether it names secrets other than the workflow's own token; absent for GitLab"},
      {"@token", FieldType::yes_no, "whether it names the workflow's own token"},
      {"@conditional", FieldType::yes_no, "whether it, or the job of GitLab, has a condition"},
      {"@disabled", FieldType::yes_no, "whether it never runs: its condition, or its job's, is false outright"},
      {"@continue-on-error", FieldType::yes_no, "whether the job goes on when it fails"},
      {"untrusted", FieldType::element, "an expression that puts text of others into code; at most 100 of a step"},
      {"untrusted/@expression", FieldType::string, "the expression, at most 1,000 bytes of it"},
      {"untrusted/@context", FieldType::string, "the context whose text it passes on"},
      {"untrusted/@source", FieldType::enumeration, "who writes that", {"anyone", "insider"}},
      {"secret", FieldType::element, "a secret that the step names"},
      {"secret/@name", FieldType::string, "its name in lower case; * for all of them"},
  };
  fields.insert(fields.end(), more.begin(), more.end());
  declare_activity(fields);
  return fields;
}

void fill_uses(Item& item, const WorkflowStep& one) {
  if (one.uses.empty())
    return;
  item.set_text(uses, one.uses);
  item.set_text(action, one.reference.name);
  set_stated(item, reference, one.reference.version);
  item.set_name(reference_kind, to_string(one.reference.kind));
  item.set_flag(pinned, one.reference.pinned());
}

void fill_untrusted(Item& item, const WorkflowStep& one) {
  const auto from = [&](TextSource source) {
    return std::any_of(one.untrusted.begin(), one.untrusted.end(),
                       [&](const CiUntrusted& text) { return text.source == source; });
  };
  item.set_flag(untrusted_expression, from(TextSource::anyone));
  item.set_flag(insider_expression, from(TextSource::insider));
  for (const CiUntrusted& text : one.untrusted) {
    item.begin_child(untrusted);
    item.set_text(untrusted_text, text.expression);
    item.set_text(untrusted_context, text.context);
    item.set_name(untrusted_source, to_string(text.source));
  }
}

void fill_secrets(Item& item, const Workflow& workflow, const WorkflowStep& one) {
  if (workflow.system == CiSystem::github)
    item.set_flag(secrets, !one.secrets.empty());
  item.set_flag(token, one.token);
  for (const std::string& named : one.secrets) {
    item.begin_child(secret);
    item.set_text(secret_name, named);
  }
}

// `owner`: the step's job; nothing when it has none.
void fill(Item& item, const Workflow& workflow, const WorkflowStep& one, const WorkflowJob* owner) {
  if (owner != nullptr) {
    item.set_text(job, one.job);
    item.set_flag(privileged_trigger, is_privileged(triggers_of(workflow, *owner)));
  }
  item.set_name(part, to_string(one.part));
  item.set_number(step, one.index);
  set_stated(item, name, one.name);
  fill_uses(item, one);
  item.set_flag(run, one.runs_script);
  fill_untrusted(item, one);
  item.set_name(checkout, to_string(one.checkout));
  if (one.keeps_credentials)
    item.set_flag(keeps_credentials, *one.keeps_credentials);
  fill_secrets(item, workflow, one);
  if (owner != nullptr) {
    set_keyword(item, conditional, one.conditional, *owner);
    set_keyword(item, disabled, one.disabled || owner->disabled, *owner);
  } else {
    item.set_flag(conditional, one.conditional);
    item.set_flag(disabled, one.disabled);
  }
  set_answer(item, continue_on_error, one.continue_on_error);
  set_activities(item, activity, one.activities);
}

Examination examine(const Population& self, const Evidence& evidence, FieldSet wanted, const ItemSink& sink) {
  Item item("workflow-step", self.fields, wanted);
  return each_workflow(evidence, [&](const ReadDocument& read, const Workflow& workflow) {
    std::map<std::string_view, const WorkflowJob*> jobs;
    for (const WorkflowJob& one : workflow.jobs)
      jobs.emplace(one.key, &one);
    for (const WorkflowStep& one : workflow.steps) {
      const auto owner = jobs.find(one.job);
      const bool of_job = one.part != WorkflowStep::Part::include && owner != jobs.end();
      begin_workflow_item(item, read, workflow, one.pointer, one.line);
      fill(item, workflow, one, of_job ? owner->second : nullptr);
      sink(item);
    }
  });
}

} // namespace

const Population& workflow_steps() {
  static const Population population = {
      "workflow-steps",
      "steps of workflows and actions of GitHub, scripts and includes of GitLab CI",
      Completeness::as_found,
      false,
      "documents",
      "",
      declare(),
      workflow_scopes(),
      examine};
  return population;
}

} // namespace assay::evidence

// SPDX-License-Identifier: Apache-2.0
//
// Population `workflow-jobs`: the jobs of workflows of GitHub Actions and GitLab CI, with what starts them and what they may
// do. What a workflow of another repository does, or a template of the forge, is not followed.
#include "audit/evidence/workflow_fields.hpp"

#include <fmt/format.h>

namespace assay::evidence {

namespace {

enum : std::size_t {
  valid = workflow_field::count,
  flaws,
  flaw,
  job,
  name,
  triggers,
  privileged_trigger,
  permissions_top,
  permissions_job,
  permissions,
  writes,
  write_scopes,
  oidc,
  self_hosted,
  runner,
  image,
  image_pinned,
  untrusted_checkout,
  uses_secrets,
  secrets_inherit,
  environment,
  reusable,
  uses,
  reference,
  reference_kind,
  reusable_pinned,
  timeout,
  conditional,
  disabled,
  continue_on_error,
  steps,
  trigger,
  trigger_name,
  trigger_types,
  trigger_branches,
  trigger_tags,
  permission,
  permission_scope,
  permission_access,
  permission_level,
  container,
  container_role,
  container_image,
  container_pinned,
  secret,
  secret_name,
  activity,
};

void append(std::vector<Field>& fields, const std::vector<Field>& more) {
  fields.insert(fields.end(), more.begin(), more.end());
}

void declare_identity(std::vector<Field>& fields) {
  append(fields,
         {{"@valid", FieldType::yes_no, "whether assay found nothing in the document that the forge would not take"},
          {"@flaws", FieldType::integer, "how many places of the document it would not take"},
          {"@flaw", FieldType::string, "the first of them; absent without one"},
          {"@job", FieldType::string, "the job's key"},
          {"@name", FieldType::string, "the job's name; absent when it states none"},
          {"@triggers", FieldType::string,
           "what starts it, sorted, parted by spaces: events of GitHub; of GitLab sources of pipelines as rules name them, "
           "and tag. Unknown when a rule of GitLab names none"},
          {"@privileged-trigger", FieldType::yes_no,
           fmt::format("whether an event starts it that anybody can cause and that runs with the repository's own rights: {}",
                       fmt::join(privileged_events(), ", "))}});
}

void declare_rights(std::vector<Field>& fields) {
  const std::vector<std::string> summaries = {"unstated", "none", "read", "write", "read-all", "write-all", "other"};
  append(
      fields,
      {{"@permissions-top", FieldType::enumeration,
        "permissions that the workflow states for all jobs: write when any is; other when they cannot be read. Absent for "
        "GitLab, as are the four that follow",
        summaries},
       {"@permissions-job", FieldType::enumeration, "permissions that the job states itself", summaries},
       {"@permissions", FieldType::enumeration, "those that hold: the job's, else the workflow's", summaries},
       {"@writes", FieldType::yes_no,
        "whether the job's token may write anything; unknown without permissions, which the repository's settings or a "
        "calling workflow then decide"},
       {"@write-scopes", FieldType::string, "what it may write, sorted, parted by spaces; * for everything"},
       {"@oidc", FieldType::yes_no, "whether it may ask for identity tokens: id-token write, or id_tokens of GitLab"},
       {"@self-hosted", FieldType::yes_no,
        "whether it runs on a machine that the forge does not lend; unknown when labels or tags do not tell. Absent where "
        "it only uses another workflow"},
       {"@runner", FieldType::string, "labels or tags of the machine as stated, parted by spaces; absent without"},
       {"@image", FieldType::string, "the image the job runs in, as stated; absent without one"},
       {"@image-pinned", FieldType::yes_no, "whether that is named by its digest; absent without one"},
       {"@untrusted-checkout", FieldType::yes_no,
        "whether, started by a privileged trigger, it checks out what a pull request wants to bring, with actions/checkout "
        "or git; unknown when it checks out what an expression gives that is not followed"},
       {"@uses-secrets", FieldType::yes_no,
        "whether it names secrets other than the workflow's own token; unknown for GitLab without the keyword secrets"},
       {"@secrets-inherit", FieldType::yes_no, "whether it hands all secrets to the workflow it uses"},
       {"@environment", FieldType::string, "the deployment environment; absent without one"}});
}

void declare_rest(std::vector<Field>& fields) {
  append(fields,
         {{"@reusable", FieldType::yes_no,
           "whether it uses another workflow, or starts another pipeline, instead of having steps"},
          {"@uses", FieldType::string, "which, as stated; absent when it does not"},
          {"@reference", FieldType::string, "the version that is named; absent without one"},
          {"@reference-kind", FieldType::enumeration, "what kind of version that is; absent when it uses none",
           reference_kinds()},
          {"@reusable-pinned", FieldType::yes_no,
           "whether it is fixed by this revision: a whole commit id, or a file of it; absent when it uses none"},
          {"@timeout", FieldType::integer, "minutes it may run, as stated; absent without"},
          {"@conditional", FieldType::yes_no, "whether it has a condition: if, rules, only or except"},
          {"@disabled", FieldType::yes_no, "whether that is false outright, or its when is never"},
          {"@continue-on-error", FieldType::yes_no, "whether the workflow goes on when it fails"},
          {"@steps", FieldType::integer, "how many steps it has, of workflow-steps"},
          {"trigger", FieldType::element, "one thing that starts it"},
          {"trigger/@name", FieldType::string, "the event or source"},
          {"trigger/@types", FieldType::string, "its types, parted by spaces; absent for all"},
          {"trigger/@branches", FieldType::string,
           "patterns of branches, parted by spaces, with ! before what is left out; absent for all"},
          {"trigger/@tags", FieldType::string, "patterns of tags, likewise"},
          {"permission", FieldType::element, "one permission that is stated"},
          {"permission/@scope", FieldType::string, "what it is for"},
          {"permission/@access", FieldType::enumeration, "what it allows", {"none", "read", "write", "other"}},
          {"permission/@level", FieldType::enumeration, "who states it: the workflow (top) or the job", {"top", "job"}},
          {"container", FieldType::element, "an image that the job or a service beside it runs in"},
          {"container/@role", FieldType::enumeration, "what runs in it", {"job", "service"}},
          {"container/@image", FieldType::string, "the image, as stated"},
          {"container/@pinned", FieldType::yes_no, "whether it is named by its digest, whatever the matrix brings"},
          {"secret", FieldType::element, "a secret that the job names"},
          {"secret/@name", FieldType::string, "its name in lower case; * for all of them"}});
}

std::vector<Field> declare() {
  std::vector<Field> fields = declare_workflow_fields();
  declare_identity(fields);
  declare_rights(fields);
  declare_rest(fields);
  declare_activity(fields);
  return fields;
}

class JobItem {
public:
  JobItem(Item& item, const Workflow& workflow, const WorkflowJob& one) : item_(item), workflow_(workflow), job_(one) {}

  void fill() {
    fill_identity();
    fill_triggers();
    if (workflow_.system == CiSystem::github)
      fill_permissions();
    set_answer(item_, oidc, job_.oidc);
    fill_machine();
    fill_exposure();
    fill_reusable();
    fill_rest();
  }

private:
  void fill_identity() {
    item_.set_flag(valid, workflow_.flaws.count == 0);
    item_.set_number(flaws, static_cast<std::int64_t>(workflow_.flaws.count));
    set_stated(item_, flaw, workflow_.flaws.first);
    item_.set_text(job, job_.key);
    set_stated(item_, name, job_.name);
  }

  void fill_triggers() {
    const CiTriggers& all = triggers_of(workflow_, job_);
    item_.set_flag(privileged_trigger, is_privileged(all));
    if (!all.unknown.empty())
      return item_.set_unknown({triggers, trigger, trigger_name, trigger_types, trigger_branches, trigger_tags}, all.unknown);
    std::string names;
    for (const CiTrigger& one : all.list) {
      names += (names.empty() ? "" : " ") + one.name;
      item_.begin_child(trigger);
      item_.set_text(trigger_name, one.name);
      set_stated(item_, trigger_types, one.types);
      set_stated(item_, trigger_branches, one.branches);
      set_stated(item_, trigger_tags, one.tags);
    }
    item_.set_text(triggers, names);
  }

  void fill_permissions() {
    using Summary = CiPermissions::Summary;
    const CiPermissions& effective = permissions_of(workflow_, job_);
    item_.set_name(permissions_top, to_string(workflow_.permissions.summary));
    item_.set_name(permissions_job, to_string(job_.permissions.summary));
    item_.set_name(permissions, to_string(effective.summary));
    list_permissions(workflow_.permissions, "top");
    list_permissions(job_.permissions, "job");
    if (effective.summary == Summary::unstated || effective.summary == Summary::other)
      return item_.set_unknown({writes, write_scopes}, effective.summary == Summary::other
                                                           ? "its permissions cannot be read"
                                                           : "no permissions are stated: settings outside the file decide");
    std::string scopes = effective.summary == Summary::write_all ? "*" : "";
    for (const CiPermissions::Scope& one : effective.scopes)
      if (one.access == "write")
        scopes += (scopes.empty() ? "" : " ") + one.name;
    item_.set_flag(writes, !scopes.empty());
    item_.set_text(write_scopes, scopes);
  }

  void list_permissions(const CiPermissions& some, const char* level) {
    for (const CiPermissions::Scope& one : some.scopes) {
      const bool known = one.access == "none" || one.access == "read" || one.access == "write";
      item_.begin_child(permission);
      item_.set_text(permission_scope, one.name);
      item_.set_name(permission_access, known ? one.access : "other");
      item_.set_name(permission_level, level);
    }
  }

  void fill_machine() {
    if (job_.self_hosted)
      set_answer(item_, self_hosted, *job_.self_hosted);
    set_stated(item_, runner, job_.runner);
    for (const CiImage& one : job_.images) {
      if (!one.service) {
        item_.set_text(image, one.stated);
        set_answer(item_, image_pinned, one.pinned);
      }
      item_.begin_child(container);
      item_.set_name(container_role, one.service ? "service" : "job");
      item_.set_text(container_image, one.stated);
      set_answer(item_, container_pinned, one.pinned);
    }
    if (!job_.images_unknown.empty())
      item_.set_unknown({image, image_pinned, container, container_role, container_image, container_pinned},
                        job_.images_unknown);
  }

  // What of the repository others may reach.
  void fill_exposure() {
    using Checkout = WorkflowStep::Checkout;
    const bool privileged = is_privileged(triggers_of(workflow_, job_));
    if (privileged && job_.checkout == Checkout::unclear)
      item_.set_unknown(untrusted_checkout, "it checks out what an expression gives that is not followed");
    else
      item_.set_flag(untrusted_checkout, privileged && job_.checkout == Checkout::pull_request_head);
    set_answer(item_, uses_secrets, job_.uses_secrets);
    item_.set_flag(secrets_inherit, job_.secrets_inherit);
    for (const std::string& one : job_.secrets) {
      item_.begin_child(secret);
      item_.set_text(secret_name, one);
    }
    if (!job_.environment.empty())
      item_.set_text(environment, job_.environment);
    else if (!job_.keywords_unknown.empty())
      item_.set_unknown(environment, job_.keywords_unknown);
  }

  void fill_reusable() {
    item_.set_flag(reusable, !job_.uses.empty());
    if (job_.uses.empty())
      return;
    item_.set_text(uses, job_.uses);
    set_stated(item_, reference, job_.reference.version);
    item_.set_name(reference_kind, to_string(job_.reference.kind));
    item_.set_flag(reusable_pinned, job_.reference.pinned());
  }

  void fill_rest() {
    set_stated(item_, timeout, job_.timeout);
    if (!job_.timeout_unknown.empty())
      item_.set_unknown(timeout, job_.timeout_unknown);
    set_keyword(item_, conditional, job_.conditional, job_);
    set_keyword(item_, disabled, job_.disabled, job_);
    set_answer(item_, continue_on_error, job_.continue_on_error);
    if (!job_.steps_unknown.empty())
      return item_.set_unknown({steps, activity, activity + 1, activity + 2}, job_.steps_unknown);
    item_.set_number(steps, job_.steps);
    set_activities(item_, activity, job_.activities);
  }

  Item& item_;
  const Workflow& workflow_;
  const WorkflowJob& job_;
};

Examination examine(const Population& self, const Evidence& evidence, FieldSet wanted, const ItemSink& sink) {
  Item item("workflow-job", self.fields, wanted);
  return each_workflow(evidence, [&](const ReadDocument& read, const Workflow& workflow) {
    for (const WorkflowJob& one : workflow.jobs) {
      begin_workflow_item(item, read, workflow, one.pointer, one.line);
      JobItem(item, workflow, one).fill();
      sink(item);
    }
  });
}

} // namespace

const Population& workflow_jobs() {
  static const Population population = {
      "workflow-jobs",
      "jobs of workflows of GitHub Actions and GitLab CI",
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

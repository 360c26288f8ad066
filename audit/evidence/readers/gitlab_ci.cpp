// SPDX-License-Identifier: Apache-2.0
//
// Configurations of GitLab CI (.gitlab-ci.yml, .gitlab/ci/*.yml), as "CI/CD YAML syntax reference" of GitLab 17 and 18
// describes them; older keywords that still work are read too. Each file is read by itself: what another one sets is not
// known. A file with neither job nor keyword is none, and is refused.
//
// Bounds: those of YAML (audit/base/yaml.hpp); 64 MiB of text once aliases, extends and references are followed; names and
// references of 16 KiB; 64 jobs that one extends; 1,000 included files.
#include "audit/base/json.hpp"
#include "audit/base/text.hpp"
#include "audit/evidence/readers/ci_commands.hpp"
#include "audit/evidence/readers/gitlab_includes.hpp"
#include "audit/evidence/readers/gitlab_jobs.hpp"
#include "audit/evidence/readers/gitlab_triggers.hpp"
#include "audit/evidence/readers/workflow.hpp"

#include <algorithm>

namespace assay::evidence {

namespace {

using Part = WorkflowStep::Part;

constexpr std::size_t shown_limit = 1000;    // bytes of an expression
constexpr std::size_t untrusted_limit = 100; // told of one step

// GitLab reads YAML 1.1.
bool is_true(std::string_view text) {
  const std::string plain = ascii_lower(text);
  return plain == "true" || plain == "yes" || plain == "on";
}

// "$[[ inputs.name ]]" is put into a script before a shell reads it; variables are not.
void add_inputs(WorkflowStep& step, std::string_view commands) {
  for (std::size_t at = 0; (at = commands.find("$[[", at)) != commands.npos && step.untrusted.size() < untrusted_limit;) {
    at += 3;
    const std::size_t end = std::min(commands.find("]]", at), commands.size());
    std::string inner = folded(commands.substr(at, std::min(end - at, shown_limit)));
    std::string context(trimmed(std::string_view(inner).substr(0, inner.find('|'))));
    if (context.starts_with("inputs."))
      step.untrusted.push_back({std::move(inner), std::move(context), TextSource::insider});
    at = end;
  }
}

class JobReader {
public:
  // `alone`: no other file belongs to the configuration.
  JobReader(CiText& text, const GitlabConfiguration& configuration, const YamlNode& node, bool alone, Workflow& workflow,
            WorkflowJob& job)
      : text_(text), configuration_(configuration), own_(node), node_(configuration, node), alone_(alone), workflow_(workflow), job_(job) {}

  void run() {
    const YamlNode& environment = node_["environment"];
    if (!node_.missing().empty())
      job_.keywords_unknown = elsewhere();
    job_.triggers = gitlab_triggers(text_, configuration_, node_, workflow_.triggers, elsewhere());
    job_.conditional = node_["rules"] || node_["only"] || node_["except"];
    job_.disabled = text_.read(node_["when"]) == "never";
    job_.continue_on_error = tolerance();
    job_.environment = text_.name(environment.is_mapping() ? environment["name"] : environment);
    job_.oidc = node_["id_tokens"] || elsewhere().empty() ? CiAnswer{static_cast<bool>(node_["id_tokens"]), {}}
                                                           : CiAnswer::unknown(elsewhere());
    job_.uses_secrets = node_["secrets"] ? CiAnswer{true, {}}
                                         : CiAnswer::unknown("GitLab keeps secrets in variables of the project, which the "
                                                             "file does not tell from others");
    read_timeout();
    if (node_["trigger"])
      return read_trigger(node_["trigger"]);
    read_machine();
    read_scripts();
  }

private:
  // Why a keyword may be set elsewhere; empty when it may not.
  std::string elsewhere() const {
    if (!node_.missing().empty())
      return fmt::format("it extends {}, which is not in this file", node_.missing());
    return alone_ ? "" : "another file of the configuration may set it for all jobs";
  }

  CiAnswer tolerance() {
    const YamlNode& node = node_["allow_failure"];
    if (!node && !node_.missing().empty())
      return CiAnswer::unknown(elsewhere());
    return {node.is_mapping() || is_true(text_.read(node)), {}};
  }

  void read_timeout() {
    const YamlNode& node = node_["timeout"];
    job_.timeout = gitlab_minutes(text_.read(node));
    if (!job_.timeout)
      job_.timeout_unknown = node ? "its timeout is no duration that can be read" : elsewhere();
  }

  void read_trigger(const YamlNode& trigger) {
    const YamlNode& include = trigger["include"];
    const bool several = include.is_sequence() && !include.elements.empty();
    if (trigger.is_scalar()) {
      job_.uses = text_.name(trigger); // a project
      job_.reference = {ascii_lower(job_.uses), {}, CiReference::Kind::none};
    } else {
      job_.reference = gitlab_reference(text_, several ? *include.elements.front() : include ? include : trigger, job_.uses);
    }
  }

  void read_machine() {
    const YamlNode& tags = node_["tags"];
    const YamlNode& image = node_["image"];
    job_.runner = text_.names(tags);
    job_.self_hosted = std::any_of(tags.elements.begin(), tags.elements.end(), is_hosted)
                           ? CiAnswer{false, {}}
                           : CiAnswer::unknown("which runner takes it, the file does not say");
    add_image(image, false);
    if (!image)
      job_.images_unknown = elsewhere();
    for (const YamlNode* service : node_["services"].elements)
      add_image(*service, true);
  }

  // Tags of the runners of gitlab.com.
  static bool is_hosted(const YamlNode* tag) {
    return tag->text().starts_with("saas-linux-") || tag->text().starts_with("saas-macos-") ||
           tag->text().starts_with("saas-windows-");
  }

  void add_image(const YamlNode& node, bool service) {
    const YamlNode& name = node.is_mapping() ? node["name"] : node;
    if (!name)
      return;
    CiImage image{service, text_.name(name), {true, {}}};
    const std::string resolved = node_.with_variables(image.stated);
    if (!parse_image(resolved).pinned())
      image.pinned = resolved.find('$') == std::string::npos
                         ? CiAnswer{false, {}}
                         : CiAnswer::unknown("the image holds a variable that this file does not set");
    job_.images.push_back(std::move(image));
  }

  void read_scripts() {
    add_script("before_script", Part::before_script);
    add_script("script", Part::script);
    add_script("after_script", Part::after_script);
    const YamlNode& run = node_["run"];
    for (std::size_t i = 0; i < run.elements.size(); ++i)
      add_run(*run.elements[i], json_pointer(json_pointer(job_.pointer, "run"), i));
    if (!node_["script"] && run.elements.empty())
      job_.steps_unknown = job_.keywords_unknown;
    if (job_.steps == 0 && job_.steps_unknown.empty())
      text_.flaw(own_, "a job runs nothing");
  }

  WorkflowStep& begin(Part part, const YamlNode& node, const std::string& pointer) {
    WorkflowStep& step = workflow_.steps.emplace_back();
    step.part = part;
    step.job = job_.key;
    step.pointer = pointer;
    step.line = node.line;
    step.index = job_.steps;
    step.conditional = job_.conditional;
    step.disabled = job_.disabled;
    step.continue_on_error = job_.continue_on_error;
    text_.count(node, pointer.size() + job_.key.size());
    return step;
  }

  void add_script(const char* keyword, Part part) {
    const YamlNode& node = node_[keyword];
    const std::string commands = node ? node_.commands(node) : std::string();
    if (commands.empty())
      return;
    WorkflowStep& step = begin(part, node, json_pointer(job_.pointer, keyword));
    read_commands(step, commands);
    if (part == Part::script)
      add_keywords(step);
    add_step(job_, step);
  }

  void add_run(const YamlNode& node, const std::string& pointer) {
    WorkflowStep& step = begin(Part::step, node, pointer);
    step.name = text_.name(node["name"]);
    if (node["script"])
      read_commands(step, node_.commands(node["script"]));
    if (const YamlNode& uses = node["step"]; uses.is_scalar()) {
      step.uses = text_.name(uses);
      step.reference = step.uses.starts_with('.') ? CiReference{step.uses, {}, CiReference::Kind::local}
                                                  : gitlab_component(step.uses);
    }
    add_step(job_, step);
  }

  void read_commands(WorkflowStep& step, const std::string& commands) {
    step.runs_script = true;
    step.token = commands.find("CI_JOB_TOKEN") != std::string::npos;
    each_command(commands, [&](const CommandWords& command) {
      add_activities(step.activities, activities_of_command(command));
    });
    add_inputs(step, commands);
  }

  // What the keywords beside a script say of it.
  void add_keywords(WorkflowStep& step) {
    for (const auto& [type, report] : node_["artifacts"]["reports"].members)
      add_activities(step.activities, activities_of_gitlab_report(text_.name(*type)));
    if (node_["release"])
      add_activities(step.activities, {{"release", "gitlab"}});
    if (node_["coverage"])
      add_activities(step.activities, {{"coverage", "gitlab"}});
  }

  CiText& text_;
  const GitlabConfiguration& configuration_;
  const YamlNode& own_;
  GitlabJob node_; // with what it takes over
  bool alone_;
  Workflow& workflow_;
  WorkflowJob& job_;
};

// After "spec" comes a second document, which it describes.
const YamlNode& configuration_of(const YamlDocument& yaml) {
  return yaml.roots().size() > 1 && yaml.root()["spec"] ? *yaml.roots()[1] : yaml.root();
}

} // namespace

bool is_gitlab_ci_named(const Appearance& appearance) {
  return appearance.path == ".gitlab-ci.yml" ||
         (appearance.in_folder(".gitlab/ci/") && (appearance.ends_with(".yml") || appearance.ends_with(".yaml")));
}

std::unique_ptr<Content> read_gitlab_ci(const Document& document) {
  const YamlDocument yaml(document.text, document.name);
  const YamlNode& root = configuration_of(yaml);
  auto workflow = std::make_unique<Workflow>();
  workflow->system = CiSystem::gitlab;
  CiText text(document, workflow->flaws);
  const GitlabConfiguration configuration(text, root);
  if (!configuration.is_any())
    throw text.refuse(root, "it names neither jobs nor keywords of GitLab CI, and so is no configuration of it");
  workflow->name = text.name(root["workflow"]["name"]);
  workflow->triggers = gitlab_triggers_of_rules(text, configuration, root["workflow"]["rules"]);
  read_gitlab_includes(text, root["include"], *workflow);
  const bool alone = document.name == ".gitlab-ci.yml" && !root["include"];
  for (const auto& [name, node] : configuration.jobs()) {
    WorkflowJob job;
    job.key = job.name = name;
    job.pointer = json_pointer({}, name);
    job.line = node->line;
    JobReader(text, configuration, *node, alone, *workflow, job).run();
    workflow->jobs.push_back(std::move(job));
  }
  return workflow;
}

} // namespace assay::evidence

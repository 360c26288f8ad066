// SPDX-License-Identifier: Apache-2.0
//
// Workflows of GitHub Actions (.github/workflows/*.yml). GitHub gives their syntax no version; read is what "Workflow syntax
// for GitHub Actions" describes, with YAML's anchors. A file without jobs is none, and is refused.
//
// Bounds: those of YAML (audit/base/yaml.hpp); 64 MiB of text once aliases are followed; names and references of 16 KiB;
// 100 triggers; 1,000 secrets at the top; 200,000 steps.
#include "audit/evidence/readers/github_jobs.hpp"
#include "audit/evidence/readers/github_steps.hpp"

#include <algorithm>

namespace assay::evidence {

namespace {

constexpr std::size_t trigger_limit = 100;
constexpr std::size_t secret_limit = 1000;

// Patterns of "branches" and "branches-ignore"; the latter as GitHub writes exceptions, with "!".
std::string patterns(CiText& text, const YamlNode& filters, const std::string& name) {
  const std::string taken = text.names(filters[name]);
  const std::string left_out = text.names(filters[name + "-ignore"], "!");
  return taken + (taken.empty() || left_out.empty() ? "" : " ") + left_out;
}

void add_trigger(CiText& text, CiTriggers& triggers, const YamlNode& name, const YamlNode& filters) {
  if (triggers.list.size() >= trigger_limit)
    throw text.refuse(name, fmt::format("it has more than {} triggers", trigger_limit));
  triggers.list.push_back({text.name(name), text.names(filters["types"]), patterns(text, filters, "branches"),
                           patterns(text, filters, "tags")});
}

CiTriggers read_triggers(CiText& text, const YamlNode& node) {
  static const YamlNode nothing;
  CiTriggers triggers;
  if (node.is_scalar())
    add_trigger(text, triggers, node, nothing);
  for (const YamlNode* one : node.elements)
    add_trigger(text, triggers, *one, nothing);
  for (const auto& [name, filters] : node.members)
    add_trigger(text, triggers, *name, *filters);
  std::sort(triggers.list.begin(), triggers.list.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  return triggers;
}

} // namespace

bool is_github_workflow_named(const Appearance& appearance) {
  constexpr std::string_view folder = ".github/workflows/";
  return appearance.in_folder(folder) && appearance.path.find('/', folder.size()) == std::string::npos &&
         (appearance.ends_with(".yml") || appearance.ends_with(".yaml"));
}

std::unique_ptr<Content> read_github_workflow(const Document& document) {
  const YamlDocument yaml(document.text, document.name);
  const YamlNode& root = yaml.root();
  auto workflow = std::make_unique<Workflow>();
  CiText text(document, workflow->flaws);
  const YamlNode& jobs = root["jobs"];
  if (!jobs.is_mapping() || jobs.members.empty())
    throw text.refuse(jobs ? jobs : root, "it names no jobs, and so is no workflow");
  workflow->name = text.name(root["name"]);
  if (!root["on"])
    text.flaw(root, "a workflow does not say on which events it runs");
  workflow->triggers = read_triggers(text, root["on"]);
  workflow->permissions = read_github_permissions(text, root["permissions"]);
  GithubScope scope(text);
  scope.add_env(root["env"]);
  std::set<std::string> secrets;
  add_github_secrets(text, root["env"], secrets);
  if (secrets.size() > secret_limit)
    throw text.refuse(root["env"], fmt::format("it names more than {} secrets at its top", secret_limit));
  for (const auto& [key, job] : jobs.members) {
    if (job->is_mapping())
      read_github_job(text, text.name(*key), *job, scope, secrets, *workflow);
    else
      text.flaw(*job, "a job is no mapping");
  }
  if (workflow->jobs.empty())
    throw text.refuse(jobs, "none of its jobs is a mapping, and so it is no workflow");
  return workflow;
}

} // namespace assay::evidence

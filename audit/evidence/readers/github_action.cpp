// SPDX-License-Identifier: Apache-2.0
//
// Actions that a repository defines (action.yml): the steps of composite ones, and the image of those in Docker as one step.
// An action in JavaScript has no steps. Read is what "Metadata syntax for GitHub Actions" describes, with the bounds of
// workflows.
#include "audit/evidence/readers/github_steps.hpp"

namespace assay::evidence {

bool is_github_action_named(const Appearance& appearance) {
  return appearance.file_name == "action.yml" || appearance.file_name == "action.yaml";
}

bool is_github_action(const Appearance& appearance) {
  return is_github_action_named(appearance) &&
         (appearance.text.starts_with("runs:") || appearance.text.find("\nruns:") != std::string_view::npos);
}

std::unique_ptr<Content> read_github_action(const Document& document) {
  const YamlDocument yaml(document.text, document.name);
  const YamlNode& root = yaml.root();
  auto action = std::make_unique<Workflow>();
  CiText text(document, action->flaws);
  const YamlNode& runs = root["runs"];
  if (!runs.is_mapping())
    throw text.refuse(root, "it does not say what it runs, and so is no action");
  action->name = text.name(root["name"]);
  read_github_steps(text, runs["steps"], GithubScope(text), {}, "/runs/steps", action->steps);
  if (const YamlNode& image = runs["image"]) {
    WorkflowStep& step = action->steps.emplace_back();
    step.pointer = "/runs/image";
    step.line = image.line;
    step.uses = text.name(image);
    step.reference = step.uses.starts_with("docker://") ? parse_uses(step.uses)
                                                        : CiReference{step.uses, {}, CiReference::Kind::local};
  }
  return action;
}

} // namespace assay::evidence

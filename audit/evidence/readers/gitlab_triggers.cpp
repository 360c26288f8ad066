// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/readers/gitlab_triggers.hpp"

#include "audit/base/text.hpp"

#include <algorithm>
#include <charconv>
#include <set>

namespace assay::evidence {

namespace {

constexpr int nesting_limit = 10; // of rules within rules, GitLab's own

CiTriggers made_of(const std::set<std::string>& names, std::string unknown = {}) {
  CiTriggers triggers;
  for (const std::string& name : names)
    triggers.list.push_back({name, {}, {}, {}});
  triggers.unknown = std::move(unknown);
  return triggers;
}

// Adds what a condition names; whether it names any.
bool add_sources(std::string_view condition, std::set<std::string>& names) {
  static constexpr std::string_view sources[] = {
      "api",      "chat", "external_pull_request_event", "merge_request_event", "ondemand_dast_scan", "parent_pipeline",
      "pipeline", "push", "schedule", "security_orchestration_policy", "trigger", "web", "webide"};
  static constexpr std::pair<std::string_view, std::string_view> variables[] = {
      {"$CI_COMMIT_TAG", "tag"}, {"$CI_COMMIT_BRANCH", "push"}, {"$CI_MERGE_REQUEST_", "merge_request_event"}};
  const auto names_text = [&](std::string_view text) { return condition.find(text) != condition.npos; };
  bool any = false;
  const auto add_if = [&](bool named, std::string_view name) {
    any = any || named;
    if (named)
      names.emplace(name);
  };
  if (names_text("$CI_PIPELINE_SOURCE") && !names_text("$CI_PIPELINE_SOURCE !="))
    for (const std::string_view source : sources)
      add_if(names_text(fmt::format("\"{}\"", source)) || names_text(fmt::format("'{}'", source)), source);
  for (const auto& [variable, source] : variables)
    add_if(names_text(variable), source);
  return any;
}

CiTriggers of_only(CiText& text, const YamlNode& only) {
  static constexpr std::pair<std::string_view, std::string_view> words[] = {
      {"api", "api"},
      {"branches", "push"},
      {"chat", "chat"},
      {"external", "external"},
      {"external_pull_requests", "external_pull_request_event"},
      {"merge_requests", "merge_request_event"},
      {"pipelines", "pipeline"},
      {"pushes", "push"},
      {"schedules", "schedule"},
      {"tags", "tag"},
      {"triggers", "trigger"},
      {"web", "web"}};
  const YamlNode& refs = only.is_mapping() ? only["refs"] : only;
  std::vector<const YamlNode*> list = refs.elements;
  if (refs.is_scalar())
    list.push_back(&refs);
  if (list.empty())
    return made_of({"push", "tag"});
  std::set<std::string> names;
  for (const YamlNode* one : list) {
    const std::string_view whole = text.read(*one), stated = whole.substr(0, whole.find('@')); // "branches@group/project"
    const auto known =
        std::find_if(std::begin(words), std::end(words), [&](const auto& word) { return word.first == stated; });
    names.emplace(known == std::end(words) ? "push" : known->second); // else the name of a branch or a pattern of them
  }
  return made_of(names);
}

// Rules, and rules within them that are taken from elsewhere.
void add_rules(CiText& text, const GitlabConfiguration& configuration, const YamlNode& stated, std::set<std::string>& names,
               bool& open, int depth) {
  const YamlNode& node = configuration.followed(stated);
  text.count(node, 1);
  if (node.is_sequence() && depth <= nesting_limit) {
    for (const YamlNode* one : node.elements)
      add_rules(text, configuration, *one, names, open, depth + 1);
  } else if (node && text.read(node["when"]) != "never" && !add_sources(text.read(node["if"]), names)) {
    open = true;
  }
}

std::int64_t seconds_of(std::string_view unit) {
  return unit.starts_with('w') ? 604'800 : unit.starts_with('d') ? 86'400 : unit.starts_with('h') ? 3'600
         : unit.starts_with('m') ? 60
                                 : 1;
}

} // namespace

CiTriggers gitlab_triggers_of_rules(CiText& text, const GitlabConfiguration& configuration, const YamlNode& rules) {
  std::set<std::string> names;
  bool open = false;
  add_rules(text, configuration, rules, names, open, 0);
  return made_of(names, open ? "a rule names no source of pipelines" : "");
}

CiTriggers gitlab_triggers(CiText& text, const GitlabConfiguration& configuration, const GitlabJob& job,
                           const CiTriggers& of_workflow, const std::string& elsewhere) {
  if (const YamlNode& rules = job["rules"])
    return gitlab_triggers_of_rules(text, configuration, rules);
  if (const YamlNode& only = job["only"])
    return of_only(text, only);
  if (!of_workflow.list.empty() || !of_workflow.unknown.empty())
    return of_workflow;
  return made_of({"push", "tag"}, elsewhere);
}

std::optional<std::int64_t> gitlab_minutes(std::string_view text) {
  std::int64_t seconds = 0;
  text = trimmed(text);
  if (text.empty())
    return std::nullopt;
  while (!text.empty()) {
    std::int64_t count = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), count);
    if (problem != std::errc() || count < 0 || count > 1'000'000)
      return std::nullopt;
    text = trimmed(text.substr(static_cast<std::size_t>(end - text.data())));
    const std::size_t letters = std::min(text.find_first_of(" 0123456789"), text.size());
    seconds += count * seconds_of(ascii_lower(text.substr(0, letters)));
    text = trimmed(text.substr(letters));
  }
  return (seconds + 59) / 60;
}

} // namespace assay::evidence

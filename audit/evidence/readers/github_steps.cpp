// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/readers/github_steps.hpp"

#include "audit/base/json.hpp"
#include "audit/base/text.hpp"
#include "audit/evidence/readers/ci_commands.hpp"

#include <algorithm>

namespace assay::evidence {

namespace {

using Checkout = WorkflowStep::Checkout;

constexpr std::size_t shown_limit = 1000;     // bytes of an expression
constexpr std::size_t untrusted_limit = 100;  // told of one step
constexpr std::size_t step_limit = 200'000;

// Inputs of actions that are run as code: by a shell, or by JavaScript, Python or PowerShell.
struct CodeInput {
  std::string_view action, input;
};
constexpr CodeInput code_inputs[] = {
    {"actions/github-script", "script"},
    {"addnab/docker-run-action", "options"},
    {"addnab/docker-run-action", "run"},
    {"amadevus/pwsh-script", "script"},
    {"appleboy/ssh-action", "script"},
    {"azure/cli", "inlinescript"},
    {"azure/powershell", "inlinescript"},
    {"cross-platform-actions/action", "run"},
    {"devcontainers/ci", "runcmd"},
    {"jannekem/run-python-script-action", "script"},
    {"mikefarah/yq", "cmd"},
    {"nick-fields/retry", "command"},
    {"nick-fields/retry", "on_retry_command"},
    {"nick-invision/retry", "command"},
    {"reactivecircus/android-emulator-runner", "script"},
    {"tibdex/backport", "body_template"},
    {"tibdex/backport", "title_template"},
    {"uraimo/run-on-arch-action", "install"},
    {"uraimo/run-on-arch-action", "run"},
    {"vmactions/freebsd-vm", "prepare"},
    {"vmactions/freebsd-vm", "run"},
    {"vmactions/netbsd-vm", "run"},
    {"vmactions/omnios-vm", "run"},
    {"vmactions/openbsd-vm", "run"},
    {"vmactions/solaris-vm", "run"},
    {"wandalen/wretry.action", "command"},
    {"workflow/nix-shell-action", "script"},
};

bool is_of_variable(char c) {
  return is_digit(c) || c == '_' || is_letter(c);
}

// Calls visit(ContextFlow, expression) for each context that some expression in `text` passes on.
template <class Visit>
void each_flow(std::string_view text, Visit&& visit) {
  for (const std::string_view expression : expressions_in(text))
    for (const ContextFlow& flow : flow_of_expression(expression).contexts)
      visit(flow, expression);
}

class StepReader {
public:
  StepReader(CiText& text, const YamlNode& node, const GithubScope& outer, WorkflowStep& step)
      : text_(text), node_(node), scope_(text, &outer), step_(step) {
    scope_.add_env(node["env"]);
  }

  void run() {
    step_.name = text_.name(node_["name"]);
    step_.conditional = static_cast<bool>(node_["if"]);
    step_.disabled = is_never(node_["if"]);
    step_.continue_on_error = github_boolean(text_, node_["continue-on-error"], "continue-on-error");
    step_.token = add_github_secrets(text_, node_, step_.secrets);
    if (node_["uses"])
      read_uses();
    if (node_["run"])
      read_run();
    if (step_.runs_script != step_.uses.empty())
      text_.flaw(node_, step_.runs_script ? "a step has both run and uses" : "a step has neither run nor uses");
  }

private:
  void read_uses() {
    step_.uses = text_.name(node_["uses"]);
    step_.reference = parse_uses(step_.uses);
    if (step_.reference.kind == CiReference::Kind::none && !step_.uses.starts_with("docker://"))
      text_.flaw(node_["uses"], "an action is named without a version");
    const std::string& action = step_.reference.name;
    const CiInputs inputs = github_inputs(text_, node_["with"]);
    for (const auto& [name, value] : inputs)
      for (const CodeInput& one : code_inputs)
        if (one.action == action && one.input == name)
          add_untrusted(value);
    add_activities(step_.activities, activities_of_action(action, inputs));
    if (action == "actions/checkout")
      read_checkout(node_["with"]);
  }

  void read_run() {
    step_.runs_script = true;
    const std::string_view script = text_.read(node_["run"]);
    add_untrusted(script);
    each_command(script, [&](const CommandWords& command) {
      add_activities(step_.activities, activities_of_command(command));
      if (fetches_head(command))
        step_.checkout = Checkout::pull_request_head;
    });
  }

  void add_untrusted(std::string_view code) {
    each_flow(code, [&](const ContextFlow& flow, std::string_view expression) {
      const TextSource source = scope_.source(flow);
      if (source != TextSource::none && step_.untrusted.size() < untrusted_limit)
        add_untrusted(expression, flow, source);
    });
  }

  void add_untrusted(std::string_view expression, const ContextFlow& flow, TextSource source) {
    std::string shown = folded(expression.substr(0, shown_limit));
    const bool known = std::any_of(step_.untrusted.begin(), step_.untrusted.end(), [&](const CiUntrusted& one) {
      return one.context == flow.path && one.expression == shown;
    });
    if (!known)
      step_.untrusted.push_back({std::move(shown), flow.path, source});
  }

  void read_checkout(const YamlNode& inputs) {
    step_.keeps_credentials = ascii_lower(text_.read(inputs["persist-credentials"])) != "false";
    step_.checkout = std::max(judge_revision(text_.read(inputs["ref"])), judge_revision(text_.read(inputs["repository"])));
  }

  Checkout judge_revision(std::string_view stated) const {
    Checkout checkout = stated.find("pull/") == std::string_view::npos ? Checkout::own : Checkout::pull_request_head;
    each_flow(stated, [&](const ContextFlow& flow, std::string_view) {
      checkout = std::max(checkout, scope_.names_head(flow)  ? Checkout::pull_request_head
                                    : scope_.names_own(flow) ? Checkout::own
                                                             : Checkout::unclear);
    });
    return checkout;
  }

  // "gh pr checkout", "git fetch origin pull/1/head", "git checkout $HEAD".
  bool fetches_head(const CommandWords& command) const {
    static constexpr std::string_view verbs[] = {"checkout", "cherry-pick", "clone", "fetch",  "merge",
                                                 "pull",     "rebase",      "reset", "switch", "worktree"};
    const auto has = [&](std::string_view word) {
      return std::find(command.begin(), command.end(), word) != command.end();
    };
    if (command.front() == "gh" || command.front() == "hub")
      return has("pr") && has("checkout");
    if (command.front() != "git" || std::none_of(std::begin(verbs), std::end(verbs), has))
      return false;
    return std::any_of(command.begin() + 1, command.end(), [&](const std::string& word) { return means_head(word); });
  }

  bool means_head(std::string_view word) const {
    const std::size_t pull = word.find("pull/");
    bool head = pull != word.npos && (word.find("/head", pull) != word.npos || word.find("/merge", pull) != word.npos);
    each_flow(word, [&](const ContextFlow& flow, std::string_view) { head = head || scope_.names_head(flow); });
    for (std::size_t at = 0; !head && (at = word.find('$', at)) != word.npos;) {
      at += word.substr(at, 2) == "${" ? 2 : 1;
      const std::size_t start = at;
      while (at < word.size() && is_of_variable(word[at]))
        ++at;
      head = scope_.variable_names_head(word.substr(start, at - start));
    }
    return head;
  }

  CiText& text_;
  const YamlNode& node_;
  GithubScope scope_;
  WorkflowStep& step_;
};

void add_secret(const ContextFlow& named, std::set<std::string>& secrets, bool& token) {
  if (named.path == "github.token" || named.path == "secrets.github_token")
    token = true;
  else if (named.path == "secrets")
    secrets.insert("*");
  else if (named.path.starts_with("secrets."))
    secrets.insert(named.path.substr(8, named.path.find('.', 8) - 8));
}

} // namespace

bool add_github_secrets(CiText& text, const YamlNode& node, std::set<std::string>& secrets) {
  bool token = false;
  text.each_scalar(node, [&](std::string_view scalar) {
    for (const std::string_view expression : expressions_in(scalar))
      for (const ContextFlow& named : flow_of_expression(expression).named)
        add_secret(named, secrets, token);
  });
  return token;
}

bool is_never(const YamlNode& condition) {
  std::string_view text = trimmed(condition.text());
  if (text.starts_with("${{") && expression_end(text, 0) == text.size())
    text = expressions_in(text).front();
  return ascii_lower(text) == "false";
}

CiAnswer github_boolean(CiText& text, const YamlNode& node, std::string_view name) {
  const std::string_view stated = text.read(node);
  if (stated.find("${{") != std::string_view::npos)
    return CiAnswer::unknown(fmt::format("{} is an expression, which only a run decides", name));
  return {ascii_lower(stated) == "true", {}};
}

CiInputs github_inputs(CiText& text, const YamlNode& with) {
  CiInputs inputs;
  for (const auto& [key, value] : with.members)
    inputs.emplace_back(ascii_lower(text.name(*key)), text.read(*value));
  return inputs;
}

void read_github_steps(CiText& text, const YamlNode& steps, const GithubScope& scope, const std::string& job,
                       const std::string& pointer, std::vector<WorkflowStep>& found) {
  // "parallel" holds steps of its own.
  struct Open {
    const YamlNode* list;
    std::string pointer;
    std::size_t next = 0;
  };
  const std::size_t first = found.size();
  std::vector<Open> open = {{&steps, pointer}};
  while (!open.empty()) {
    Open& top = open.back();
    if (top.next == top.list->elements.size()) {
      open.pop_back();
      continue;
    }
    const YamlNode& node = *top.list->elements[top.next];
    const std::string here = json_pointer(top.pointer, top.next++);
    text.count(node, here.size() + job.size());
    if (!node.is_mapping()) {
      text.flaw(node, "a step is no mapping");
      continue;
    }
    if (node["parallel"].is_sequence()) {
      open.push_back({&node["parallel"], json_pointer(here, "parallel")});
      continue;
    }
    if (found.size() >= step_limit)
      throw text.refuse(node, fmt::format("it has more than {} steps", step_limit));
    WorkflowStep& step = found.emplace_back();
    step.job = job;
    step.pointer = here;
    step.line = node.line;
    step.index = static_cast<std::int64_t>(found.size() - 1 - first);
    StepReader(text, node, scope, step).run();
  }
}

} // namespace assay::evidence

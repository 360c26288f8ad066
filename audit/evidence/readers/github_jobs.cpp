// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/readers/github_jobs.hpp"

#include "audit/base/json.hpp"
#include "audit/base/text.hpp"
#include "audit/evidence/readers/github_steps.hpp"

#include <algorithm>
#include <charconv>

namespace assay::evidence {

namespace {

constexpr std::size_t scope_limit = 100; // of permissions; GitHub knows about twenty
constexpr std::size_t told_limit = 200;  // bytes of a label in a reason

class JobReader {
public:
  JobReader(CiText& text, const YamlNode& node, const GithubScope& outer, Workflow& workflow, WorkflowJob& job)
      : text_(text), node_(node), scope_(text, &outer), workflow_(workflow), job_(job) {
    scope_.add_matrix(node["strategy"]["matrix"]);
    scope_.add_env(node["env"]);
  }

  void run(const std::set<std::string>& secrets) {
    job_.name = text_.name(node_["name"]);
    job_.permissions = read_github_permissions(text_, node_["permissions"]);
    job_.oidc = oidc();
    job_.conditional = static_cast<bool>(node_["if"]);
    job_.disabled = is_never(node_["if"]);
    job_.continue_on_error = github_boolean(text_, node_["continue-on-error"], "continue-on-error");
    const YamlNode& environment = node_["environment"];
    job_.environment = text_.name(environment.is_mapping() ? environment["name"] : environment);
    read_timeout();
    read_secrets(secrets);
    if (node_["uses"])
      read_uses();
    else
      read_machine();
    if (node_["steps"].is_sequence())
      read_steps();
    else if (!node_["uses"])
      text_.flaw(node_, "a job has neither steps nor uses");
  }

private:
  CiAnswer oidc() const {
    using Summary = CiPermissions::Summary;
    const CiPermissions& own = job_.permissions;
    const CiPermissions& effective = own.summary == Summary::unstated ? workflow_.permissions : own;
    const std::vector<CiTrigger>& triggers = workflow_.triggers.list;
    if (effective.summary == Summary::write_all)
      return {true, {}};
    if (effective.summary == Summary::unstated &&
        std::any_of(triggers.begin(), triggers.end(), [](const CiTrigger& one) { return one.name == "workflow_call"; }))
      return CiAnswer::unknown("no permissions are stated, and a workflow that calls it may give them");
    const auto asks = [](const CiPermissions::Scope& scope) { return scope.name == "id-token" && scope.access == "write"; };
    return {std::any_of(effective.scopes.begin(), effective.scopes.end(), asks), {}};
  }

  void read_timeout() {
    const std::string_view stated = text_.read(node_["timeout-minutes"]);
    std::int64_t minutes = 0;
    const auto [end, problem] = std::from_chars(stated.data(), stated.data() + stated.size(), minutes);
    if (stated.empty())
      return;
    if (problem == std::errc() && end == stated.data() + stated.size())
      job_.timeout = minutes;
    else
      job_.timeout_unknown = "timeout-minutes is no whole number";
  }

  void read_secrets(const std::set<std::string>& of_workflow) {
    job_.secrets = of_workflow;
    add_github_secrets(text_, node_, job_.secrets);
    job_.secrets_inherit = text_.read(node_["secrets"]) == "inherit";
    job_.uses_secrets = {!job_.secrets.empty() || job_.secrets_inherit, {}};
  }

  void read_uses() {
    job_.uses = text_.name(node_["uses"]);
    job_.reference = parse_uses(job_.uses);
    if (job_.reference.kind == CiReference::Kind::none)
      text_.flaw(node_["uses"], "a workflow is named without a version");
    add_activities(job_.activities, activities_of_action(job_.reference.name, github_inputs(text_, node_["with"])));
  }

  void read_machine() {
    const YamlNode& machine = node_["runs-on"];
    const YamlNode& labels = machine.is_mapping() ? machine["labels"] : machine;
    if (!machine)
      text_.flaw(node_, "a job has no runs-on");
    job_.runner = text_.names(labels);
    if (const YamlNode& group = machine["group"])
      job_.runner = "group:" + text_.name(group) + (job_.runner.empty() ? "" : " ") + job_.runner;
    job_.self_hosted = judge_machine(labels);
    add_image(node_["container"].is_mapping() ? node_["container"]["image"] : node_["container"], false);
    for (const auto& [name, service] : node_["services"].members)
      add_image((*service)["image"], true);
  }

  CiAnswer judge_machine(const YamlNode& labels) const {
    std::vector<const YamlNode*> list = labels.elements;
    if (labels.is_scalar())
      list.push_back(&labels);
    bool any = false;
    std::string open;
    for (const YamlNode* label : list) {
      const auto values = scope_.values(text_.read(*label));
      if (!values)
        open = fmt::format("runs-on is {}, which only a run decides", label->text().substr(0, told_limit));
      for (const std::string& value : values.value_or(std::vector<std::string>())) {
        const std::optional<bool> hosted = is_hosted_by_github(value);
        any = true;
        if (hosted == false)
          return {true, {}};
        if (!hosted)
          open = fmt::format("runs-on is {}, a label that GitHub does not give by itself", value.substr(0, told_limit));
      }
    }
    if (!open.empty())
      return CiAnswer::unknown(open);
    return any ? CiAnswer{false, {}} : CiAnswer::unknown("no label says where it runs");
  }

  void add_image(const YamlNode& node, bool service) {
    if (!node)
      return;
    CiImage image{service, text_.name(node), {true, {}}};
    const auto values = scope_.values(image.stated);
    const auto is_set = [](const std::string& value) { return !value.empty(); }; // else GitHub starts none
    if (!values && !parse_image(image.stated).pinned())
      image.pinned = CiAnswer::unknown("the image is an expression, which only a run decides");
    else if (values && std::none_of(values->begin(), values->end(), is_set))
      return;
    for (const std::string& value : values.value_or(std::vector<std::string>()))
      if (is_set(value) && !parse_image(value).pinned())
        image.pinned.value = false;
    job_.images.push_back(std::move(image));
  }

  void read_steps() {
    const std::size_t first = workflow_.steps.size();
    read_github_steps(text_, node_["steps"], scope_, job_.key, json_pointer(job_.pointer, "steps"), workflow_.steps);
    for (std::size_t i = first; i < workflow_.steps.size(); ++i)
      add_step(job_, workflow_.steps[i]);
  }

  CiText& text_;
  const YamlNode& node_;
  GithubScope scope_;
  Workflow& workflow_;
  WorkflowJob& job_;
};

} // namespace

CiPermissions read_github_permissions(CiText& text, const YamlNode& node) {
  using Summary = CiPermissions::Summary;
  if (!node)
    return {};
  if (node.is_null()) {
    text.flaw(node, "permissions are empty, which stands for none");
    return {Summary::none, {}};
  }
  if (!node.is_mapping()) {
    const std::string_view stated = text.read(node);
    if (stated == "read-all" || stated == "write-all")
      return {stated == "read-all" ? Summary::read_all : Summary::write_all, {}};
    text.flaw(node, "permissions are neither read-all, write-all nor a mapping");
    return {Summary::other, {}};
  }
  if (node.members.size() > scope_limit)
    throw text.refuse(node, fmt::format("it states more than {} permissions", scope_limit));
  CiPermissions permissions;
  std::set<std::string> accesses;
  for (const auto& [key, value] : node.members) {
    permissions.scopes.push_back({text.name(*key), text.name(*value)});
    const std::string& access = permissions.scopes.back().access;
    const bool known = access == "read" || access == "write" || access == "none";
    accesses.insert(known ? access : "other");
    if (!known)
      text.flaw(*value, "a permission is neither read, write nor none");
  }
  std::sort(permissions.scopes.begin(), permissions.scopes.end(),
            [](const auto& a, const auto& b) { return a.name < b.name; });
  permissions.summary = accesses.contains("other")   ? Summary::other
                        : accesses.contains("write") ? Summary::write
                        : accesses.contains("read")  ? Summary::read
                                                     : Summary::none;
  return permissions;
}

std::optional<bool> is_hosted_by_github(std::string_view label) {
  const std::string plain = ascii_lower(trimmed(label));
  if (plain == "self-hosted")
    return false;
  for (const std::string_view family : {"ubuntu-", "windows-", "macos-"}) {
    if (!plain.starts_with(family))
      continue;
    std::string_view rest = std::string_view(plain).substr(family.size());
    const std::size_t version =
        rest.starts_with("latest") ? 6 : std::min(rest.find_first_not_of("0123456789."), rest.size());
    if (rest == "slim")
      return true;
    rest.remove_prefix(version);
    const bool plain_ending = rest.empty() || rest == "-arm" || rest == "-intel" || rest == "-large" || rest == "-xlarge" ||
                              (rest.starts_with("-vs") && rest.find('-', 1) == rest.npos);
    return version > 0 && plain_ending ? std::optional<bool>(true) : std::nullopt;
  }
  return std::nullopt;
}

void read_github_job(CiText& text, const std::string& key, const YamlNode& node, const GithubScope& scope,
                     const std::set<std::string>& secrets, Workflow& workflow) {
  WorkflowJob job;
  job.key = key;
  job.pointer = json_pointer("/jobs", key);
  job.line = node.line;
  JobReader(text, node, scope, workflow, job).run(secrets);
  workflow.jobs.push_back(std::move(job));
}

} // namespace assay::evidence

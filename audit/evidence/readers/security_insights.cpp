// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/readers/security_insights.hpp"

#include "audit/base/text.hpp"
#include "audit/base/time.hpp"
#include "audit/evidence/document_names.hpp"

#include <algorithm>
#include <map>

namespace assay::evidence {

namespace {

using Type = InsightsMember::Type;

bool is_web_address(std::string_view text) {
  const std::size_t start = text.starts_with("https://") ? 8 : text.starts_with("http://") ? 7 : 0;
  return start > 0 && text.size() > start && text.find_first_of(" \t\r\n") == std::string_view::npos;
}

bool is_email(std::string_view text) {
  const std::size_t at = text.find('@');
  return at != std::string_view::npos && at > 0 && text.find('.', at) != std::string_view::npos &&
         text.find('@', at + 1) == std::string_view::npos && text.find_first_of(" \t\r\n") == std::string_view::npos;
}

bool is_version(std::string_view text) {
  int parts = 0;
  for (std::size_t from = 0; from <= text.size(); ++parts) {
    const std::size_t end = std::min(text.find('.', from), text.size());
    const std::string_view part = text.substr(from, end - from);
    if (part.empty() || part.find_first_not_of(parts == 0 ? "123456789" : "0123456789") != std::string_view::npos)
      return false;
    from = end + 1;
  }
  return parts == 3;
}

bool is_boolean(const YamlNode& node) {
  const std::string low = ascii_lower(node.text().substr(0, 6));
  return node.plain && (low == "true" || low == "false" || low == "yes" || low == "no" || low == "on" || low == "off");
}

// What a plain scalar would be to a YAML reader, other than text.
bool is_text(const YamlNode& node) {
  return !node.plain || (!is_boolean(node) && !node.is_null() &&
                         node.text().find_first_not_of("0123456789") != std::string_view::npos);
}

bool fits(const YamlNode& node, Type type) {
  const std::string_view text = node.text();
  switch (type) {
  case Type::mapping: return node.is_mapping();
  case Type::list: return node.is_sequence();
  case Type::text: return node.is_scalar() && is_text(node);
  case Type::short_text: return node.is_scalar() && is_text(node) && !text.empty() && text.size() <= 4 * 560;
  case Type::boolean: return node.is_scalar() && is_boolean(node);
  case Type::integer: return node.is_scalar() && !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
  case Type::date: return node.is_scalar() && text.size() == 10 && parse_rfc3339(text);
  case Type::date_time: return node.is_scalar() && text.size() > 10 && parse_timestamp(text);
  case Type::web_address: return node.is_scalar() && is_web_address(text);
  case Type::email: return node.is_scalar() && is_email(text);
  case Type::version: return node.is_scalar() && is_version(text);
  }
  return false;
}

std::string_view name_of(Type type) {
  switch (type) {
  case Type::mapping: return "a mapping";
  case Type::list: return "a list";
  case Type::text: return "a text";
  case Type::short_text: return "a text of at most 560 characters";
  case Type::boolean: return "true or false";
  case Type::integer: return "a whole number";
  case Type::date: return "a date";
  case Type::date_time: return "a date and time";
  case Type::web_address: return "an address with http or https";
  case Type::email: return "an e-mail address";
  case Type::version: return "a version";
  }
  return {};
}

class Checker {
public:
  Checker(const std::vector<InsightsMember>& members, Flaws& flaws) : flaws_(flaws) {
    for (const InsightsMember& one : members) {
      by_path_.emplace(one.path, &one);
      const std::size_t slash = one.path.rfind('/');
      if (one.required)
        needed_[one.path.substr(0, slash == std::string_view::npos ? 0 : slash)].push_back(
            one.path.substr(slash == std::string_view::npos ? 0 : slash + 1));
    }
  }

  void check(const YamlNode& node, const std::string& path) {
    if (node.is_sequence())
      for (const YamlNode* element : node.elements)
        check_one(*element, path + "[]");
    if (!node.is_mapping())
      return;
    for (const auto& [key, value] : node.members)
      check_one(*value, path.empty() ? std::string(key->text()) : path + "/" + std::string(key->text()));
    for (const std::string_view name : needed_[path])
      if (!node[name])
        add(node, fmt::format("{} is missing", name));
  }

private:
  void check_one(const YamlNode& node, const std::string& path) {
    const auto known = by_path_.find(path);
    if (known == by_path_.end())
      return add(node, fmt::format("the schema knows no {}", path));
    const InsightsMember& member = *known->second;
    if (!fits(node, member.type))
      return add(node, fmt::format("{} is not {}", path, name_of(member.type)));
    if (!member.values.empty() && std::find(member.values.begin(), member.values.end(), node.text()) == member.values.end())
      return add(node, fmt::format("{} is none of the values that the schema knows", path));
    check(node, path);
  }

  void add(const YamlNode& node, const std::string& what) { flaws_.add(fmt::format("line {}", node.line), what); }

  std::map<std::string_view, const InsightsMember*> by_path_;
  std::map<std::string_view, std::vector<std::string_view>> needed_;
  Flaws& flaws_;
};

bool is_true(const YamlNode& node) {
  return node.plain && (node.text() == "true" || node.text() == "True" || node.text() == "yes");
}

std::optional<bool> boolean(const YamlNode& node) {
  return node && node.is_scalar() && is_boolean(node) ? std::optional(is_true(node)) : std::nullopt;
}

std::optional<std::int64_t> time_in(const YamlNode& node) {
  return node.is_scalar() ? parse_timestamp(node.text()) : std::nullopt;
}

// Version 1 asks for this where a member says yes.
void check_conditions_1(const YamlNode& root, Flaws& flaws) {
  const auto need = [&](const YamlNode& parent, bool condition, std::string_view name) {
    if (condition && parent && !parent[name])
      flaws.add(fmt::format("line {}", parent.line), fmt::format("{} is missing", name));
  };
  const YamlNode& lifecycle = root["project-lifecycle"];
  need(lifecycle, lifecycle["status"].text() == "active" || is_true(lifecycle["bug-fixes-only"]), "core-maintainers");
  const YamlNode& artifacts = root["security-artifacts"];
  for (const std::string_view name : {"threat-model", "self-assessment"})
    need(artifacts[name], is_true(artifacts[name][std::string(name) + "-created"]), "evidence-url");
  const YamlNode& reporting = root["vulnerability-reporting"];
  for (const std::string_view name : {"email-contact", "security-policy"})
    need(reporting, is_true(reporting["accepts-vulnerability-reports"]), name);
}

class Reader {
public:
  explicit Reader(SecurityInsights& result) : result_(result) {}

  void read_1(const YamlNode& root) {
    const YamlNode &header = root["header"], &lifecycle = root["project-lifecycle"];
    result_.url = header["project-url"].text();
    result_.status = lifecycle["status"].text();
    result_.expiration = time_in(header["expiration-date"]);
    const YamlNode& reporting = root["vulnerability-reporting"];
    const YamlNode nobody; // version 1 has no names
    result_.reports_accepted = boolean(reporting["accepts-vulnerability-reports"]);
    result_.bug_bounty = boolean(reporting["bug-bounty-available"]);
    contact("vulnerability-reporting", nobody, reporting["email-contact"]);
    for (const YamlNode* one : root["security-contacts"].elements)
      contact("security", nobody, (*one)["value"]);
    for (const YamlNode* one : lifecycle["core-maintainers"].elements)
      contact("core-team", nobody, *one);
    const YamlNode& artifacts = root["security-artifacts"];
    result_.threat_model = is_true(artifacts["threat-model"]["threat-model-created"]);
    result_.self_assessment = is_true(artifacts["self-assessment"]["self-assessment-created"]);
    result_.third_party_assessment = !root["security-assessments"].elements.empty();
    result_.tools = root["security-testing"].elements.size();
    links(header, {"changelog", "license"});
    links(lifecycle, {"roadmap", "release-cycle"});
    links(root["contribution-policy"], {"contributing-policy", "code-of-conduct"});
    links(reporting, {"security-policy", "bug-bounty-url"});
    for (const YamlNode* one : root["distribution-points"].elements)
      link("distribution-point", *one);
    link("dependencies-policy", root["dependencies"]["dependencies-lifecycle"]["policy-url"]);
  }

  void read_2(const YamlNode& root) {
    const YamlNode &project = root["project"], &repository = root["repository"];
    result_.project_name = project["name"].text();
    result_.url = root["header"]["url"].text();
    result_.shared_source = root["header"]["project-si-source"].text();
    result_.status = repository["status"].text();
    const YamlNode& reporting = project["vulnerability-reporting"];
    result_.reports_accepted = boolean(reporting["reports-accepted"]);
    result_.bug_bounty = boolean(reporting["bug-bounty-available"]);
    if (reporting["contact"])
      contact("vulnerability-reporting", reporting["contact"]["name"], reporting["contact"]["email"]);
    contacts("administrator", project["administrators"]);
    contacts("core-team", repository["core-team"]);
    const YamlNode& security = repository["security"];
    contacts("champion", security["champions"]);
    result_.self_assessment = security["assessments"]["self"]["evidence"].is_scalar();
    result_.third_party_assessment = !security["assessments"]["third-party"].elements.empty();
    result_.tools = security["tools"].elements.size();
    links(project["documentation"], {});
    links(repository["documentation"], {});
    links(reporting, {"policy", "bug-bounty-program"});
    const YamlNode& release = repository["release"];
    links(release, {"changelog"});
    for (const YamlNode* one : release["distribution-points"].elements)
      link("distribution-point", (*one)["uri"]);
    link("license", repository["license"]["url"]);
  }

private:
  void contact(std::string role, const YamlNode& name, const YamlNode& value) {
    if (name || value)
      result_.contacts.push_back({std::move(role), std::string(name.text()), std::string(value.text())});
  }

  void contacts(const std::string& role, const YamlNode& list) {
    for (const YamlNode* one : list.elements)
      contact(role, (*one)["name"], (*one)["email"]);
  }

  void link(std::string name, const YamlNode& value) {
    if (value.is_scalar())
      result_.links.push_back({std::move(name), std::string(value.text())});
  }

  // Those that are named, or all there are.
  void links(const YamlNode& parent, std::initializer_list<std::string_view> names) {
    for (const auto& [key, value] : parent.members)
      if (names.size() == 0 || std::find(names.begin(), names.end(), key->text()) != names.end())
        link(std::string(key->text()), *value);
  }

  SecurityInsights& result_;
};

} // namespace

void check_insights(const YamlNode& root, const std::vector<InsightsMember>& members, Flaws& flaws) {
  Checker(members, flaws).check(root, {});
}

bool names_security_insights(const Appearance& path_only) {
  return has_well_known_name("security-insights", path_only.path);
}

std::unique_ptr<Content> read_security_insights(const Document& document) {
  require_policy_text(document);
  const YamlDocument yaml(document.text, document.name);
  const YamlNode& root = yaml.root();
  if (!root.is_mapping() || !root["header"].is_mapping())
    throw Error::input("it has no header, so it is no security-insights document")
        .at(Location{document.name, std::max<std::size_t>(root.line, 1), 0, {}, 0});
  auto result = std::make_unique<SecurityInsights>();
  const YamlNode& header = root["header"];
  result->schema_version = header["schema-version"].text();
  result->last_updated = time_in(header["last-updated"]);
  result->last_reviewed = time_in(header["last-reviewed"]);
  const bool is_1 = result->schema_version.starts_with("1.");
  if (!is_1 && !result->schema_version.starts_with("2."))
    result->flaws.add(fmt::format("line {}", header.line), "schema-version is neither 1 nor 2");
  check_insights(root, is_1 ? insights_members_1() : insights_members_2(), result->flaws);
  if (is_1) {
    check_conditions_1(root, result->flaws);
    Reader(*result).read_1(root);
  } else {
    Reader(*result).read_2(root);
  }
  return result;
}

} // namespace assay::evidence

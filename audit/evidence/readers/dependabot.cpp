// SPDX-License-Identifier: Apache-2.0
//
// Reads dependabot.yml, version 2 ("Dependabot options reference"). Only .github/dependabot.yml and .yaml are read by
// Dependabot itself: a file of that name among the workflows is not.
#include "audit/base/error.hpp"
#include "audit/base/text.hpp"
#include "audit/base/yaml.hpp"
#include "audit/evidence/readers/updates.hpp"

#include <fmt/format.h>

#include <charconv>

namespace assay::evidence {

namespace {

std::string line_of(const YamlNode& node) {
  return fmt::format("line {}", node.line);
}

std::optional<std::int64_t> number(const YamlNode& node) {
  std::int64_t value = 0;
  const std::string_view text = node.text();
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
  return code == std::errc() && end == text.data() + text.size() && !text.empty() ? std::optional(value) : std::nullopt;
}

void read_update(UpdateConfiguration& configuration, const YamlNode& update) {
  if (!update.is_mapping())
    return configuration.flaws.add(line_of(update), "is no mapping");
  UpdateRule rule;
  rule.place = line_of(update);
  rule.package_ecosystem = update["package-ecosystem"].text();
  if (rule.package_ecosystem.empty())
    configuration.flaws.add(rule.place, "has no package-ecosystem");
  if (const YamlNode& one = update["directory"]; one.is_scalar())
    rule.directories.push_back(one.scalar);
  for (const YamlNode* one : update["directories"].elements)
    rule.directories.push_back(one->scalar);
  if (rule.directories.empty())
    configuration.flaws.add(rule.place, "has neither directory nor directories");
  const YamlNode& schedule = update["schedule"];
  rule.interval = schedule["interval"].text();
  if (rule.interval.empty() && !update["multi-ecosystem-group"])
    configuration.flaws.add(rule.place, "has no schedule with an interval");
  rule.open_limit = number(update["open-pull-requests-limit"]);
  rule.security_only = rule.open_limit == 0;
  rule.cooldown_days = number(update["cooldown"]["default-days"]);
  rule.groups = static_cast<bool>(update["groups"]);
  configuration.rules.push_back(std::move(rule));
}

} // namespace

bool is_dependabot_name(const Appearance& file) {
  return file.file_name == "dependabot.yml" || file.file_name == "dependabot.yaml";
}

// Supplied files may have any name; in the tree the name has been looked at before.
bool is_dependabot(const Appearance& file) {
  const bool named = is_dependabot_name(file);
  return (named && (file.in_folder(".github/") || file.path.find('/') == std::string::npos)) ||
         ((named || file.ends_with(".yml") || file.ends_with(".yaml")) && file.syntax == Syntax::text &&
          file.text.find("package-ecosystem:") != std::string_view::npos &&
          file.text.find("updates:") != std::string_view::npos);
}

std::unique_ptr<Content> read_dependabot(const Document& document) {
  const YamlDocument yaml(document.text, document.name);
  const YamlNode& root = yaml.root();
  if (!root.is_mapping())
    throw Error::input("its root is no mapping").at({document.name, root.line, root.column, {}, 0});
  auto configuration = std::make_unique<UpdateConfiguration>();
  configuration->tool = "dependabot";
  configuration->version = root["version"].text();
  configuration->in_place = document.name == ".github/dependabot.yml" || document.name == ".github/dependabot.yaml";
  if (configuration->version != "2")
    configuration->flaws.add(line_of(root), "its version is not 2");
  const YamlNode& updates = root["updates"];
  if (!updates.is_sequence())
    configuration->flaws.add(line_of(root), "has no sequence of updates");
  for (const YamlNode* update : updates.elements)
    read_update(*configuration, *update);
  return configuration;
}

} // namespace assay::evidence

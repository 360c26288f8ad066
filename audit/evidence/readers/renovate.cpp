// SPDX-License-Identifier: Apache-2.0
//
// Reads Renovate's configuration (renovate.json, .json5, .renovaterc) as JSON5. What its presets say is not in the
// repository and not known here.
#include "audit/base/error.hpp"
#include "audit/base/json.hpp"
#include "audit/evidence/readers/json5.hpp"
#include "audit/evidence/readers/updates.hpp"

#include <algorithm>
#include <array>

namespace assay::evidence {

namespace {

constexpr std::array<std::string_view, 9> places = {
    "renovate.json",          "renovate.json5",          ".github/renovate.json", ".github/renovate.json5",
    ".gitlab/renovate.json",  ".gitlab/renovate.json5",  ".renovaterc",           ".renovaterc.json",
    ".renovaterc.json5"};

void take_texts(UpdateConfiguration& configuration, JsonValue value, std::string_view member,
                std::vector<std::string>& texts) {
  if (value && !value.is_array())
    configuration.flaws.add(json_pointer("", member), "is no array");
  value.each([&](JsonValue one, std::size_t index) {
    if (one.is_string())
      texts.emplace_back(*one.text());
    else
      configuration.flaws.add(json_pointer(json_pointer("", member), index), "is no string");
  });
}

} // namespace

bool is_renovate_name(const Appearance& file) {
  return file.ends_with("renovate.json") || file.ends_with("renovate.json5") || file.file_name.starts_with(".renovaterc");
}

std::unique_ptr<Content> read_renovate(const Document& document) {
  const std::string text = json5_to_json(document.text);
  const JsonDocument json(text, document.name);
  const JsonValue root = json.root();
  if (!root.is_object())
    throw Error::input("its root is no object").at({document.name, 0, 0, {}, 0});
  auto configuration = std::make_unique<UpdateConfiguration>();
  configuration->tool = "renovate";
  configuration->in_place = std::find(places.begin(), places.end(), document.name) != places.end();
  take_texts(*configuration, root["extends"], "extends", configuration->presets);
  take_texts(*configuration, root["enabledManagers"], "enabledManagers", configuration->managers);
  take_texts(*configuration, root["ignorePaths"], "ignorePaths", configuration->ignored_paths);
  UpdateRule rule;
  rule.place = "/";
  rule.enabled = root["enabled"].boolean().value_or(true);
  if (root["enabled"] && !root["enabled"].is_boolean())
    configuration->flaws.add("/enabled", "is no boolean");
  rule.open_limit = root["prConcurrentLimit"].integer();
  if (const JsonValue schedule = root["schedule"]; schedule.is_string())
    rule.interval = *schedule.text();
  else
    schedule.each([&](JsonValue one, std::size_t) {
      rule.interval += (rule.interval.empty() ? "" : ", ") + std::string(one.text_or({}));
    });
  root["packageRules"].each([&](JsonValue one, std::size_t) { rule.groups = rule.groups || one["groupName"]; });
  configuration->rules.push_back(std::move(rule));
  return configuration;
}

} // namespace assay::evidence

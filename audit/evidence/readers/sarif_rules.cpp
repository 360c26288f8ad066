// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/readers/sarif_rules.hpp"

#include "audit/base/error.hpp"
#include "audit/base/text.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>

namespace assay::evidence {

namespace {

constexpr std::size_t rule_limit = 1000000;
constexpr std::size_t component_limit = 10000; // also of invocations

void refuse_more(std::size_t count, std::size_t limit, std::string_view what) {
  if (count > limit)
    throw Error::input(fmt::format("a run has more than {} {}", limit, what));
}

using Messages = std::unordered_map<std::string_view, std::string_view>;

// multiformatMessageStrings (3.12) by their ids.
Messages messages_of(JsonValue strings) {
  Messages messages;
  strings.each_member([&](std::string_view id, JsonValue one) { messages.emplace(id, one["text"].text_or({})); });
  return messages;
}

std::string_view found(const Messages& messages, std::string_view id) {
  const auto at = messages.find(id);
  return at == messages.end() ? std::string_view() : at->second;
}

} // namespace

std::optional<std::int64_t> security_severity(JsonValue properties) {
  const JsonValue stated = properties["security-severity"];
  double value = -1;
  if (const std::optional<double> number = stated.number()) {
    value = *number;
  } else {
    const std::string_view text = trimmed(stated.text_or({}));
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size())
      return std::nullopt;
  }
  if (!(value >= 0 && value <= 10))
    return std::nullopt;
  return std::llround(value * 10);
}

SarifRules::SarifRules(JsonValue run, std::string_view list, std::string_view overrides) {
  const JsonValue tool = run["tool"];
  const JsonValue extensions = tool["extensions"];
  refuse_more(extensions.size(), component_limit, "extensions");
  refuse_more(run["invocations"].size(), component_limit, "invocations");
  components_.reserve(1 + extensions.size()); // rules point into them
  add(tool["driver"], list);
  extensions.each([&](JsonValue one, std::size_t) { add(one, list); });
  const JsonValue external = run["externalPropertyFileReferences"];
  elsewhere_ = external["driver"] || external["extensions"].size() > 0 || external["invocations"].size() > 0;
  run["invocations"].each([&](JsonValue invocation, std::size_t) {
    auto& levels = overrides_.emplace_back();
    invocation[overrides].each([&](JsonValue one, std::size_t) {
      const SarifRule* rule = of_reference(one["descriptor"]);
      if (const auto level = one["configuration"]["level"].text(); level && rule != nullptr)
        levels.emplace(rule, *level);
    });
  });
}

void SarifRules::add(JsonValue component, std::string_view list) {
  Component& made = components_.emplace_back();
  by_name_.emplace(component["name"].text_or({}), components_.size() - 1);
  by_guid_.emplace(component["guid"].text_or({}), components_.size() - 1);
  made.global_messages = messages_of(component["globalMessageStrings"]);
  refuse_more(count_ + component[list].size(), rule_limit, list);
  component[list].each([&](JsonValue one, std::size_t index) {
    SarifRule rule;
    rule.id = one["id"].text_or({});
    rule.level = one["defaultConfiguration"]["level"].text_or({});
    rule.security_severity = security_severity(one["properties"]);
    rule.message_strings = one["messageStrings"];
    rule.global_messages = &made.global_messages;
    made.by_id.emplace(rule.id, index);
    if (const auto guid = one["guid"].text())
      made.by_guid.emplace(*guid, index);
    made.rules.push_back(rule);
  });
  count_ += made.rules.size();
}

// A toolComponentReference (3.54); none means the driver.
const SarifRules::Component* SarifRules::component(JsonValue reference) const {
  if (const auto index = reference["index"].integer(); index && *index >= 0) {
    const auto at = static_cast<std::size_t>(*index) + 1;
    return at < components_.size() ? &components_[at] : nullptr;
  }
  const std::string_view guid = reference["guid"].text_or({}), name = reference["name"].text_or({});
  if (guid.empty() && name.empty())
    return components_.data();
  const auto& known = guid.empty() ? by_name_ : by_guid_;
  const auto at = known.find(guid.empty() ? name : guid);
  return at == known.end() ? nullptr : &components_[at->second];
}

const SarifRule* SarifRules::of_result(JsonValue result) const {
  const JsonValue reference = result["rule"];
  std::optional<std::int64_t> index = result["ruleIndex"].integer();
  const std::string_view id = result["ruleId"].text_or(reference["id"].text_or({}));
  return find(reference, index ? index : reference["index"].integer(), id);
}

const SarifRule* SarifRules::of_reference(JsonValue reference) const {
  return find(reference, reference["index"].integer(), reference["id"].text_or({}));
}

const SarifRule* SarifRules::find(JsonValue reference, std::optional<std::int64_t> index, std::string_view id) const {
  const Component* home = component(reference["toolComponent"]);
  if (home == nullptr)
    return nullptr;
  if (index && *index >= 0 && static_cast<std::size_t>(*index) < home->rules.size())
    return &home->rules[static_cast<std::size_t>(*index)];
  if (const auto at = home->by_guid.find(reference["guid"].text_or({})); at != home->by_guid.end())
    return &home->rules[at->second];
  if (const auto at = home->by_id.find(id); at != home->by_id.end() && !id.empty())
    return &home->rules[at->second];
  // A result may name a part of a rule: "CA1000/1" (3.27.5).
  const auto at = home->by_id.find(id.substr(0, id.rfind('/')));
  return at != home->by_id.end() && !id.empty() ? &home->rules[at->second] : nullptr;
}

std::string_view SarifRules::level(const SarifRule* rule, JsonValue provenance) const {
  if (rule == nullptr)
    return "warning";
  // 3.48.6: the only invocation need not be named.
  const std::int64_t only = overrides_.size() == 1 ? 0 : -1;
  const std::int64_t invocation = provenance["invocationIndex"].integer().value_or(only);
  if (invocation >= 0 && static_cast<std::size_t>(invocation) < overrides_.size()) {
    const auto& levels = overrides_[static_cast<std::size_t>(invocation)];
    if (const auto at = levels.find(rule); at != levels.end())
      return at->second;
  }
  return rule->level.empty() ? "warning" : rule->level;
}

std::string_view SarifRules::message(const SarifRule* rule, std::string_view id) const {
  if (rule == nullptr)
    return found(components_.front().global_messages, id);
  auto known = messages_.find(rule);
  if (known == messages_.end())
    known = messages_.emplace(rule, messages_of(rule->message_strings)).first;
  const std::string_view text = found(known->second, id);
  return text.empty() ? found(*rule->global_messages, id) : text;
}

} // namespace assay::evidence

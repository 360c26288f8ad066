// SPDX-License-Identifier: Apache-2.0
//
// The rules (or notifications) that the tool of a SARIF run declares, and what they mean for its results. Everything
// that many results share is looked up once, so that a log is read in linear time.
#pragma once

#include "audit/base/json.hpp"

#include <cstdint>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace assay::evidence {

// A reportingDescriptor (3.49).
struct SarifRule {
  std::string_view id, level; // the level of its default configuration, or empty
  std::optional<std::int64_t> security_severity;
  JsonValue message_strings;
  const std::unordered_map<std::string_view, std::string_view>* global_messages = nullptr;
};

class SarifRules {
public:
  // `list` is where a tool component has the descriptors: "rules" or "notifications"; `overrides` where an invocation
  // changes their configurations. Throws Error::input when there are more of them than anybody needs.
  SarifRules(JsonValue run, std::string_view list, std::string_view overrides);
  SarifRules(const SarifRules&) = delete; // rules point into it
  SarifRules& operator=(const SarifRules&) = delete;

  // What a result (its ruleId, ruleIndex and rule) or a notification (its descriptor) refers to; nothing when the run
  // does not declare it.
  const SarifRule* of_result(JsonValue result) const;
  const SarifRule* of_reference(JsonValue reference) const;

  // 3.27.10 and 3.58.6, once the level is not stated: by the invocation, by the rule, or "warning".
  std::string_view level(const SarifRule* rule, JsonValue provenance) const;
  // The text of one of the rule's messages, or of its tool component's.
  std::string_view message(const SarifRule* rule, std::string_view id) const;

  std::size_t count() const { return count_; }
  // Some of them are in a file beside this one.
  bool elsewhere() const { return elsewhere_; }

private:
  struct Component {
    std::vector<SarifRule> rules;
    std::unordered_map<std::string_view, std::size_t> by_id, by_guid;
    std::unordered_map<std::string_view, std::string_view> global_messages;
  };

  void add(JsonValue component, std::string_view list);
  const Component* component(JsonValue reference) const;
  const SarifRule* find(JsonValue reference, std::optional<std::int64_t> index, std::string_view id) const;

  std::vector<Component> components_; // the driver, then its extensions
  std::unordered_map<std::string_view, std::size_t> by_name_, by_guid_;
  std::vector<std::unordered_map<const SarifRule*, std::string_view>> overrides_; // levels, by invocation
  std::size_t count_ = 0;
  bool elsewhere_ = false;
  mutable std::unordered_map<const SarifRule*, std::unordered_map<std::string_view, std::string_view>> messages_;
};

// "7.5" or 7.5 as 75; nothing when it is no number from 0 to 10.
std::optional<std::int64_t> security_severity(JsonValue properties);

} // namespace assay::evidence

// SPDX-License-Identifier: Apache-2.0
//
// security-insights.yml of the OpenSSF, versions 1.x and 2.x (schemas of 1.0.0 and 2.2.0), up to 8 MiB. Of a version 1
// document, integer years, and of both the uniqueness of list elements, are not checked; everything else of the schemas
// is: members, types, enumerations, dates, addresses. Documents of another version are read as far as they have the
// same members, and are not valid.
#pragma once

#include "audit/base/yaml.hpp"
#include "audit/evidence/readers/policy.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace assay::evidence {

struct InsightsLink {
  std::string name; // what it is: "security-policy", "distribution-point", "contributing-guide" …
  std::string value;
};

struct InsightsContact {
  std::string role; // "security", "administrator", "core-team", "champion", "vulnerability-reporting"
  std::string name, value;
};

struct SecurityInsights : Policy {
  static constexpr std::string_view document_format = "security-insights";

  Flaws flaws;
  std::string schema_version, project_name, url, status, shared_source; // as stated; empty when they are not
  std::optional<std::int64_t> expiration, last_updated, last_reviewed;  // seconds
  std::optional<bool> reports_accepted, bug_bounty;
  bool self_assessment = false, third_party_assessment = false, threat_model = false;
  std::uint64_t tools = 0; // of security testing
  std::vector<InsightsContact> contacts;
  std::vector<InsightsLink> links;
};

// A member that a version of the schema knows: "[]" stands for the elements of a list.
struct InsightsMember {
  enum class Type { mapping, list, text, short_text, boolean, integer, date, date_time, web_address, email, version };

  std::string_view path; // "header/project-url", "security-contacts[]/type"
  Type type;
  bool required = false;
  std::vector<std::string_view> values = {}; // of an enumeration
};

const std::vector<InsightsMember>& insights_members_1();
const std::vector<InsightsMember>& insights_members_2();

// Counts what does not keep to the members of a version.
void check_insights(const YamlNode& root, const std::vector<InsightsMember>& members, Flaws& flaws);

bool names_security_insights(const Appearance& path_only);
std::unique_ptr<Content> read_security_insights(const Document& document);

} // namespace assay::evidence

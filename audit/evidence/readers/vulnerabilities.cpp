// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/readers/vulnerabilities.hpp"

#include "audit/base/error.hpp"
#include "audit/base/shortened.hpp"
#include "audit/base/time.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace assay::evidence {

namespace {

constexpr std::size_t product_limit = 500'000;
constexpr std::size_t statement_limit = 500'000;

struct CommonStatus {
  std::string_view as_stated, common;
};

// Of OpenVEX, CSAF, and CycloneDX (analysis states, and statuses of versions).
constexpr std::array<CommonStatus, 19> statuses = {{
    {"affected", "affected"},
    {"known_affected", "affected"},
    {"first_affected", "affected"},
    {"last_affected", "affected"},
    {"exploitable", "affected"},
    {"not_affected", "not-affected"},
    {"known_not_affected", "not-affected"},
    {"unaffected", "not-affected"},
    {"false_positive", "not-affected"},
    {"fixed", "fixed"},
    {"first_fixed", "fixed"},
    {"resolved", "fixed"},
    {"resolved_with_pedigree", "fixed"},
    {"under_investigation", "under-investigation"},
    {"in_triage", "under-investigation"},
    {"recommended", "recommended"},
    {"unknown", "unknown"},
    {"other", "other"},
    {"", ""},
}};

bool is_of_type(JsonValue value, char type) {
  switch (type) {
  case 'a': return value.is_array();
  case 'o': return value.is_object();
  case 'n': return value.is_number();
  default: return value.is_string();
  }
}

std::string_view type_name(char type) {
  return type == 'a' ? "an array" : type == 'o' ? "an object" : type == 'n' ? "a number" : "a string";
}

} // namespace

StatedTime stated_time(std::string_view text) {
  return {shortened(text), parse_timestamp(text)};
}

void Vulnerability::add_alias(std::string_view alias) {
  if (alias.empty() || alias == id)
    return;
  ++aliases_in_all;
  if (aliases.size() < alias_limit)
    aliases.push_back(shortened(alias));
}

std::uint32_t add_product(VulnerabilityDocument& to, AffectedProduct product, const std::string& document) {
  check_item_count(to.products.size() + 1, product_limit, "products", document);
  to.products.push_back(std::move(product));
  return static_cast<std::uint32_t>(to.products.size() - 1);
}

void add_statement(VulnerabilityDocument& to, VulnerabilityStatement statement, const std::string& document) {
  check_item_count(to.statements.size() + 1, statement_limit, "statements about vulnerabilities", document);
  to.statements.push_back(std::move(statement));
}

std::string_view common_status(std::string_view as_stated) {
  const auto found = std::find_if(statuses.begin(), statuses.end(),
                                  [&](const CommonStatus& one) { return one.as_stated == as_stated; });
  return found == statuses.end() ? "other" : found->common;
}

std::string unversioned_purl(std::string_view purl) {
  purl = purl.substr(0, purl.find_first_of("?#"));
  const std::size_t slash = purl.rfind('/'); // a scope's '@' comes before it
  return std::string(purl.substr(0, slash == std::string_view::npos ? purl.size() : purl.find('@', slash)));
}

std::optional<std::int64_t> score_in_tenths(std::optional<double> score) {
  if (!score || !(*score >= 0 && *score <= 10))
    return std::nullopt;
  return std::llround(*score * 10);
}

void check_members(JsonValue object, std::string_view place, std::initializer_list<RequiredMember> members,
                   Flaws& flaws) {
  for (const RequiredMember& one : members)
    if (const JsonValue value = object[one.name]; !value)
      flaws.add(place, fmt::format("it lacks \"{}\"", one.name));
    else if (!is_of_type(value, one.type))
      flaws.add(json_pointer(place, one.name), fmt::format("it is {}, not {}", value.kind(), type_name(one.type)));
}

} // namespace assay::evidence

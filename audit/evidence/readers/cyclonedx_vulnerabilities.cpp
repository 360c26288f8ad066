// SPDX-License-Identifier: Apache-2.0
//
// Vulnerabilities that a CycloneDX document carries, in JSON or XML, made like those of other formats. One analysis is one
// statement; without one, versions of each status are.
#include "audit/base/shortened.hpp"
#include "audit/base/text.hpp"
#include "audit/evidence/readers/vulnerabilities.hpp"

#include <algorithm>
#include <unordered_map>

namespace assay::evidence {

namespace {

constexpr std::string_view version_status = "affected"; // of one that states none

int hex_digit(char c) {
  return is_digit(c) ? c - '0' : ascii_lower(c) - 'a' + 10;
}

// What a BOM-Link ("urn:cdx:serial/version#reference") refers to within the other document.
std::string reference_in_link(std::string_view link) {
  if (!link.starts_with("urn:cdx:") || link.find('#') == std::string_view::npos)
    return {};
  link.remove_prefix(link.find('#') + 1);
  if (link.starts_with("pkg:"))
    return std::string(link); // as it stands: one that was encoded begins otherwise
  std::string plain;
  for (std::size_t i = 0; i < link.size(); ++i)
    if (link[i] == '%' && i + 2 < link.size() && is_hex_digit(link[i + 1]) && is_hex_digit(link[i + 2])) {
      plain += static_cast<char>(hex_digit(link[i + 1]) * 16 + hex_digit(link[i + 2]));
      i += 2;
    } else {
      plain += link[i];
    }
  return plain;
}

class AdvisoryOfSbom {
public:
  AdvisoryOfSbom(const Sbom& sbom, const std::string& document) : sbom_(sbom), document_(document) {
    for (const SbomComponent& one : sbom.components)
      if (!one.reference.empty())
        components_.emplace(one.reference, &one);
  }

  Advisory make() {
    advisory_.specification = sbom_.specification;
    advisory_.format_version = sbom_.version;
    advisory_.flaws = sbom_.flaws;
    advisory_.unchecked = sbom_.unchecked;
    advisory_.id = shortened(sbom_.serial);
    advisory_.version = shortened(sbom_.document_version);
    for (const auto* names : {&sbom_.authors, &sbom_.suppliers})
      if (advisory_.publisher.empty() && !names->empty())
        advisory_.publisher = shortened(names->front());
    advisory_.first_release = advisory_.current_release = stated_time(sbom_.time_as_stated);
    for (const SbomVulnerability& one : sbom_.vulnerabilities)
      add(one);
    advisory_.vulnerabilities = static_cast<std::int64_t>(sbom_.vulnerabilities.size());
    return std::move(advisory_);
  }

private:
  void add(const SbomVulnerability& one) {
    auto about = std::make_shared<Vulnerability>();
    about->id = shortened(one.id);
    for (const std::string& alias : one.aliases)
      about->aliases.push_back(shortened(alias));
    about->aliases_in_all = one.aliases_in_all;
    about->published = stated_time(one.published);
    about->updated = stated_time(one.updated);
    about->withdrawn = stated_time(one.rejected);
    if (!one.state.empty())
      return add_one(one, about, one.state, nullptr);
    // In the order in which the document first has each.
    std::vector<std::string> statuses;
    for (const SbomAffected& affected : one.affects)
      for (const SbomAffectedVersion& version : affected.versions) {
        const std::string status = version.status.empty() ? std::string(version_status) : version.status;
        if (std::find(statuses.begin(), statuses.end(), status) == statuses.end() && statuses.size() < status_limit)
          statuses.push_back(status);
      }
    if (statuses.empty())
      return add_one(one, about, {}, nullptr);
    for (const std::string& status : statuses)
      add_one(one, about, status, &status);
  }

  // Only of versions with this status, if one is given.
  void add_one(const SbomVulnerability& one, const std::shared_ptr<const Vulnerability>& about,
               const std::string& status, const std::string* of_versions) {
    VulnerabilityStatement statement;
    statement.about = about;
    statement.place = of_versions == nullptr ? one.place : one.place + "#" + shortened(status, 64);
    statement.status_as_stated = shortened(status);
    statement.status = common_status(status);
    statement.justification = shortened(one.justification);
    statement.impact = one.states_impact;
    statement.action = one.states_action;
    statement.severity = shortened(one.severity);
    statement.score = score_in_tenths(one.score);
    statement.time = stated_time(one.analysed.empty() ? sbom_.time_as_stated : one.analysed);
    for (const SbomAffected& affected : one.affects)
      add_products(affected, of_versions, statement);
    add_statement(advisory_, std::move(statement), document_);
  }

  void add_products(const SbomAffected& affected, const std::string* status, VulnerabilityStatement& statement) {
    const AffectedProduct plain = product_of(affected.reference);
    if (affected.versions.empty() && status == nullptr)
      statement.products.push_back(indexed(plain));
    for (const SbomAffectedVersion& version : affected.versions) {
      if (status != nullptr && (version.status.empty() ? version_status : version.status) != *status)
        continue;
      AffectedProduct product = plain;
      product.purl = unversioned_purl(plain.purl); // its own version is another's
      product.version = shortened(version.version);
      product.range = shortened(version.range);
      statement.products.push_back(indexed(product));
    }
  }

  AffectedProduct product_of(const std::string& reference) {
    AffectedProduct product;
    if (const auto found = components_.find(reference); found != components_.end()) {
      product.name = shortened(found->second->name);
      product.version = shortened(found->second->version);
      product.purl = shortened(found->second->purl);
      product.cpe = shortened(found->second->cpe);
      return product;
    }
    const std::string linked = reference_in_link(reference);
    const std::string& named = linked.empty() ? reference : linked;
    if (named.starts_with("pkg:"))
      product.purl = shortened(named);
    else
      product.name = shortened(named);
    return product;
  }

  std::uint32_t indexed(const AffectedProduct& product) {
    std::string key = product.name + '\n' + product.purl + '\n' + product.version + '\n' + product.range;
    if (const auto known = products_.find(key); known != products_.end())
      return known->second;
    return products_.emplace(std::move(key), add_product(advisory_, product, document_)).first->second;
  }

  static constexpr std::size_t status_limit = 8; // the format has three

  const Sbom& sbom_;
  const std::string& document_;
  Advisory advisory_;
  std::unordered_map<std::string_view, const SbomComponent*> components_;
  std::unordered_map<std::string, std::uint32_t> products_;
};

} // namespace

Advisory advisory_of(const Sbom& sbom, const std::string& document) {
  return AdvisoryOfSbom(sbom, document).make();
}

} // namespace assay::evidence

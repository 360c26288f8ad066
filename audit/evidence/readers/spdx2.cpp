// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/readers/spdx2.hpp"

#include "audit/base/text.hpp"
#include "audit/base/time.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace assay::evidence {

namespace {

constexpr std::string_view no_element = "NONE";

// Relationships by which one element needs or holds another, and those that say it the other way round.
constexpr std::array<std::string_view, 5> needs = {"CONTAINS", "DEPENDS_ON", "DYNAMIC_LINK", "HAS_PREREQUISITE",
                                                   "STATIC_LINK"};
constexpr std::array<std::string_view, 10> needed_by = {
    "BUILD_DEPENDENCY_OF", "CONTAINED_BY",           "DEPENDENCY_OF",          "DEV_DEPENDENCY_OF",     "OPTIONAL_COMPONENT_OF",
    "OPTIONAL_DEPENDENCY_OF", "PREREQUISITE_FOR", "PROVIDED_DEPENDENCY_OF", "RUNTIME_DEPENDENCY_OF", "TEST_DEPENDENCY_OF"};

template <std::size_t size>
bool is_in(const std::array<std::string_view, size>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// "syft-0.58.0" and "ko 0.12.0": the version begins with a digit behind the last sign that separates.
SbomTool split_tool(std::string_view text) {
  for (std::size_t at = text.find_last_of("- "); at != std::string_view::npos && at > 0; at = text.find_last_of("- ", at - 1)) {
    std::string_view version = text.substr(at + 1);
    if (version.starts_with('v') || version.starts_with('V'))
      version.remove_prefix(1);
    if (!version.empty() && is_digit(version.front()))
      return {std::string(trimmed(text.substr(0, at))), std::string(text.substr(at + 1))};
  }
  return {std::string(text), {}};
}

} // namespace

SpdxActor parse_spdx_actor(std::string_view text) {
  SpdxActor actor;
  text = stated(text);
  for (const std::string_view kind : {"Person", "Organization", "Tool"})
    if (text.substr(0, kind.size()) == kind && text.substr(kind.size(), 1) == ":") {
      actor.kind = kind;
      text = trimmed(text.substr(kind.size() + 1));
      break;
    }
  actor.contact = contact_of(text);
  if (text.ends_with(')') && actor.kind != "Tool" && text.rfind('(') != std::string_view::npos)
    text = trimmed(text.substr(0, text.rfind('(')));
  actor.name = stated(text);
  return actor;
}

void Spdx2Builder::set_version(std::string_view text) {
  constexpr std::string_view prefix = "SPDX-";
  if (text.substr(0, prefix.size()) == prefix)
    sbom_.version = text.substr(prefix.size());
  else
    sbom_.flaws.add("spdxVersion", "names no version of SPDX");
}

void Spdx2Builder::set_created(std::string_view text) {
  sbom_.time_as_stated = text;
  sbom_.time = parse_timestamp(text);
}

void Spdx2Builder::add_creator(std::string_view text) {
  SpdxActor actor = parse_spdx_actor(text);
  if (actor.name.empty())
    return;
  if (actor.kind == "Tool") {
    sbom_.tools.push_back(split_tool(actor.name));
    return;
  }
  sbom_.authors.push_back(std::move(actor.name));
  if (sbom_.author_contact.empty())
    sbom_.author_contact = std::move(actor.contact);
}

SbomComponent& Spdx2Builder::add_component(std::string place, std::string type) {
  check_item_count(sbom_.components.size() + 1, sbom_component_limit, "components", document_.name);
  SbomComponent& one = sbom_.components.emplace_back();
  one.place = std::move(place);
  one.type = std::move(type);
  return one;
}

void Spdx2Builder::add_external_reference(SbomComponent& component, std::string_view type, std::string_view locator) const {
  // The type is a word, or a URI that ends with it.
  const std::string_view word = type.substr(type.find_last_of("/#") + 1);
  locator = trimmed(locator);
  if (word == "purl" || word == "package-url") {
    component.revisions.emplace_back(locator);
    if (component.purl.empty())
      component.purl = locator;
  } else if (word == "cpe23Type" || word == "cpe22Type") {
    if (component.cpe.empty() || word == "cpe23Type")
      component.cpe = locator;
  } else if (word == "swh" || word == "gitoid" || word == "swid") {
    component.other_identifier = locator;
    component.revisions.emplace_back(locator);
  } else if (locator.ends_with("security.txt")) {
    component.security_txt = contact_of(locator);
  }
}

void Spdx2Builder::set_supplier(SbomComponent& component, std::string_view actor) {
  component.supplier = parse_spdx_actor(actor).name;
}

void Spdx2Builder::set_originator(SbomComponent& component, std::string_view actor) {
  SpdxActor parsed = parse_spdx_actor(actor);
  component.creator = std::move(parsed.name);
  component.creator_contact = std::move(parsed.contact);
}

void Spdx2Builder::set_download_location(SbomComponent& component, std::string_view text) {
  text = stated(text);
  component.revisions.emplace_back(text);
  // A version control location is that of the source.
  if (text.substr(0, 4) == "git+" || text.substr(0, 3) == "hg+" || text.substr(0, 4) == "svn+" || text.substr(0, 6) == "git://")
    component.source_uri = text;
  else
    component.deployable_uri = contact_of(text);
}

void Spdx2Builder::add_hash(SbomComponent& component, std::string_view algorithm, std::string_view value) {
  if (!trimmed(value).empty())
    component.hashes.emplace_back(hash_name(algorithm), ascii_lower(trimmed(value)));
}

void Spdx2Builder::add_licence(std::vector<std::string>& to, std::string_view text) {
  if (const std::string_view one = stated(text); !one.empty())
    to.emplace_back(one);
}

void Spdx2Builder::define(std::string_view id) {
  if (!id.empty())
    defined_.emplace_back(id);
}

void Spdx2Builder::describe(std::string_view id) {
  described_.emplace_back(id);
}

void Spdx2Builder::relate(std::string_view from, std::string_view type, std::string_view to) {
  check_item_count(relationships_.size() + 1, sbom_reference_limit, "relationships", document_.name);
  relationships_.push_back({std::string(from), std::string(type), std::string(to)});
}

bool Spdx2Builder::is_known(const std::string& id) const {
  return id == no_element || id == "NOASSERTION" || by_id_.count(id) > 0 || id.compare(0, 12, "DocumentRef-") == 0;
}

void Spdx2Builder::add_dependency(const std::string& from, const std::string& to) {
  const auto found = by_id_.find(from);
  if (found == by_id_.end() || found->second >= sbom_.components.size())
    return;
  SbomComponent& component = sbom_.components[found->second];
  component.states_dependencies |= to != "NOASSERTION";
  if (to == no_element)
    component.completeness = "complete";
  else if (to != "NOASSERTION")
    component.depends_on.push_back(to);
}

void Spdx2Builder::apply(const Relationship& relationship) {
  const auto& [from, type, to] = relationship;
  for (const std::string* id : {&from, &to})
    sbom_.dangling_references += !is_known(*id);
  if (type == "DESCRIBES")
    described_.push_back(to);
  else if (type == "DESCRIBED_BY")
    described_.push_back(from);
  else if (is_in(needs, type))
    add_dependency(from, to);
  else if (is_in(needed_by, type))
    add_dependency(to, from);
}

void Spdx2Builder::finish() {
  for (std::size_t i = 0; i < sbom_.components.size(); ++i)
    if (const std::string& id = sbom_.components[i].reference; !id.empty())
      sbom_.duplicate_references += !by_id_.emplace(id, i).second;
  for (const std::string& id : defined_)
    sbom_.duplicate_references += !by_id_.emplace(id, SbomComponent::no_parent).second;
  for (const Relationship& one : relationships_)
    apply(one);
  std::optional<std::size_t> primary;
  for (const std::string& id : described_)
    if (const auto found = by_id_.find(id); !primary && found != by_id_.end() && found->second < sbom_.components.size())
      primary = found->second;
  finish_sbom(sbom_, primary);
}

} // namespace assay::evidence

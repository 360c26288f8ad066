// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/readers/sbom.hpp"

#include "audit/base/error.hpp"
#include "audit/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

namespace assay::evidence {

void check_item_count(std::size_t count, std::size_t limit, std::string_view what, const std::string& document) {
  if (count > limit)
    throw Error::input(fmt::format("it has more than {} {}", limit, what)).at({document, 0, 0, {}, 0});
}

namespace {

// The component at the index comes first; those before it move up by one.
void move_to_front(std::vector<SbomComponent>& components, std::size_t primary) {
  const auto front = components.begin();
  std::rotate(front, front + static_cast<std::ptrdiff_t>(primary), front + static_cast<std::ptrdiff_t>(primary) + 1);
  for (SbomComponent& one : components)
    if (one.parent == primary)
      one.parent = 0;
    else if (one.parent < primary)
      ++one.parent;
}

// Breadth first along dependencies and nesting.
void fill_in_depths(std::vector<SbomComponent>& components) {
  std::unordered_map<std::string_view, std::size_t> by_reference;
  std::unordered_map<std::size_t, std::vector<std::size_t>> nested;
  for (std::size_t i = 0; i < components.size(); ++i) {
    if (!components[i].reference.empty())
      by_reference.emplace(components[i].reference, i);
    if (components[i].parent != SbomComponent::no_parent)
      nested[components[i].parent].push_back(i);
  }
  std::vector<std::size_t> queue = {0};
  components.front().depth = 0;
  for (std::size_t next = 0; next < queue.size(); ++next) {
    const std::size_t from = queue[next];
    const auto reach = [&](std::size_t to) {
      if (!components[to].depth) {
        components[to].depth = *components[from].depth + 1;
        queue.push_back(to);
      }
    };
    for (const std::string& reference : components[from].depends_on)
      if (const auto found = by_reference.find(reference); found != by_reference.end())
        reach(found->second);
    if (const auto found = nested.find(from); found != nested.end())
      for (const std::size_t to : found->second)
        reach(to);
  }
}

} // namespace

void finish_sbom(Sbom& sbom, std::optional<std::size_t> primary) {
  for (SbomComponent& one : sbom.components) {
    std::sort(one.depends_on.begin(), one.depends_on.end());
    one.depends_on.erase(std::unique(one.depends_on.begin(), one.depends_on.end()), one.depends_on.end());
  }
  if (!primary)
    return;
  move_to_front(sbom.components, *primary);
  sbom.components.front().primary = true;
  fill_in_depths(sbom.components);
  if (sbom.completeness.empty())
    sbom.completeness = sbom.components.front().completeness;
}

bool names_sbom_json(const Appearance& appearance) {
  const std::string& name = appearance.file_name;
  return name.ends_with(".cdx.json") || name.ends_with(".spdx.json") || name.ends_with(".spdx3.json") ||
         name.ends_with("bom.json") || name.ends_with("sbom.cyclonedx.json");
}

bool names_sbom_xml(const Appearance& appearance) {
  return appearance.file_name.ends_with(".cdx.xml") || appearance.file_name.ends_with("bom.xml");
}

bool names_sbom_text(const Appearance& appearance) {
  return appearance.file_name.ends_with(".spdx") || appearance.file_name.ends_with(".spdx.tag");
}

bool names_spdx_elsewise(const Appearance& appearance) {
  for (const std::string_view ending : {".spdx.xml", ".spdx.yaml", ".spdx.yml", ".spdx.rdf", ".spdx.rdf.xml"})
    if (appearance.file_name.ends_with(ending))
      return true;
  return false;
}

bool is_spdx_elsewise(const Appearance& appearance) {
  const std::string_view start = appearance.text.substr(0, 64u << 10);
  const bool xml = appearance.syntax == Syntax::xml &&
                   ((appearance.root_element == "Document" && start.find("<spdxVersion>") != std::string_view::npos) ||
                    (appearance.root_element == "RDF" && start.find("spdx.org/rdf/terms") != std::string_view::npos));
  const bool yaml = appearance.syntax == Syntax::text && (start.starts_with("spdxVersion:") ||
                                                          start.find("\nspdxVersion:") != std::string_view::npos);
  return xml || yaml;
}

std::unique_ptr<Content> refuse_spdx_elsewise(const Document& document) {
  throw Error::input("it is SPDX in an encoding that assay does not read: of SPDX 2 it reads JSON and tag-value")
      .at({document.name, 1, 0, {}, 0});
}

std::string_view stated(std::string_view text) {
  const std::string_view rest = trimmed(text);
  return rest == "NOASSERTION" || rest == "NONE" ? std::string_view() : rest;
}

std::string_view contact_of(std::string_view text) {
  text = trimmed(text);
  if (text.ends_with(')') && text.find('(') != std::string_view::npos)
    text = trimmed(text.substr(text.rfind('(') + 1, text.size() - text.rfind('(') - 2));
  if (text.find_first_of(" \t\r\n") != std::string_view::npos)
    return {};
  for (const std::string_view scheme : {"https://", "http://", "mailto:"})
    if (text.starts_with(scheme) && text.size() > scheme.size())
      return text;
  const std::size_t at = text.find('@');
  const std::size_t dot = text.rfind('.');
  const bool email = at != std::string_view::npos && at > 0 && text.find('@', at + 1) == std::string_view::npos &&
                     dot != std::string_view::npos && dot > at + 1 && dot + 1 < text.size() &&
                     text.find_first_of(":/") == std::string_view::npos;
  return email ? text : std::string_view();
}

std::string hash_name(std::string_view algorithm) {
  std::string name = ascii_lower(trimmed(algorithm));
  std::replace(name.begin(), name.end(), '_', '-');
  if (name.starts_with("sha") && name.size() > 3 && is_digit(name[3])) {
    if (name == "sha1" || name == "sha224" || name == "sha256" || name == "sha384" || name == "sha512")
      name.insert(3, 1, '-');
  }
  return name;
}

} // namespace assay::evidence

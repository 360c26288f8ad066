// SPDX-License-Identifier: Apache-2.0
//
// What CycloneDX documents state, read alike from JSON and XML: the two differ in where a thing stands, which a Node
// hides. A Node has
//   text(name)          a member's or attribute's or child's text; empty when there is none
//   value(name)         the same of a thing whose text is the XML element's own
//   child(name)         the Node of that name, false when there is none
//   own()               the text of the thing itself
//   number(name)        the number that a member or child is
//   each(list, item, f) calls f(Node) for the items of a list, which XML wraps in an element unless both names are the
//                       same; each_at(list, item, place, f) calls f(Node, place of the item)
//   each_licence(f)     the same for licences and expressions
//   each_dependency(f)  the same for what a dependency names as depended on
//   has_dependencies()  whether such a one names others itself
//   reference()         what a reference in a list refers to
//   is_signed()         whether the document carries a signature
//   place(of_parent, name)  the place of a child
// Everything is read in one pass, places are made for what keeps them.
#pragma once

#include "audit/base/text.hpp"
#include "audit/base/time.hpp"
#include "audit/evidence/readers/sbom.hpp"

#include <fmt/format.h>

#include <memory>
#include <unordered_map>
#include <unordered_set>

namespace assay::evidence {

template <class Node>
class CycloneDxReader {
public:
  CycloneDxReader(const Document& document, Sbom& sbom) : document_(document), sbom_(sbom) {}

  // `references` are all that the document defines, also of things that are no components.
  void read(const Node& root, const std::string& place, const std::unordered_set<std::string_view>& references) {
    sbom_.specification = "CycloneDX";
    sbom_.serial = root.text("serialNumber");
    sbom_.document_version = root.text("version");
    sbom_.is_signed = root.is_signed();
    std::optional<std::size_t> primary;
    if (const Node metadata = root.child("metadata"))
      primary = read_metadata(metadata, root.place(place, "metadata"));
    root.each_at("components", "component", place, [&](const Node& one, const std::string& at) { add_component(one, at); });
    index_components();
    root.each("dependencies", "dependency",
              [&](const Node& one) { add_dependency(one, references); });
    root.each("compositions", "composition",
              [&](const Node& one) { add_composition(one, primary); });
    root.each_at("vulnerabilities", "vulnerability", place,
                 [&](const Node& one, const std::string& at) { add_vulnerability(one, at); });
    finish_sbom(sbom_, primary);
  }

private:
  std::optional<std::size_t> read_metadata(const Node& metadata, const std::string& place) {
    sbom_.time_as_stated = metadata.text("timestamp");
    sbom_.time = parse_timestamp(sbom_.time_as_stated);
    metadata.each("lifecycles", "lifecycle", [&](const Node& one) {
      if (sbom_.generation_context.empty())
        sbom_.generation_context = one.text(one.text("phase").empty() ? "name" : "phase");
    });
    for (const char* role : {"manufacturer", "manufacture"})
      if (const Node entity = metadata.child(role))
        add_author(entity.text("name"), contact_within(entity));
    metadata.each("authors", "author",
                  [&](const Node& one) { add_author(one.text("name"), contact_of(one.text("email"))); });
    if (const Node supplier = metadata.child("supplier"))
      add_if(sbom_.suppliers, supplier.text("name"));
    read_tools(metadata);
    const Node primary = metadata.child("component");
    if (!primary)
      return std::nullopt;
    add_component(primary, metadata.place(place, "component"));
    return 0;
  }

  void read_tools(const Node& metadata) {
    const auto add = [&](const Node& one) {
      if (!one.text("name").empty())
        sbom_.tools.push_back({one.text("name"), one.text("version")});
    };
    metadata.each("tools", "tool", add);
    if (const Node tools = metadata.child("tools")) {
      tools.each("components", "component", add);
      tools.each("services", "service", add);
    }
  }

  static void add_if(std::vector<std::string>& to, std::string text) {
    if (!text.empty())
      to.push_back(std::move(text));
  }
  void add_author(std::string name, std::string_view contact) {
    add_if(sbom_.authors, std::move(name));
    if (sbom_.author_contact.empty())
      sbom_.author_contact = contact;
  }
  // An e-mail address, else a URL, of an organisation.
  static std::string contact_within(const Node& entity) {
    std::string email, url;
    entity.each("contact", "contact", [&](const Node& one) {
      if (email.empty())
        email = contact_of(one.text("email"));
    });
    entity.each("url", "url", [&](const Node& one) {
      if (url.empty())
        url = contact_of(one.own());
    });
    return email.empty() ? url : email;
  }

  // Nesting is bounded by the parsers.
  void add_component(const Node& node, const std::string& place, std::size_t parent = SbomComponent::no_parent) {
    check_item_count(sbom_.components.size() + 1, sbom_component_limit, "components", document_.name);
    const std::size_t index = sbom_.components.size();
    SbomComponent& one = sbom_.components.emplace_back();
    one.place = place;
    one.parent = parent;
    one.reference = node.text("bom-ref");
    one.type = ascii_lower(node.text("type"));
    one.name = stated(node.text("name"));
    one.version = stated(node.text("version"));
    one.purl = node.text("purl");
    one.cpe = node.text("cpe");
    one.copyright = stated(node.text("copyright"));
    read_people(one, node);
    read_identity(one, node);
    one.hashes = hashes_of(node);
    read_licences(one, node);
    node.each("externalReferences", "reference",
              [&](const Node& reference) { read_reference(one, reference); });
    node.each("properties", "property",
              [&](const Node& property) { read_property(one, property); });
    node.each_at("components", "component", place,
                 [&](const Node& nested, const std::string& at) { add_component(nested, at, index); });
  }
  static void read_people(SbomComponent& one, const Node& node) {
    if (const Node supplier = node.child("supplier"))
      one.supplier = stated(supplier.text("name"));
    if (const Node manufacturer = node.child("manufacturer")) {
      one.creator = stated(manufacturer.text("name"));
      one.creator_contact = contact_within(manufacturer);
    }
    node.each("authors", "author", [&](const Node& author) {
      if (one.creator.empty())
        one.creator = stated(author.text("name"));
      if (one.creator_contact.empty())
        one.creator_contact = contact_of(author.text("email"));
    });
    for (const char* field : {"author", "publisher"})
      if (one.creator.empty())
        one.creator = stated(node.text(field));
  }
  static void read_identity(SbomComponent& one, const Node& node) {
    if (const Node swid = node.child("swid"))
      one.other_identifier = swid.text("tagId");
    for (const char* kind : {"swhid", "omniborId"})
      node.each(kind, kind, [&](const Node& id) {
        if (one.other_identifier.empty())
          one.other_identifier = id.own();
      });
    one.revisions = {one.version, one.purl};
    if (const Node pedigree = node.child("pedigree"))
      pedigree.each("commits", "commit",
                    [&](const Node& commit) { add_if(one.revisions, commit.text("uid")); });
  }
  static SbomHashes hashes_of(const Node& node) {
    SbomHashes hashes;
    node.each("hashes", "hash", [&](const Node& hash) {
      if (!hash.value("content").empty())
        hashes.emplace_back(hash_name(hash.text("alg")), ascii_lower(trimmed(hash.value("content"))));
    });
    return hashes;
  }
  static void read_licences(SbomComponent& one, const Node& node) {
    node.each_licence([&](const Node& licence) {
      std::string text = licence.text("id");
      for (const char* field : {"name", "expression"})
        if (text.empty())
          text = licence.text(field);
      if (text.empty())
        text = licence.own();
      const bool concluded = licence.text("acknowledgement") == "concluded";
      add_if(concluded ? one.concluded_licences : one.licences, std::string(stated(text)));
    });
  }
  static void read_reference(SbomComponent& one, const Node& reference) {
    const std::string type = reference.text("type"), url = reference.text("url");
    const auto merge = [&](SbomHashes& to) {
      for (auto& hash : hashes_of(reference))
        to.push_back(std::move(hash));
    };
    if (type == "vcs")
      one.revisions.push_back(url);
    if (type == "distribution" || type == "distribution-intake") {
      merge(one.deployable_hashes);
      if (one.deployable_uri.empty())
        one.deployable_uri = contact_of(url);
    } else if (type == "source-distribution" || (type == "vcs" && one.source_uri.empty())) {
      merge(one.source_hashes);
      if (!contact_of(url).empty())
        one.source_uri = url;
    } else if (type == "rfc-9116") {
      one.security_txt = contact_of(url);
    }
  }
  static void read_property(SbomComponent& one, const Node& property) {
    const std::string name = property.text("name");
    constexpr std::string_view prefix = "bsi:component:";
    if (name.compare(0, prefix.size(), prefix) != 0)
      return;
    const std::string what = ascii_lower(std::string_view(name).substr(prefix.size()));
    const std::string value = property.value("value"), lower = ascii_lower(value);
    const auto flag = [&](std::string_view yes) -> std::optional<bool> {
      if (lower == "true" || lower == yes)
        return true;
      return lower.empty() ? std::nullopt : std::optional(false);
    };
    if (what == "filename")
      one.file_name = value;
    else if (what == "executable")
      one.executable = flag("executable");
    else if (what == "archive")
      one.archive = flag("archive");
    else if (what == "structured")
      one.structured = flag("structured");
    else if (what == "effectivelicense" || what == "effectivelicence")
      one.effective_licence = stated(value);
  }

  void index_components() {
    for (std::size_t i = 0; i < sbom_.components.size(); ++i)
      if (!sbom_.components[i].reference.empty())
        by_reference_.emplace(sbom_.components[i].reference, i);
  }
  SbomComponent* find(const std::string& reference) {
    const auto found = by_reference_.find(reference);
    return found == by_reference_.end() ? nullptr : &sbom_.components[found->second];
  }
  void add_dependency(const Node& dependency, const std::unordered_set<std::string_view>& references) {
    const std::string from = dependency.text("ref");
    const auto known = [&](const std::string& reference) {
      return references.count(reference) > 0 || reference.compare(0, 8, "urn:cdx:") == 0;
    };
    sbom_.dangling_references += !from.empty() && !known(from);
    SbomComponent* const component = find(from);
    if (component != nullptr)
      component->states_dependencies = true;
    dependency.each_dependency([&](const Node& one) {
      std::string to = one.reference();
      check_item_count(++edges_, sbom_reference_limit, "dependencies", document_.name);
      sbom_.dangling_references += !known(to);
      if (component != nullptr && !to.empty())
        component->depends_on.push_back(std::move(to));
      if (one.has_dependencies())
        add_dependency(one, references);
    });
  }
  void add_composition(const Node& composition, std::optional<std::size_t> primary) {
    const std::string aggregate = composition.text("aggregate");
    bool general = true;
    for (const auto& [list, item] : {std::pair("assemblies", "assembly"), std::pair("dependencies", "dependency")})
      composition.each(list, item, [&](const Node& one) {
        general = false;
        if (SbomComponent* const component = find(one.reference()))
          component->completeness = aggregate;
      });
    if (general && primary && sbom_.components[*primary].completeness.empty())
      sbom_.completeness = aggregate;
  }

  void add_vulnerability(const Node& node, const std::string& place) {
    check_item_count(sbom_.vulnerabilities.size() + 1, sbom_component_limit, "vulnerabilities", document_.name);
    SbomVulnerability& one = sbom_.vulnerabilities.emplace_back();
    one.place = place;
    one.id = node.text("id");
    one.detail = node.text("detail").empty() ? node.text("description") : node.text("detail");
    one.published = node.text("published");
    one.updated = node.text("updated");
    one.rejected = node.text("rejected");
    if (const Node source = node.child("source"))
      one.source = source.text("name").empty() ? source.text("url") : source.text("name");
    node.each("references", "reference", [&](const Node& reference) {
      std::string alias = reference.text("id");
      if (alias.empty() || alias == one.id || one.aliases_in_all++ >= sbom_alias_limit)
        return;
      one.aliases.push_back(std::move(alias));
    });
    one.states_action = !node.text("recommendation").empty() || !node.text("workaround").empty();
    if (const Node analysis = node.child("analysis"))
      read_analysis(one, analysis);
    node.each("ratings", "rating", [&](const Node& rating) { read_rating(one, rating); });
    node.each("affects", "target", [&](const Node& target) { read_affected(one, target); });
  }
  static void read_analysis(SbomVulnerability& one, const Node& analysis) {
    one.state = analysis.text("state");
    one.justification = analysis.text("justification");
    one.analysed = analysis.text("lastUpdated").empty() ? analysis.text("firstIssued") : analysis.text("lastUpdated");
    one.states_impact = !analysis.text("detail").empty();
    if (one.states_impact)
      one.detail = analysis.text("detail");
    for (const char* list : {"response", "responses"}) // JSON, XML
      analysis.each(list, "response", [&](const Node& response) { one.states_action |= !response.own().empty(); });
  }
  static void read_rating(SbomVulnerability& one, const Node& rating) {
    if (one.severity.empty())
      one.severity = rating.text("severity");
    const std::optional<double> score = rating.number("score");
    if (score && rating.text("method").compare(0, 4, "CVSS") == 0 && *score > one.score.value_or(-1))
      one.score = score;
  }
  void read_affected(SbomVulnerability& one, const Node& target) {
    check_item_count(++affected_, sbom_reference_limit, "affected versions", document_.name);
    SbomAffected& affected = one.affects.emplace_back();
    affected.reference = target.text("ref");
    target.each("versions", "version", [&](const Node& version) {
      check_item_count(++affected_, sbom_reference_limit, "affected versions", document_.name);
      affected.versions.push_back({version.text("version"), version.text("range"), version.text("status")});
    });
  }

  const Document& document_;
  Sbom& sbom_;
  std::unordered_map<std::string_view, std::size_t> by_reference_; // once all components are there
  std::size_t edges_ = 0, affected_ = 0;
};

// The minor version in "1.6", if it is one of those whose grammar is known.
std::optional<int> cyclonedx_minor(std::string_view version);

} // namespace assay::evidence

// SPDX-License-Identifier: Apache-2.0
//
// Reads SPDX 3.0 in JSON-LD: a graph of elements and the relationships between them. Flaws are what the model demands
// of documents, creation information, elements and relationships and is not there; types and members are not held to
// the model's full list. Names are those of the official context, nothing is fetched. Bounds: those of documents and of
// JSON, two million elements and ends of relationships, half a million components.
#include "audit/base/error.hpp"
#include "audit/base/json.hpp"
#include "audit/base/text.hpp"
#include "audit/base/time.hpp"
#include "audit/evidence/readers/sbom.hpp"

#include <fmt/format.h>

#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace assay::evidence {

namespace {

std::string_view id_of(JsonValue element) {
  return element["spdxId"] ? element["spdxId"].text_or({}) : element["@id"].text_or({});
}
std::string_view type_of(JsonValue element) {
  return element["type"] ? element["type"].text_or({}) : element["@type"].text_or({});
}

// A member that tools write in the singular or plural, as one value or several.
template <class Visit>
void each_of(JsonValue element, std::initializer_list<std::string_view> names, Visit&& visit) {
  for (const std::string_view name : names)
    if (const JsonValue value = element[name]) {
      if (value.is_array())
        value.each([&](JsonValue one, std::size_t) { visit(one); });
      else
        visit(value);
    }
}

// "software_packageVersion", which the earliest documents wrote without its profile.
std::string_view software(JsonValue element, std::string_view name) {
  const std::string with_profile = "software_" + std::string(name);
  return element[with_profile] ? element[with_profile].text_or({}) : element[name].text_or({});
}

bool is_package(std::string_view type) {
  return type == "Package" || type.ends_with("_Package") || type.ends_with("Package");
}
bool is_file(std::string_view type) {
  return type == "File" || type == "software_File";
}

class Spdx3Reader {
public:
  Spdx3Reader(const Document& document, JsonValue root, Sbom& sbom) : document_(document), root_(root), sbom_(sbom) {}

  void read() {
    sbom_.specification = "SPDX";
    sbom_.version = "3.0";
    collect();
    read_document();
    for (std::size_t i = 0; i < elements_.size(); ++i)
      if (is_package(type_of(elements_[i])) || is_file(type_of(elements_[i])))
        add_component(elements_[i], i);
    for (std::size_t i = 0; i < sbom_.components.size(); ++i)
      if (!sbom_.components[i].reference.empty())
        components_.emplace(sbom_.components[i].reference, i);
    for (std::size_t i = 0; i < elements_.size(); ++i)
      if (type_of(elements_[i]).ends_with("Relationship"))
        relate(elements_[i]);
    finish_sbom(sbom_, primary());
  }

private:
  static std::string place(std::size_t index) { return fmt::format("/@graph/{}", index); }

  void collect() {
    root_["@graph"].each([&](JsonValue one, std::size_t) { elements_.push_back(one); });
    if (!root_["@graph"] && root_["type"])
      elements_.push_back(root_); // a document may be a single element
    check_item_count(elements_.size(), sbom_reference_limit, "elements", document_.name);
    for (std::size_t i = 0; i < elements_.size(); ++i) {
      check_element(elements_[i], i);
      if (const std::string_view id = id_of(elements_[i]); !id.empty())
        sbom_.duplicate_references += !by_id_.emplace(id, elements_[i]).second;
    }
    if (!root_["@context"])
      sbom_.flaws.add("", "has no @context");
    if (sbom_.duplicate_references > 0)
      sbom_.flaws.add("/@graph", "has elements with the same id");
  }
  void check_element(JsonValue element, std::size_t index) {
    const std::string_view type = type_of(element);
    if (!element.is_object() || type.empty())
      return sbom_.flaws.add(place(index), "has no type");
    if (id_of(element).empty() && !type.ends_with("Relationship"))
      sbom_.flaws.add(place(index), "has neither spdxId nor @id");
    if (type == "CreationInfo")
      check_creation(element, index);
    else if (type.ends_with("Relationship"))
      check_relationship(element, index);
    else if ((is_package(type) || is_file(type)) && element["name"].text_or({}).empty())
      sbom_.flaws.add(place(index), "has no name");
  }
  void check_creation(JsonValue info, std::size_t index) {
    for (const char* name : {"specVersion", "created", "createdBy"})
      if (!info[name])
        sbom_.flaws.add(place(index), fmt::format("has no {}", name));
    if (info["created"] && !is_utc_second(info["created"].text_or({})))
      sbom_.flaws.add(place(index), "has no timestamp in UTC in created");
  }
  // YYYY-MM-DDThh:mm:ssZ and nothing else.
  static bool is_utc_second(std::string_view text) {
    return text.size() == 20 && text.back() == 'Z' && text[10] == 'T' && parse_rfc3339(text);
  }
  void check_relationship(JsonValue element, std::size_t index) {
    for (const char* name : {"from", "to", "relationshipType"})
      if (!element[name])
        sbom_.flaws.add(place(index), fmt::format("has no {}", name));
  }

  // A reference, or what it refers to in its place.
  JsonValue resolve(JsonValue value) const {
    if (value.is_object())
      return value;
    const auto found = by_id_.find(value.text_or({}));
    return found == by_id_.end() ? JsonValue() : found->second;
  }

  void read_document() {
    for (const JsonValue one : elements_) {
      if (type_of(one) == "SpdxDocument" && !spdx_document_)
        spdx_document_ = one;
      if (type_of(one).ends_with("Sbom") && !inventory_)
        inventory_ = one;
    }
    if (!spdx_document_)
      sbom_.flaws.add("/@graph", "has no SpdxDocument");
    sbom_.serial = id_of(spdx_document_);
    each_of(spdx_document_, {"import"}, [&](JsonValue one) { imported_.insert(one["externalSpdxId"].text_or({})); });
    each_of(inventory_, {"software_sbomType", "sbomType"}, [&](JsonValue one) {
      if (sbom_.generation_context.empty())
        sbom_.generation_context = one.text_or({});
    });
    JsonValue info = resolve(spdx_document_["creationInfo"]);
    for (const JsonValue one : elements_)
      if (!info && type_of(one) == "CreationInfo")
        info = one;
    read_creation(info);
  }
  void read_creation(JsonValue info) {
    if (const std::string_view stated_version = info["specVersion"].text_or({}); !stated_version.empty())
      sbom_.version = stated_version;
    sbom_.time_as_stated = info["created"].text_or({});
    sbom_.time = parse_timestamp(sbom_.time_as_stated);
    each_of(info, {"createdBy"}, [&](JsonValue one) {
      const JsonValue agent = resolve(one);
      if (const std::string_view name = stated(agent["name"].text_or({})); !name.empty())
        sbom_.authors.emplace_back(name);
      if (sbom_.author_contact.empty())
        sbom_.author_contact = contact_within(agent);
    });
    each_of(info, {"createdUsing"}, [&](JsonValue one) { add_tool(resolve(one)["name"].text_or({})); });
  }
  // "syft-1.2.0": there is no member for a tool's version.
  void add_tool(std::string_view name) {
    const std::size_t dash = name.find_last_of("- ");
    const bool versioned = dash != std::string_view::npos && dash + 1 < name.size() && is_digit(name[dash + 1]);
    if (!name.empty())
      sbom_.tools.push_back({std::string(name.substr(0, versioned ? dash : name.size())),
                             std::string(versioned ? name.substr(dash + 1) : std::string_view())});
  }
  static std::string contact_within(JsonValue agent) {
    std::string email, url;
    each_of(agent, {"externalIdentifier", "externalIdentifiers"}, [&](JsonValue id) {
      const std::string_view contact = contact_of(id["identifier"].text_or({}));
      (id["externalIdentifierType"].text_or({}) == "email" ? email : url) = contact;
    });
    return email.empty() ? url : email;
  }

  void add_component(JsonValue element, std::size_t index) {
    check_item_count(sbom_.components.size() + 1, sbom_component_limit, "components", document_.name);
    SbomComponent& one = sbom_.components.emplace_back();
    one.place = place(index);
    one.reference = id_of(element);
    one.type = ascii_lower(software(element, "primaryPurpose"));
    if (one.type.empty())
      one.type = is_file(type_of(element)) ? "file" : "package";
    one.name = stated(element["name"].text_or({}));
    one.version = stated(software(element, "packageVersion"));
    one.copyright = stated(software(element, "copyrightText"));
    one.purl = software(element, "packageUrl");
    if (is_file(type_of(element)))
      one.file_name = one.name.substr(one.name.rfind('/') + 1);
    one.deployable_uri = contact_of(software(element, "downloadLocation"));
    one.revisions = {one.version, one.purl, std::string(software(element, "downloadLocation")),
                     std::string(software(element, "sourceInfo"))};
    each_of(element, {"suppliedBy"}, [&](JsonValue agent) { one.supplier = stated(name_of(agent)); });
    each_of(element, {"originatedBy"}, [&](JsonValue agent) {
      if (one.creator.empty())
        one.creator = stated(name_of(agent));
      if (one.creator_contact.empty())
        one.creator_contact = contact_within(resolve(agent));
    });
    one.hashes = hashes_of(element);
    read_identifiers(one, element);
    read_references(one, element);
    read_purposes(one, element);
  }
  std::string name_of(JsonValue agent) const { return std::string(resolve(agent)["name"].text_or({})); }

  static SbomHashes hashes_of(JsonValue element) {
    SbomHashes hashes;
    each_of(element, {"verifiedUsing"}, [&](JsonValue one) {
      if (!trimmed(one["hashValue"].text_or({})).empty())
        hashes.emplace_back(hash_name(one["algorithm"].text_or({})), ascii_lower(trimmed(one["hashValue"].text_or({}))));
    });
    return hashes;
  }
  static void read_identifiers(SbomComponent& one, JsonValue element) {
    each_of(element, {"externalIdentifier", "externalIdentifiers"}, [&](JsonValue id) {
      const std::string_view kind = id["externalIdentifierType"].text_or({}), text = id["identifier"].text_or({});
      if (kind == "packageUrl" || kind == "packageURL")
        one.purl = text;
      else if (kind == "cpe23" || (kind == "cpe22" && one.cpe.empty()))
        one.cpe = text;
      else if (kind == "gitoid" || kind == "swhid" || kind == "swid")
        one.other_identifier = text;
      one.revisions.emplace_back(text);
    });
    each_of(element, {"software_contentIdentifier"}, [&](JsonValue id) {
      one.other_identifier = id["software_contentIdentifierValue"].text_or({});
    });
  }
  static void read_references(SbomComponent& one, JsonValue element) {
    each_of(element, {"externalRef", "externalRefs"}, [&](JsonValue reference) {
      const std::string kind = ascii_lower(reference["externalRefType"].text_or({}));
      each_of(reference, {"locator"}, [&](JsonValue locator) {
        const std::string_view url = contact_of(locator.text_or({}));
        if (kind == "binaryartifact")
          one.deployable_uri = url;
        else if (kind == "sourceartifact")
          one.source_uri = url;
        else if (kind == "securityother" && url.ends_with("security.txt"))
          one.security_txt = url;
        one.revisions.emplace_back(locator.text_or({}));
      });
    });
  }
  // Stated purposes tell what a file is; a file that states none tells nothing.
  static void read_purposes(SbomComponent& one, JsonValue element) {
    bool stated_any = false;
    const auto note = [&](JsonValue purpose) {
      const std::string_view text = purpose.text_or({});
      if (!std::exchange(stated_any, true))
        one.executable = one.archive = one.structured = false;
      if (text == "executable")
        one.executable = true;
      else if (text == "archive")
        one.archive = true;
      else if (text == "container")
        one.structured = true;
    };
    each_of(element, {"software_additionalPurpose", "additionalPurpose"}, note);
  }

  SbomComponent* component(const std::string& id) {
    const auto found = components_.find(id);
    return found == components_.end() ? nullptr : &sbom_.components[found->second];
  }
  void relate(JsonValue element) {
    const std::string from(element["from"].text_or({}));
    const std::string_view type = element["relationshipType"].text_or({});
    sbom_.dangling_references += !is_known(from);
    SbomComponent* const one = component(from);
    if (one != nullptr && is_dependency(type)) {
      one->states_dependencies = true;
      one->completeness = element["completeness"].text_or({});
    }
    each_of(element, {"to"}, [&](JsonValue end) {
      check_item_count(++ends_, sbom_reference_limit, "ends of relationships", document_.name);
      const std::string to(end.is_object() ? id_of(end) : end.text_or({}));
      sbom_.dangling_references += !is_known(to);
      apply(one, from, type, to, element);
    });
  }
  bool is_known(std::string_view id) const {
    return by_id_.count(id) > 0 || is_individual(id) || imported_.count(id) > 0;
  }
  // NoneElement, NoAssertionElement and their like are terms of the specification itself.
  static bool is_individual(std::string_view id) {
    return id.find("NoneElement") != std::string_view::npos || id.find("NoAssertion") != std::string_view::npos ||
           id.find("NoneLicense") != std::string_view::npos || id.starts_with("https://spdx.org/") || id.starts_with("spdx:");
  }
  static bool is_dependency(std::string_view type) {
    return type == "dependsOn" || type == "contains" || type == "hasDynamicLink" || type == "hasStaticLink" ||
           type == "hasPrerequisite" || type == "hasOptionalDependency" || type == "hasProvidedDependency";
  }
  void apply(SbomComponent* from, const std::string& from_id, std::string_view type, const std::string& to,
             JsonValue relationship) {
    if (type == "describes")
      described_.push_back(to);
    if (type == "generates" && by_id_.count(from_id) > 0)
      add_source(from_id, component(to));
    if (from == nullptr)
      return;
    if (is_dependency(type) && !is_individual(to))
      from->depends_on.push_back(to);
    else if (type == "hasDeclaredLicense")
      add_licence(from->licences, to);
    else if (type == "hasConcludedLicense")
      add_licence(from->concluded_licences, to);
    else if (type == "hasDistributionArtifact")
      add_artefact(*from, component(to));
    else if (type == "other" && relationship["comment"].text_or({}) == "hasEffectiveLicense")
      from->effective_licence = licence_text(to);
  }
  std::string licence_text(const std::string& id) const {
    const auto found = by_id_.find(id);
    if (found == by_id_.end())
      return is_individual(id) && id.find("/licenses/") != std::string::npos ? id.substr(id.rfind('/') + 1) : std::string();
    for (const char* name : {"simplelicensing_licenseExpression", "licenseExpression", "name"})
      if (const std::string_view text = stated(found->second[name].text_or({})); !text.empty())
        return std::string(text);
    return id.substr(id.rfind('/') + 1);
  }
  void add_licence(std::vector<std::string>& to, const std::string& id) const {
    if (std::string text = licence_text(id); !text.empty())
      to.push_back(std::move(text));
  }
  // What a package is delivered as tells what BSI TR-03183-2 asks of the package.
  static void add_artefact(SbomComponent& package, const SbomComponent* file) {
    if (file == nullptr)
      return;
    package.file_name = file->name;
    package.deployable_hashes = file->hashes;
    if (!file->deployable_uri.empty())
      package.deployable_uri = file->deployable_uri;
    package.executable = file->executable;
    package.archive = file->archive;
    package.structured = file->structured;
  }
  void add_source(const std::string& source_id, SbomComponent* package) {
    if (package == nullptr)
      return;
    SbomComponent source;
    const JsonValue element = by_id_.find(source_id)->second;
    read_references(source, element);
    package->source_hashes = hashes_of(element);
    if (!source.source_uri.empty())
      package->source_uri = source.source_uri;
  }

  // The first root of the inventory or the document that is a component, else what the document describes.
  std::optional<std::size_t> primary() {
    std::vector<std::string> roots;
    for (const JsonValue one : {inventory_, spdx_document_})
      each_of(one, {"rootElement"}, [&](JsonValue root) { roots.emplace_back(root.text_or({})); });
    roots.insert(roots.end(), described_.begin(), described_.end());
    for (const std::string& id : roots)
      if (const auto found = components_.find(id); found != components_.end())
        return found->second;
    return std::nullopt;
  }

  const Document& document_;
  JsonValue root_;
  Sbom& sbom_;
  JsonValue spdx_document_, inventory_;
  std::vector<JsonValue> elements_;
  std::unordered_map<std::string_view, JsonValue> by_id_;
  std::unordered_set<std::string_view> imported_;
  std::unordered_map<std::string, std::size_t> components_;
  std::vector<std::string> described_;
  std::size_t ends_ = 0;
};

} // namespace

bool is_spdx3_json(const Appearance& appearance) {
  return appearance.syntax == Syntax::json && appearance.has("@context") &&
         (appearance.has("@graph") || appearance.has("spdxId")) &&
         appearance.text.find("spdx.org/rdf/") != std::string_view::npos;
}

std::unique_ptr<Content> read_spdx3_json(const Document& document) {
  const JsonDocument json(document.text, document.name);
  if (!json.root().is_object())
    throw Error::input("an SPDX document is a JSON object").at({document.name, 1, 0, {}, 0});
  auto sbom = std::make_unique<Sbom>();
  Spdx3Reader(document, json.root(), *sbom).read();
  return sbom;
}

} // namespace assay::evidence

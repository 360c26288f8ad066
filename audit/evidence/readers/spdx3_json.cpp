// SPDX-License-Identifier: Apache-2.0
//
// Reads SPDX 3.0 in JSON-LD: a graph of elements and the relationships between them. Flaws are what the model demands
// of documents, creation information, elements and relationships and is not there; types and members are not held to
// the model's full list. Names are those of the official context, nothing is fetched. Bounds: those of documents and of
// JSON, two million elements and ends of relationships, half a million components.
#include "audit/base/error.hpp"
#include "audit/base/text.hpp"
#include "audit/base/time.hpp"
#include "audit/evidence/readers/spdx3.hpp"

#include <unordered_set>

namespace assay::evidence {

namespace {

class Spdx3Reader {
public:
  Spdx3Reader(const Document& document, JsonValue root, Sbom& sbom)
      : document_(document), sbom_(sbom), graph_(root, document.name, sbom) {}

  void read() {
    sbom_.specification = "SPDX";
    sbom_.version = "3.0";
    read_document();
    read_components();
    for (std::size_t i = 0; i < sbom_.components.size(); ++i)
      if (!sbom_.components[i].reference.empty())
        components_.emplace(sbom_.components[i].reference, i);
    for (const JsonValue one : graph_.elements())
      if (spdx3_type(one).ends_with("Relationship"))
        relate(one);
    finish_sbom(sbom_, primary());
  }

private:
  void read_document() {
    for (const JsonValue one : graph_.elements()) {
      if (spdx3_type(one) == "SpdxDocument" && !spdx_document_)
        spdx_document_ = one;
      if (spdx3_type(one).ends_with("Sbom") && !inventory_)
        inventory_ = one;
    }
    if (!spdx_document_)
      sbom_.flaws.add("/@graph", "has no SpdxDocument");
    sbom_.serial = spdx3_id(spdx_document_);
    each_spdx3(spdx_document_, {"import"}, [&](JsonValue one) { imported_.insert(one["externalSpdxId"].text_or({})); });
    each_spdx3(inventory_, {"software_sbomType", "sbomType"}, [&](JsonValue one) {
      if (sbom_.generation_context.empty())
        sbom_.generation_context = one.text_or({});
    });
    JsonValue info = graph_.resolve(spdx_document_["creationInfo"]);
    for (const JsonValue one : graph_.elements())
      if (!info && spdx3_type(one) == "CreationInfo")
        info = one;
    read_creation(info);
  }
  void read_creation(JsonValue info) {
    if (const std::string_view stated_version = info["specVersion"].text_or({}); !stated_version.empty())
      sbom_.version = stated_version;
    sbom_.time_as_stated = info["created"].text_or({});
    sbom_.time = parse_timestamp(sbom_.time_as_stated);
    each_spdx3(info, {"createdBy"}, [&](JsonValue one) {
      const JsonValue agent = graph_.resolve(one);
      if (const std::string_view name = stated(agent["name"].text_or({})); !name.empty())
        sbom_.authors.emplace_back(name);
      if (sbom_.author_contact.empty())
        sbom_.author_contact = spdx3_contact(agent);
    });
    each_spdx3(info, {"createdUsing"}, [&](JsonValue one) { add_tool(graph_.resolve(one)["name"].text_or({})); });
  }
  // "syft-1.2.0": there is no member for a tool's version.
  void add_tool(std::string_view name) {
    const std::size_t dash = name.find_last_of("- ");
    const bool versioned = dash != std::string_view::npos && dash + 1 < name.size() && is_digit(name[dash + 1]);
    if (!name.empty())
      sbom_.tools.push_back({std::string(name.substr(0, versioned ? dash : name.size())),
                             std::string(versioned ? name.substr(dash + 1) : std::string_view())});
  }
  void read_components() {
    const std::vector<JsonValue>& elements = graph_.elements();
    for (std::size_t i = 0; i < elements.size(); ++i) {
      if (!is_spdx3_package(spdx3_type(elements[i])) && !is_spdx3_file(spdx3_type(elements[i])))
        continue;
      check_item_count(sbom_.components.size() + 1, sbom_component_limit, "components", document_.name);
      sbom_.components.push_back(read_spdx3_component(graph_, elements[i]));
      sbom_.components.back().place = Spdx3Graph::place(i);
    }
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
    each_spdx3(element, {"to"}, [&](JsonValue end) {
      check_item_count(++ends_, sbom_reference_limit, "ends of relationships", document_.name);
      const std::string to(end.is_object() ? spdx3_id(end) : end.text_or({}));
      sbom_.dangling_references += !is_known(to);
      apply(one, from, type, to, element);
    });
  }
  bool is_known(std::string_view id) const {
    return graph_.find(id) || is_individual(id) || imported_.count(id) > 0;
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
    if (type == "generates" && graph_.find(from_id))
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
    const JsonValue found = graph_.find(id);
    if (!found)
      return is_individual(id) && id.find("/licenses/") != std::string::npos ? id.substr(id.rfind('/') + 1) : std::string();
    for (const char* name : {"simplelicensing_licenseExpression", "licenseExpression", "name"})
      if (const std::string_view text = stated(found[name].text_or({})); !text.empty())
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
    const SbomComponent source = read_spdx3_component(graph_, graph_.find(source_id));
    package->source_hashes = source.hashes;
    if (!source.source_uri.empty())
      package->source_uri = source.source_uri;
  }

  // The first root of the inventory or the document that is a component, else what the document describes.
  std::optional<std::size_t> primary() {
    std::vector<std::string> roots;
    for (const JsonValue one : {inventory_, spdx_document_})
      each_spdx3(one, {"rootElement"}, [&](JsonValue root) { roots.emplace_back(root.text_or({})); });
    roots.insert(roots.end(), described_.begin(), described_.end());
    for (const std::string& id : roots)
      if (const auto found = components_.find(id); found != components_.end())
        return found->second;
    return std::nullopt;
  }

  const Document& document_;
  Sbom& sbom_;
  const Spdx3Graph graph_;
  JsonValue spdx_document_, inventory_;
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

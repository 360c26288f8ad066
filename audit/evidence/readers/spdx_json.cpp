// SPDX-License-Identifier: Apache-2.0
//
// Reads SPDX 2.2 and 2.3 in JSON, held to their schemas, also where the document is the member "Document" of another
// object, as early tools wrote it. Bounds: those of documents and of JSON, half a million components, two million
// relationships.
#include "audit/base/error.hpp"
#include "audit/evidence/readers/grammar.hpp"
#include "audit/evidence/readers/sbom_grammars.hpp"
#include "audit/evidence/readers/spdx2.hpp"

#include "audit/base/text.hpp"

#include <algorithm>

namespace assay::evidence {

namespace {

void add_checksums(SbomComponent& one, JsonValue value) {
  value["checksums"].each([&](JsonValue checksum, std::size_t) {
    Spdx2Builder::add_hash(one, checksum["algorithm"].text_or({}), checksum["checksumValue"].text_or({}));
  });
}

void read_licences(SbomComponent& one, JsonValue value) {
  Spdx2Builder::add_licence(one.licences, value["licenseDeclared"].text_or({}));
  value["licenseInfoInFiles"].each(
      [&](JsonValue licence, std::size_t) { Spdx2Builder::add_licence(one.licences, licence.text_or({})); });
  Spdx2Builder::add_licence(one.concluded_licences, value["licenseConcluded"].text_or({}));
  one.copyright = stated(value["copyrightText"].text_or({}));
}

// "OPERATING_SYSTEM" as "operating-system".
std::string purpose(std::string_view text) {
  std::string lower = ascii_lower(text);
  std::replace(lower.begin(), lower.end(), '_', '-');
  return lower;
}

class SpdxJsonReader {
public:
  SpdxJsonReader(Spdx2Builder& builder, JsonValue root) : builder_(builder), root_(root) {}

  void read(const std::string& place) {
    const std::string id(root_["SPDXID"].text_or({}));
    builder_.define(id);
    read_creation(root_["creationInfo"]);
    each("packages", place, [&](JsonValue one, std::string at) { read_package(one, std::move(at)); });
    each("files", place, [&](JsonValue one, std::string at) { read_file(one, std::move(at)); });
    root_["snippets"].each([&](JsonValue one, std::size_t) { builder_.define(one["SPDXID"].text_or({})); });
    root_["documentDescribes"].each([&](JsonValue one, std::size_t) { builder_.describe(one.text_or({})); });
    root_["relationships"].each([&](JsonValue one, std::size_t) {
      builder_.relate(one["spdxElementId"].text_or({}), one["relationshipType"].text_or({}),
                      one["relatedSpdxElement"].text_or({}));
    });
  }

private:
  template <class Visit>
  void each(std::string_view list, const std::string& place, Visit&& visit) {
    const std::string base = json_pointer(place, list);
    root_[list].each([&](JsonValue one, std::size_t index) { visit(one, json_pointer(base, index)); });
  }
  void read_creation(JsonValue info) {
    builder_.set_created(info["created"].text_or({}));
    info["creators"].each([&](JsonValue one, std::size_t) { builder_.add_creator(one.text_or({})); });
  }
  void read_package(JsonValue value, std::string place) {
    const std::string_view purpose_text = value["primaryPackagePurpose"].text_or("PACKAGE");
    SbomComponent& one = builder_.add_component(std::move(place), purpose(purpose_text));
    one.reference = value["SPDXID"].text_or({});
    one.name = stated(value["name"].text_or({}));
    one.version = stated(value["versionInfo"].text_or({}));
    one.file_name = value["packageFileName"].text_or({});
    one.revisions = {one.version};
    Spdx2Builder::set_supplier(one, value["supplier"].text_or({}));
    Spdx2Builder::set_originator(one, value["originator"].text_or({}));
    Spdx2Builder::set_download_location(one, value["downloadLocation"].text_or({}));
    value["externalRefs"].each([&](JsonValue reference, std::size_t) {
      builder_.add_external_reference(one, reference["referenceType"].text_or({}),
                                      reference["referenceLocator"].text_or({}));
    });
    add_checksums(one, value);
    read_licences(one, value);
    value["hasFiles"].each([&](JsonValue file, std::size_t) {
      builder_.relate(value["SPDXID"].text_or({}), "CONTAINS", file.text_or({}));
    });
  }
  void read_file(JsonValue value, std::string place) {
    SbomComponent& one = builder_.add_component(std::move(place), "file");
    one.reference = value["SPDXID"].text_or({});
    one.name = value["fileName"].text_or({});
    one.file_name = one.name.substr(one.name.rfind('/') + 1);
    add_checksums(one, value);
    read_licences(one, value);
  }

  Spdx2Builder& builder_;
  JsonValue root_;
};

const Grammar* grammar_of(std::string_view version) {
  static GrammarVersions grammars(Grammar::Notation::json, spdx_json_grammar());
  return version == "2.2" ? &grammars.of(2) : version == "2.3" ? &grammars.of(3) : nullptr;
}

} // namespace

bool is_spdx_json(const Appearance& appearance) {
  return appearance.syntax == Syntax::json && !appearance.root_is_array && !appearance.has("@graph") &&
         (appearance.has("spdxVersion") || (appearance.has("Document") && appearance.members.size() == 1 &&
                                            appearance.text.find("\"spdxVersion\"") != std::string_view::npos));
}

std::unique_ptr<Content> read_spdx_json(const Document& document) {
  const JsonDocument json(document.text, document.name);
  const bool wrapped = bool(json.root()["Document"]);
  const JsonValue root = wrapped ? json.root()["Document"] : json.root();
  if (!root.is_object())
    throw Error::input("an SPDX document is a JSON object").at({document.name, 1, 0, {}, 0});
  const std::string place = wrapped ? "/Document" : "";
  auto sbom = std::make_unique<Sbom>();
  Spdx2Builder builder(document, *sbom);
  builder.set_version(root["spdxVersion"].text_or({}));
  sbom->serial = root["documentNamespace"].text_or({});
  if (const Grammar* const grammar = grammar_of(sbom->version))
    check_json(*grammar, root, place, sbom->flaws);
  else
    sbom->unchecked = "its version of SPDX is neither 2.2 nor 2.3";
  SpdxJsonReader(builder, root).read(place);
  builder.finish();
  return sbom;
}

} // namespace assay::evidence

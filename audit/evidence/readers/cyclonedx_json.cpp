// SPDX-License-Identifier: Apache-2.0
//
// Reads CycloneDX in JSON: versions 1.2 to 1.7, held to their schemas; later ones are read as far as they are alike.
// Bounds: those of documents and of JSON, half a million components and vulnerabilities, two million
// dependencies.
#include "audit/base/error.hpp"
#include "audit/evidence/readers/cyclonedx.hpp"
#include "audit/evidence/readers/grammar.hpp"
#include "audit/evidence/readers/sbom_grammars.hpp"

namespace assay::evidence {

namespace {

class JsonNode {
public:
  explicit JsonNode(JsonValue value) : value_(value) {}

  explicit operator bool() const { return value_.is_object(); }
  std::string own() const { return text_of(value_); }
  std::string text(std::string_view name) const { return text_of(value_[name]); }
  std::string value(std::string_view name) const { return text(name); }
  std::optional<double> number(std::string_view name) const { return value_[name].number(); }
  std::string reference() const { return own(); }
  JsonNode child(std::string_view name) const { return JsonNode(value_[name]); }
  std::string place(const std::string& of_parent, std::string_view name) const { return json_pointer(of_parent, name); }
  bool has_dependencies() const { return false; }
  // JSON Signature Format: one signature, several, or a chain of them.
  bool is_signed() const {
    const JsonValue signature = value_["signature"];
    bool found = !signature["value"].text_or({}).empty();
    for (const char* list : {"signers", "chain"})
      signature[list].each([&](JsonValue one, std::size_t) { found |= !one["value"].text_or({}).empty(); });
    return found;
  }

  template <class Visit>
  void each(std::string_view list, std::string_view, Visit&& visit) const {
    value_[list].each([&](JsonValue one, std::size_t) { visit(JsonNode(one)); });
  }
  template <class Visit>
  void each_at(std::string_view list, std::string_view, const std::string& place, Visit&& visit) const {
    const std::string base = json_pointer(place, list);
    value_[list].each([&](JsonValue one, std::size_t index) { visit(JsonNode(one), json_pointer(base, index)); });
  }
  template <class Visit>
  void each_dependency(Visit&& visit) const {
    each("dependsOn", {}, visit);
  }
  template <class Visit>
  void each_licence(Visit&& visit) const {
    each("licenses", {}, [&](const JsonNode& one) { visit(one.child("license") ? one.child("license") : one); });
  }

private:
  static std::string text_of(JsonValue value) {
    if (const auto number = value.integer())
      return std::to_string(*number);
    return std::string(value.text_or({}));
  }

  JsonValue value_;
};

// Every bom-ref of the document. Depth is bounded by the parser.
void collect_references(JsonValue value, std::unordered_set<std::string_view>& references, std::uint64_t& duplicates) {
  value.each([&](JsonValue one, std::size_t) { collect_references(one, references, duplicates); });
  value.each_member([&](std::string_view name, JsonValue member) {
    if (const auto text = member.text(); text && name == "bom-ref")
      duplicates += !references.emplace(*text).second;
    else
      collect_references(member, references, duplicates);
  });
}

// What the schema of 1.7 says of versions beside its grammar: one of two fields, and ranges for what is not shipped.
void check_version_ranges(JsonValue value, const std::string& place, Flaws& flaws) {
  value.each([&](JsonValue one, std::size_t index) {
    if (one["versionRange"]) {
      if (one["version"])
        flaws.add(json_pointer(place, index), "has both version and versionRange");
      else if (!one["isExternal"].boolean().value_or(false))
        flaws.add(json_pointer(place, index), "has a versionRange and is not external");
    }
    check_version_ranges(one["components"], json_pointer(json_pointer(place, index), "components"), flaws);
  });
}

const Grammar& grammar_of(int minor) {
  static GrammarVersions grammars(Grammar::Notation::json, cyclonedx_json_grammar());
  return grammars.of(minor);
}

} // namespace

std::optional<int> cyclonedx_minor(std::string_view version) {
  if (version.size() == 3 && version.substr(0, 2) == "1." && version[2] >= '2' && version[2] <= '7')
    return version[2] - '0';
  return std::nullopt;
}

bool is_cyclonedx_json(const Appearance& appearance) {
  return appearance.syntax == Syntax::json && !appearance.root_is_array &&
         (appearance.value("bomFormat") == "CycloneDX" ||
          (appearance.has("specVersion") && (appearance.has("components") || appearance.has("bomFormat"))));
}

std::unique_ptr<Content> read_cyclonedx_json(const Document& document) {
  const JsonDocument json(document.text, document.name);
  if (!json.root().is_object())
    throw Error::input("a CycloneDX document is a JSON object").at({document.name, 1, 0, {}, 0});
  auto sbom = std::make_unique<Sbom>();
  sbom->version = json.root()["specVersion"].text_or({});
  std::unordered_set<std::string_view> references;
  collect_references(json.root(), references, sbom->duplicate_references);
  if (const auto minor = cyclonedx_minor(sbom->version)) {
    check_json(grammar_of(*minor), json.root(), {}, sbom->flaws);
    if (*minor >= 7)
      check_version_ranges(json.root()["components"], "/components", sbom->flaws);
  } else {
    sbom->unchecked = "its version of CycloneDX is none from 1.2 to 1.7";
  }
  CycloneDxReader<JsonNode>(document, *sbom).read(JsonNode(json.root()), {}, references);
  return sbom;
}

} // namespace assay::evidence

// SPDX-License-Identifier: Apache-2.0
//
// Reads CycloneDX in XML: versions 1.2 to 1.7, held to their schemas; others are read as far as they are alike.
// Bounds: those of documents, 200 levels, 256 attributes on an element, half a million components and
// vulnerabilities, two million dependencies.
#include "audit/base/error.hpp"
#include "audit/evidence/readers/cyclonedx.hpp"
#include "audit/evidence/readers/foreign_xml.hpp"
#include "audit/evidence/readers/grammar.hpp"
#include "audit/evidence/readers/sbom_grammars.hpp"

#include <charconv>

namespace assay::evidence {

namespace {

constexpr std::string_view namespace_stem = "http://cyclonedx.org/schema/bom/";

// Elements are told by their local names: prefixes are the document's own choice.
class XmlNode {
public:
  explicit XmlNode(pugi::xml_node node) : node_(node) {}

  explicit operator bool() const { return bool(node_); }
  std::string own() const { return std::string(trimmed(text_of(node_))); }
  std::string text(const char* name) const {
    if (const pugi::xml_attribute attribute = node_.attribute(name))
      return attribute.value();
    const XmlNode found = child(name);
    return found ? found.own() : std::string();
  }
  std::string value(const char*) const { return own(); }
  std::optional<double> number(const char* name) const {
    const std::string digits = text(name);
    double value = 0;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return read.ec == std::errc() && read.ptr == digits.data() + digits.size() ? std::optional(value) : std::nullopt;
  }
  std::string reference() const { return text("ref"); }
  XmlNode child(const char* name) const {
    return XmlNode(node_.find_child([&](pugi::xml_node one) { return is(one, name); }));
  }
  std::string place(const std::string& of_parent, const char* name) const { return of_parent + "/" + name; }
  bool has_dependencies() const { return bool(child("dependency")); }
  bool is_signed() const { return bool(child("Signature")); } // XML-DSig, enveloped

  template <class Visit>
  void each(const char* list, const char* item, Visit&& visit) const {
    const XmlNode wrapper = std::string_view(list) == item ? *this : child(list);
    for (const pugi::xml_node one : wrapper.node_.children())
      if (is(one, item))
        visit(XmlNode(one));
  }
  template <class Visit>
  void each_at(const char* list, const char* item, const std::string& place, Visit&& visit) const {
    std::size_t index = 0;
    each(list, item, [&](const XmlNode& one) { visit(one, fmt::format("{}/{}/{}[{}]", place, list, item, ++index)); });
  }
  template <class Visit>
  void each_dependency(Visit&& visit) const {
    each("dependency", "dependency", visit);
  }
  template <class Visit>
  void each_licence(Visit&& visit) const {
    for (const char* item : {"license", "expression", "expression-detailed"})
      each("licenses", item, visit);
  }

private:
  static bool is(pugi::xml_node node, const char* name) {
    return node.type() == pugi::node_element && local_name(node) == name;
  }

  pugi::xml_node node_;
};

// Every bom-ref of the document. Depth is bounded by the reader.
void collect_references(pugi::xml_node node, std::unordered_set<std::string_view>& references, Sbom& sbom) {
  for (const pugi::xml_node child : node.children()) {
    if (const pugi::xml_attribute reference = child.attribute("bom-ref"))
      if (!references.emplace(reference.value()).second && sbom.duplicate_references++ == 0)
        sbom.flaws.add(xpath_of(child), "has a bom-ref that another element has");
    collect_references(child, references, sbom);
  }
}

const Grammar& grammar_of(int minor) {
  static GrammarVersions grammars(Grammar::Notation::xml, cyclonedx_xml_grammar());
  return grammars.of(minor);
}

std::string_view namespace_of(pugi::xml_node root) {
  const std::string_view name = root.name(), local = local_name(root);
  const std::string prefix(name.substr(0, name.size() - local.size()));
  return root.attribute(prefix.empty() ? "xmlns" : ("xmlns:" + prefix.substr(0, prefix.size() - 1)).c_str()).value();
}

} // namespace

bool is_cyclonedx_xml(const Appearance& appearance) {
  return appearance.syntax == Syntax::xml && appearance.root_element == "bom" &&
         appearance.root_namespace.find("cyclonedx.org") != std::string::npos;
}

std::unique_ptr<Content> read_cyclonedx_xml(const Document& document) {
  const ForeignXml xml(document);
  const pugi::xml_node root = xml.root();
  auto sbom = std::make_unique<Sbom>();
  const std::string_view uri = namespace_of(root);
  if (uri.substr(0, namespace_stem.size()) == namespace_stem)
    sbom->version = uri.substr(namespace_stem.size());
  std::unordered_set<std::string_view> references;
  if (const auto minor = cyclonedx_minor(sbom->version))
    check_xml(grammar_of(*minor), root, sbom->flaws);
  else if (sbom->version == "1.0" || sbom->version == "1.1")
    sbom->unchecked = "its version of CycloneDX is none from 1.2 to 1.7";
  else
    sbom->flaws.add("/bom", "is in the namespace of no version of CycloneDX");
  collect_references(root, references, *sbom);
  CycloneDxReader<XmlNode>(document, *sbom).read(XmlNode(root), "/bom", references);
  return sbom;
}

} // namespace assay::evidence

// SPDX-License-Identifier: Apache-2.0
#include "audit/schema/oscal_document.hpp"

#include "audit/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace assay::schema {

namespace {

constexpr std::string_view oscal_namespace = "http://csrc.nist.gov/ns/oscal/1.0";
constexpr XmlLimits limits = {.bytes = oscal_limit, .depth = 200, .attributes = 256, .foreign = false};

// Says what it is instead, before an XML parser calls it ill-formed.
SourceFile checked(SourceFile file) {
  const std::size_t first = file.bytes.find_first_not_of(" \t\r\n", file.bytes.starts_with("\xEF\xBB\xBF") ? 3 : 0);
  if (first == std::string::npos || file.bytes[first] == '<')
    return file;
  const bool json = file.bytes[first] == '{' || file.bytes[first] == '[';
  throw Error::input(fmt::format("{} is {}; OSCAL is read in XML alone", file.shown, json ? "JSON" : "no XML in UTF-8"))
      .hint("publishers offer the same document in XML, and NIST's oscal-cli converts between the formats");
}

std::string namespace_of(pugi::xml_node root) {
  const std::string name = root.name();
  const std::size_t colon = name.find(':');
  return root.attribute(colon == std::string::npos ? "xmlns" : ("xmlns:" + name.substr(0, colon)).c_str()).value();
}

// "v1.1.3" and "1.0.0-rc2" too.
bool is_read_version(std::string_view version) {
  if (version.starts_with('v'))
    version.remove_prefix(1);
  for (const std::string_view known : {"1.0", "1.1", "1.2"})
    if (version.starts_with(known) && (version.size() == known.size() || version[known.size()] == '.'))
      return true;
  return false;
}

std::string text_below(pugi::xml_node parent, std::string_view name) {
  const pugi::xml_node child = oscal_child(parent, name);
  std::string text;
  struct Collect : pugi::xml_tree_walker {
    std::string& out;
    explicit Collect(std::string& text) : out(text) {}
    bool for_each(pugi::xml_node& node) override {
      out += node.value(); // elements have none
      return true;
    }
  } collect(text);
  pugi::xml_node(child).traverse(collect);
  return folded(text);
}

} // namespace

OscalDocument::OscalDocument(SourceFile file)
    : file_(checked(std::move(file))), xml_(file_, {}, diagnostics_, limits) {
  diagnostics_.throw_if_any(file_.shown);
  const std::string_view name = oscal_name(root());
  is_profile_ = name == "profile";
  if ((name != "catalog" && !is_profile_) || namespace_of(root()) != oscal_namespace)
    refuse(root(), fmt::format("the root is <{}>: this is no OSCAL catalog or profile", root().name()),
           fmt::format("their root is <catalog> or <profile>, of the namespace {}", oscal_namespace));
  const pugi::xml_node metadata = oscal_child(root(), "metadata");
  if (!metadata)
    refuse(root(), "it has no <metadata>");
  const pugi::xml_node version = oscal_child(metadata, "oscal-version");
  if (!is_read_version(trimmed(version.text().get())))
    refuse(version ? version : metadata, fmt::format("its OSCAL version is '{}'", trimmed(version.text().get())),
           "1.0, 1.1 and 1.2 are read");
  if (title().empty())
    refuse(metadata, "it has no title");
}

std::string OscalDocument::title() const {
  return text_below(oscal_child(root(), "metadata"), "title");
}

std::string OscalDocument::version() const {
  return text_below(oscal_child(root(), "metadata"), "version");
}

std::string OscalDocument::uuid() const {
  return root().attribute("uuid").value();
}

std::string OscalDocument::publisher() const {
  const pugi::xml_node metadata = oscal_child(root(), "metadata");
  for (const std::string_view role : {"publisher", "creator"})
    for (const pugi::xml_node responsible : metadata.children())
      if (oscal_name(responsible) == "responsible-party" && responsible.attribute("role-id").value() == role)
        for (const pugi::xml_node party : metadata.children())
          if (oscal_name(party) == "party" &&
              trimmed(oscal_child(responsible, "party-uuid").text().get()) == party.attribute("uuid").value())
            return text_below(party, "name");
  return {};
}

std::string OscalDocument::canonical_address() const {
  for (const pugi::xml_node link : oscal_child(root(), "metadata").children()) {
    if (oscal_name(link) != "link" || std::string_view(link.attribute("rel").value()) != "canonical")
      continue;
    std::string address = link.attribute("href").value();
    if (address.starts_with('#'))
      address = oscal_child(resource(address), "rlink").attribute("href").value();
    if (address.starts_with("https://") || address.starts_with("http://"))
      return address;
  }
  return {};
}

pugi::xml_node OscalDocument::resource(std::string_view reference) const {
  if (!reference.starts_with('#'))
    return {};
  for (const pugi::xml_node one : oscal_child(root(), "back-matter").children())
    if (oscal_name(one) == "resource" &&
        ascii_lower(one.attribute("uuid").value()) == ascii_lower(reference.substr(1)))
      return one;
  return {};
}

void OscalDocument::refuse(pugi::xml_node place, std::string message, std::string hint) const {
  Error error = Error::input(std::move(message)).at(xml_.location(place));
  throw hint.empty() ? std::move(error) : std::move(error).hint(std::move(hint));
}

void OscalDocument::allow_only(pugi::xml_node parent, std::initializer_list<std::string_view> names) const {
  for (const pugi::xml_node child : parent.children())
    if (child.type() == pugi::node_element && std::find(names.begin(), names.end(), oscal_name(child)) == names.end())
      refuse(child, fmt::format("<{}> is not known in <{}>", child.name(), parent.name()));
}

std::string_view oscal_name(pugi::xml_node element) {
  const std::string_view name = element.name();
  return name.substr(name.find(':') + 1); // npos + 1 is 0
}

pugi::xml_node oscal_child(pugi::xml_node parent, std::string_view name) {
  for (const pugi::xml_node child : parent.children())
    if (oscal_name(child) == name)
      return child;
  return {};
}

std::string oscal_property(pugi::xml_node parent, std::string_view name) {
  std::string of_a_class;
  for (const pugi::xml_node child : parent.children()) {
    if (oscal_name(child) != "prop" || child.attribute("name").value() != name)
      continue;
    if (!child.attribute("class"))
      return folded(child.attribute("value").value());
    if (of_a_class.empty())
      of_a_class = folded(child.attribute("value").value());
  }
  return of_a_class;
}

} // namespace assay::schema

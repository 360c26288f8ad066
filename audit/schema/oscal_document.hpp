// SPDX-License-Identifier: Apache-2.0
//
// A catalog or profile of NIST's OSCAL in XML, opened: its root, namespace and version are known to be ones that are
// read here (1.0 to 1.2; a leading "v" is passed over, which NIST's own files have).
#pragma once

#include "audit/base/file.hpp"
#include "audit/base/xml.hpp"

#include <pugixml.hpp>

#include <initializer_list>
#include <string>
#include <string_view>

namespace assay::schema {

// NIST's largest catalog has about ten mebibytes.
constexpr std::uint64_t oscal_limit = 64u << 20;

class OscalDocument {
public:
  // Throws Error::input, with the place, for what is no such document; JSON and YAML are told apart from nonsense.
  explicit OscalDocument(SourceFile file);
  OscalDocument(const OscalDocument&) = delete;
  OscalDocument& operator=(const OscalDocument&) = delete;

  bool is_profile() const { return is_profile_; }
  pugi::xml_node root() const { return xml_.root(); }
  const std::string& shown() const { return file_.shown; }

  std::string title() const;
  std::string version() const;
  std::string uuid() const;
  // Of the party that the document names as publisher, else as creator; empty if it names none.
  std::string publisher() const;
  // The address of the publication itself, if the document has a link to it.
  std::string canonical_address() const;
  // The resource of the back matter that "#uuid" names, or nothing.
  pugi::xml_node resource(std::string_view reference) const;

  [[noreturn]] void refuse(pugi::xml_node place, std::string message, std::string hint = {}) const;
  // Refuses an element below `parent` that is none of these: what is not known would be left out unseen.
  void allow_only(pugi::xml_node parent, std::initializer_list<std::string_view> names) const;

private:
  SourceFile file_;
  Diagnostics diagnostics_;
  XmlDocument xml_;
  bool is_profile_ = false;
};

// Names without prefix: documents may bind OSCAL's namespace to one.
std::string_view oscal_name(pugi::xml_node element);
pugi::xml_node oscal_child(pugi::xml_node parent, std::string_view name);
// The value of the first <prop> of that name, those of no class before others; empty without any.
std::string oscal_property(pugi::xml_node parent, std::string_view name);

} // namespace assay::schema

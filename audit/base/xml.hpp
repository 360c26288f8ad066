// SPDX-License-Identifier: Apache-2.0
//
// Strict, bounded reading of XML files that people or strangers wrote: a size, depth and attribute-count check
// and the refusal of any DOCTYPE come first, then well-formedness and an XSD (libxml2), and only what passed is
// handed out as a pugixml tree whose nodes know their line and column.
#pragma once

#include "audit/base/diagnostics.hpp"
#include "audit/base/file.hpp"

#include <pugixml.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct _xmlError; // libxml2's
struct _xmlSchema;

namespace assay {

struct XmlLimits {
  std::size_t bytes = 8u << 20;
  std::size_t depth = 200;
  std::size_t attributes = 256; // on one element: libxml2 is quadratic in it
  // For what other programs write: a DOCTYPE that declares nothing itself is passed over (what it names is never
  // fetched), and the encoding that the document declares is taken for what it was before the text was made UTF-8.
  bool foreign = false;
};

// An XSD, compiled for as many documents as it is the grammar of.
class XmlGrammar {
public:
  // Throws Error::internal when it cannot be compiled: those there are come with the program.
  explicit XmlGrammar(std::string_view xsd);

private:
  friend class XmlDocument;
  struct Free {
    void operator()(_xmlSchema* schema) const noexcept;
  };
  std::unique_ptr<_xmlSchema, Free> schema_;
};

class XmlDocument {
public:
  // Parses `file` and, if `xsd` is not empty, validates it; problems go to `diagnostics`. The document is usable
  // only if none were added. The file's text must outlive the document.
  XmlDocument(const SourceFile& file, std::string_view xsd, Diagnostics& diagnostics, XmlLimits limits = {});
  // The same for one of several documents of a grammar.
  XmlDocument(const SourceFile& file, const XmlGrammar& grammar, Diagnostics& diagnostics, XmlLimits limits = {});

  pugi::xml_node root() const { return document_.document_element(); }
  Location location(pugi::xml_node node) const;
  // The place of the attribute's name within its element's start tag.
  Location location(pugi::xml_node node, pugi::xml_attribute attribute) const;
  // The place `offset` bytes into the value of an attribute, or into an element's text when it has no entities
  // before that place.
  Location location_in_value(pugi::xml_node node, pugi::xml_attribute attribute, std::size_t offset) const;
  Location location_in_text(pugi::xml_node element, std::size_t offset) const;

private:
  // The bounds and the tree; the form is still to be checked. False when it is refused.
  bool read(const SourceFile& file, Diagnostics& diagnostics, const XmlLimits& limits);
  std::size_t attribute_offset(pugi::xml_node node, pugi::xml_attribute attribute) const;
  bool check_bounds(const XmlLimits& limits, Diagnostics& diagnostics) const;
  void check_form(Diagnostics& diagnostics) const;
  void validate(const XmlGrammar& grammar, Diagnostics& diagnostics) const;
  void report_ill_formed(const _xmlError* error, Diagnostics& diagnostics) const;

  std::string_view text_;
  TextPositions positions_;
  pugi::xml_document document_;
};

// All of an element's own text: a comment or a child ends only the first piece of it.
std::string text_of(pugi::xml_node element);

// The document as the bytes of a file: UTF-8 with a declaration, two spaces of indentation.
std::string xml_to_string(const pugi::xml_document& document);

// The same document in the one form that xml_to_string writes and reads back unchanged: elements, attributes and
// text, nothing else. Two readers of it see the same. Nothing when the bytes cannot be read.
std::optional<std::string> canonical_xml(std::string_view bytes);

} // namespace assay

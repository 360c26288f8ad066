// SPDX-License-Identifier: Apache-2.0
#include "audit/base/xml.hpp"

#include "audit/base/handle.hpp"

#include <fmt/format.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <libxml/xmlschemas.h>

#include <cstring>
#include <sstream>

namespace assay {

namespace {

using XmlDoc = Handle<xmlDoc, xmlFreeDoc>;
using ParserContext = Handle<xmlParserCtxt, xmlFreeParserCtxt>;
using SchemaParser = Handle<xmlSchemaParserCtxt, xmlSchemaFreeParserCtxt>;
using SchemaValidator = Handle<xmlSchemaValidCtxt, xmlSchemaFreeValidCtxt>;

constexpr int parser_options = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING;

std::string trimmed(const char* message) {
  std::string text = message == nullptr ? "unknown error" : message;
  while (!text.empty() && (text.back() == '\n' || text.back() == ' ' || text.back() == '.'))
    text.pop_back();
  return text;
}

// libxml2 names no column, so its node is looked up again in the pugixml tree: both number element children alike.
pugi::xml_node counterpart(const xmlNode* node, pugi::xml_node root) {
  if (node->type != XML_ELEMENT_NODE)
    return node->parent != nullptr ? counterpart(node->parent, root) : root;
  if (node->parent == nullptr || node->parent->type != XML_ELEMENT_NODE)
    return root;
  std::size_t index = 0;
  for (const xmlNode* sibling = node->prev; sibling != nullptr; sibling = sibling->prev)
    index += sibling->type == XML_ELEMENT_NODE ? 1 : 0;
  pugi::xml_node child = counterpart(node->parent, root).first_child();
  while (child && (child.type() != pugi::node_element || index-- > 0))
    child = child.next_sibling();
  return child;
}

struct Collector {
  Diagnostics& diagnostics;
  const XmlDocument& document;
};

void collect(void* data, xmlErrorPtr error) {
  auto& collector = *static_cast<Collector*>(data);
  if (collector.diagnostics.full()) // finding the place costs time
    return collector.diagnostics.add({}, {});
  const auto* node = static_cast<const xmlNode*>(error->node);
  const pugi::xml_node place = node == nullptr ? pugi::xml_node() : counterpart(node, collector.document.root());
  Location location = collector.document.location(place ? place : collector.document.root());
  collector.diagnostics.add(std::move(location), trimmed(error->message));
}

void ignore_message(void*, const char*, ...) {}

} // namespace

void XmlGrammar::Free::operator()(_xmlSchema* schema) const noexcept {
  xmlSchemaFree(schema);
}

XmlGrammar::XmlGrammar(std::string_view xsd) {
  const SchemaParser parser(xmlSchemaNewMemParserCtxt(xsd.data(), static_cast<int>(xsd.size())));
  xmlSchemaSetParserErrors(parser.get(), ignore_message, ignore_message, nullptr);
  schema_.reset(xmlSchemaParse(parser.get()));
  if (!schema_)
    throw Error::internal("a built-in XML schema could not be compiled");
}

XmlDocument::XmlDocument(const SourceFile& file, std::string_view xsd, Diagnostics& diagnostics, XmlLimits limits)
    : text_(file.bytes), positions_(file.shown, file.bytes) {
  if (!read(file, diagnostics, limits))
    return;
  if (xsd.empty())
    check_form(diagnostics);
  else
    validate(XmlGrammar(xsd), diagnostics);
}

XmlDocument::XmlDocument(const SourceFile& file, const XmlGrammar& grammar, Diagnostics& diagnostics, XmlLimits limits)
    : text_(file.bytes), positions_(file.shown, file.bytes) {
  if (read(file, diagnostics, limits))
    validate(grammar, diagnostics);
}

bool XmlDocument::read(const SourceFile& file, Diagnostics& diagnostics, const XmlLimits& limits) {
  if (text_.size() > limits.bytes) {
    diagnostics.add({file.shown, 0, 0, {}, 0},
                    fmt::format("the file has {} bytes; at most {} are read", text_.size(), limits.bytes));
    return false;
  }
  if (text_.find_first_not_of(" \t\r\n") == std::string_view::npos) {
    diagnostics.add({file.shown, 0, 0, {}, 0}, "the file is empty");
    return false;
  }
  if (const std::size_t zero = text_.find('\0'); zero != std::string_view::npos) {
    diagnostics.add(positions_.at(zero), "there is a zero byte, as UTF-16 has; only UTF-8 is read");
    return false;
  }
  // parse_doctype keeps a DOCTYPE as a node, so that it can be refused where it stands. UTF-8 is asked for, not
  // guessed: an expression found at one offset must be found there by every reader.
  const pugi::xml_parse_result parsed =
      document_.load_buffer(text_.data(), text_.size(),
                            pugi::parse_default | pugi::parse_doctype | pugi::parse_declaration, pugi::encoding_utf8);
  if (!parsed) {
    diagnostics.add(positions_.at(static_cast<std::size_t>(parsed.offset)),
                    fmt::format("this is not well-formed XML: {}", parsed.description()));
    return false;
  }
  return check_bounds(limits, diagnostics);
}

bool XmlDocument::check_bounds(const XmlLimits& limits, Diagnostics& diagnostics) const {
  if (!root()) {
    diagnostics.add(positions_.at(0), "the file has no element");
    return false;
  }
  pugi::xml_node node = document_;
  std::size_t depth = 0;
  // Depth first without recursion: the depth is what is being checked.
  while (true) {
    if (node.type() == pugi::node_doctype && limits.foreign) {
      if (std::strchr(node.value(), '[') != nullptr) {
        diagnostics.add(location(node), "its DOCTYPE declares something", "entities are never expanded");
        return false;
      }
    } else if (node.type() == pugi::node_doctype) {
      diagnostics.add(location(node), "a DOCTYPE is not allowed", "remove it; entities are never expanded");
      return false;
    }
    if (node.type() == pugi::node_declaration && !limits.foreign) {
      const std::string encoding = node.attribute("encoding").as_string("UTF-8");
      if (strcasecmp(encoding.c_str(), "UTF-8") != 0) {
        diagnostics.add(location(node), fmt::format("the encoding is {}; only UTF-8 is read", encoding));
        return false;
      }
    }
    const auto attributes = static_cast<std::size_t>(std::distance(node.attributes_begin(), node.attributes_end()));
    if (attributes > limits.attributes) {
      diagnostics.add(location(node), fmt::format("one element has {} attributes; at most {} are read", attributes,
                                                  limits.attributes));
      return false;
    }
    if (node.first_child()) {
      node = node.first_child();
      if (++depth > limits.depth) {
        diagnostics.add(location(node), fmt::format("elements are nested deeper than {}", limits.depth));
        return false;
      }
      continue;
    }
    while (!node.next_sibling()) {
      node = node.parent();
      if (depth-- == 0 || !node)
        return true;
    }
    node = node.next_sibling();
  }
}

// pugixml forgives much. This reads on without building anything, so that a document may be large; its texts too, as
// the entities that make libxml2 wary of them were refused already.
void XmlDocument::check_form(Diagnostics& diagnostics) const {
  const ParserContext parser(xmlNewParserCtxt());
  if (!parser)
    throw Error::internal("libxml2 could not be started");
  *parser->sax = {}; // nobody is told of anything; libxml2's own reader would be quadratic in the length of an attribute
  parser->sax->initialized = XML_SAX2_MAGIC;
  const XmlDoc nothing(xmlCtxtReadMemory(parser.get(), text_.data(), static_cast<int>(text_.size()), nullptr, "UTF-8",
                                         parser_options | XML_PARSE_HUGE));
  if (parser->wellFormed == 0)
    report_ill_formed(xmlCtxtGetLastError(parser.get()), diagnostics);
}

void XmlDocument::report_ill_formed(const xmlError* error, Diagnostics& diagnostics) const {
  const auto line = error == nullptr ? 0 : static_cast<std::size_t>(error->line);
  const auto column = error == nullptr ? 0 : static_cast<std::size_t>(std::max(error->int2, 0));
  diagnostics.add(positions_.at_line(line, column),
                  fmt::format("this is not well-formed XML: {}", trimmed(error == nullptr ? nullptr : error->message)));
}

void XmlDocument::validate(const XmlGrammar& grammar, Diagnostics& diagnostics) const {
  const ParserContext parser(xmlNewParserCtxt());
  const XmlDoc doc(
      xmlCtxtReadMemory(parser.get(), text_.data(), static_cast<int>(text_.size()), nullptr, "UTF-8", parser_options));
  if (!doc)
    return report_ill_formed(xmlCtxtGetLastError(parser.get()), diagnostics);
  const SchemaValidator validator(xmlSchemaNewValidCtxt(grammar.schema_.get()));
  if (!validator)
    throw Error::internal("libxml2's validation could not be started");
  Collector collector{diagnostics, *this};
  xmlSchemaSetValidStructuredErrors(validator.get(), collect, &collector);
  if (xmlSchemaValidateDoc(validator.get(), doc.get()) != 0 && diagnostics.empty())
    throw Error::internal("XML schema validation failed without saying why");
}

Location XmlDocument::location(pugi::xml_node node) const {
  return positions_.at(node.offset_debug() < 0 ? 0 : static_cast<std::size_t>(node.offset_debug()));
}

std::size_t XmlDocument::attribute_offset(pugi::xml_node node, pugi::xml_attribute attribute) const {
  // pugixml keeps no offsets of attributes: scan the start tag, stepping over quoted values.
  std::size_t position = node.offset_debug() < 0 ? 0 : static_cast<std::size_t>(node.offset_debug());
  const std::string_view name = attribute.name();
  while (position < text_.size() && text_[position] != '>') {
    if (text_[position] == '"' || text_[position] == '\'') {
      position = text_.find(text_[position], position + 1);
      if (position == std::string_view::npos)
        break;
    } else if (std::strchr(" \t\r\n", text_[position]) != nullptr &&
               text_.substr(position + 1, name.size()) == name) {
      const std::size_t after = text_.find_first_not_of(" \t\r\n", position + 1 + name.size());
      if (after != std::string_view::npos && text_[after] == '=')
        return position + 1;
    }
    ++position;
  }
  return static_cast<std::size_t>(std::max<std::ptrdiff_t>(node.offset_debug(), 0));
}

Location XmlDocument::location(pugi::xml_node node, pugi::xml_attribute attribute) const {
  return positions_.at(attribute_offset(node, attribute));
}

Location XmlDocument::location_in_value(pugi::xml_node node, pugi::xml_attribute attribute,
                                        std::size_t offset) const {
  const std::size_t quote = text_.find_first_of("\"'", attribute_offset(node, attribute));
  return positions_.at(quote == std::string_view::npos ? text_.size() : quote + 1 + offset);
}

Location XmlDocument::location_in_text(pugi::xml_node element, std::size_t offset) const {
  const pugi::xml_node text = element.first_child();
  if (!text || text.offset_debug() < 0)
    return location(element);
  // An escaped character stands for one byte of the value but for several of the file.
  std::size_t position = static_cast<std::size_t>(text.offset_debug());
  for (; offset > 0 && position < text_.size() && text_[position] != '<'; --offset) {
    const std::size_t semicolon = text_[position] == '&' ? text_.find(';', position) : position;
    position = (semicolon == std::string_view::npos ? position : semicolon) + 1;
  }
  return positions_.at(position);
}

std::string text_of(pugi::xml_node element) {
  std::string text;
  for (const pugi::xml_node part : element.children())
    if (part.type() == pugi::node_pcdata || part.type() == pugi::node_cdata)
      text += part.value();
  return text;
}

std::string xml_to_string(const pugi::xml_document& document) {
  std::ostringstream out;
  document.save(out, "  ", pugi::format_indent, pugi::encoding_utf8);
  return out.str();
}

std::optional<std::string> canonical_xml(std::string_view bytes) {
  pugi::xml_document document;
  constexpr unsigned flags = pugi::parse_escapes | pugi::parse_eol | pugi::parse_declaration;
  if (!document.load_buffer(bytes.data(), bytes.size(), flags, pugi::encoding_utf8))
    return std::nullopt;
  return xml_to_string(document);
}

} // namespace assay

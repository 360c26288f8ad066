// SPDX-License-Identifier: Apache-2.0
//
// Reads the element types out of an XSD. Only the constructs the grammar of reports uses are known; anything else
// is a mistake to be noticed, not to be passed over.
#include "audit/base/error.hpp"
#include "audit/render/fields.hpp"

#include <fmt/format.h>
#include <pugixml.hpp>

#include <algorithm>

namespace assay::render {

class FieldReader {
public:
  FieldReader(pugi::xml_node schema, std::vector<std::unique_ptr<ElementType>>& types)
      : schema_(schema), types_(types) {}

  const ElementType* read();

private:
  [[noreturn]] static void unknown(pugi::xml_node node);
  pugi::xml_node declaration(const char* kind, std::string_view name) const;
  static std::string documentation(pugi::xml_node node);

  ElementType& make_type(std::string name);
  ElementType& named_type(const std::string& name);
  const ElementType& type_of(pugi::xml_node element);
  void read_type(pugi::xml_node complex_type, ElementType& type);
  void read_extension(pugi::xml_node extension, ElementType& type);
  void read_particle(pugi::xml_node particle, ElementType& type);
  void read_mixture(pugi::xml_node group_reference, ElementType& type);
  Attribute read_attribute(pugi::xml_node node) const;
  void read_simple_type(pugi::xml_node simple_type, Attribute& attribute) const;
  void merge_mixtures();
  void mark_references();

  pugi::xml_node schema_;
  std::vector<std::unique_ptr<ElementType>>& types_;
  std::map<std::string, ElementType*> named_;
  std::map<std::string, std::pair<ElementType*, std::vector<const ElementType*>>> mixtures_;
  std::vector<std::pair<ElementType*, const ElementType*>> extensions_; // type, what it extends
};

void FieldReader::unknown(pugi::xml_node node) {
  throw Error::internal(fmt::format("the grammar of reports uses {} {}, which the reader of field names does not know",
                                    node.name(), node.attribute("name").value()));
}

pugi::xml_node FieldReader::declaration(const char* kind, std::string_view name) const {
  for (const pugi::xml_node node : schema_.children(kind))
    if (name == node.attribute("name").value())
      return node;
  return {};
}

std::string FieldReader::documentation(pugi::xml_node node) {
  return node.child("xs:annotation").child("xs:documentation").text().get();
}

ElementType& FieldReader::make_type(std::string name) {
  types_.push_back(std::make_unique<ElementType>());
  types_.back()->name = std::move(name);
  return *types_.back();
}

ElementType& FieldReader::named_type(const std::string& name) {
  if (const auto known = named_.find(name); known != named_.end())
    return *known->second;
  ElementType& type = make_type(name);
  named_[name] = &type; // before it is read: types may hold themselves
  if (const pugi::xml_node node = declaration("xs:complexType", name))
    read_type(node, type);
  else
    type.has_text = true; // a simple type
  return type;
}

const ElementType& FieldReader::type_of(pugi::xml_node element) {
  if (const pugi::xml_attribute name = element.attribute("type"))
    return named_type(std::string_view(name.value()) == "xs:string" ? "text" : name.value());
  ElementType& type = make_type(element.attribute("name").value());
  read_type(element.child("xs:complexType"), type);
  return type;
}

void FieldReader::read_type(pugi::xml_node complex_type, ElementType& type) {
  type.meaning = documentation(complex_type);
  for (const pugi::xml_node part : complex_type.children()) {
    const std::string_view kind = part.name();
    if (kind == "xs:simpleContent" || kind == "xs:complexContent") {
      type.has_text = kind == "xs:simpleContent";
      read_extension(part.child("xs:extension"), type);
    } else {
      read_particle(part, type);
    }
  }
}

void FieldReader::read_extension(pugi::xml_node extension, ElementType& type) {
  if (!extension)
    unknown(extension.parent());
  if (!type.has_text)
    extensions_.emplace_back(&type, &named_type(extension.attribute("base").value()));
  for (const pugi::xml_node part : extension.children())
    read_particle(part, type);
}

void FieldReader::read_particle(pugi::xml_node particle, ElementType& type) {
  const std::string_view kind = particle.name();
  if (kind == "xs:sequence") {
    for (const pugi::xml_node part : particle.children())
      read_particle(part, type);
  } else if (kind == "xs:element") {
    const std::string_view most = particle.attribute("maxOccurs").as_string("1");
    Child child{particle.attribute("name").value(), &type_of(particle), most != "1",
                std::string_view(particle.attribute("minOccurs").as_string("1")) != "0", documentation(particle)};
    type.children.push_back(std::move(child));
  } else if (kind == "xs:attribute") {
    type.attributes.push_back(read_attribute(particle));
  } else if (kind == "xs:group") {
    read_mixture(particle, type);
  } else if (kind != "xs:annotation" && particle.type() == pugi::node_element) {
    unknown(particle);
  }
}

// A choice among elements is one list, in the order of the document: their names alone would lose that order.
void FieldReader::read_mixture(pugi::xml_node group_reference, ElementType& type) {
  const std::string name = group_reference.attribute("ref").value();
  if (mixtures_.count(name) == 0) {
    mixtures_[name].first = &make_type(name);
    const pugi::xml_node choice = declaration("xs:group", name).child("xs:choice");
    if (!choice)
      unknown(group_reference);
    for (const pugi::xml_node element : choice.children("xs:element")) {
      const ElementType& alternative = type_of(element);
      mixtures_[name].first->alternatives.emplace_back(element.attribute("name").value());
      mixtures_[name].second.push_back(&alternative);
    }
  }
  Child child{"children", mixtures_[name].first, true, true, "The elements below this one, in their order."};
  type.children.push_back(std::move(child));
}

Attribute FieldReader::read_attribute(pugi::xml_node node) const {
  Attribute attribute;
  attribute.name = node.attribute("name").value();
  attribute.required = std::string_view(node.attribute("use").value()) == "required";
  attribute.meaning = documentation(node);
  const std::string_view type = node.attribute("type").value();
  if (type == "xs:nonNegativeInteger" || type == "xs:positiveInteger")
    attribute.kind = ValueKind::integer;
  else if (type == "xs:anyURI")
    attribute.kind = ValueKind::uri;
  else if (type == "time")
    attribute.kind = ValueKind::time;
  else if (type == "sha256" || type == "object-id")
    attribute.kind = ValueKind::hash;
  else if (type.substr(0, 3) != "xs:")
    read_simple_type(type.empty() ? node.child("xs:simpleType") : declaration("xs:simpleType", type), attribute);
  return attribute;
}

void FieldReader::read_simple_type(pugi::xml_node simple_type, Attribute& attribute) const {
  if (!simple_type)
    throw Error::internal(fmt::format("the grammar of reports does not declare the type of {}", attribute.name));
  for (const pugi::xml_node value : simple_type.child("xs:restriction").children("xs:enumeration"))
    attribute.values.emplace_back(value.attribute("value").value());
  if (!attribute.values.empty())
    attribute.kind = ValueKind::enumeration;
}

// A mixture has the attributes and children of all its alternatives, so that a name means the same in each.
void FieldReader::merge_mixtures() {
  const auto add = [](auto& to, const auto& from) {
    for (const auto& one : from)
      if (std::none_of(to.begin(), to.end(), [&](const auto& known) { return known.name == one.name; }))
        to.push_back(one);
  };
  for (const auto& mixture : mixtures_) {
    ElementType& merged = *mixture.second.first;
    for (const ElementType* alternative : mixture.second.second) {
      add(merged.attributes, alternative->attributes);
      add(merged.children, alternative->children);
      merged.has_text = merged.has_text || alternative->has_text;
    }
  }
}

// An attribute that is called like an element with an @id may name one.
void FieldReader::mark_references() {
  std::map<std::string, bool> titled; // elements with an @id, and whether they have a title
  for (const auto& type : types_)
    for (const Child& child : type->children) {
      for (const auto& candidate : types_)
        candidate->repeated |= candidate.get() == child.type && child.repeated;
      const auto has = [&](const char* name) {
        return std::any_of(child.type->attributes.begin(), child.type->attributes.end(),
                           [&](const Attribute& one) { return one.name == name; });
      };
      if (has("id"))
        titled[child.name] = has("title");
    }
  for (const auto& type : types_)
    for (Attribute& attribute : type->attributes)
      if (const auto target = titled.find(attribute.name);
          target != titled.end() && attribute.kind == ValueKind::text) {
        attribute.refers = true;
        attribute.refers_title = target->second;
      }
}

const ElementType* FieldReader::read() {
  ElementType& root = make_type("report");
  const pugi::xml_node element = declaration("xs:element", "report");
  if (!element)
    throw Error::internal("the grammar of reports declares no element report");
  read_type(element.child("xs:complexType"), root);
  for (const auto& [type, base] : extensions_) {
    type->attributes.insert(type->attributes.begin(), base->attributes.begin(), base->attributes.end());
    type->children.insert(type->children.begin(), base->children.begin(), base->children.end());
  }
  merge_mixtures();
  mark_references();
  for (const auto& type : types_)
    type->name_fields();
  return &root;
}

Fields::Fields(std::string_view xsd) {
  pugi::xml_document document;
  if (!document.load_buffer(xsd.data(), xsd.size(), pugi::parse_default, pugi::encoding_utf8))
    throw Error::internal("the grammar of reports is not well-formed");
  root_ = FieldReader(document.document_element(), types_).read();
}

} // namespace assay::render

// SPDX-License-Identifier: Apache-2.0
#include "audit/base/escape.hpp"
#include "audit/base/text.hpp"
#include "audit/base/xml.hpp"
#include "audit/evidence/readers/foreign_xml.hpp"
#include "audit/evidence/readers/grammar.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

namespace assay::evidence {

std::string xpath_of(pugi::xml_node node) {
  if (node.parent().type() != pugi::node_element)
    return "/" + std::string(local_name(node));
  std::size_t before = 0;
  for (pugi::xml_node one = node.previous_sibling(node.name()); one; one = one.previous_sibling(node.name()))
    ++before;
  const bool alone = before == 0 && !node.next_sibling(node.name());
  return xpath_of(node.parent()) + "/" + std::string(local_name(node)) +
         (alone ? "" : fmt::format("[{}]", before + 1));
}

namespace {

constexpr std::string_view instance_namespace = "http://www.w3.org/2001/XMLSchema-instance";

std::string_view prefix_of(const char* name) {
  const std::string_view whole = name;
  const std::size_t colon = whole.find(':');
  return colon == std::string_view::npos ? std::string_view() : whole.substr(0, colon);
}

bool is_declaration(pugi::xml_attribute attribute) {
  const std::string_view name = attribute.name();
  return name == "xmlns" || name.starts_with("xmlns:");
}

std::string_view declared_prefix(pugi::xml_attribute declaration) {
  return std::string_view(declaration.name()) == "xmlns" ? std::string_view() : local_name(std::string_view(declaration.name()));
}

// xs:integer and xs:decimal: no exponent, no infinity.
bool is_decimal(std::string_view text, bool integer) {
  if (!text.empty() && (text.front() == '-' || text.front() == '+'))
    text.remove_prefix(1);
  const auto points = std::count(text.begin(), text.end(), '.');
  return text.find_first_of("0123456789") != std::string_view::npos &&
         text.find_first_not_of(integer ? "0123456789" : "0123456789.") == std::string_view::npos && points <= 1;
}

class XmlChecker {
public:
  XmlChecker(pugi::xml_node root, Flaws& flaws)
      : flaws_(flaws), namespace_(uri_of(root, prefix_of(root.name()))) {}

  void check_element(const Shape& shape, pugi::xml_node node) {
    const Shape& meant = resolved(shape);
    if (meant.kind == Shape::Kind::anything)
      return;
    static const Shape no_attributes;
    const bool simple = meant.kind != Shape::Kind::object;
    check_attributes(simple ? no_attributes : meant, node);
    if (simple || (meant.element != nullptr && meant.content.empty()))
      return check_simple(simple ? meant : resolved(*meant.element), node);
    enter(node);
    check_content(meant, node);
    leave(node);
  }

private:
  // Only the first flaw is worded.
  template <class... Parts>
  void add(pugi::xml_node node, fmt::format_string<Parts...> what, Parts&&... parts) {
    if (flaws_.count == 0)
      flaws_.add(xpath_of(node), fmt::format(what, std::forward<Parts>(parts)...));
    else
      ++flaws_.count;
  }

  // Namespaces in scope are kept by prefix, so that looking one up does not depend on the depth.
  void enter(pugi::xml_node node) {
    for (const pugi::xml_attribute attribute : node.attributes())
      if (is_declaration(attribute))
        scope_[std::string(declared_prefix(attribute))].push_back(attribute.value());
  }
  void leave(pugi::xml_node node) {
    for (const pugi::xml_attribute attribute : node.attributes())
      if (is_declaration(attribute))
        scope_.find(declared_prefix(attribute))->second.pop_back();
  }
  // What a prefix stands for in an element that is about to be entered.
  std::string_view uri_of(pugi::xml_node node, std::string_view prefix) const {
    for (const pugi::xml_attribute attribute : node.attributes())
      if (is_declaration(attribute) && declared_prefix(attribute) == prefix)
        return attribute.value();
    const auto found = scope_.find(prefix);
    return found == scope_.end() || found->second.empty() ? std::string_view() : found->second.back();
  }

  static const Shape& resolved(const Shape& shape) {
    const Shape* one = &shape;
    while (one->kind == Shape::Kind::alternatives && one->alternatives.size() == 1)
      one = one->alternatives.front();
    return *one;
  }

  void check_attributes(const Shape& shape, pugi::xml_node node) {
    std::size_t required = 0;
    for (const pugi::xml_attribute attribute : node.attributes()) {
      const std::string_view prefix = prefix_of(attribute.name());
      if (is_declaration(attribute) || (!prefix.empty() && uri_of(node, prefix) == instance_namespace))
        continue;
      const ShapeMember* known = prefix.empty() ? shape.member(attribute.name()) : nullptr;
      if (known != nullptr) {
        required += known->required;
        check_value(resolved(*known->shape), attribute.value(), node, attribute.name());
      } else if (!shape.open && !(shape.open_to_foreign && !prefix.empty())) {
        add(node, "attribute {} is none that the format has here", attribute.name());
      }
    }
    const auto all = std::count_if(shape.members.begin(), shape.members.end(), [](const auto& one) { return one.required; });
    if (required < static_cast<std::size_t>(all))
      add(node, "lacks an attribute that must be there");
  }

  void check_simple(const Shape& shape, pugi::xml_node node) {
    for (const pugi::xml_node child : node.children())
      if (child.type() == pugi::node_element)
        return add(child, "is an element where only text may be");
    check_value(shape, text_of(node), node, {});
  }

  void check_value(const Shape& shape, const std::string& text, pugi::xml_node node, std::string_view attribute) {
    if (fits(shape, text))
      return;
    const std::string shown = escape_text(text);
    add(node, "{}{}{:.60} is no value that the format has here", attribute, attribute.empty() ? "" : " ", shown);
  }
  static bool fits(const Shape& shape, const std::string& text) {
    switch (shape.kind) {
    case Shape::Kind::words:
      return std::binary_search(shape.words.begin(), shape.words.end(), text);
    case Shape::Kind::integer:
    case Shape::Kind::number: {
      const std::string number(trimmed(text));
      const double value = std::strtod(number.c_str(), nullptr);
      return is_decimal(number, shape.kind == Shape::Kind::integer) && !(shape.minimum && value < *shape.minimum) &&
             !(shape.maximum && value > *shape.maximum);
    }
    case Shape::Kind::boolean: {
      const std::string_view flag = trimmed(text);
      return flag == "true" || flag == "false" || flag == "1" || flag == "0";
    }
    case Shape::Kind::text:
      return !(shape.minimum && text.size() < *shape.minimum) &&
             !(shape.maximum && text.size() > *shape.maximum && count_characters(text) > *shape.maximum) &&
             (shape.fits == nullptr || shape.fits(text));
    case Shape::Kind::alternatives:
      return std::any_of(shape.alternatives.begin(), shape.alternatives.end(),
                         [&](const Shape* one) { return fits(resolved(*one), text); });
    default:
      return true;
    }
  }

  static pugi::xml_node next_element(pugi::xml_node from) {
    while (from && from.type() != pugi::node_element)
      from = from.next_sibling();
    return from;
  }
  // Looks at the element that comes next; many particles will ask about it.
  void look_at(pugi::xml_node node) {
    if (node == looked_at_)
      return;
    looked_at_ = node;
    const std::string_view uri = node ? uri_of(node, prefix_of(node.name())) : std::string_view();
    name_ = node && uri == namespace_ ? local_name(node) : std::string_view();
    foreign_ = !uri.empty() && uri != namespace_;
  }

  static bool has_text(pugi::xml_node node) {
    for (const pugi::xml_node child : node.children())
      if ((child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata) && !trimmed(child.value()).empty())
        return true;
    return false;
  }
  void check_content(const Shape& shape, pugi::xml_node node) {
    if (shape.element == nullptr && has_text(node))
      add(node, "has text where only elements may be");
    pugi::xml_node at = next_element(node.first_child());
    for (const Particle& particle : shape.content)
      if (!match(particle, at, node))
        return;
    if (at)
      add(at, "is not expected here");
  }

  // Moves `at` behind what fits the particle. False when what must be there is not: nothing after it is looked at.
  bool match(const Particle& particle, pugi::xml_node& at, pugi::xml_node parent) {
    bool found = false;
    while (at) {
      const pugi::xml_node before = at;
      if (begins(particle, at)) {
        if (!match_once(particle, at, parent))
          return false;
        found = true;
      }
      if (!particle.repeated || at == before)
        break;
    }
    if (found || particle.nullable())
      return true;
    if (at)
      add(at, "is not expected here");
    else
      add(parent, "ends before {}", described(particle));
    return false;
  }
  bool begins(const Particle& particle, pugi::xml_node at) {
    look_at(at);
    return begins(particle);
  }
  bool begins(const Particle& particle) const {
    if (particle.kind == Particle::Kind::foreign)
      return foreign_;
    if (!name_.empty())
      return particle.starts_with(name_);
    return std::any_of(particle.parts.begin(), particle.parts.end(),
                       [&](const Particle& part) { return begins(part); });
  }
  bool match_once(const Particle& particle, pugi::xml_node& at, pugi::xml_node parent) {
    switch (particle.kind) {
    case Particle::Kind::element:
      check_element(*particle.shape, at);
      [[fallthrough]];
    case Particle::Kind::foreign:
      at = next_element(at.next_sibling());
      return true;
    case Particle::Kind::sequence:
      return std::all_of(particle.parts.begin(), particle.parts.end(),
                         [&](const Particle& part) { return match(part, at, parent); });
    case Particle::Kind::choice:
      break;
    }
    const auto branch = std::find_if(particle.parts.begin(), particle.parts.end(),
                                     [&](const Particle& part) { return begins(part, at); });
    return branch == particle.parts.end() || match(*branch, at, parent);
  }
  static std::string described(const Particle& particle) {
    return particle.parts.empty() ? particle.name : described(particle.parts.front());
  }

  Flaws& flaws_;
  std::map<std::string, std::vector<std::string_view>, std::less<>> scope_;
  std::string_view namespace_;
  pugi::xml_node looked_at_;
  std::string_view name_; // of the element looked at, if it is of the grammar's namespace
  bool foreign_ = false;
};

} // namespace

void check_xml(const Grammar& grammar, pugi::xml_node root, Flaws& flaws) {
  XmlChecker(root, flaws).check_element(grammar.root(), root);
}

} // namespace assay::evidence

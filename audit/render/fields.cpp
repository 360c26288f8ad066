// SPDX-License-Identifier: Apache-2.0
#include "audit/render/fields.hpp"

#include "audit/base/error.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace assay::render {

using What = Field::What;

std::string name_part(std::string_view value) {
  std::string part;
  for (const char c : value) {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
      part += c;
    else if (!part.empty() && part.back() != '-')
      part += '-';
  }
  return part;
}

namespace {

constexpr std::size_t longest_value = 20; // of free text, as part of a name

bool is_value_name(std::string_view value) {
  return !value.empty() && value.size() <= longest_value && std::all_of(value.begin(), value.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

} // namespace

bool Field::is_flag() const {
  switch (what) {
  case What::value_is:
  case What::is_zero:
  case What::is_one:
  case What::has_text:
  case What::has_child:
  case What::child_count_is_one:
  case What::has_child_with:
  case What::is_first:
  case What::is_last:
  case What::is_element: return true;
  default: return false;
  }
}

std::optional<Field> ElementType::find(std::string_view wanted) const {
  if (const auto known = names_.find(wanted); known != names_.end())
    return known->second;
  // Free text has no list of values that names could be made from beforehand.
  const std::size_t is = wanted.find("-is-");
  if (is == wanted.npos || !is_value_name(wanted.substr(is + 4)))
    return std::nullopt;
  for (std::size_t i = 0; i < attributes.size(); ++i)
    if (attributes[i].kind == ValueKind::text && attributes[i].name == wanted.substr(0, is))
      return Field{What::value_is, i, std::string(wanted.substr(is + 4))};
  return std::nullopt;
}

void ElementType::add(std::string field_name, Field field) {
  const bool added = names_.emplace(field_name, std::move(field)).second;
  if (!added)
    throw Error::internal(fmt::format("two fields of the element {} of reports are called {}", name, field_name));
}

void ElementType::name_attribute(std::size_t index) {
  const Attribute& one = attributes[index];
  Field value{What::value, index, {}};
  value.uri = one.kind == ValueKind::uri;
  add(one.name, value);
  if (one.kind != ValueKind::enumeration && one.kind != ValueKind::integer)
    add(one.name + "-code", {What::value_code, index, {}});
  switch (one.kind) {
  case ValueKind::text: break;
  case ValueKind::enumeration:
    for (const std::string& known : one.values)
      add(one.name + "-is-" + name_part(known), {What::value_is, index, known});
    break;
  case ValueKind::integer:
    add(one.name + "-readable", {What::readable, index, {}});
    add(one.name + "-is-0", {What::is_zero, index, {}});
    add(one.name + "-is-1", {What::is_one, index, {}});
    break;
  case ValueKind::time: add(one.name + "-readable", {What::readable, index, {}}); break;
  case ValueKind::hash: add(one.name + "-short", {What::brief, index, {}}); break;
  case ValueKind::uri: add(one.name + "-refused", {What::refused_link, index, {}}); break;
  }
  if (one.refers)
    add(one.name + "-anchor", {What::referred_anchor, index, {}});
  if (one.refers_title)
    add(one.name + "-title", {What::referred_title, index, {}});
}

void ElementType::name_child(std::size_t index) {
  const Child& one = children[index];
  add(one.name, {What::children, index, {}});
  add("has-" + one.name, {What::has_child, index, {}});
  if (!one.repeated)
    return;
  add(one.name + "-count", {What::child_count, index, {}});
  add(one.name + "-count-is-1", {What::child_count_is_one, index, {}});
  for (const Attribute& attribute : one.type->attributes)
    if (attribute.kind == ValueKind::enumeration)
      for (const std::string& known : attribute.values)
        add(fmt::format("has-{}-{}-is-{}", one.name, attribute.name, name_part(known)),
            {What::has_child_with, index, known, attribute.name});
}

void ElementType::name_fields() {
  for (std::size_t i = 0; i < attributes.size(); ++i)
    name_attribute(i);
  for (std::size_t i = 0; i < children.size(); ++i)
    name_child(i);
  const auto has = [this](const char* attribute, ValueKind kind) {
    return std::any_of(attributes.begin(), attributes.end(),
                       [&](const Attribute& one) { return one.name == attribute && one.kind == kind; });
  };
  if (has_text) {
    add("text", {What::text, 0, {}});
    add("text-code", {What::text_code, 0, {}});
    add("has-text", {What::has_text, 0, {}});
  }
  if (has("id", ValueKind::text) || has("id", ValueKind::hash))
    add("anchor", {What::anchor, 0, {}});
  if (repeated) {
    add("position", {What::position, 0, {}});
    add("is-first", {What::is_first, 0, {}});
    add("is-last", {What::is_last, 0, {}});
  }
  for (const std::string& alternative : alternatives)
    add("is-" + alternative, {What::is_element, 0, alternative});
  if (repeated && has("number", ValueKind::integer) && alternatives.empty()) {
    add("share", {What::share, 0, {}});
    add("share-before", {What::share_before, 0, {}});
  }
}

} // namespace assay::render

// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/item.hpp"

#include "audit/base/error.hpp"
#include "audit/base/escape.hpp"
#include "audit/base/shortened.hpp"

#include <charconv>

namespace assay::evidence {

std::string_view to_string(FieldType type) {
  switch (type) {
  case FieldType::element: return "element";
  case FieldType::string: return "string";
  case FieldType::integer: return "integer";
  case FieldType::time: return "time";
  case FieldType::enumeration: return "enumeration";
  case FieldType::yes_no: return "yes|no";
  }
  return {};
}

Item::Item(std::string name, const std::vector<Field>& fields, FieldSet wanted)
    : name_(std::move(name)), fields_(fields), wanted_(wanted) {
  if (fields.size() > wanted.size())
    throw Error::internal("a population declares more fields than a set of fields can hold");
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const std::size_t at = fields[i].path.find('@');
    attribute_names_.push_back(at == std::string::npos ? std::string() : fields[i].path.substr(at + 1));
    of_child_[i] = at != std::string::npos && at > 0;
  }
}

void Item::begin(std::string_view id) {
  document_.remove_children();
  node_ = document_.append_child(name_.c_str());
  // Lists of ids have one a line.
  std::string escaped = escape_text(id);
  for (std::size_t at; (at = escaped.find_first_of("\n\t")) != escaped.npos;)
    escaped.replace(at, 1, escaped[at] == '\n' ? "\\x0A" : "\\x09");
  node_.append_attribute("id").set_value(escaped.c_str());
  child_ = {};
  unknown_.reset();
  reasons_.clear();
}

void Item::begin_child(std::size_t element) {
  if (wanted_[element])
    child_ = node_.append_child(fields_[element].path.c_str());
}

pugi::xml_node Item::owner(std::size_t field) const {
  return of_child_[field] ? child_ : node_;
}

void Item::set_name(std::size_t field, std::string_view plain) {
  if (wanted_[field])
    owner(field).append_attribute(attribute_names_[field].c_str()).set_value(std::string(plain).c_str());
}

void Item::set_text(std::size_t field, std::string_view raw) {
  if (wanted_[field])
    owner(field).append_attribute(attribute_names_[field].c_str()).set_value(escape_text(raw).c_str());
}

void Item::set_number(std::size_t field, std::int64_t value) {
  char digits[24];
  const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
  set_name(field, {digits, static_cast<std::size_t>(end - digits)});
}

void Item::set_unknown(std::size_t field, std::string reason) {
  if (!wanted_[field])
    return;
  unknown_.set(field);
  reasons_.emplace_back(field, shortened(escape_text(reason))); // it may quote what strangers wrote
}

std::string_view Item::id() const {
  return node_.attribute("id").value();
}

void Item::set_unknown(std::initializer_list<std::size_t> fields, const std::string& reason) {
  for (const std::size_t field : fields)
    set_unknown(field, reason);
}

void Item::set_number(std::size_t field, std::optional<std::int64_t> value, const char* reason) {
  value ? set_number(field, *value) : set_unknown(field, reason);
}

void Item::set_flag(std::size_t field, std::optional<bool> value, const char* reason) {
  value ? set_flag(field, *value) : set_unknown(field, reason);
}

} // namespace assay::evidence

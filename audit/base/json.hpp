// SPDX-License-Identifier: Apache-2.0
//
// Strict, bounded reading of JSON that strangers wrote (RFC 8259): well-formed UTF-8, nested at most 1,024 deep, and no
// name twice in one object, because readers differ in which of the two they take.
#pragma once

#include <simdjson.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace assay {

// A value within a JsonDocument, or none: asked for something it is not, a value answers with nothing, so that a reader
// can walk down a document without looking at every step.
class JsonValue {
public:
  JsonValue() = default;
  explicit JsonValue(simdjson::dom::element element) : element_(element) {}

  explicit operator bool() const { return element_.has_value(); }
  bool is_object() const { return is(simdjson::dom::element_type::OBJECT); }
  bool is_array() const { return is(simdjson::dom::element_type::ARRAY); }
  bool is_string() const { return is(simdjson::dom::element_type::STRING); }
  bool is_boolean() const { return is(simdjson::dom::element_type::BOOL); }
  bool is_null() const { return is(simdjson::dom::element_type::NULL_VALUE); }
  bool is_number() const;
  // "a string", "an array" …, for messages.
  std::string_view kind() const;

  // The member of an object, the element of an array (in linear time).
  JsonValue operator[](std::string_view name) const;
  JsonValue operator[](std::size_t index) const;
  // Members of an object or elements of an array.
  std::size_t size() const;

  std::optional<std::string_view> text() const;
  std::string_view text_or(std::string_view other) const { return text().value_or(other); }
  std::optional<std::int64_t> integer() const; // also 3.0; nothing beyond 2^53, where readers differ
  std::optional<double> number() const;
  std::optional<bool> boolean() const;

  // Calls visit(JsonValue, std::size_t index) for each element of an array, and for nothing else.
  template <class Visit>
  void each(Visit&& visit) const {
    simdjson::dom::array array;
    if (!element_ || element_->get(array) != simdjson::SUCCESS)
      return;
    std::size_t index = 0;
    for (const simdjson::dom::element one : array)
      visit(JsonValue(one), index++);
  }
  // Calls visit(std::string_view name, JsonValue) for each member of an object, in the document's order.
  template <class Visit>
  void each_member(Visit&& visit) const {
    simdjson::dom::object object;
    if (!element_ || element_->get(object) != simdjson::SUCCESS)
      return;
    for (const simdjson::dom::key_value_pair member : object)
      visit(member.key, JsonValue(member.value));
  }

private:
  bool is(simdjson::dom::element_type type) const { return element_ && element_->type() == type; }

  std::optional<simdjson::dom::element> element_;
};

class JsonDocument {
public:
  // Throws Error::input, with the line where it can be told. `shown` is what messages call the document.
  JsonDocument(std::string_view text, const std::string& shown);

  JsonValue root() const { return root_; }

private:
  simdjson::dom::parser parser_;
  JsonValue root_;
};

// `pointer` with one more step, escaped (RFC 6901).
std::string json_pointer(std::string_view pointer, std::string_view name);
std::string json_pointer(std::string_view pointer, std::size_t index);

} // namespace assay

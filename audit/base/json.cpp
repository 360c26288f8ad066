// SPDX-License-Identifier: Apache-2.0
#include "audit/base/json.hpp"

#include "audit/base/diagnostics.hpp"
#include "audit/base/error.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <vector>

namespace assay {

namespace {

using simdjson::dom::element_type;

constexpr std::int64_t exact_limit = std::int64_t{1} << 53;

// simdjson does not tell where it stopped: a slower parser looks for the place.
Location place_of_error(std::string_view text, const std::string& shown) {
  struct Finder : nlohmann::json_sax<nlohmann::json> {
    std::size_t position = 0;
    bool null() override { return true; }
    bool boolean(bool) override { return true; }
    bool number_integer(number_integer_t) override { return true; }
    bool number_unsigned(number_unsigned_t) override { return true; }
    bool number_float(number_float_t, const string_t&) override { return true; }
    bool string(string_t&) override { return true; }
    bool binary(binary_t&) override { return true; }
    bool start_object(std::size_t) override { return true; }
    bool key(string_t&) override { return true; }
    bool end_object() override { return true; }
    bool start_array(std::size_t) override { return true; }
    bool end_array() override { return true; }
    bool parse_error(std::size_t at, const std::string&, const nlohmann::detail::exception&) override {
      position = at;
      return false;
    }
  } finder;
  nlohmann::json::sax_parse(text, &finder);
  return finder.position == 0 ? Location{shown, 0, 0, {}, 0} : TextPositions(shown, text).at(finder.position - 1);
}

std::string_view in_words(simdjson::error_code code) {
  switch (code) {
  case simdjson::EMPTY: return "it is empty";
  case simdjson::CAPACITY: return "it is too large";
  case simdjson::DEPTH_ERROR: return "it is nested deeper than 1,024";
  case simdjson::UTF8_ERROR: return "it is no valid UTF-8";
  case simdjson::UNESCAPED_CHARS: return "a string holds a control character that is not escaped";
  case simdjson::UNCLOSED_STRING: return "a string does not end";
  case simdjson::NUMBER_ERROR: return "a number is malformed or out of range";
  default: return "it is not well-formed JSON";
  }
}

// Throws when an object names a member twice. The depth is bounded by the parser.
void refuse_duplicates(JsonValue value, const std::string& shown, std::vector<std::string_view>& names) {
  if (value.is_array()) {
    value.each([&](JsonValue one, std::size_t) {
      if (one.is_array() || one.is_object())
        refuse_duplicates(one, shown, names);
    });
    return;
  }
  const std::size_t begin = names.size(); // one vector serves all levels
  value.each_member([&](std::string_view name, JsonValue) { names.push_back(name); });
  const auto first = names.begin() + static_cast<std::ptrdiff_t>(begin);
  std::sort(first, names.end());
  if (const auto twice = std::adjacent_find(first, names.end()); twice != names.end())
    throw Error::input(fmt::format("an object has the name \"{}\" twice: readers differ in which one they take", *twice))
        .at({shown, 0, 0, {}, 0});
  names.resize(begin);
  value.each_member([&](std::string_view, JsonValue one) {
    if (one.is_array() || one.is_object())
      refuse_duplicates(one, shown, names);
  });
}

} // namespace

bool JsonValue::is_number() const {
  return is(element_type::INT64) || is(element_type::UINT64) || is(element_type::DOUBLE);
}

std::string_view JsonValue::kind() const {
  if (!element_)
    return "absent";
  switch (element_->type()) {
  case element_type::ARRAY: return "an array";
  case element_type::OBJECT: return "an object";
  case element_type::STRING: return "a string";
  case element_type::BOOL: return "a boolean";
  case element_type::NULL_VALUE: return "null";
  default: return "a number";
  }
}

JsonValue JsonValue::operator[](std::string_view name) const {
  simdjson::dom::object object;
  simdjson::dom::element found;
  if (!element_ || element_->get(object) != simdjson::SUCCESS || object.at_key(name).get(found) != simdjson::SUCCESS)
    return {};
  return JsonValue(found);
}

JsonValue JsonValue::operator[](std::size_t index) const {
  simdjson::dom::array array;
  simdjson::dom::element found;
  if (!element_ || element_->get(array) != simdjson::SUCCESS || array.at(index).get(found) != simdjson::SUCCESS)
    return {};
  return JsonValue(found);
}

std::size_t JsonValue::size() const {
  std::size_t count = 0; // the library's own count stops at 2^24 - 1
  each([&](JsonValue, std::size_t) { ++count; });
  each_member([&](std::string_view, JsonValue) { ++count; });
  return count;
}

std::optional<std::string_view> JsonValue::text() const {
  std::string_view text;
  if (!element_ || element_->get(text) != simdjson::SUCCESS)
    return std::nullopt;
  return text;
}

std::optional<std::int64_t> JsonValue::integer() const {
  std::int64_t whole = 0;
  if (is(element_type::INT64) && element_->get(whole) == simdjson::SUCCESS)
    return whole >= -exact_limit && whole <= exact_limit ? std::optional(whole) : std::nullopt;
  const std::optional<double> value = number();
  if (!value || std::abs(*value) > static_cast<double>(exact_limit) || *value != std::trunc(*value))
    return std::nullopt;
  return static_cast<std::int64_t>(*value);
}

std::optional<double> JsonValue::number() const {
  double value = 0;
  if (!is_number() || element_->get(value) != simdjson::SUCCESS)
    return std::nullopt;
  return value;
}

std::optional<bool> JsonValue::boolean() const {
  bool value = false;
  if (!element_ || element_->get(value) != simdjson::SUCCESS)
    return std::nullopt;
  return value;
}

JsonDocument::JsonDocument(std::string_view text, const std::string& shown) {
  simdjson::dom::element root;
  if (const simdjson::error_code code = parser_.parse(text.data(), text.size()).get(root); code != simdjson::SUCCESS)
    throw Error::input(std::string(in_words(code)))
        .at(code == simdjson::DEPTH_ERROR ? Location{shown, 0, 0, {}, 0} : place_of_error(text, shown));
  root_ = JsonValue(root);
  std::vector<std::string_view> names;
  if (root_.is_array() || root_.is_object())
    refuse_duplicates(root_, shown, names);
}

std::string json_pointer(std::string_view pointer, std::string_view name) {
  std::string longer(pointer);
  longer += '/';
  for (const char c : name)
    if (c == '~')
      longer += "~0";
    else if (c == '/')
      longer += "~1";
    else
      longer += c;
  return longer;
}

std::string json_pointer(std::string_view pointer, std::size_t index) {
  return fmt::format("{}/{}", pointer, index);
}

} // namespace assay

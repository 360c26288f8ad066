// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/readers/foreign_xml.hpp"

#include "audit/base/text.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>

namespace assay::evidence {

namespace {

constexpr double exact_limit = 9007199254740992.0; // 2^53

} // namespace

ForeignXml::ForeignXml(const Document& document)
    : file_{document.name, document.text, document.name},
      xml_(file_, {}, diagnostics_, {.bytes = document_limit, .depth = 200, .attributes = 256, .foreign = true}) {
  if (diagnostics_.empty())
    return;
  const Problem first = diagnostics_.sorted().front();
  throw Error::input(first.hint.empty() ? first.message : fmt::format("{} ({})", first.message, first.hint))
      .at(first.location);
}

std::string ForeignXml::line(pugi::xml_node node) const {
  return fmt::format("line {}", xml_.location(node).line);
}

std::string_view local_name(std::string_view name) {
  return name.substr(name.find(':') + 1); // npos + 1 is 0
}

std::string_view local_name(pugi::xml_node node) {
  return local_name(std::string_view(node.name()));
}

pugi::xml_node child_named(pugi::xml_node parent, std::string_view name) {
  for (const pugi::xml_node child : parent.children())
    if (local_name(child) == name)
      return child;
  return {};
}

std::string child_text(pugi::xml_node parent, std::string_view name) {
  return std::string(trimmed(text_of(child_named(parent, name))));
}

std::optional<std::int64_t> parse_milliseconds(std::string_view seconds) {
  std::string digits;
  for (const char c : trimmed(seconds))
    if (c != ',') // of thousands
      digits += c;
  double value = 0;
  const char* end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, value);
  if (error != std::errc() || stop != end || !(value >= 0 && value * 1000 < exact_limit))
    return std::nullopt;
  return std::llround(value * 1000);
}

std::optional<std::int64_t> parse_count(std::string_view text) {
  std::int64_t value = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc() || stop != end || !is_digit(text[0]) || static_cast<double>(value) > exact_limit)
    return std::nullopt;
  return value;
}

} // namespace assay::evidence

// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/scan/formats.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <iterator>

namespace assay::evidence::scan {

namespace {

// A literal as both kinds of pattern read it.
std::string quoted(std::string_view literal) {
  std::string text;
  for (const char c : literal) {
    if (std::strchr("\\.^$|()[]{}*+?/", c) != nullptr)
      text += '\\';
    text += c;
  }
  return text;
}

bool says_key(std::string_view name) {
  for (const std::string_view word : {"key", "token", "secret", "auth"})
    if (name.find(word) != std::string_view::npos)
      return true;
  return false;
}

} // namespace

Format token(std::string id, std::string title, std::string_view literal, std::string_view characters,
             int least, int most, Check check) {
  Format format;
  format.id = std::move(id);
  format.title = std::move(title);
  format.triage = {fmt::format("{}[{}]{{{}}}", quoted(literal), characters, std::min(least, 8))};
  format.precise = fmt::format("({}[{}]{{{},{}}})(?:[^0-9A-Za-z_{}]|$)", quoted(literal), characters, least,
                               most, characters);
  format.check = check;
  format.reach = static_cast<std::uint32_t>(literal.size()) + static_cast<std::uint32_t>(most) + 8;
  return format;
}

Format exactly(std::string id, std::string title, std::vector<std::string> triage, std::string_view precise,
               Check check) {
  Format format;
  format.id = std::move(id);
  format.title = std::move(title);
  format.triage = std::move(triage);
  format.precise = fmt::format("{}(?:[^0-9A-Za-z_-]|$)", precise);
  format.check = check;
  return format;
}

Format assigned(std::string id, std::string title, const std::vector<std::string>& names,
                std::string_view secret, Check check) {
  Format format;
  format.id = std::move(id);
  format.title = std::move(title);
  std::vector<std::string> alternatives;
  for (const std::string& name : names) {
    format.triage.push_back(fmt::format("(?i){}", quoted(name)));
    alternatives.push_back(
        says_key(name) ? quoted(name) + R"([\w.-]{0,16})"
                       : quoted(name) + R"([\w .-]{0,24}?(?:key|token|secret|auth|pass)[\w.-]{0,16})");
  }
  format.precise = fmt::format(
      R"((?i:{})(?:\\?["'`])?\]?[ \t]{{0,4}}(?:=>|:=|=|:)[ \t]{{0,4}}(?:\\?["'`])?({})(?:[^\w=+/-]|$))",
      fmt::join(alternatives, "|"), secret);
  format.check = check;
  return format;
}

const std::vector<Format>& formats() {
  static const std::vector<Format> table = [] {
    std::vector<Format> all;
    for (std::vector<Format>& kind :
         std::vector{key_formats(), code_formats(), cloud_formats(), service_formats()})
      std::move(kind.begin(), kind.end(), std::back_inserter(all));
    std::sort(all.begin(), all.end(), [](const Format& a, const Format& b) { return a.id < b.id; });
    return all;
  }();
  return table;
}

} // namespace assay::evidence::scan

// SPDX-License-Identifier: Apache-2.0
#include "audit/base/toml.hpp"

#include "audit/base/error.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>

namespace assay {

namespace {

constexpr std::size_t byte_limit = 16u << 20; // a tree of nodes takes some thirty times the text
constexpr std::size_t depth_limit = 200;
constexpr std::size_t dot_limit = 31;

// The end of the string that begins at `at`, one past its last quote; the end of the text when it does not end.
std::size_t end_of_string(std::string_view text, std::size_t at) {
  const char quote = text[at];
  const bool triple = text.substr(at, 3) == std::string(3, quote);
  for (std::size_t i = at + (triple ? 3 : 1); i < text.size(); ++i) {
    if (text[i] == '\\' && quote == '"')
      ++i;
    else if (!triple && text[i] == '\n')
      return i;
    else if (text[i] == quote && !triple)
      return i + 1;
    else if (text[i] == quote && text.substr(i, 3) == std::string(3, quote)) {
      i += 3;
      for (int extra = 0; extra < 2 && i < text.size() && text[i] == quote; ++extra) // they belong to the string
        ++i;
      return i;
    }
  }
  return text.size();
}

// The parser bounds the nesting of values, but not the parts of a key, and takes a step of recursion for each.
void refuse_long_keys(std::string_view text, const std::string& shown) {
  std::size_t dots = 0, line = 1;
  for (std::size_t i = 0; i < text.size();) {
    const char c = text[i];
    if (c == '#') {
      i = std::min(text.find('\n', i), text.size());
    } else if (c == '"' || c == '\'') {
      const std::size_t end = end_of_string(text, i);
      line += static_cast<std::size_t>(
          std::count(text.begin() + static_cast<std::ptrdiff_t>(i), text.begin() + static_cast<std::ptrdiff_t>(end), '\n'));
      i = end;
    } else {
      if (c == '.' && ++dots > dot_limit)
        throw Error::input(fmt::format("a key has more than {} parts", dot_limit + 1)).at({shown, line, 0, {}, 0});
      if (std::string_view("=[]{},\n").find(c) != std::string_view::npos)
        dots = 0;
      line += c == '\n';
      ++i;
    }
  }
}

class Copier {
public:
  Copier(std::deque<TomlNode>& nodes, const std::string& shown) : nodes_(nodes), shown_(shown) {}

  const TomlNode* copy(const toml::node& from, std::size_t depth) {
    if (depth > depth_limit)
      throw Error::input(fmt::format("it is nested deeper than {}", depth_limit))
          .at({shown_, from.source().begin.line, 0, {}, 0});
    TomlNode& node = nodes_.emplace_back();
    node.line = from.source().begin.line;
    if (const toml::table* table = from.as_table()) {
      node.kind = TomlNode::Kind::table;
      for (const auto& [key, value] : *table)
        node.members.emplace_back(std::string(key.str()), copy(value, depth + 1));
    } else if (const toml::array* array = from.as_array()) {
      node.kind = TomlNode::Kind::array;
      for (const toml::node& one : *array)
        node.elements.push_back(copy(one, depth + 1));
    } else if (const auto* text = from.as_string()) {
      node.kind = TomlNode::Kind::text;
      node.scalar = text->get();
    } else if (const auto* truth = from.as_boolean()) {
      node.kind = TomlNode::Kind::boolean;
      node.truth = truth->get();
    } else if (const auto* integer = from.as_integer()) {
      node.kind = TomlNode::Kind::integer;
      node.scalar = std::to_string(integer->get());
    } else {
      node.kind = TomlNode::Kind::other;
    }
    return &node;
  }

private:
  std::deque<TomlNode>& nodes_;
  const std::string& shown_;
};

} // namespace

const TomlNode& TomlNode::operator[](std::string_view name) const {
  static const TomlNode none;
  const auto found = std::lower_bound(members.begin(), members.end(), name,
                                      [](const auto& member, std::string_view wanted) { return member.first < wanted; });
  return found != members.end() && found->first == name ? *found->second : none;
}

TomlDocument::TomlDocument(std::string_view text, const std::string& shown) {
  if (text.size() > byte_limit)
    throw Error::input(fmt::format("it is TOML of more than {} MiB", byte_limit >> 20)).at({shown, 0, 0, {}, 0});
  refuse_long_keys(text, shown);
  try {
    const toml::table root = toml::parse(text, std::string_view());
    Copier(nodes_, shown).copy(root, 0);
  } catch (const toml::parse_error& error) {
    const toml::source_position& place = error.source().begin;
    throw Error::input(fmt::format("it is not well-formed TOML: {}", error.description()))
        .at({shown, place.line, place.column, {}, 0});
  }
}

} // namespace assay

// SPDX-License-Identifier: Apache-2.0
#include "audit/seal/member_names.hpp"

#include "audit/base/escape.hpp"
#include "audit/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

namespace assay::seal {

namespace {

constexpr std::string_view meta_inf = "META-INF/";

// Characters that mean something else to Windows or to a shell's patterns, `unzip`'s among them.
constexpr std::string_view ambiguous = "\\:*?\"<>|";

std::optional<std::string> component_problem(std::string_view component) {
  if (component.empty())
    return "it has an empty component, or begins or ends with a slash";
  if (component == "." || component == "..")
    return "it has the component \"" + std::string(component) + "\"";
  if (component.size() > 255)
    return "one of its components has more than 255 bytes";
  // Windows drops these, so that two names would become one.
  if (component.back() == '.' || component.back() == ' ')
    return "one of its components ends with a full stop or a space";
  return std::nullopt;
}

std::string shown(std::string_view name) {
  return "\"" + escape_terminal(name.substr(0, 200)) + "\"";
}

} // namespace

std::optional<std::string> name_problem(std::string_view name) {
  if (name.empty())
    return "it is empty";
  if (name.size() > max_name_bytes)
    return fmt::format("it has {} bytes; at most {} are allowed", name.size(), max_name_bytes);
  if (escape_terminal(name) != name)
    return "it is not UTF-8 or has control or invisible characters";
  if (const std::size_t at = name.find_first_of(ambiguous); at != std::string_view::npos)
    return fmt::format("it has the character {}, which other systems read differently", name[at]);
  std::size_t depth = 0;
  for (std::size_t start = 0; start <= name.size(); ++depth) {
    const std::size_t end = std::min(name.find('/', start), name.size());
    if (const auto problem = component_problem(name.substr(start, end - start)))
      return problem;
    start = end + 1;
  }
  if (depth > max_name_depth)
    return fmt::format("it has {} components; at most {} are allowed", depth, max_name_depth);
  if (!in_meta_inf(name) && ascii_lower(name).starts_with(ascii_lower(meta_inf)))
    return "it is META-INF in another case";
  return std::nullopt;
}

std::optional<std::string> names_problem(const std::vector<std::string>& names) {
  std::map<std::string, std::string_view> seen;
  for (const std::string& name : names) {
    if (const auto problem = name_problem(name))
      return fmt::format("{} cannot name a member: {}", shown(name), *problem);
    const auto [other, is_new] = seen.emplace(ascii_lower(name), name);
    if (!is_new)
      return name == other->second
                 ? fmt::format("{} is there twice", shown(name))
                 : fmt::format("{} and {} differ only in case", shown(other->second), shown(name));
  }
  for (const auto& [name, original] : seen)
    for (std::size_t slash = name.find('/'); slash != std::string::npos; slash = name.find('/', slash + 1))
      if (seen.contains(name.substr(0, slash)))
        return fmt::format("{} is a file and {} makes it a folder", shown(original.substr(0, slash)),
                           shown(original));
  return std::nullopt;
}

bool canonically_before(std::string_view a, std::string_view b) {
  // std::string_view compares as unsigned bytes, whatever the locale.
  const auto rank = [](std::string_view name) { return name == "mimetype" ? 0 : in_meta_inf(name) ? 2 : 1; };
  return std::make_tuple(rank(a), a) < std::make_tuple(rank(b), b);
}

bool in_meta_inf(std::string_view name) {
  return name.starts_with(meta_inf);
}

} // namespace assay::seal

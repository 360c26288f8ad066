// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/readers/ci_activities.hpp"

#include "audit/base/text.hpp"
#include "audit/evidence/readers/ci_activity_tables.hpp"

#include <algorithm>
#include <iterator>
#include <unordered_map>

namespace assay::evidence {

namespace {

std::string_view take_token(std::string_view& rest) {
  const std::size_t end = std::min(rest.find(' '), rest.size());
  const std::string_view token = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return token;
}

// A star at either end stands for anything.
bool fits(std::string_view token, std::string_view word) {
  const bool open_start = token.starts_with('*'), open_end = token.size() > 1 && token.ends_with('*');
  token.remove_prefix(open_start ? 1 : 0);
  token.remove_suffix(open_end ? 1 : 0);
  return open_start && open_end ? word.find(token) != std::string_view::npos
         : open_start           ? word.ends_with(token)
         : open_end             ? word.starts_with(token)
                                : word == token;
}

// Whether a word is the value of the option before it, which would mislead: folders, and tasks that Gradle leaves out.
bool is_value(const CommandWords& command, std::size_t i) {
  static constexpr std::string_view options[] = {"-C", "-x", "--directory", "--exclude-task", "--prefix"};
  return std::find(std::begin(options), std::end(options), command[i - 1]) != std::end(options);
}

bool has_anywhere(const CommandWords& command, std::string_view token) {
  for (std::size_t i = 1; i < command.size(); ++i)
    if (fits(token, command[i]) && !is_value(command, i))
      return true;
  return false;
}

bool is_number(std::string_view word) { // most often the value of an option, as in "make -j 4"
  return !word.empty() && std::all_of(word.begin(), word.end(), is_digit);
}

std::vector<std::string_view> positional(const CommandWords& command) {
  std::vector<std::string_view> words;
  for (std::size_t i = 1; i < command.size() && words.size() < 4; ++i)
    if (!command[i].starts_with('-') && !command[i].starts_with('+') && !is_number(command[i]) && !is_value(command, i))
      words.push_back(command[i]);
  return words;
}

bool fits_command(std::string_view rest, const CommandWords& command, const std::vector<std::string_view>& words) {
  std::size_t next = 0;
  while (!rest.empty()) {
    std::string_view token = take_token(rest);
    if (token.starts_with('!')) {
      if (has_anywhere(command, token.substr(1)))
        return false;
    } else if (token == "$") {
      if (next < words.size())
        return false;
    } else if (token.starts_with('~') || token.starts_with('-')) {
      token.remove_prefix(token.front() == '~' ? 1 : 0);
      if (!has_anywhere(command, token))
        return false;
    } else if (next >= words.size() || !fits(token, words[next++])) {
      return false;
    }
  }
  return true;
}

// The rest of each pattern by the command it begins with.
using CommandIndex = std::unordered_map<std::string_view, std::vector<std::pair<std::string_view, CiActivity>>>;

const CommandIndex& commands_by_name() {
  static const CommandIndex index = [] {
    CommandIndex made;
    for (const auto* rows : {&ci_rows_of_checks(), &ci_rows_of_security(), &ci_rows_of_making()})
      for (const CiCommandRow& row : *rows) {
        std::string_view rest = row.pattern;
        const std::string_view name = take_token(rest);
        made[name].push_back({rest, {row.kind, row.tool}});
      }
    return made;
  }();
  return index;
}

bool only_asks(const CommandWords& command, const std::vector<std::string_view>& words) {
  return has_anywhere(command, "--version") || has_anywhere(command, "--help") ||
         (!words.empty() && (words.front() == "version" || words.front() == "help"));
}

bool input_fits(const CiActionRow& row, const CiInputs& inputs) {
  if (row.input.empty())
    return true;
  for (const auto& [name, value] : inputs)
    if (name == row.input)
      return row.value.empty() ? !value.empty() && value != "false" : value.find(row.value) != std::string::npos;
  return false;
}

std::vector<CiActivity> named_in(const std::vector<CiNamedRow>& rows, std::string_view name) {
  std::vector<CiActivity> found;
  for (const CiNamedRow& row : rows)
    if (fits(row.name, name))
      add_activities(found, {{row.kind, row.tool}});
  return found;
}

} // namespace

const std::vector<std::string>& ci_activity_kinds() {
  static const std::vector<std::string> kinds = {"build",      "container-scan", "coverage", "fuzzing", "lint",
                                                 "provenance", "release",        "sast",     "sbom",    "sca",
                                                 "secret-scan", "signing",       "tests"};
  return kinds;
}

void add_activities(std::vector<CiActivity>& known, const std::vector<CiActivity>& more) {
  for (const CiActivity& one : more)
    if (std::find(known.begin(), known.end(), one) == known.end())
      known.push_back(one);
}

std::vector<CiActivity> activities_of_action(std::string_view action, const CiInputs& inputs) {
  std::vector<CiActivity> found;
  for (const CiActionRow& row : ci_action_rows())
    if (fits(row.action, action) && input_fits(row, inputs))
      add_activities(found, {{row.kind, row.tool}});
  return found;
}

std::vector<CiActivity> activities_of_command(const CommandWords& command) {
  std::vector<CiActivity> found;
  const auto rows = commands_by_name().find(command.front());
  if (rows == commands_by_name().end())
    return found;
  const std::vector<std::string_view> words = positional(command);
  if (only_asks(command, words))
    return found;
  for (const auto& [rest, activity] : rows->second)
    if (fits_command(rest, command, words))
      add_activities(found, {activity});
  return found;
}

std::vector<CiActivity> activities_of_gitlab_template(std::string_view name) {
  return named_in(ci_gitlab_template_rows(), ascii_lower(name));
}

std::vector<CiActivity> activities_of_gitlab_report(std::string_view type) {
  return named_in(ci_gitlab_report_rows(), type);
}

} // namespace assay::evidence

// SPDX-License-Identifier: Apache-2.0
//
// assay plan: writes, and signs, what is going to be done about a control that is not met.
#include "cli/testify.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace assay::cli {

namespace {

void declare(po::options_description& options, po::positional_options_description& positions) {
  declare_testimony_options(options, positions);
  options.add_options()("weakness", po::value<std::string>()->value_name("TEXT"), "what is not as it should be");
  options.add_options()("owner", po::value<std::string>()->value_name("ID"), "who sees to it, by the id in roles.xml");
  options.add_options()("milestone", po::value<std::vector<std::string>>()->composing()->value_name("DAY:TEXT"),
                        "what is done until a day (repeatable)");
}

constexpr std::size_t day_length = std::string_view("2027-03-31").size();

void check_milestone(const std::string& text) {
  if (text.find(':') != day_length || text.size() == day_length + 1)
    throw Error::usage(fmt::format("the milestone {} does not begin with a day", text))
        .hint("write it as 2027-03-31:what is done by then");
  check_day(text.substr(0, day_length));
}

std::vector<std::string> milestones(const Arguments& arguments, Interview& interview) {
  std::vector<std::string> all = arguments.list("milestone");
  std::for_each(all.begin(), all.end(), check_milestone);
  std::string next = "-";
  while (!arguments.has("milestone") && !next.empty()) {
    next = interview.answer({"milestone", all.empty() ? "what is done until when, as DAY:TEXT" : "and next, or nothing",
                             {}, all.empty(), check_milestone});
    if (!next.empty())
      all.push_back(next);
  }
  return all;
}

int run(const Arguments& arguments, Terminal& terminal) {
  const auto about = find_control(arguments);
  Interview interview(arguments, terminal,
                      arguments.has("owner") && arguments.has("weakness") && arguments.has("milestone"));
  show_control(*about, interview, terminal);
  pugi::xml_document document;
  pugi::xml_node root = begin_testimony(document, "plan", *about, arguments, interview);
  const std::string owner = interview.answer({"owner", "who sees to it, by the id in roles.xml", {}, true, check_id});
  root.append_attribute("owner").set_value(owner.c_str());
  root.append_child("weakness").text().set(interview.answer({"weakness", "what is not as it should be"}).c_str());
  for (const std::string& one : milestones(arguments, interview)) {
    pugi::xml_node milestone = root.append_child("milestone");
    milestone.append_attribute("due").set_value(one.substr(0, day_length).c_str());
    milestone.text().set(one.substr(day_length + 1).c_str());
  }
  return write_testimony(document, *about, arguments, interview, terminal);
}

} // namespace

const Command& plan_command() {
  static const Command command = {
      "plan",
      "say what will be done about a control",
      "SCHEMA:CONTROL --weakness TEXT --owner ID --milestone DAY:TEXT… [OPTION]…",
      "Writes a plan: weakness, owner, milestones. Reports show it beside the control; it never changes an\n"
      "outcome. What is missing is asked for at a terminal.",
      declare, run};
  return command;
}

} // namespace assay::cli

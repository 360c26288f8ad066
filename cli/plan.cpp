// SPDX-License-Identifier: Apache-2.0
//
// assay plan: writes, and signs, what is going to be done about a control that is not met.
#include "cli/testify.hpp"

#include <fmt/format.h>

namespace assay::cli {

namespace {

void declare(po::options_description& options, po::positional_options_description& positions) {
  declare_testimony_options(options, positions);
  options.add_options()("weakness", po::value<std::string>()->value_name("TEXT"), "what is not as it should be");
  options.add_options()("owner", po::value<std::string>()->value_name("ID"), "who sees to it, by the id in roles.xml");
  options.add_options()("milestone", po::value<std::vector<std::string>>()->composing()->value_name("DAY:TEXT"),
                        "what is done until a day (repeatable)");
}

void add_milestones(pugi::xml_node root, const Arguments& arguments) {
  for (const std::string& one : arguments.list("milestone")) {
    const std::string day = one.substr(0, one.find(':'));
    if (day.size() == one.size() || !is_day(day))
      throw Error::usage(fmt::format("--milestone {} does not begin with a day", one))
          .hint("write it as 2027-03-31:what is done by then");
    pugi::xml_node milestone = root.append_child("milestone");
    milestone.append_attribute("due").set_value(day.c_str());
    milestone.text().set(one.substr(11).c_str());
  }
  if (!root.child("milestone"))
    throw Error::usage("--milestone is missing").hint("a plan says until when what is done: --milestone DAY:TEXT");
}

int run(const Arguments& arguments, Terminal& terminal) {
  const auto about = find_control(arguments);
  pugi::xml_document document;
  pugi::xml_node root = begin_testimony(document, "plan", *about, arguments);
  root.append_attribute("owner").set_value(answer(arguments, "owner", "who sees to it, by the id in roles.xml").c_str());
  root.append_child("weakness").text().set(answer(arguments, "weakness", "what is not as it should be").c_str());
  add_milestones(root, arguments);
  return write_testimony(document, *about, arguments, terminal);
}

} // namespace

const Command& plan_command() {
  static const Command command = {
      "plan",
      "say what will be done about a control",
      "SCHEMA:CONTROL --weakness TEXT --owner ID --milestone DAY:TEXT… [OPTION]…",
      "Writes a plan: weakness, owner, milestones. Reports show it beside the control; it never changes an\n"
      "outcome.",
      declare, run};
  return command;
}

} // namespace assay::cli

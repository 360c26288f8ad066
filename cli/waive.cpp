// SPDX-License-Identifier: Apache-2.0
//
// assay waive: writes, and signs, that somebody accepts for a time that a control is not met.
#include "cli/testify.hpp"

#include <fmt/format.h>

namespace assay::cli {

namespace {

void declare(po::options_description& options, po::positional_options_description& positions) {
  declare_testimony_options(options, positions);
  options.add_options()("reason", po::value<std::string>()->value_name("TEXT"), "why it is accepted");
  options.add_options()("requested-by", po::value<std::string>()->value_name("ID"), "who asks for it, by the id in roles.xml");
  options.add_options()("approved-by", po::value<std::string>()->value_name("ID"), "who approves it, and signs; somebody else");
  options.add_options()("item", po::value<std::vector<std::string>>()->composing()->value_name("ID"),
                        "an item that is excepted (repeatable; default: whatever contradicts the control)");
  declare_cover_options(options);
}

int run(const Arguments& arguments, Terminal& terminal) {
  const auto about = find_control(arguments);
  if (about->schema.law)
    throw Error::usage(fmt::format("{} is a text of law: nobody can waive what it asks for", about->schema.id))
        .hint("state why it does not apply, where the schema offers that, or write a plan: assay plan");
  Interview interview(arguments, terminal,
                      arguments.has("requested-by") && arguments.has("approved-by") && arguments.has("reason") &&
                          arguments.has("expires") && says_what_it_covers(arguments));
  show_control(*about, interview, terminal);
  pugi::xml_document document;
  pugi::xml_node root = begin_testimony(document, "waiver", *about, arguments, interview);
  const std::string requested =
      interview.answer({"requested-by", "who asks for it, by the id in roles.xml", {}, true, check_id});
  const auto somebody_else = [&](const std::string& id) {
    check_id(id);
    if (id == requested)
      throw Error::usage(fmt::format("{} cannot approve of what {} asks for", id, requested)).hint("somebody else has to");
  };
  const std::string approved =
      interview.answer({"approved-by", "who approves it, by the id in roles.xml", {}, true, somebody_else});
  root.append_attribute("requested-by").set_value(requested.c_str());
  root.append_attribute("approved-by").set_value(approved.c_str());
  add_expiry(root, interview);
  root.append_child("reason").text().set(interview.answer({"reason", "why it is accepted"}).c_str());
  for (const std::string& item : arguments.list("item"))
    root.append_child("item").append_attribute("id").set_value(item.c_str());
  add_covers(root, arguments, interview);
  return write_testimony(document, *about, arguments, interview, terminal);
}

} // namespace

const Command& waive_command() {
  static const Command command = {
      "waive",
      "accept for a time that a control is not met",
      "SCHEMA:CONTROL --reason TEXT --requested-by ID --approved-by ID --expires DAY [OPTION]…",
      "Writes a waiver. It counts in audits when whoever approves it signed it and may waive, by the trust\n"
      "store's roles.xml, did not ask for it, and wrote none of the commits it excepts. The control is then\n"
      "'waived' instead of 'not-satisfied', with what contradicts it. What a text of law asks for cannot be\n"
      "waived. What is missing is asked for at a terminal.",
      declare, run};
  return command;
}

} // namespace assay::cli

// SPDX-License-Identifier: Apache-2.0
//
// assay attest: writes, and signs, what somebody states about a control that no repository can show.
#include "cli/testify.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace assay::cli {

namespace {

void declare(po::options_description& options, po::positional_options_description& positions) {
  declare_testimony_options(options, positions);
  options.add_options()("role", po::value<std::string>()->value_name("ROLE"),
                        "the role that the schema asks, where it asks several");
  options.add_options()("sentence", po::value<std::string>()->value_name("NUMBER"),
                        "which of the sentences that it asks that role for, where it asks for several");
  options.add_options()("person", po::value<std::string>()->value_name("ID"), "who attests, by the id in roles.xml");
  options.add_options()("remark", po::value<std::string>()->value_name("TEXT"), "in the person's own words");
  declare_cover_options(options);
}

// The sentence that is meant; of several the one of --role, and of several for that role the one of --sentence.
const schema::Node& choose(const AboutControl& about, const Arguments& arguments) {
  std::vector<const schema::Node*> asked = about.control->leaves(schema::Node::Kind::attestation);
  if (asked.empty())
    throw Error::usage(fmt::format("control {} asks nobody to attest: evidence decides it", about.control->id));
  if (arguments.has("role"))
    std::erase_if(asked, [&](const schema::Node* one) { return one->role != arguments.text("role"); });
  const bool roles = std::any_of(asked.begin(), asked.end(), [&](const auto* one) { return one->role != asked[0]->role; });
  std::string choice;
  for (std::size_t i = 0; i < asked.size(); ++i)
    choice += roles ? fmt::format("{}--role '{}': {}", i == 0 ? "" : "; ", asked[i]->role, asked[i]->statement)
                    : fmt::format("{}--sentence {}: {}", i == 0 ? "" : "; ", i + 1, asked[i]->statement);
  if (asked.empty())
    throw Error::usage(fmt::format("control {} does not ask a {} to attest", about.control->id, arguments.text("role")));
  const std::string number = !roles && arguments.has("sentence") ? arguments.text("sentence") : asked.size() == 1 ? "1" : "";
  for (std::size_t i = 0; i < asked.size(); ++i)
    if (number == std::to_string(i + 1))
      return *asked[i];
  throw Error::usage(fmt::format("several sentences of control {} could be meant", about.control->id)).hint(choice);
}

int run(const Arguments& arguments, Terminal& terminal) {
  const auto about = find_control(arguments);
  const schema::Node& sentence = choose(*about, arguments);
  terminal.say(fmt::format("{}: {}", sentence.role, sentence.statement));
  pugi::xml_document document;
  pugi::xml_node root = begin_testimony(document, "attestation", *about, arguments);
  root.append_attribute("role").set_value(sentence.role.c_str());
  root.append_attribute("person").set_value(answer(arguments, "person", "who attests, by the id in roles.xml").c_str());
  root.append_attribute("expires").set_value(day_answer(arguments, "expires", "the last day it holds").c_str());
  root.append_child("statement").text().set(sentence.statement.c_str());
  if (arguments.has("remark"))
    root.append_child("remark").text().set(arguments.text("remark").c_str());
  add_covers(root, arguments);
  return write_testimony(document, *about, arguments, terminal);
}

} // namespace

const Command& attest_command() {
  static const Command command = {
      "attest",
      "state what no repository can show",
      "SCHEMA:CONTROL --person ID --expires DAY [--covers FILE]… [--repo REPO] [OPTION]…",
      "Writes an attestation: a person, in the role that the control asks for, states the control's\n"
      "sentence, for a commit or for files by their digests, until a day. It counts in audits when it is\n"
      "signed by a key that the trust store's roles.xml gives that person, and lies in the repository as\n"
      "*.attestation.xml or among the supplied evidence. What is missing is asked for at a terminal.",
      declare, run};
  return command;
}

} // namespace assay::cli

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
  options.add_options()("person", po::value<std::string>()->value_name("ID"), "who attests, by the id in roles.xml");
  options.add_options()("remark", po::value<std::string>()->value_name("TEXT"), "in the person's own words");
  declare_cover_options(options);
}

void collect(const schema::Node& node, std::vector<const schema::Node*>& asked) {
  if (node.kind == schema::Node::Kind::attestation)
    asked.push_back(&node);
  for (const schema::Node& child : node.children)
    collect(child, asked);
}

// The sentence that is meant; of several the one of --role.
const schema::Node& choose(const AboutControl& about, const Arguments& arguments) {
  std::vector<const schema::Node*> asked;
  collect(about.control->decision, asked);
  if (about.control->not_applicable_when)
    collect(*about.control->not_applicable_when, asked);
  if (asked.empty())
    throw Error::usage(fmt::format("control {} asks nobody to attest: evidence decides it", about.control->id));
  std::string roles;
  for (const schema::Node* one : asked)
    roles += fmt::format("{}--role '{}': {}", roles.empty() ? "" : "; ", one->role, one->statement);
  if (arguments.has("role"))
    std::erase_if(asked, [&](const schema::Node* one) { return one->role != arguments.text("role"); });
  if (asked.size() != 1)
    throw Error::usage(fmt::format("{} of the sentences of control {} are meant", asked.empty() ? "none" : "several",
                                   about.control->id))
        .hint(roles);
  return *asked.front();
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

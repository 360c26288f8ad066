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

using Sentences = std::vector<const schema::Node*>;

bool of_one_role(const Sentences& asked) {
  return std::all_of(asked.begin(), asked.end(), [&](const auto* one) { return one->role == asked[0]->role; });
}

Error several(const AboutControl& about, const Sentences& asked) {
  std::string choice;
  for (std::size_t i = 0; i < asked.size(); ++i) {
    const std::string option =
        of_one_role(asked) ? fmt::format("--sentence {}", i + 1) : fmt::format("--role '{}'", asked[i]->role);
    choice += fmt::format("{}{}: {}", i == 0 ? "" : "; ", option, asked[i]->statement);
  }
  return Error::usage(fmt::format("several sentences of control {} could be meant", about.control->id)).hint(choice);
}

const schema::Node* numbered(const Sentences& asked, const std::string& number) {
  for (std::size_t i = 0; i < asked.size(); ++i)
    if (number == std::to_string(i + 1))
      return asked[i];
  throw Error::usage(fmt::format("there is no sentence {}", number)).hint(fmt::format("there are 1 to {}", asked.size()));
}

// The sentences that can be meant: of --role, and of several for one role the one of --sentence.
Sentences meant(const AboutControl& about, const Arguments& arguments) {
  Sentences asked = about.control->leaves(schema::Node::Kind::attestation);
  if (asked.empty())
    throw Error::usage(fmt::format("control {} asks nobody to attest: evidence decides it", about.control->id));
  if (arguments.has("role"))
    std::erase_if(asked, [&](const schema::Node* one) { return one->role != arguments.text("role"); });
  if (asked.empty())
    throw Error::usage(fmt::format("control {} does not ask a {} to attest", about.control->id, arguments.text("role")));
  if (!arguments.has("sentence"))
    return asked;
  if (!of_one_role(asked))
    throw several(about, asked);
  return {numbered(asked, arguments.text("sentence"))};
}

const schema::Node& choose(const Sentences& asked, const AboutControl& about, Interview& interview, Terminal& terminal) {
  if (asked.size() == 1)
    return *asked.front();
  if (!interview.asks())
    throw several(about, asked);
  for (std::size_t i = 0; i < asked.size(); ++i)
    terminal.say(fmt::format("  {}. {}: {}", i + 1, asked[i]->role, asked[i]->statement));
  const auto is_listed = [&](const std::string& number) { (void)numbered(asked, number); };
  return *numbered(asked, interview.answer({"sentence", "which of these is attested, by its number", {}, true, is_listed}));
}

int run(const Arguments& arguments, Terminal& terminal) {
  const auto about = find_control(arguments);
  const Sentences asked = meant(*about, arguments);
  Interview interview(arguments, terminal,
                      asked.size() == 1 && arguments.has("person") && arguments.has("expires") &&
                          says_what_it_covers(arguments));
  show_control(*about, interview, terminal);
  const schema::Node& sentence = choose(asked, *about, interview, terminal);
  terminal.say(fmt::format("{}: {}", sentence.role, sentence.statement));
  pugi::xml_document document;
  pugi::xml_node root = begin_testimony(document, "attestation", *about, arguments, interview);
  const std::string person = interview.answer({"person", "who attests, by the id in roles.xml", {}, true, check_id});
  root.append_attribute("role").set_value(sentence.role.c_str());
  root.append_attribute("person").set_value(person.c_str());
  add_expiry(root, interview);
  root.append_child("statement").text().set(sentence.statement.c_str());
  const std::string remark = interview.answer({"remark", "a remark in the person's own words, or nothing", {}, false});
  if (!remark.empty())
    root.append_child("remark").text().set(remark.c_str());
  add_covers(root, arguments, interview);
  return write_testimony(document, *about, arguments, interview, terminal);
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

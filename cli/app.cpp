// SPDX-License-Identifier: Apache-2.0
//
// From argv to a command and from its result or error to an exit code.
#include "cli/app.hpp"

#include "audit/audit.hpp"
#include "audit/base/diagnostics.hpp"
#include "audit/base/runtime.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <new>
#include <sstream>

namespace assay::cli {

const std::vector<const Command*>& commands() {
  static const std::vector<const Command*> table = {
      &check_command(),   &audit_command(),  &verify_command(), &evidence_command(),
      &explain_command(), &schema_command(), &render_command(), &key_command(),
      &trust_command(),   &attest_command(), &waive_command(),  &plan_command(),
      &timeline_command()};
  return table;
}

namespace {

struct Parsed {
  po::options_description options{"Options"};
  po::options_description shown{"Options"};
  po::positional_options_description positions;
};

// Positional arguments are declared as options too, which help does not repeat.
void declare(const Command& command, Parsed& parsed) {
  command.declare(parsed.options, parsed.positions);
  parsed.options.add_options()("quiet,q", "print results and errors only")("help,h", "show this help");
  for (const auto& option : parsed.options.options()) {
    const std::string name = option->long_name();
    bool positional = false;
    const unsigned known = parsed.positions.max_total_count();
    for (unsigned i = 0; i < std::min(known, 8U); ++i)
      positional = positional || parsed.positions.name_for_position(i) == name;
    if (!positional)
      parsed.shown.add(option);
  }
}

std::string help_of(const Command& command, const Parsed& parsed) {
  std::ostringstream options;
  options << parsed.shown;
  return fmt::format("usage: assay {} {}\n\n{}\n\n{}", command.name, command.usage, command.details, options.str());
}

std::string general_help() {
  std::string text = "usage: assay COMMAND [ARGUMENT]…\n\n"
                     "Tests a software release, read from its git repository, against compliance schemas, and seals\n"
                     "what it found in a dossier that anybody can verify and replay.\n\n";
  for (const Command* command : commands())
    text += fmt::format("  {:<10}{}\n", command->name, command->summary);
  return text + "\n'assay COMMAND --help' tells more; 'assay --version' prints the version.\n\n"
                "Exit codes: 0 met, 1 not met, 2 usage, 3 bad input, 4 environment, 5 incomplete,\n"
                "6 verification failed.\n";
}

const Command& find_command(const std::string& name) {
  std::vector<std::string> names;
  for (const Command* command : commands()) {
    if (name == command->name)
      return *command;
    names.emplace_back(command->name);
  }
  const std::string near = nearest_name(name, names);
  throw Error::usage(fmt::format("there is no command '{}'", name))
      .hint(near.empty() ? "'assay --help' lists the commands" : fmt::format("did you mean 'assay {}'?", near));
}

// An empty value is what an unset variable of a shell leaves behind; what it would do is never what was meant.
void refuse_empty(const po::variables_map& values, const po::options_description& options) {
  for (const auto& [name, value] : values) {
    if (options.find(name, false).semantic()->max_tokens() == 0) // a flag
      continue;
    const auto* text = boost::any_cast<std::string>(&value.value());
    const auto* texts = boost::any_cast<std::vector<std::string>>(&value.value());
    if ((text != nullptr && text->empty()) ||
        (texts != nullptr && std::find(texts->begin(), texts->end(), "") != texts->end()))
      throw Error::usage(fmt::format("the value of {} is empty", name));
  }
}

Arguments parse(const Command& command, const Parsed& parsed, const std::vector<std::string>& words) {
  Arguments arguments;
  const std::string see = fmt::format("'assay {} --help' lists the options", command.name);
  try {
    using style = po::command_line_style::style_t;
    po::store(po::command_line_parser(words)
                  .options(parsed.options)
                  .positional(parsed.positions)
                  .style(po::command_line_style::unix_style & ~style::allow_guessing)
                  .run(),
              arguments.values);
    if (!arguments.has("help")) {
      po::notify(arguments.values);
      refuse_empty(arguments.values, parsed.options);
    }
  } catch (const po::unknown_option& error) {
    std::vector<std::string> names;
    for (const auto& option : parsed.shown.options())
      names.push_back("--" + option->long_name());
    const std::string near = nearest_name(error.get_option_name(), names);
    throw Error::usage(fmt::format("there is no option {}", error.get_option_name()))
        .hint(near.empty() ? see : fmt::format("did you mean {}?", near));
  } catch (const po::required_option& error) {
    std::string name = error.get_option_name();
    name.erase(0, name.find_first_not_of('-'));
    std::transform(name.begin(), name.end(), name.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    throw Error::usage(fmt::format("{} is missing", name))
        .hint(fmt::format("usage: assay {} {}", command.name, command.usage));
  } catch (const po::too_many_positional_options_error&) {
    throw Error::usage("there is an argument too many")
        .hint(fmt::format("usage: assay {} {}", command.name, command.usage));
  } catch (const po::error& error) {
    throw Error::usage(error.what()).hint(see);
  }
  return arguments;
}

int dispatch(int argc, const char* const* argv, Terminal& terminal) {
  if (argc < 2)
    throw Error::usage("a command is missing").hint("'assay --help' lists the commands");
  const std::string first = *argv[1] == '\0' ? "-" : argv[1];
  if (first == "--help" || first == "-h" || first == "help") {
    terminal.print_raw(general_help());
    return met;
  }
  if (first == "--version") {
    terminal.print(fmt::format("assay {}", version()));
    return met;
  }
  if (first.front() == '-')
    throw Error::usage(fmt::format("there is no option {} before a command", first))
        .hint("write options after the command: assay COMMAND [OPTION]…");
  const Command& command = find_command(first);
  Parsed parsed;
  declare(command, parsed);
  const Arguments arguments = parse(command, parsed, {argv + 2, argv + argc});
  if (arguments.has("help")) {
    terminal.print_raw(help_of(command, parsed));
    return met;
  }
  terminal.set_quiet(arguments.has("quiet"));
  return command.run(arguments, terminal);
}

int exit_code_of(const Error& error) {
  switch (error.kind()) {
  case ErrorKind::usage: return usage_error;
  case ErrorKind::input: return bad_input;
  case ErrorKind::environment:
  case ErrorKind::internal: break;
  }
  return environment_error;
}

} // namespace

int run(int argc, const char* const* argv) {
  Terminal terminal;
  try {
    const Runtime runtime;
    const repository::Library library;
    const int code = dispatch(argc, argv, terminal);
    terminal.finish();
    return code;
  } catch (const Error& error) {
    terminal.report(error);
    return exit_code_of(error);
  } catch (const std::bad_alloc&) {
    terminal.report(Error::environment("there is not enough memory"));
  } catch (const std::exception& error) {
    terminal.report(Error::internal(fmt::format("this should not have happened: {}", error.what())));
  }
  return environment_error;
}

} // namespace assay::cli

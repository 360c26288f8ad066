// SPDX-License-Identifier: Apache-2.0
#include "cli/testify.hpp"

#include "audit/base/base64.hpp"
#include "audit/base/text.hpp"
#include "audit/base/xml.hpp"
#include "audit/builtin.hpp"
#include "audit/seal/cades.hpp"
#include "cli/identity.hpp"

#include <fmt/format.h>

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <iostream>

namespace assay::cli {

namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t covered_limit = std::uint64_t{512} << 20;

// "CRA-I.1.2(a)" in a name that no shell has to quote.
std::string file_name(const AboutControl& about, const char* kind) {
  std::string name = about.control->id;
  std::erase(name, ')');
  std::replace_if(name.begin(), name.end(), [](char c) { return c == '(' || c == '/'; }, '.');
  return fmt::format("{}.{}.{}.xml", about.schema.id, name, kind);
}

std::string pem(const std::string& der) {
  const std::string text = to_base64(der);
  std::string out = "-----BEGIN CMS-----\n";
  for (std::size_t at = 0; at < text.size(); at += 64)
    out += text.substr(at, 64) + "\n";
  return out + "-----END CMS-----\n";
}

} // namespace

void declare_testimony_options(po::options_description& options, po::positional_options_description& positions) {
  options.add_options()("about", po::value<std::string>()->required(), "SCHEMA:CONTROL");
  options.add_options()("given", po::value<std::string>()->value_name("DAY"), "the day it is given (default: today)");
  options.add_options()("out", po::value<std::string>()->value_name("FILE"),
                        "file to write (default: SCHEMA.CONTROL.KIND.xml)");
  options.add_options()("key", po::value<std::string>()->value_name("FILE"), "private key to sign with, PEM");
  options.add_options()("cert", po::value<std::string>()->value_name("FILE"), "its certificate, PEM");
  positions.add("about", 1);
}

void declare_cover_options(po::options_description& options) {
  options.add_options()("covers", po::value<std::vector<std::string>>()->composing()->value_name("FILE"),
                        "a file that it holds for, by the path it has in the repository (repeatable)");
  options.add_options()("repo", po::value<std::vector<std::string>>()->composing()->value_name("REPO"),
                        "a repository whose commit it holds for (repeatable)");
  options.add_options()("revision", po::value<std::string>()->value_name("REV"), "that commit, of each (default: HEAD)");
  options.add_options()("expires", po::value<std::string>()->value_name("DAY"), "the last day it holds");
}

std::unique_ptr<AboutControl> find_control(const Arguments& arguments) {
  const auto [schema, control] = split_control(arguments.text("about"));
  if (!control)
    throw Error::usage(fmt::format("{} names no control", arguments.text("about")))
        .hint("write SCHEMA:CONTROL, such as openssf-osps:OSPS-AC-01.01");
  const SourceFile xsd = builtin("schemas/compliance-schema.xsd");
  auto about = std::make_unique<AboutControl>();
  about->schema = load_schema(loader_with_library(xsd), find_schema(schema));
  about->control = &control_of(about->schema, *control);
  return about;
}

bool is_day(const std::string& text) {
  return text.size() == 10 && parse_rfc3339(text).has_value();
}

std::string answer(const Arguments& arguments, const char* option, const std::string& question) {
  if (arguments.has(option))
    return folded(arguments.text(option));
  std::string line;
  if (::isatty(STDIN_FILENO) != 0 && ::isatty(STDERR_FILENO) != 0) {
    std::cerr << question << ": " << std::flush;
    if (!std::getline(std::cin, line))
      line.clear();
  }
  if (folded(line).empty())
    throw Error::usage(fmt::format("--{} is missing", option)).hint(question);
  return folded(line);
}

std::string day_answer(const Arguments& arguments, const char* option, const std::string& question) {
  std::string day = answer(arguments, option, question);
  if (!is_day(day))
    throw Error::usage(fmt::format("--{} {} is no day", option, day)).hint("write it as 2026-12-09");
  return day;
}

pugi::xml_node begin_testimony(pugi::xml_document& document, const char* kind, const AboutControl& about,
                               const Arguments& arguments) {
  pugi::xml_node declaration = document.append_child(pugi::node_declaration);
  declaration.append_attribute("version").set_value("1.0");
  declaration.append_attribute("encoding").set_value("UTF-8");
  pugi::xml_node root = document.append_child(kind);
  const std::string given =
      arguments.has("given") ? day_answer(arguments, "given", "the day it is given") : format_rfc3339(now()).substr(0, 10);
  root.append_attribute("format").set_value("1");
  root.append_attribute("schema").set_value(about.schema.id.c_str());
  root.append_attribute("control").set_value(about.control->id.c_str());
  root.append_attribute("given").set_value(given.c_str());
  return root;
}

void add_covers(pugi::xml_node root, const Arguments& arguments) {
  for (const std::string& path : arguments.list("repo")) {
    const repository::Repository repository(path);
    const report::Subject subject = survey_subject(repository, revision(arguments), "");
    root.append_child("covers").append_attribute("commit").set_value(subject.commit.hex().c_str());
  }
  for (const std::string& path : arguments.list("covers")) {
    if (path.starts_with("/") || ("/" + path + "/").find("/../") != std::string::npos)
      throw Error::usage(fmt::format("--covers {} is no path of the repository or of the supplied evidence", path))
          .hint("change into its root, and name the file from there");
    pugi::xml_node covers = root.append_child("covers");
    covers.append_attribute("path").set_value(path.c_str());
    covers.append_attribute("sha256").set_value(sha256_hex(read_file(path, covered_limit)).c_str());
  }
  if (!root.child("covers"))
    throw Error::usage("what does it hold for?").hint("name a commit by --repo REPO [--revision REV], or files by --covers FILE");
}

int write_testimony(const pugi::xml_document& document, const AboutControl& about, const Arguments& arguments,
                    Terminal& terminal) {
  if (arguments.has("key") != arguments.has("cert"))
    throw Error::usage("--key and --cert go together")
        .hint("without them the file is written unsigned, and how to sign it by SSH is said");
  const pugi::xml_node root = document.document_element();
  if (const std::string_view given = root.attribute("given").value(), expires = root.attribute("expires").value();
      !expires.empty() && expires < given)
    throw Error::usage(fmt::format("it would expire on {}, before it is given on {}", expires, given));
  const std::string path = arguments.has("out") ? arguments.text("out") : file_name(about, root.name());
  const std::string text = xml_to_string(document);
  Diagnostics diagnostics;
  const SourceFile written{path, text, path};
  const XmlDocument checked(written, builtin("schemas/testimony.xsd").bytes, diagnostics);
  diagnostics.throw_if_any(fmt::format("what was to be written to {}", path));
  std::error_code code;
  for (const std::string& name : {path, path + ".sig", path + ".p7s", path + ".asc"})
    if (fs::exists(fs::symlink_status(name, code)))
      throw Error::input(fmt::format("nothing was written: {} exists", name)).hint("name another file: --out FILE");
  std::string signature;
  if (arguments.has("key"))
    signature = pem(seal::sign_detached(choose_identity(arguments, terminal).identity, text, now()));
  write_new_file(path, text);
  if (signature.empty()) {
    terminal.print(path);
    terminal.say(fmt::format("it counts once it is signed; with an SSH key: ssh-keygen -Y sign -n {} -f KEY {}",
                             trust::file_namespace, path));
    return met;
  }
  try {
    write_new_file(path + ".p7s", signature);
  } catch (...) {
    ::unlink(path.c_str());
    throw;
  }
  terminal.print(fmt::format("{} and {}.p7s", path, path));
  return met;
}

} // namespace assay::cli

// SPDX-License-Identifier: Apache-2.0
#include "cli/testify.hpp"

#include "audit/base/base64.hpp"
#include "audit/base/text.hpp"
#include "audit/base/xml.hpp"
#include "audit/builtin.hpp"
#include "audit/evidence/detached.hpp"
#include "audit/seal/cades.hpp"
#include "cli/identity.hpp"

#include <fmt/format.h>

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <utility>

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

// Where the file is to lie. Throws Error::input when there is one, or what would pass for its signature.
std::string free_path(const AboutControl& about, const char* kind, const Arguments& arguments) {
  const std::string path = arguments.has("out") ? arguments.text("out") : file_name(about, kind);
  std::vector<std::string> names = {path};
  for (const std::string_view ending : evidence::signature_endings)
    names.push_back(path + std::string(ending));
  std::error_code code;
  for (const std::string& name : names)
    if (fs::exists(fs::symlink_status(name, code)))
      throw Error::input(fmt::format("nothing was written: {} exists", name)).hint("name another file: --out FILE");
  return path;
}

// The day a year after another.
std::string year_later(const std::string& day) {
  const std::string later = fmt::format("{:04}{}", std::stoi(day) + 1, day.substr(4));
  return parse_rfc3339(later) ? later : later.substr(0, 8) + "28"; // after the 29th of February
}

void check_path(const std::string& path) {
  if (path.starts_with("/") || ("/" + path + "/").find("/../") != std::string::npos)
    throw Error::usage(fmt::format("--covers {} is no path of the repository or of the supplied evidence", path))
        .hint("change into its root, and name the file from there");
}

// A repository, or a file that can be covered.
void check_covered(const std::string& place) {
  std::error_code code;
  if (fs::is_directory(place, code))
    return (void)repository::Repository(place);
  check_path(place);
  if (!fs::is_regular_file(place, code))
    throw Error::input(fmt::format("{} is neither a repository nor a file", place));
}

// What a file says, a line for each thing.
std::string summary(pugi::xml_node root) {
  const auto line = [](const char* name, const std::string& text) { return fmt::format("\n  {:<13} {}", name, text); };
  std::string out = line("kind", root.name());
  for (const pugi::xml_attribute attribute : root.attributes())
    if (attribute.name() != std::string_view("format"))
      out += line(attribute.name(), attribute.value());
  for (const pugi::xml_node child : root.children()) {
    std::string text = text_of(child);
    for (const pugi::xml_attribute attribute : child.attributes())
      text += fmt::format("{}{} {}", text.empty() ? "" : ", ", attribute.name(), attribute.value());
    out += line(child.name(), text);
  }
  return out;
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

bool says_what_it_covers(const Arguments& arguments) {
  return arguments.has("repo") || arguments.has("covers");
}

void show_control(const AboutControl& about, const Interview& interview, Terminal& terminal) {
  if (!interview.asks())
    return;
  terminal.say(fmt::format("{}: {} ({})", about.control->id, about.control->title, about.schema.title));
  terminal.say("  " + folded(about.control->statement));
}

pugi::xml_node begin_testimony(pugi::xml_document& document, const char* kind, const AboutControl& about,
                               const Arguments& arguments, Interview& interview) {
  if (arguments.has("key") != arguments.has("cert"))
    throw Error::usage("--key and --cert go together")
        .hint("without them the file is written unsigned, and how to sign it by SSH is said");
  (void)free_path(about, kind, arguments);
  pugi::xml_node declaration = document.append_child(pugi::node_declaration);
  declaration.append_attribute("version").set_value("1.0");
  declaration.append_attribute("encoding").set_value("UTF-8");
  pugi::xml_node root = document.append_child(kind);
  const std::string today = format_rfc3339(now()).substr(0, 10);
  const std::string given = interview.answer({"given", "the day it is given", today, false, check_day});
  root.append_attribute("format").set_value("1");
  root.append_attribute("schema").set_value(about.schema.id.c_str());
  root.append_attribute("control").set_value(about.control->id.c_str());
  root.append_attribute("given").set_value(given.c_str());
  return root;
}

void add_expiry(pugi::xml_node root, Interview& interview) {
  const std::string given = root.attribute("given").value();
  const auto not_before = [&](const std::string& day) {
    check_day(day);
    if (day < given)
      throw Error::usage(fmt::format("it would expire on {}, before it is given on {}", day, given));
  };
  const std::string day = interview.answer({"expires", "the last day it holds", year_later(given), true, not_before});
  root.append_attribute("expires").set_value(day.c_str());
}

void add_covers(pugi::xml_node root, const Arguments& arguments, Interview& interview) {
  std::vector<std::string> places = arguments.list("repo");
  std::vector<std::string> files = arguments.list("covers");
  if (!says_what_it_covers(arguments)) {
    if (!interview.asks())
      throw Error::usage("what does it hold for?")
          .hint("name a commit by --repo REPO [--revision REV], or files by --covers FILE");
    const std::string place =
        interview.answer({"repo", "what it holds for, a repository or a file", ".", true, check_covered});
    std::error_code code;
    (fs::is_directory(place, code) ? places : files).push_back(place);
  }
  for (const std::string& place : places) {
    const repository::Repository repository(place);
    report::Subject subject;
    const auto survey = [&](const std::string& revision) { subject = survey_subject(repository, revision, ""); };
    interview.answer({"revision", fmt::format("the commit of {} that it holds for", place), "HEAD", false, survey});
    root.append_child("covers").append_attribute("commit").set_value(subject.commit.hex().c_str());
  }
  for (const std::string& path : files) {
    check_path(path);
    pugi::xml_node covers = root.append_child("covers");
    covers.append_attribute("path").set_value(path.c_str());
    covers.append_attribute("sha256").set_value(sha256_hex(read_file(path, covered_limit)).c_str());
  }
}

int write_testimony(const pugi::xml_document& document, const AboutControl& about, const Arguments& arguments,
                    Interview& interview, Terminal& terminal) {
  const pugi::xml_node root = document.document_element();
  const std::string path = free_path(about, root.name(), arguments);
  const std::string text = xml_to_string(document);
  Diagnostics diagnostics;
  const SourceFile written{path, text, path};
  const XmlDocument checked(written, builtin("schemas/testimony.xsd").bytes, diagnostics);
  diagnostics.throw_if_any(fmt::format("what was to be written to {}", path));
  interview.confirm(fmt::format("{}:{}", path, summary(root)), "write it?");
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

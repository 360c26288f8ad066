// SPDX-License-Identifier: Apache-2.0
#include "cli/inputs.hpp"

#include "audit/base/diagnostics.hpp"
#include "audit/builtin.hpp"
#include "cli/cached.hpp"

#include <fmt/format.h>

#include <ctime>
#include <filesystem>

namespace assay::cli {

namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t xml_limit = 8u << 20;
constexpr std::uint64_t directory_limit = std::uint64_t{512} << 20;

std::string id_of(const SourceFile& schema) {
  return fs::path(schema.name).stem().string();
}

// A line that opens a private key, in PEM or in OpenPGP's armour.
bool holds_private_key(std::string_view bytes) {
  constexpr std::string_view open = "-----BEGIN ";
  for (std::size_t at = bytes.find(open); at != bytes.npos; at = bytes.find(open, at + 1)) {
    const std::string_view line = bytes.substr(at, bytes.find('\n', at) - at);
    if ((at == 0 || bytes[at - 1] == '\n') && line.find(" PRIVATE KEY") != line.npos)
      return true;
  }
  return false;
}

} // namespace

SourceFile read_input(const std::string& path, const std::string& folder) {
  return {folder + "/" + fs::path(path).filename().string(), read_file(path, xml_limit), path};
}

SourceFile find_schema(const std::string& id_or_file) {
  std::vector<std::string> ids;
  for (SourceFile& schema : builtin_schemas()) {
    if (id_of(schema) == id_or_file)
      return std::move(schema);
    ids.push_back(id_of(schema));
  }
  std::error_code code;
  if (fs::exists(id_or_file, code) || id_or_file.find('/') != std::string::npos || fs::path(id_or_file).has_extension())
    return read_input(id_or_file, "schemas");
  const std::string near = nearest_name(id_or_file, ids);
  throw Error::input(fmt::format("there is no schema {}, neither built in nor as a file", id_or_file))
      .hint(near.empty() ? "'assay schema list' lists those built in" : fmt::format("did you mean {}?", near));
}

schema::Loader loader_with_library(const SourceFile& xsd) {
  schema::Loader loader(xsd.bytes);
  for (const SourceFile& file : builtin_rules()) {
    Diagnostics diagnostics;
    loader.add_rules(file, diagnostics);
    diagnostics.throw_if_any("rule library " + file.shown);
  }
  return loader;
}

schema::ComplianceSchema load_schema(const schema::Loader& loader, const SourceFile& file) {
  Diagnostics diagnostics;
  schema::ComplianceSchema schema = loader.load_schema(file, diagnostics);
  diagnostics.throw_if_any("compliance schema " + file.shown);
  return schema;
}

SchemaAndControl split_control(const std::string& text) {
  const std::size_t colon = text.rfind(':');
  return {text.substr(0, colon), colon == std::string::npos ? std::nullopt : std::optional(text.substr(colon + 1))};
}

const schema::Control& control_of(const schema::ComplianceSchema& schema, const std::string& id) {
  if (const schema::Control* control = schema.find_control(id))
    return *control;
  std::vector<std::string> known;
  for (const schema::Group& group : schema.groups)
    for (const schema::Control& control : group.controls)
      known.push_back(control.id);
  const std::string near = nearest_name(id, known);
  throw Error::usage(fmt::format("schema {} has no control {}", schema.id, id))
      .hint(near.empty() ? fmt::format("'assay schema show {}' lists them", schema.id)
                         : fmt::format("did you mean {}?", near));
}

std::vector<SourceFile> read_inputs(const std::string& directory, const std::string& prefix) {
  if (directory.empty())
    return {};
  std::vector<SourceFile> files = read_directory(directory, prefix, directory_limit);
  for (const SourceFile& file : files)
    if (holds_private_key(file.bytes))
      throw Error::input(fmt::format("{} holds a private key", file.shown))
          .hint("move it elsewhere: what lies in this directory is put into the dossier, for all to read");
  return files;
}

Seconds now() {
  return static_cast<Seconds>(std::time(nullptr));
}

Seconds as_of(const Arguments& arguments) {
  if (!arguments.has("as-of"))
    return now();
  const auto time = parse_rfc3339(arguments.text("as-of"));
  if (!time)
    throw Error::usage(fmt::format("--as-of {} is no RFC 3339 time", arguments.text("as-of")))
        .hint("write it as 2026-12-09 or 2026-12-09T12:00:00Z");
  return *time;
}

std::string revision(const Arguments& arguments) {
  return arguments.has("revision") ? arguments.text("revision") : "HEAD";
}

std::optional<std::string> since(const Arguments& arguments) {
  if (arguments.has("since") && arguments.has("whole-history"))
    throw Error::usage("--since and --whole-history exclude each other");
  if (arguments.has("whole-history"))
    return "";
  return arguments.has("since") ? std::optional(arguments.text("since")) : std::nullopt;
}

AuditInputs gather(const Arguments& arguments, const report::Sealer& sealer, Terminal& terminal) {
  AuditInputs inputs;
  for (const std::string& schema : arguments.list("schema"))
    inputs.schemas.push_back(find_schema(schema));
  if (inputs.schemas.empty()) {
    terminal.say(fmt::format("no schema was named: {} is used", default_schema));
    inputs.schemas.push_back(find_schema(default_schema));
  }
  for (const std::string& profile : arguments.list("profile")) {
    // By its look, not by what happens to lie in the directory: an audit is not changed by a file called "release".
    if (profile.find('/') != std::string::npos || profile.ends_with(".xml"))
      inputs.profile_files.push_back(read_input(profile, "profiles"));
    else
      inputs.profiles.push_back(profile);
  }
  if (arguments.has("product"))
    inputs.products.push_back(read_input(arguments.text("product"), "product"));
  inputs.rules = builtin_rules();
  inputs.templates = builtin_templates();
  inputs.trust = read_inputs(arguments.text("trust"), "trust");
  inputs.evidence = read_inputs(arguments.text("evidence"), "evidence");
  inputs.trust_repository = arguments.has("trust-repository");
  inputs.as_of = as_of(arguments);
  inputs.sealer = sealer;
  return inputs;
}

void declare_schema_options(po::options_description& options) {
  options.add_options()("schema", po::value<std::vector<std::string>>()->composing()->value_name("ID|FILE"),
                        fmt::format("schema to test against (repeatable; default: {})", default_schema).c_str());
  options.add_options()("profile", po::value<std::vector<std::string>>()->composing()->value_name("ID|FILE"),
                        "profile of the schema; SCHEMA:ID with several schemas (default: its first)");
  options.add_options()("product", po::value<std::string>()->value_name("FILE"),
                        "what is declared about the product: maker, support period, placing on the market, files");
}

void declare_evidence_options(po::options_description& options) {
  options.add_options()("revision", po::value<std::string>()->value_name("REV"),
                        "commit, tag or branch to read (default: HEAD)");
  options.add_options()("since", po::value<std::string>()->value_name("REV"),
                        "previous release: where the range of this one begins (default: the nearest earlier tag)");
  options.add_options()("whole-history", "all commits are of this release: there is no previous one");
  options.add_options()("trust", po::value<std::string>()->value_name("DIR"), "keys and roots that you trust");
  options.add_options()("trust-repository", "trust keys in the repository too; they are marked self-asserted");
  options.add_options()("evidence", po::value<std::string>()->value_name("DIR"), "supplied evidence");
  options.add_options()("as-of", po::value<std::string>()->value_name("TIME"),
                        "the time rules see, RFC 3339 (default: now)");
  declare_cache_options(options);
}

} // namespace assay::cli

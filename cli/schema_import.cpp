// SPDX-License-Identifier: Apache-2.0
//
// assay schema import: an OSCAL catalog, and the controls of it that a profile selects, as a compliance schema to
// start from. The profile may name its catalogs and profiles by relative file names, which are read, and by addresses
// of the web, which are not: the catalog that was given stands for what is not found.
#include "cli/inputs.hpp"
#include "cli/schema_actions.hpp"

#include "audit/base/escape.hpp"
#include "audit/base/text.hpp"
#include "audit/base/uri.hpp"
#include "audit/schema/oscal_skeleton.hpp"

#include <fmt/format.h>

#include <filesystem>

namespace assay::cli {

namespace fs = std::filesystem;

namespace {

SourceFile read_oscal(const std::string& path) {
  return {path, read_file(path, schema::oscal_limit), path};
}

// The name of a file as the id of a schema: lower case, "-" for what an id has not, and its letters first.
std::string id_from(const std::string& path) {
  std::string id;
  for (const char c : ascii_lower(fs::path(path).stem().string())) {
    const bool stays = is_letter(c) || is_digit(c) || c == '.';
    if (stays || (!id.empty() && id.back() != '-'))
      id += stays ? c : '-';
  }
  id.erase(0, id.find_first_not_of("-."));
  id.resize(std::min<std::size_t>(id.size(), 100));
  while (!id.empty() && id.back() == '-')
    id.pop_back();
  return id.empty() ? "imported" : id;
}

class Catalogs {
public:
  Catalogs(std::string path, Terminal& terminal) : path_(std::move(path)), terminal_(terminal) {}

  SourceFile find(const schema::OscalImport& import) {
    for (const std::string& reference : import.references)
      if (file_name(reference) == fs::path(path_).filename().string())
        return given();
    for (const std::string& reference : import.references) {
      const fs::path beside = fs::path(import.importer).parent_path() / local_part(reference);
      std::error_code code;
      if (!has_scheme(reference) && fs::is_regular_file(beside, code)) {
        if (fs::equivalent(beside, path_, code))
          return given();
        return read_oscal(beside.lexically_normal().string());
      }
    }
    if (!import.only)
      throw Error::input(fmt::format("{} imports {}, which is not there", import.importer, import.references.front()))
          .hint("put it where the profile says; nothing is fetched");
    terminal_.say(fmt::format("{} is taken for {}, which {} imports", path_, import.references.front(), import.importer));
    return given();
  }

  bool used() const { return used_; }

private:
  SourceFile given() {
    used_ = true;
    return read_oscal(path_);
  }
  // Without query and fragment.
  static std::string local_part(const std::string& reference) {
    return percent_decoded(std::string_view(reference).substr(0, reference.find_first_of("?#")));
  }
  static std::string file_name(const std::string& reference) {
    return fs::path(local_part(reference)).filename().string();
  }

  std::string path_;
  Terminal& terminal_;
  bool used_ = false;
};

schema::OscalSelection select(const std::vector<std::string>& names, Terminal& terminal) {
  if (names.size() == 1)
    return schema::select_all(std::make_shared<const schema::OscalCatalog>(read_oscal(names[0])));
  SourceFile profile = read_oscal(names[1]);
  if (!schema::OscalDocument(profile).is_profile())
    throw Error::input(fmt::format("{} is no OSCAL profile", names[1])).hint("the catalog comes first, then the profile");
  Catalogs catalogs(names[0], terminal);
  schema::OscalSelection selection = schema::select_by_profile(
      std::move(profile), [&](const schema::OscalImport& import) { return catalogs.find(import); });
  if (!catalogs.used())
    throw Error::input(fmt::format("{} does not import {}", names[1], names[0]));
  return selection;
}

std::string counted(std::size_t number, const char* what) {
  return fmt::format("{} {}{}", number, what, number == 1 ? "" : "s");
}

} // namespace

int run_schema_import(const std::vector<std::string>& names, const Arguments& arguments, Terminal& terminal) {
  const schema::OscalSelection selection = select(names, terminal);
  const std::string id = id_from(arguments.has("out") ? arguments.text("out") : names.back());
  const schema::Skeleton skeleton = schema::skeleton_of(selection, id);
  const std::string xml = escape_terminal_xml(skeleton.xml);
  if (arguments.has("out"))
    replace_file(arguments.text("out"), xml);
  else
    terminal.print_raw(xml);
  terminal.say(fmt::format("schema {}: {} in {}; {} left out", id, counted(skeleton.controls, "control"),
                           counted(skeleton.groups, "group"), counted(skeleton.withdrawn, "withdrawn control")));
  if (skeleton.without_statement > 0)
    terminal.say(fmt::format("{} without a statement in the catalog", counted(skeleton.without_statement, "control")));
  for (const std::string& not_applied : selection.not_applied)
    terminal.warn(fmt::format("not applied: {}", not_applied));
  return met;
}

} // namespace assay::cli

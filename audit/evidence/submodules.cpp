// SPDX-License-Identifier: Apache-2.0
//
// Population `submodules`: the commits of other repositories that the audited tree names, joined with
// .gitmodules.
#include "audit/base/text.hpp"
#include "audit/evidence/population.hpp"
#include "audit/repository/config_file.hpp"
#include "audit/repository/tree.hpp"

#include <map>

namespace assay::evidence {

namespace {

enum : std::size_t { id, path, commit, declared, name, url, url_scheme };

constexpr std::uint64_t longest_file = 4u << 20;

std::vector<Field> declare() {
  return {
      {"@id", FieldType::string, "the path"},
      {"@path", FieldType::string, "the path from the root of the tree"},
      {"@commit", FieldType::string, "object id of the commit it names, which lies in the other repository"},
      {"@declared", FieldType::yes_no,
       "whether .gitmodules has an entry for the path under a name git accepts"},
      {"@name", FieldType::string, "the entry's name; absent without one"},
      {"@url", FieldType::string, "the entry's url, what may be a password in it as ***; absent without one"},
      {"@url-scheme",
       FieldType::enumeration,
       "how the url is reached; relative: to this repository's own; path: in a file system; helper: "
       "transport::address",
       {"https", "http", "ssh", "git", "ftp", "ftps", "file", "relative", "path", "helper", "other"}},
  };
}

// One [submodule "name"]; the last value of a key counts.
struct Declaration {
  std::string path;
  std::optional<std::string> url;
};

// git refuses names that would lead out of its own directory.
bool is_accepted_name(std::string_view text) {
  std::string_view rest = text;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find_first_of("/\\"), rest.size());
    if (rest.substr(0, end) == "..")
      return false;
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return !text.empty();
}

// By path. git passes over values that look like an option of a command.
std::map<std::string, std::pair<std::string, Declaration>>
by_path(const std::vector<repository::ConfigEntry>& entries) {
  std::map<std::string, Declaration> by_name;
  for (const repository::ConfigEntry& entry : entries) {
    if (entry.section != "submodule" || !entry.subsection || !is_accepted_name(*entry.subsection) ||
        !entry.value || entry.value->starts_with('-'))
      continue;
    Declaration& one = by_name[*entry.subsection];
    if (entry.key == "path")
      one.path = *entry.value;
    else if (entry.key == "url")
      one.url = entry.value;
  }
  std::map<std::string, std::pair<std::string, Declaration>> found;
  for (auto& [submodule, one] : by_name)
    if (!one.path.empty())
      found[one.path] = {submodule, one};
  return found;
}

// As git's connect.c and transport.c tell them apart.
std::string_view scheme_of(std::string_view address) {
  static constexpr std::string_view known[] = {"https", "http", "ssh", "git", "ftp", "ftps", "file"};
  if (address.starts_with("./") || address.starts_with("../"))
    return "relative";
  const std::size_t colon = address.find(':');
  const std::size_t slash = address.find('/');
  if (colon != address.npos && address.substr(colon, 2) == "::" && slash > colon)
    return "helper";
  if (const std::size_t mark = address.find("://"); mark != address.npos && mark < slash) {
    const std::string scheme = ascii_lower(address.substr(0, mark));
    for (const std::string_view one : known)
      if (scheme == one)
        return one;
    return scheme == "git+ssh" || scheme == "ssh+git" ? "ssh" : "other";
  }
  return colon != address.npos && slash > colon ? "ssh" : "path"; // host:path
}

// The user part of an ssh address is no secret; that of any other may be a token, and a password always is
// one.
std::string masked(std::string_view address) {
  const std::size_t mark = address.find("://");
  const std::size_t start = mark == address.npos ? 0 : mark + 3;
  const std::size_t end = std::min(address.find_first_of("/?#", start), address.size());
  const std::size_t at = address.substr(0, end).rfind('@');
  if (at == address.npos || at < start)
    return std::string(address);
  const std::string_view user = address.substr(start, at - start);
  std::string kept;
  if (scheme_of(address) == "ssh")
    kept = user.substr(0, user.find(':'));
  return std::string(address.substr(0, start)) +
         (kept == user   ? kept
          : kept.empty() ? "***"
                         : kept + ":***") +
         std::string(address.substr(at));
}

Examination examine(const Population& self, const Evidence& evidence, FieldSet wanted, const ItemSink& sink) {
  Item item("submodule", self.fields, wanted);
  Examination examination;
  const repository::ReadResult file =
      repository::read_root_file(evidence.repository, evidence.tree.tree, ".gitmodules", longest_file);
  std::string problem = file.problem;
  std::map<std::string, std::pair<std::string, Declaration>> declarations;
  if (file.object)
    declarations = by_path(repository::read_config(file.object.bytes(), problem));
  const auto visit = [&](const std::string& where, const repository::TreeEntry& entry) {
    if (++examination.examined % 1024 == 0 && evidence.progress)
      evidence.progress("files", examination.examined);
    if (entry.mode != repository::mode_gitlink)
      return;
    item.begin(where);
    item.set_text(path, where);
    item.set_name(commit, entry.id.hex());
    const auto found = declarations.find(where);
    if (!problem.empty()) {
      item.set_unknown({declared, name, url, url_scheme}, ".gitmodules cannot be read: " + problem);
    } else if (found == declarations.end()) {
      item.set_flag(declared, false);
    } else {
      item.set_flag(declared, true);
      item.set_text(name, found->second.first);
      if (const auto& address = found->second.second.url) {
        item.set_text(url, masked(*address));
        item.set_name(url_scheme, scheme_of(*address));
      }
    }
    sink(item);
  };
  examination.reason = repository::walk_tree(evidence.repository, evidence.tree, visit);
  return examination;
}

} // namespace

const Population& submodules() {
  static const Population population = {"submodules",
                                        "submodules of the audited tree",
                                        Completeness::closed,
                                        false,
                                        "files",
                                        "",
                                        declare(),
                                        {{"all", "", "all submodules"}},
                                        examine};
  return population;
}

} // namespace assay::evidence

// SPDX-License-Identifier: Apache-2.0
//
// Reads yarn.lock: the form of Yarn 1, which has a syntax of its own, and that of Yarn 2 and later, which is YAML with a
// member `__metadata`. An entry is known by what was asked for: "a@^1.0.0". At most a million entries.
#include "audit/base/error.hpp"
#include "audit/base/text.hpp"
#include "audit/base/yaml.hpp"
#include "audit/evidence/readers/npm_requirement.hpp"

#include <fmt/format.h>

namespace assay::evidence {

namespace {

std::string_view unquoted(std::string_view text) {
  text = trimmed(text);
  return text.size() >= 2 && text.front() == '"' && text.back() == '"' ? text.substr(1, text.size() - 2) : text;
}

// "@a/b" of "@a/b@npm:^1".
std::string_view selector_name(std::string_view selector) {
  return selector.substr(0, selector.find('@', 1));
}

template <class Visit>
void each_selector(std::string_view header, Visit&& visit) {
  while (!header.empty()) {
    const std::size_t comma = std::min(header.find(','), header.size());
    if (const std::string_view one = unquoted(header.substr(0, comma)); !one.empty())
      visit(one);
    header.remove_prefix(std::min(comma + 1, header.size()));
  }
}

// --- Yarn 1

class Classic {
public:
  explicit Classic(DependencyList& list) : list_(list) {}

  void read(std::string_view text) {
    for (std::size_t line = 1; !text.empty(); ++line) {
      const std::string_view whole = take_line(text);
      const std::string_view content = trimmed(whole);
      if (content.empty() || content.front() == '#')
        continue;
      if (!is_space(whole.front()))
        start(content, line);
      else if (current_ && whole.starts_with("  ") && whole.size() > 2 && !is_space(whole[2]))
        set(content);
      else if (!current_)
        list_.flaws.add(fmt::format("line {}", line), "belongs to no entry");
    }
  }

private:
  void start(std::string_view header, std::size_t line) {
    const std::string place = fmt::format("line {}", line);
    current_.reset();
    if (!header.ends_with(':'))
      return list_.flaws.add(place, "is no header of an entry");
    header.remove_suffix(1);
    each_selector(header, [&](std::string_view selector) {
      if (!current_) {
        current_ = list_.dependencies.size();
        Dependency& one = list_.add(place, selector_name(selector));
        if (const std::string_view wanted = selector.substr(std::min(one.name.size() + 1, selector.size()));
            wanted.starts_with("npm:"))
          set_npm_requirement(one, wanted);
        one.requirement.clear();
        one.exact = false;
        one.version.clear();
      }
      list_.selectors.emplace(selector, *current_);
    });
  }

  void set(std::string_view content) {
    Dependency& one = list_.dependencies[*current_];
    const std::size_t space = content.find(' ');
    if (space == content.npos)
      return;
    const std::string_view key = content.substr(0, space), value = unquoted(content.substr(space));
    if (key == "version")
      one.version = value;
    else if (key == "integrity")
      one.hash_algorithm = stronger(one.hash_algorithm, integrity_algorithm(value));
    else if (key == "resolved")
      set_resolved(one, value);
  }

  // Behind '#' stands the SHA-1 of an archive, or the commit of a repository.
  void set_resolved(Dependency& one, std::string_view resolved) {
    const std::size_t hash = resolved.rfind('#');
    const std::string_view address = resolved.substr(0, hash);
    const std::string_view behind = hash == resolved.npos ? std::string_view() : resolved.substr(hash + 1);
    if (address.starts_with("git") || address.ends_with(".git")) {
      set_git(one, address, behind);
    } else if (address.starts_with("https://codeload.github.com/")) {
      set_git(one, address, address.substr(address.rfind('/') + 1));
    } else {
      if (is_full_commit(behind))
        one.hash_algorithm = stronger(one.hash_algorithm, "sha1");
      if (address.find("/-/") == address.npos && address.find("/download/") == address.npos) {
        one.source = address.starts_with("http") ? DependencySource::url : DependencySource::path;
        one.address = address;
      }
    }
  }

  DependencyList& list_;
  std::optional<std::size_t> current_;
};

// --- Yarn 2 and later

// "npm:1.2.3" of the resolution "a@npm:1.2.3", with its protocol.
void set_resolution(Dependency& one, std::string_view reference) {
  const std::size_t colon = reference.find(':');
  const std::string_view protocol = colon == reference.npos ? std::string_view() : reference.substr(0, colon);
  if (protocol == "workspace" || protocol == "link" || protocol == "portal" || protocol == "file") {
    one.source = protocol == "workspace" ? DependencySource::workspace : DependencySource::path;
    one.address = reference.substr(colon + 1);
  } else if (const std::size_t commit = reference.find("commit="); commit != reference.npos) {
    const std::string_view behind = reference.substr(commit + 7);
    set_git(one, reference.substr(0, reference.find('#')), behind.substr(0, behind.find('&')));
  } else if (protocol == "http" || protocol == "https") {
    one.source = DependencySource::url;
    one.address = reference;
  }
}

void read_berry(DependencyList& list, const YamlNode& root) {
  struct Workspace {
    LockedProject project;
    const YamlNode* entry;
  };
  std::vector<Workspace> workspaces;
  for (const auto& [key, entry] : root.members) {
    if (key->text() == "__metadata")
      continue;
    const std::string place = fmt::format("line {}", key->line);
    const std::string_view resolution = (*entry)["resolution"].text();
    const std::string_view name = selector_name(resolution);
    if (name.empty() || name.size() == resolution.size()) {
      list.flaws.add(place, "has no resolution");
      continue;
    }
    const std::string_view reference = resolution.substr(name.size() + 1);
    if (reference == "workspace:.") { // the project itself
      workspaces.push_back({{std::string(name), "", {}}, entry});
      continue;
    }
    const std::size_t at = list.dependencies.size();
    Dependency& one = list.add(place, name);
    if ((*entry)["version"].text() != "0.0.0-use.local")
      one.version = (*entry)["version"].text();
    one.direct = false;
    set_resolution(one, reference);
    if (one.source == DependencySource::workspace)
      workspaces.push_back({{std::string(name), one.address + "/", {}}, entry});
    // "10c0/cf3c…": the version of the cache's format, and SHA-512 of the archive that it holds.
    if (!(*entry)["checksum"].text().empty())
      one.hash_algorithm = "sha512";
    each_selector(key->text(), [&](std::string_view selector) { list.selectors.emplace(selector, at); });
  }
  for (Workspace& one : workspaces) {
    for (const std::string_view map : {"dependencies", "devDependencies"})
      for (const auto& [name, requirement] : (*one.entry)[map].members)
        for (const std::string_view protocol : {"", "npm:"})
          if (const auto found = list.selectors.find(fmt::format("{}@{}{}", name->text(), protocol, requirement->text()));
              found != list.selectors.end()) {
            list.dependencies[found->second].direct = true;
            one.project.entries.emplace(name->text(), found->second);
          }
    list.projects.push_back(std::move(one.project));
  }
}

} // namespace

std::unique_ptr<Content> read_yarn_lock(const Document& document) {
  auto list = start_list(document, Ecosystem::npm, DependencyRole::lock);
  if (document.text.find("__metadata:") == std::string::npos) {
    list->version = "1";
    Classic(*list).read(document.text);
    if (list->dependencies.empty() && list->flaws.count > 0)
      throw Error::input("it is no yarn.lock: " + list->flaws.first).at({document.name, 0, 0, {}, 0});
    for (const Dependency& one : list->dependencies)
      if (one.version.empty())
        list->flaws.add(one.place, "has no version");
    return list;
  }
  const YamlDocument yaml(document.text, document.name);
  if (!yaml.root().is_mapping())
    throw Error::input("its root is no mapping").at({document.name, 0, 0, {}, 0});
  list->version = yaml.root()["__metadata"]["version"].text();
  read_berry(*list, yaml.root());
  return list;
}

} // namespace assay::evidence

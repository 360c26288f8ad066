// SPDX-License-Identifier: Apache-2.0
//
// Reads Bundler's Gemfile.lock (gems.locked) with the sections GEM, GIT, PATH, DEPENDENCIES and CHECKSUMS, and of a
// Gemfile (gems.rb), which is a program, the lines that call `gem` with plain texts. At most a million gems.
#include "audit/base/text.hpp"
#include "audit/evidence/readers/dependencies.hpp"

#include <fmt/format.h>

namespace assay::evidence {

namespace {

std::size_t indentation(std::string_view line) {
  return std::min(line.find_first_not_of(' '), line.size());
}

// "name" and "1.2.3" of "name (1.2.3)".
struct Named {
  std::string_view name, version;
};

Named named(std::string_view text) {
  text = trimmed(text);
  const std::size_t open = text.find(" (");
  if (open == text.npos)
    return {text, {}};
  const std::size_t close = std::min(text.find(')', open), text.size());
  return {text.substr(0, open), text.substr(open + 2, close - open - 2)};
}

class Lock {
public:
  explicit Lock(DependencyList& list) : list_(list) {}

  void read(std::string_view text) {
    for (std::size_t number = 1; !text.empty(); ++number) {
      std::string_view line = take_line(text);
      if (trimmed(line).empty())
        continue;
      if (indentation(line) == 0)
        start(trimmed(line));
      else
        read_line(line, number);
    }
    for (const auto& [name, requirement] : declared_)
      if (const auto found = places_.find(name); found != places_.end()) {
        list_.dependencies[found->second].direct = true;
        list_.dependencies[found->second].requirement = requirement;
      }
  }

private:
  void start(std::string_view title) {
    section_ = title;
    remote_.clear();
    revision_.clear();
    if (title.starts_with("<<<<<<<") || title.starts_with(">>>>>>>"))
      list_.flaws.add("a section", "is left over from a merge");
  }

  void read_line(std::string_view line, std::size_t number) {
    const std::string_view text = trimmed(line);
    if (section_ == "GEM" || section_ == "GIT" || section_ == "PATH") {
      if (text.starts_with("remote: "))
        remote_ = text.substr(8);
      else if (text.starts_with("revision: "))
        revision_ = text.substr(10);
      else if (indentation(line) == 4)
        add(text, number);
    } else if (section_ == "DEPENDENCIES") {
      Named one = named(text);
      if (one.name.ends_with('!')) // comes from a source of its own
        one.name.remove_suffix(1);
      declared_.emplace(one.name, one.version);
    } else if (section_ == "CHECKSUMS") {
      const Named one = named(text);
      const auto found = by_version_.find(fmt::format("{} {}", one.name, one.version));
      const std::size_t digest = text.rfind(' ');
      const std::size_t equals = text.find('=', std::min(digest, text.size()));
      if (found != by_version_.end() && equals != text.npos)
        list_.dependencies[found->second].hash_algorithm = text.substr(digest + 1, equals - digest - 1);
    } else if (section_ == "BUNDLED WITH") {
      list_.version = text;
    }
  }

  // A gem has a line for each platform, "1.2.3-x86_64-linux".
  void add(std::string_view text, std::size_t number) {
    const Named one = named(text);
    const std::string place = fmt::format("line {}", number);
    if (one.version.empty())
      return list_.flaws.add(place, "has no version");
    by_version_.emplace(fmt::format("{} {}", one.name, one.version), list_.dependencies.size());
    places_.emplace(one.name, list_.dependencies.size());
    Dependency& added = list_.add(place, one.name);
    added.version = one.version;
    added.direct = false;
    if (section_ == "GIT") {
      set_git(added, remote_, revision_);
    } else if (section_ == "PATH") {
      added.source = DependencySource::path;
      added.address = remote_;
    }
  }

  DependencyList& list_;
  std::string section_, remote_, revision_;
  std::map<std::string, std::string, std::less<>> declared_;
  std::map<std::string, std::size_t, std::less<>> places_, by_version_;
};

// Takes the text in quotes that `line` begins with; nothing when it begins otherwise.
std::optional<std::string_view> take_quoted(std::string_view& line) {
  line = trimmed(line);
  if (line.empty() || (line.front() != '"' && line.front() != '\''))
    return std::nullopt;
  const std::size_t end = line.find(line.front(), 1);
  if (end == line.npos)
    return std::nullopt;
  const std::string_view text = line.substr(1, end - 1);
  line.remove_prefix(end + 1);
  return text;
}

// The text behind "git:" or ":git =>".
std::string_view option(std::string_view line, std::string_view name) {
  for (const std::string& form : {fmt::format(" {}: ", name), fmt::format(":{} => ", name)})
    if (const std::size_t at = line.find(form); at != line.npos) {
      std::string_view rest = line.substr(at + form.size());
      return take_quoted(rest).value_or(std::string_view());
    }
  return {};
}

void read_gem(DependencyList& list, std::string_view line, std::size_t number, DependencyScope scope) {
  const auto name = take_quoted(line);
  if (!name)
    return list.flaws.add(fmt::format("line {}", number), "names no gem in plain text");
  Dependency& one = list.add(fmt::format("line {}", number), *name);
  one.scope = line.find("group: :test") != line.npos ? DependencyScope::test
              : line.find("group: :development") != line.npos ? DependencyScope::development
                                                               : scope;
  one.direct = true;
  const std::string_view options = line;
  while (line = trimmed(line), line.starts_with(',')) {
    line.remove_prefix(1);
    const auto requirement = take_quoted(line);
    if (!requirement)
      break;
    one.requirement += (one.requirement.empty() ? "" : ", ") + std::string(*requirement);
  }
  std::string_view text = one.requirement;
  if (text.starts_with("= "))
    text = text.substr(2);
  one.exact = is_full_version(text);
  if (one.exact)
    one.version = text;
  const std::string_view github = option(options, "github");
  if (const std::string_view git = option(options, "git"); !git.empty() || !github.empty()) {
    set_git(one, git.empty() ? "https://github.com/" + std::string(github) : std::string(git), option(options, "ref"));
  } else if (const std::string_view path = option(options, "path"); !path.empty()) {
    one.source = DependencySource::path;
    one.address = path;
  }
}

} // namespace

std::unique_ptr<Content> read_gemfile_lock(const Document& document) {
  auto list = start_list(document, Ecosystem::bundler, DependencyRole::lock);
  Lock(*list).read(document.text);
  return list;
}

std::unique_ptr<Content> read_gemfile(const Document& document) {
  auto list = start_list(document, Ecosystem::bundler, DependencyRole::manifest);
  DependencyScope scope = DependencyScope::runtime;
  std::string_view text = document.text;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::string_view line = trimmed(take_line(text));
    if (line.starts_with("group ")) {
      scope = line.find(":development") != line.npos ? DependencyScope::development
              : line.find(":test") != line.npos      ? DependencyScope::test
                                                     : DependencyScope::runtime;
    } else if (line == "end") {
      scope = DependencyScope::runtime;
    } else if (line.starts_with("gem ") || line.starts_with("gem(")) {
      read_gem(*list, line.substr(4), number, scope);
    } else if (line == "gemspec" || line.starts_with("gemspec ")) {
      list->flaws.add(fmt::format("line {}", number), "takes dependencies from a .gemspec, which is not read");
    }
  }
  return list;
}

} // namespace assay::evidence

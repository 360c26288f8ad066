// SPDX-License-Identifier: Apache-2.0
//
// Reads go.mod (Go Modules Reference: require, replace; other directives are passed over) and go.sum. A go.mod names
// exact versions, and since Go 1.17 those of the whole build. At most a million lines of dependencies.
#include "audit/base/error.hpp"
#include "audit/base/text.hpp"
#include "audit/evidence/readers/dependencies.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace assay::evidence {

namespace {

constexpr std::size_t word_limit = 8; // no directive that is read has so many

// Words of a line before its comment; strings in quotes lose these.
std::vector<std::string> words_of(std::string_view line) {
  std::vector<std::string> words;
  for (;;) {
    line = trimmed(line);
    if (line.empty() || line.starts_with("//") || words.size() == word_limit)
      return words;
    if (line.front() == '"' || line.front() == '`') {
      const std::size_t end = std::min(line.find(line.front(), 1), line.size());
      words.emplace_back(line.substr(1, end - 1));
      line.remove_prefix(std::min(end + 1, line.size()));
    } else {
      const std::size_t end = std::min({line.find_first_of(" \t\r"), line.find("//"), line.size()});
      // "(" is a word of its own: "require("
      const std::size_t paren = line.find('(');
      const std::size_t stop = paren != line.npos && paren > 0 && paren < end && paren + 1 == end ? paren : end;
      words.emplace_back(line.substr(0, stop));
      line.remove_prefix(stop);
    }
  }
}

bool is_indirect(std::string_view line) {
  const std::size_t comment = line.find("//");
  if (comment == line.npos)
    return false;
  const std::string_view text = trimmed(line.substr(comment + 2));
  return text == "indirect" || text.starts_with("indirect;");
}

bool is_folder(std::string_view path) {
  return path.starts_with("./") || path.starts_with("../") || path.starts_with('/') || path == "." || path == "..";
}

struct Replacement {
  std::string name, version; // version empty: a folder
};

class Module {
public:
  explicit Module(DependencyList& list) : list_(list) {}

  void read(std::string_view text) {
    for (std::size_t number = 1; !text.empty(); ++number) {
      const std::string_view line = take_line(text);
      std::vector<std::string> words = words_of(line);
      if (words.empty())
        continue;
      if (!block_.empty() && words.front() == ")") {
        block_.clear();
        continue;
      }
      std::string directive = block_;
      if (directive.empty()) {
        directive = words.front();
        words.erase(words.begin());
        if (!words.empty() && words.front() == "(") {
          block_ = directive;
          continue;
        }
      }
      apply(directive, words, is_indirect(line), number);
    }
    if (!block_.empty())
      list_.flaws.add("the end", "a block is not closed");
    replace();
  }

private:
  void apply(const std::string& directive, const std::vector<std::string>& words, bool indirect, std::size_t number) {
    const std::string place = fmt::format("line {}", number);
    if (directive == "module" && words.size() == 1) {
      list_.project = words[0];
    } else if (directive == "go" && words.size() == 1) {
      list_.version = words[0];
    } else if (directive == "require") {
      if (words.size() != 2 || !words[1].starts_with('v'))
        return list_.flaws.add(place, "is no requirement");
      Dependency& one = list_.add(place, words[0]);
      one.version = one.requirement = words[1];
      one.exact = true;
      one.direct = !indirect;
    } else if (directive == "replace") {
      const bool versioned = words.size() > 2 && words[2] == "=>";
      const std::size_t arrow = versioned ? 2 : 1;
      if (words.size() < arrow + 2 || words.size() > arrow + 3 || words[arrow] != "=>")
        return list_.flaws.add(place, "is no replacement");
      replacements_[words[0] + (versioned ? "@" + words[1] : "")] = {words[arrow + 1],
                                                                     words.size() > arrow + 2 ? words[arrow + 2] : ""};
    }
  }

  void replace() {
    for (Dependency& one : list_.dependencies) {
      auto found = replacements_.find(one.name + "@" + one.version);
      if (found == replacements_.end())
        found = replacements_.find(one.name);
      if (found == replacements_.end())
        continue;
      if (is_folder(found->second.name)) {
        one.source = DependencySource::path;
        one.address = found->second.name;
        one.exact = false;
      } else {
        if (found->second.name != one.name)
          one.alias = one.name;
        one.name = found->second.name;
        one.version = found->second.version;
        one.exact = !one.version.empty();
      }
    }
  }

  DependencyList& list_;
  std::string block_;
  std::map<std::string, Replacement> replacements_;
};

} // namespace

std::unique_ptr<Content> read_go_mod(const Document& document) {
  auto list = start_list(document, Ecosystem::go, DependencyRole::manifest);
  Module(*list).read(document.text);
  if (list->project.empty())
    list->flaws.add("line 1", "has no module directive");
  return list;
}

// A line for a module's go.mod alone says only that it was looked at when versions were chosen.
std::unique_ptr<Content> read_go_sum(const Document& document) {
  auto list = start_list(document, Ecosystem::go, DependencyRole::lock);
  std::string_view text = document.text;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::vector<std::string> words = words_of(take_line(text));
    if (words.empty())
      continue;
    const std::string place = fmt::format("line {}", number);
    if (words.size() != 3 || !words[1].starts_with('v')) {
      list->flaws.add(place, "is no module, version and hash");
      continue;
    }
    if (words[1].ends_with("/go.mod"))
      continue;
    Dependency& one = list->add(place, words[0]);
    one.version = words[1];
    one.exact = true;
    if (words[2].starts_with("h1:"))
      one.hash_algorithm = "sha256";
    else
      list->flaws.add(place, "its hash is of an unknown kind");
  }
  return list;
}

} // namespace assay::evidence

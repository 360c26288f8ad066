// SPDX-License-Identifier: Apache-2.0
//
// Reads the commands of CMake files that fetch what is built: FetchContent_Declare, ExternalProject_Add and
// CPMAddPackage. The language is only taken apart (cmake-language(7)), not run: a variable is known where one set() with
// plain text stands in the same file. At most a million commands that fetch.
#include "audit/base/text.hpp"
#include "audit/evidence/readers/dependencies.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace assay::evidence {

namespace {

constexpr std::array<std::string_view, 4> fetching = {"fetchcontent_declare", "fetchcontent_populate",
                                                      "externalproject_add", "cpmaddpackage"};

constexpr std::size_t value_limit = 1024; // bytes of a variable

bool is_identifier(char c) {
  return is_digit(c) || c == '_' || is_letter(c);
}

struct Command {
  std::string name; // in lower case
  std::size_t line;
  std::vector<std::string> arguments;
};

class Tokenizer {
public:
  explicit Tokenizer(std::string_view text) : text_(text) {}

  // Calls visit(const Command&) for each; false when the last one does not end.
  template <class Visit>
  bool each(Visit&& visit) {
    while (skip_space(), at_ < text_.size()) {
      if (!is_identifier(text_[at_])) {
        advance(1);
        continue;
      }
      Command command{take_identifier(), line_, {}};
      skip_space();
      if (at_ >= text_.size() || text_[at_] != '(')
        continue;
      advance(1);
      if (!take_arguments(command.arguments))
        return false;
      visit(command);
    }
    return true;
  }

private:
  void advance(std::size_t count) {
    for (; count > 0 && at_ < text_.size(); --count)
      line_ += text_[at_++] == '\n';
  }

  // "[==[" at the place: the number of '='.
  std::optional<std::size_t> bracket_at(std::size_t at) const {
    if (at >= text_.size() || text_[at] != '[')
      return std::nullopt;
    const std::size_t end = text_.find_first_not_of('=', at + 1);
    return end != text_.npos && text_[end] == '[' ? std::optional(end - at - 1) : std::nullopt;
  }

  std::string take_bracket(std::size_t equals) {
    advance(equals + 2);
    const std::size_t begin = at_;
    const std::string closing = "]" + std::string(equals, '=') + "]";
    const std::size_t end = std::min(text_.find(closing, at_), text_.size());
    advance(end - begin + closing.size());
    return std::string(text_.substr(begin, end - begin));
  }

  void skip_space() {
    while (at_ < text_.size()) {
      if (is_space(text_[at_])) {
        advance(1);
      } else if (text_[at_] == '#') {
        if (const auto equals = bracket_at(at_ + 1)) {
          advance(1);
          take_bracket(*equals);
        } else {
          advance(std::min(text_.find('\n', at_), text_.size()) - at_);
        }
      } else {
        return;
      }
    }
  }

  std::string take_identifier() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && is_identifier(text_[at_]))
      ++at_;
    return ascii_lower(text_.substr(begin, at_ - begin));
  }

  std::string take_quoted() {
    std::string text;
    for (advance(1); at_ < text_.size() && text_[at_] != '"'; advance(1))
      if (text_[at_] == '\\' && at_ + 1 < text_.size()) {
        advance(1);
        if (text_[at_] != '\n')
          text += text_[at_];
      } else {
        text += text_[at_];
      }
    advance(1);
    return text;
  }

  std::string take_unquoted() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && !is_space(text_[at_]) && std::string_view("()\"#").find(text_[at_]) == std::string_view::npos)
      at_ += text_[at_] == '\\' && at_ + 1 < text_.size() && text_[at_ + 1] != '\n' ? 2 : 1;
    return std::string(text_.substr(begin, at_ - begin));
  }

  bool take_arguments(std::vector<std::string>& arguments) {
    for (std::size_t depth = 1; skip_space(), at_ < text_.size();) {
      if (text_[at_] == '(') {
        ++depth;
        advance(1);
      } else if (text_[at_] == ')') {
        advance(1);
        if (--depth == 0)
          return true;
      } else if (text_[at_] == '"') {
        arguments.push_back(take_quoted());
      } else if (const auto equals = bracket_at(at_)) {
        arguments.push_back(take_bracket(*equals));
      } else {
        arguments.push_back(take_unquoted());
      }
    }
    return false;
  }

  std::string_view text_;
  std::size_t at_ = 0, line_ = 1;
};

// Variables with one plain value. Of those that are set twice, nobody knows which it is.
class Variables {
public:
  void set(const std::vector<std::string>& arguments) {
    if (arguments.empty())
      return;
    const bool plain = arguments.size() >= 2 && (arguments.size() == 2 || arguments[2] == "CACHE") &&
                       arguments[1].size() <= value_limit && arguments[1].find('$') == std::string::npos;
    const auto [place, first] = values_.emplace(arguments[0], plain ? arguments[1] : std::string());
    if (!first && (!plain || place->second != arguments[1]))
      place->second.clear();
  }

  std::string expanded(std::string_view text) const {
    std::string result;
    for (std::size_t at; (at = text.find("${")) != text.npos;) {
      const std::size_t end = text.find('}', at);
      if (end == text.npos)
        break;
      const auto found = values_.find(text.substr(at + 2, end - at - 2));
      const bool known = found != values_.end() && !found->second.empty();
      result += text.substr(0, at);
      result += known ? std::string_view(found->second) : text.substr(at, end - at + 1);
      text.remove_prefix(end + 1);
    }
    return result += text;
  }

private:
  std::map<std::string, std::string, std::less<>> values_;
};

// The value behind a keyword; empty when there is none.
std::string value_of(const std::vector<std::string>& arguments, std::string_view keyword, const Variables& variables) {
  const auto found = std::find(arguments.begin(), arguments.end(), keyword);
  return found == arguments.end() || found + 1 == arguments.end() ? std::string() : variables.expanded(found[1]);
}

// "gh:owner/name@1.2#tag", CPM's short form, as the address and the revision.
void set_short(Dependency& one, std::string_view text) {
  const std::size_t colon = text.find(':');
  const std::size_t end = std::min(text.find_first_of("@#", colon), text.size());
  const std::string_view path = text.substr(colon + 1, end - colon - 1);
  const std::string_view host = text.substr(0, colon);
  one.name = path.substr(path.rfind('/') + 1);
  one.requirement = text.substr(std::min(end + 1, text.size()));
  set_git(one, fmt::format("https://{}/{}", host == "gh" ? "github.com" : host == "gl" ? "gitlab.com" : host, path),
          one.requirement);
}

void read_command(DependencyList& list, const Command& command, const Variables& variables) {
  const std::vector<std::string>& arguments = command.arguments;
  const std::string place = fmt::format("line {}", command.line);
  if (arguments.empty())
    return list.flaws.add(place, "fetches nothing");
  const auto value = [&](std::string_view keyword) { return value_of(arguments, keyword, variables); };
  const std::string git = value("GIT_REPOSITORY"), tag = value("GIT_TAG"), url = value("URL");
  const std::string github = value("GITHUB_REPOSITORY"); // CPM's own
  const bool cpm = command.name == "cpmaddpackage";
  Dependency one;
  one.place = place;
  one.name = cpm && !value("NAME").empty() ? value("NAME") : variables.expanded(arguments.front());
  one.scope = DependencyScope::build;
  one.direct = true;
  if (!git.empty() || !github.empty()) {
    one.requirement = tag.empty() && cpm ? value("VERSION") : tag;
    one.unresolved = one.requirement.find("${") != std::string::npos;
    set_git(one, github.empty() ? git : "https://github.com/" + github, one.requirement);
  } else if (!url.empty()) {
    one.source = DependencySource::url;
    one.address = url;
    std::string hash = ascii_lower(value("URL_HASH"));
    if (const std::string md5 = value("URL_MD5"); hash.empty() && !md5.empty())
      hash = "md5=" + md5;
    const std::size_t equals = hash.find('=');
    one.digest_unresolved = hash.find("${") != std::string::npos;
    one.unresolved = one.digest_unresolved;
    if (!one.unresolved && equals != std::string::npos && equals + 1 < hash.size()) {
      one.hash_algorithm = hash.substr(0, equals);
      std::replace(one.hash_algorithm.begin(), one.hash_algorithm.end(), '_', '-'); // sha3_256
      one.exact = true;
    }
  } else if (cpm && arguments.size() == 1 && arguments[0].find(':') != std::string::npos) {
    set_short(one, variables.expanded(arguments[0]));
  } else if (!value("SVN_REPOSITORY").empty() || !value("HG_REPOSITORY").empty() || !value("CVS_REPOSITORY").empty()) {
    one.source = DependencySource::url; // another kind of repository, whose revisions are not looked at
    one.address = value("SVN_REPOSITORY") + value("HG_REPOSITORY") + value("CVS_REPOSITORY");
  } else if (!value("SOURCE_DIR").empty() || !value("DOWNLOAD_COMMAND").empty()) {
    one.source = DependencySource::path;
    one.address = value("SOURCE_DIR");
  } else if (command.name != "fetchcontent_populate") {
    return list.flaws.add(place, "says nothing of where it comes from");
  } else {
    return; // what FetchContent_Declare named
  }
  if (!one.exact || one.commit.empty())
    one.version = is_full_version(one.requirement) || (one.requirement.starts_with('v') &&
                                                       is_full_version(one.requirement.substr(1)))
                      ? one.requirement
                      : std::string();
  else
    one.version = one.commit;
  list.add(place, one.name) = one;
}

} // namespace

bool is_cmake_name(const Appearance& file) {
  return file.file_name == "cmakelists.txt" || file.ends_with(".cmake");
}

bool is_fetching_cmake(const Appearance& file) {
  if (!is_cmake_name(file) || file.syntax == Syntax::binary)
    return false;
  const std::string text = ascii_lower(file.text);
  return std::any_of(fetching.begin(), fetching.end(),
                     [&](std::string_view name) { return text.find(name) != std::string::npos; });
}

std::unique_ptr<Content> read_cmake(const Document& document) {
  auto list = start_list(document, Ecosystem::cmake, DependencyRole::manifest, document.name);
  list->has_locks = false;
  Variables variables;
  std::vector<Command> commands;
  const bool whole = Tokenizer(document.text).each([&](const Command& command) {
    if (command.name == "set")
      variables.set(command.arguments);
    else if (std::find(fetching.begin(), fetching.end(), command.name) != fetching.end())
      commands.push_back(command);
  });
  if (!whole)
    list->flaws.add("the end", "a command is not closed");
  for (const Command& command : commands)
    read_command(*list, command, variables);
  return list;
}

} // namespace assay::evidence

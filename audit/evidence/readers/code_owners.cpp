// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/readers/code_owners.hpp"

#include "audit/base/text.hpp"
#include "audit/evidence/document_names.hpp"

#include <algorithm>

namespace assay::evidence {

namespace {

constexpr std::size_t rule_limit = 1'000'000;

// Takes the next word off `rest`; a blank behind a backslash belongs to it.
std::string_view take_word(std::string_view& rest) {
  std::size_t start = 0;
  while (start < rest.size() && is_space(rest[start]))
    ++start;
  std::size_t end = start;
  while (end < rest.size() && !is_space(rest[end]))
    end += rest[end] == '\\' && end + 1 < rest.size() ? 2 : 1;
  const std::string_view word = rest.substr(start, end - start);
  rest.remove_prefix(end);
  return word;
}

bool is_account(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return is_letter(c) || is_digit(c) || c == '-' || c == '_' || c == '.';
  });
}

std::optional<CodeOwner> owner_in(std::string_view word, OwnersDialect dialect) {
  using Kind = CodeOwner::Kind;
  const std::size_t at = word.find('@');
  if (at == std::string_view::npos)
    return std::nullopt;
  if (at > 0) {
    const std::string_view domain = word.substr(at + 1);
    const std::size_t dot = domain.find('.');
    const bool fits = dot != std::string_view::npos && dot > 0 && dot + 1 < domain.size() && is_account(domain);
    return fits ? std::optional(CodeOwner{Kind::email, std::string(word)}) : std::nullopt;
  }
  std::string_view name = word.substr(1);
  if (name.starts_with('@') && dialect == OwnersDialect::gitlab)
    return is_account(name.substr(1)) ? std::optional(CodeOwner{Kind::role, std::string(word)}) : std::nullopt;
  std::size_t parts = 0;
  for (; !name.empty(); ++parts) {
    const std::size_t slash = name.find('/');
    if (!is_account(name.substr(0, slash)))
      return std::nullopt;
    name = slash == std::string_view::npos ? std::string_view() : name.substr(slash + 1);
    if (slash != std::string_view::npos && name.empty())
      return std::nullopt;
  }
  if (parts == 0 || (parts > 2 && dialect == OwnersDialect::github))
    return std::nullopt;
  return CodeOwner{parts == 1 ? Kind::user : Kind::team, std::string(word)};
}

// "[Name]", "^[Name]", "[Name][2]" at the start of a line; gives the name and leaves what stands behind.
std::optional<std::string_view> take_section(std::string_view& line) {
  std::string_view rest = line.starts_with('^') ? line.substr(1) : line;
  const std::size_t end = rest.find(']');
  if (!rest.starts_with('[') || end == std::string_view::npos || end < 2)
    return std::nullopt;
  const std::string_view name = trimmed(rest.substr(1, end - 1));
  rest.remove_prefix(end + 1);
  if (const std::size_t close = rest.find(']'); rest.starts_with('[') && close != std::string_view::npos)
    rest.remove_prefix(close + 1);
  if (!rest.empty() && !is_space(rest.front()))
    return std::nullopt;
  line = rest;
  return name;
}

OwnersDialect dialect_of(const Document& document) {
  const std::string path = ascii_lower(document.name);
  if (path.starts_with(".gitlab/"))
    return OwnersDialect::gitlab;
  if (path.starts_with(".github/"))
    return OwnersDialect::github;
  std::string_view rest = document.text;
  while (!rest.empty()) {
    std::string_view line = trimmed(take_line(rest));
    if (take_section(line))
      return OwnersDialect::gitlab;
  }
  return OwnersDialect::github;
}

class Reader {
public:
  explicit Reader(CodeOwners& result) : result_(result) { result_.sections.emplace_back(); }

  void read(std::string_view text) {
    for (std::size_t number = 1; !text.empty(); ++number) {
      const std::string_view line = trimmed(take_line(text));
      if (!line.empty() && line.front() != '#')
        read_line(line, number);
    }
  }

private:
  void read_line(std::string_view line, std::size_t number) {
    if (result_.rules.size() == rule_limit)
      throw Error::input(fmt::format("it has more than {} rules", rule_limit));
    OwnersRule rule{number, {}, false, section_, {}, {}};
    if (result_.dialect == OwnersDialect::gitlab)
      if (const auto name = take_section(line))
        return open_section(*name, line, number);
    std::string_view pattern = take_word(line);
    rule.pattern = pattern;
    rule.problem = problem_of(pattern);
    rule.excludes = result_.dialect == OwnersDialect::gitlab && pattern.starts_with('!');
    add_owners(rule, line);
    if (rule.owners.empty() && rule.problem.empty())
      rule.owners = defaults_;
    result_.rules.push_back(std::move(rule));
  }

  // A name that was there before, in whatever letters, is the same section again.
  void open_section(std::string_view name, std::string_view owners, std::size_t number) {
    const std::string low = ascii_lower(name);
    const auto known = std::find_if(result_.sections.begin() + 1, result_.sections.end(),
                                    [&](const std::string& one) { return ascii_lower(one) == low; });
    section_ = static_cast<std::size_t>(known - result_.sections.begin());
    if (known == result_.sections.end()) {
      if (result_.sections.size() == section_limit)
        throw Error::input(fmt::format("it has more than {} sections", section_limit));
      result_.sections.emplace_back(name);
    }
    OwnersRule header{number, {}, false, section_, {}, {}};
    add_owners(header, owners);
    if (!header.problem.empty()) {
      header.pattern = "[" + std::string(name) + "]";
      result_.rules.push_back(header);
    }
    defaults_ = std::move(header.owners);
  }

  std::string problem_of(std::string_view pattern) const {
    if (result_.dialect == OwnersDialect::gitlab)
      return pattern.starts_with('[') || pattern.starts_with("^[") ? "the section's name is not closed" : "";
    if (pattern.starts_with('!'))
      return "a pattern cannot be negated";
    if (pattern.starts_with("\\#"))
      return "a pattern cannot begin with an escaped #";
    if (pattern.find("***") != std::string_view::npos)
      return "more than two stars follow each other";
    return {};
  }

  void add_owners(OwnersRule& rule, std::string_view rest) const {
    for (std::string_view word = take_word(rest); !word.empty() && word.front() != '#'; word = take_word(rest)) {
      if (auto owner = owner_in(word, result_.dialect))
        rule.owners.push_back(std::move(*owner));
      else if (rule.problem.empty())
        rule.problem = "an owner is neither @user, @team nor an e-mail address";
    }
  }

  static constexpr std::size_t section_limit = 1000;

  CodeOwners& result_;
  std::size_t section_ = 0;
  std::vector<CodeOwner> defaults_;
};

} // namespace

std::string_view to_string(OwnersDialect dialect) {
  return dialect == OwnersDialect::github ? "github" : "gitlab";
}

std::string_view to_string(CodeOwner::Kind kind) {
  switch (kind) {
  case CodeOwner::Kind::user: return "user";
  case CodeOwner::Kind::team: return "team";
  case CodeOwner::Kind::email: return "email";
  case CodeOwner::Kind::role: return "role";
  }
  return {};
}

Ownership::Ownership(const CodeOwners& owners) : sections_(owners.sections.size()) {
  for (auto rule = owners.rules.rbegin(); rule != owners.rules.rend(); ++rule) {
    const bool is_header = rule->pattern.starts_with('[') && owners.dialect == OwnersDialect::gitlab;
    if (is_header || (!rule->problem.empty() && owners.dialect == OwnersDialect::github))
      continue;
    const std::string_view pattern = std::string_view(rule->pattern).substr(rule->excludes ? 1 : 0);
    sections_[rule->section].push_back({PathPattern(pattern, owners.dialect), &*rule});
  }
}

bool Ownership::is_owned(std::string_view path) const {
  std::vector<std::string_view> segments;
  for (std::size_t from = 0; from <= path.size();) {
    const std::size_t end = std::min(path.find('/', from), path.size());
    segments.push_back(path.substr(from, end - from));
    from = end + 1;
  }
  return std::any_of(sections_.begin(), sections_.end(), [&](const std::vector<Ready>& section) {
    // What a section excludes stays out of it, whatever comes later.
    const OwnersRule* decides = nullptr;
    for (const Ready& one : section)
      if ((decides == nullptr || one.rule->excludes) && one.pattern.fits(segments)) {
        if (one.rule->excludes)
          return false;
        decides = one.rule;
      }
    return decides != nullptr && !decides->owners.empty();
  });
}

bool names_code_owners(const Appearance& path_only) {
  return path_only.file_name == "codeowners" && has_well_known_name("codeowners", path_only.path);
}

std::unique_ptr<Content> read_code_owners(const Document& document) {
  require_policy_text(document);
  auto result = std::make_unique<CodeOwners>();
  result->dialect = dialect_of(document);
  Reader(*result).read(document.text);
  return result;
}

} // namespace assay::evidence

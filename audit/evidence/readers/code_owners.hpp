// SPDX-License-Identifier: Apache-2.0
//
// CODEOWNERS in the dialects of GitHub and GitLab, up to 8 MiB and a million rules, and which rule a path falls under.
//
// Patterns are those of .gitignore, with what the forges document otherwise. GitHub: no negation ("!"), no character
// ranges ("[" is a sign like any other), no "\#"; "docs/*" takes files directly in docs only; a line with an error is
// skipped. GitLab: sections ("[Name]", "^[Name]" optional, "[Name][2]" approvals, default owners behind them), "!"
// excludes from a section, a pattern without "/" at its start fits at any depth, and one without "/" at its end fits
// files alone. In both the last fitting rule decides; in GitLab, of each section.
#pragma once

#include "audit/evidence/readers/policy.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace assay::evidence {

enum class OwnersDialect { github, gitlab };

std::string_view to_string(OwnersDialect dialect);

// A pattern, made ready for matching.
class PathPattern {
public:
  PathPattern(std::string_view pattern, OwnersDialect dialect);
  // `segments` are the parts of a path between its slashes. Takes time of their number times the pattern's.
  bool fits(const std::vector<std::string_view>& segments) const;

private:
  std::vector<std::string> parts_; // "**" stands for any number of segments
};

struct CodeOwner {
  enum class Kind { user, team, email, role };

  Kind kind;
  std::string value;
};

std::string_view to_string(CodeOwner::Kind kind);

struct OwnersRule {
  std::size_t line;
  std::string pattern; // as written
  bool excludes = false;
  std::size_t section = 0;       // place in CodeOwners::sections
  std::vector<CodeOwner> owners; // those of its section, if it names none itself
  std::string problem;           // why the forge does not take it; empty when it does
};

struct CodeOwners : Policy {
  static constexpr std::string_view document_format = "code-owners";

  OwnersDialect dialect = OwnersDialect::github;
  std::vector<std::string> sections; // the first has no name
  std::vector<OwnersRule> rules;     // in order, those with a problem too
};

// Decides for one path after the other whether anybody owns it.
class Ownership {
public:
  explicit Ownership(const CodeOwners& owners);
  bool is_owned(std::string_view path) const;

private:
  struct Ready {
    PathPattern pattern;
    const OwnersRule* rule;
  };
  std::vector<std::vector<Ready>> sections_; // the last rule first
};

bool names_code_owners(const Appearance& path_only);
std::unique_ptr<Content> read_code_owners(const Document& document);

} // namespace assay::evidence

// SPDX-License-Identifier: Apache-2.0
//
// What the expressions of a step of GitHub Actions see around it: variables of "env" and "matrix", with who writes them.
#pragma once

#include "audit/evidence/readers/ci_expression.hpp"
#include "audit/evidence/readers/ci_text.hpp"
#include "audit/evidence/readers/ci_untrusted.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace assay::evidence {

class GithubScope {
public:
  // `outer` is what surrounds it, and must outlive it.
  explicit GithubScope(CiText& text, const GithubScope* outer = nullptr) : text_(text), outer_(outer) {}

  void add_env(const YamlNode& env);
  void add_matrix(const YamlNode& matrix);

  // Who writes the text that a context passes on, through variables too.
  TextSource source(const ContextFlow& flow) const;
  bool names_head(const ContextFlow& flow) const;
  bool names_own(const ContextFlow& flow) const;
  // Of a variable of the shell, which "env" sets.
  bool variable_names_head(std::string_view name) const;

  // What `text` may be once its expression is replaced; nothing when that cannot be told.
  std::optional<std::vector<std::string>> values(std::string_view text) const { return values(text, 0); }

private:
  using Values = std::optional<std::vector<std::string>>;

  struct Variable {
    TextSource source = TextSource::none;
    bool head = false, own = true;
  };

  Variable judge(std::string_view value) const;
  const Variable* find(std::string_view path) const;
  void add_included(const YamlNode& include);
  void add_value(const std::string& key, const YamlNode& value, int depth);
  Values values(std::string_view text, int depth) const;
  Values matrix_values(std::string_view key, int depth) const;

  CiText& text_;
  const GithubScope* outer_;
  std::map<std::string, Variable, std::less<>> variables_; // "env.title", "matrix.os", in lower case
  std::map<std::string, std::vector<std::string>, std::less<>> matrix_; // "os", "os.name"
  bool has_matrix_ = false;
  std::set<std::string, std::less<>> open_keys_; // of the matrix, that only a run decides; "*": all
};

} // namespace assay::evidence

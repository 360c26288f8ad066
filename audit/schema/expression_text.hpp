// SPDX-License-Identifier: Apache-2.0
//
// The text of an expression, how far it has been read, and the tokens that are taken off it.
#pragma once

#include "audit/schema/expression.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace assay::schema {

class ExpressionText {
protected:
  struct Stop {};

  ExpressionText(const std::string& text, std::vector<ExpressionProblem>& problems) : text_(text), problems_(problems) {}

  static bool is_name_start(char c);
  static bool is_name(char c);

  // After a syntax error nothing that follows could be trusted, so parsing ends with Stop; other problems are collected.
  [[noreturn]] void fail(std::size_t offset, std::string message, std::string hint = {});
  void note(std::size_t offset, std::string message, std::string hint = {});
  // What to say of a sign that XPath knows and the subset does not.
  std::string outside_hint() const;

  void skip_space();
  bool take(std::string_view token);
  // An operator that is spelled like a name: it must end where the name ends.
  bool take_word(std::string_view word);
  // `what` is said to be expected when there is no name.
  std::string take_name(const char* what);

  const std::string& text_;
  std::size_t at_ = 0;

private:
  std::vector<ExpressionProblem>& problems_;
};

} // namespace assay::schema

// SPDX-License-Identifier: Apache-2.0
#include "audit/schema/expression_text.hpp"

#include <fmt/format.h>

#include <cctype>

namespace assay::schema {

bool ExpressionText::is_name_start(char c) {
  return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_';
}

bool ExpressionText::is_name(char c) {
  return is_name_start(c) || std::isdigit(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '.';
}

void ExpressionText::fail(std::size_t offset, std::string message, std::string hint) {
  note(offset, std::move(message), std::move(hint));
  throw Stop();
}

void ExpressionText::note(std::size_t offset, std::string message, std::string hint) {
  problems_.push_back({offset, std::move(message), std::move(hint)});
}

std::string ExpressionText::outside_hint() const {
  return at_ < text_.size() && std::string_view("/*|:").find(text_[at_]) != std::string_view::npos
             ? "absolute paths, //, *, | and axes are outside the subset"
             : "";
}

void ExpressionText::skip_space() {
  while (at_ < text_.size() && std::string_view(" \t\r\n").find(text_[at_]) != std::string_view::npos)
    ++at_;
}

bool ExpressionText::take(std::string_view token) {
  skip_space();
  if (text_.compare(at_, token.size(), token) != 0)
    return false;
  at_ += token.size();
  return true;
}

bool ExpressionText::take_word(std::string_view word) {
  skip_space();
  const std::size_t end = at_ + word.size();
  if (text_.compare(at_, word.size(), word) != 0 || (end < text_.size() && is_name(text_[end])))
    return false;
  at_ = end;
  return true;
}

std::string ExpressionText::take_name(const char* what) {
  const std::size_t start = at_;
  if (at_ < text_.size() && is_name_start(text_[at_]))
    while (at_ < text_.size() && is_name(text_[at_]))
      ++at_;
  if (start == at_)
    fail(at_, at_ < text_.size() ? fmt::format("{} is expected here, not '{}'", what, text_[at_])
                                 : fmt::format("{} is expected at the end", what),
         outside_hint());
  return text_.substr(start, at_ - start);
}

} // namespace assay::schema

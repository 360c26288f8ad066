// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/readers/json5.hpp"

#include "audit/base/text.hpp"

#include <algorithm>
#include <optional>

namespace assay::evidence {

namespace {

class Converter {
public:
  explicit Converter(std::string_view text) : text_(text) {}

  std::string convert() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (text_.substr(at_, 2) == "//")
        at_ = std::min(text_.find('\n', at_), text_.size());
      else if (text_.substr(at_, 2) == "/*")
        skip_block();
      else if (c == '"' || c == '\'')
        take_text(c);
      else if (is_name_start(c))
        take_name();
      else
        take_other(c);
    }
    return std::move(json_);
  }

private:
  static bool is_name_start(char c) {
    return is_letter(c) || c == '_' || c == '$';
  }

  void skip_block() {
    const std::size_t end = std::min(text_.find("*/", at_ + 2), text_.size());
    json_.append(static_cast<std::size_t>(std::count(text_.begin() + static_cast<std::ptrdiff_t>(at_),
                                                     text_.begin() + static_cast<std::ptrdiff_t>(end), '\n')),
                 '\n');
    at_ = std::min(end + 2, text_.size());
  }

  void take_text(char quote) {
    json_ += '"';
    for (++at_; at_ < text_.size() && text_[at_] != quote; ++at_) {
      const char c = text_[at_];
      if (c == '\\' && at_ + 1 < text_.size()) {
        const char next = text_[++at_];
        if (next == '\'')
          json_ += '\'';
        else if (next != '\n') // a line that goes on
          json_ += {'\\', next};
      } else if (c == '"') {
        json_ += "\\\"";
      } else {
        json_ += c;
      }
    }
    if (at_ < text_.size()) { // one that does not end stays so
      json_ += '"';
      ++at_;
    }
    last_ = '"';
  }

  void take_name() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && (is_name_start(text_[at_]) || is_digit(text_[at_])))
      ++at_;
    const std::string_view name = text_.substr(begin, at_ - begin);
    const bool is_key = (last_ == '{' || last_ == ',') && next_is_colon(); // also of "null" and its like
    json_ += is_key ? '"' + std::string(name) + '"' : std::string(name);
    last_ = 'a';
  }

  bool next_is_colon() const {
    const std::size_t next = text_.find_first_not_of(" \t\r\n", at_);
    return next != text_.npos && text_[next] == ':';
  }

  // One comma before an end does not count.
  void take_other(char c) {
    if (c == '}' || c == ']') {
      if (last_ == ',' && comma_)
        json_[*comma_] = ' ';
    } else if (c == ',') {
      comma_ = last_ == '{' || last_ == '[' || last_ == ',' ? std::nullopt : std::optional(json_.size());
    }
    json_ += c;
    if (!is_space(c))
      last_ = c;
    ++at_;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::string json_;
  char last_ = 0;         // the last character that was no space
  std::optional<std::size_t> comma_; // where the last comma stands in what was written, if it is behind a value
};

} // namespace

std::string json5_to_json(std::string_view text) {
  return Converter(text).convert();
}

} // namespace assay::evidence

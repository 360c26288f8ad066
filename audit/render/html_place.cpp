// SPDX-License-Identifier: Apache-2.0
#include "audit/render/html_place.hpp"

#include "audit/base/text.hpp"

#include <algorithm>
#include <array>

namespace assay::render {

namespace {

template <std::size_t Size>
bool is_among(std::string_view name, const std::array<std::string_view, Size>& names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool takes_address(std::string_view attribute) {
  constexpr std::array<std::string_view, 14> names = {"href",       "src",    "action",  "formaction", "data",
                                                      "poster",     "srcset", "cite",    "ping",       "manifest",
                                                      "background", "codebase", "xlink:href", "content"};
  return is_among(attribute, names);
}

bool takes_code(std::string_view attribute) {
  return attribute.substr(0, 2) == "on" || attribute == "style" || attribute == "srcdoc";
}

} // namespace

void HtmlPlace::end_tag() {
  state_ = element_ == "script" || element_ == "style" ? State::raw : State::text;
  last_.clear();
}

void HtmlPlace::read(std::string_view literal) {
  for (const char c : literal) {
    switch (state_) {
    case State::text:
      if (c == '<') {
        state_ = State::tag;
        element_.clear();
        word_.clear();
        in_name_ = true;
      }
      break;
    case State::tag:
      if (c == '>') {
        end_tag();
      } else if (c == '"' || c == '\'') {
        state_ = State::quoted;
        quote_ = c;
        attribute_ = word_;
        value_.clear();
      } else if (c == ' ' || c == '\n' || c == '\t' || c == '\r') {
        in_name_ = false;
        word_.clear();
      } else if (c != '=') {
        word_ += ascii_lower(c);
        if (in_name_)
          element_ += ascii_lower(c);
        if (element_ == "!--") {
          state_ = State::comment;
          last_.clear();
        }
      }
      break;
    case State::quoted:
      if (c == quote_) {
        state_ = State::tag;
        word_.clear();
      } else {
        value_ += c;
      }
      break;
    case State::comment:
      last_ += c;
      if (last_.ends_with("-->"))
        state_ = State::text;
      break;
    case State::raw:
      last_ += ascii_lower(c);
      if (last_.ends_with("</" + element_)) {
        state_ = State::tag;
        element_ = "/" + element_;
        in_name_ = false;
      }
      break;
    }
  }
}

std::string HtmlPlace::objection(bool link) const {
  switch (state_) {
  case State::text: return {};
  case State::tag: return "a variable in a tag must be within a quoted attribute value";
  case State::comment: return "a variable may not be in a comment";
  case State::raw: return "a variable may not be in a script or a style sheet, where escaping does not hold";
  case State::quoted: break;
  }
  if (takes_code(attribute_))
    return "a variable may not be in the attribute " + attribute_ + ", where escaping does not hold";
  if (takes_address(attribute_) && !(link && value_.empty()) && value_.substr(0, 1) != "#")
    return "the attribute " + attribute_ + " takes a checked address alone, or a fragment after '#'";
  return {};
}

bool HtmlPlace::same_as(const HtmlPlace& other) const {
  return state_ == other.state_ && (state_ == State::text || element_ == other.element_) &&
         (state_ != State::quoted || (quote_ == other.quote_ && attribute_ == other.attribute_));
}

} // namespace assay::render

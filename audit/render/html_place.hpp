// SPDX-License-Identifier: Apache-2.0
//
// Where in an HTML document a template's tag stands. Escaping makes text inert between elements and in quoted
// attribute values, and nowhere else: not in a script, a style sheet, a comment, the name of an attribute or an
// address.
#pragma once

#include <string>
#include <string_view>

namespace assay::render {

class HtmlPlace {
public:
  // Goes on over text of the template itself.
  void read(std::string_view literal);
  // Goes on over a variable.
  void read_variable() { value_ += '\0'; }

  // Why no variable may stand here; empty if one may. `link`: its value was checked to be an address.
  std::string objection(bool link) const;
  bool in_text() const { return state_ == State::text; }
  bool in_style_sheet() const { return state_ == State::raw && element_ == "style"; }
  // Whether a section that began at `other` may end here.
  bool same_as(const HtmlPlace& other) const;

private:
  enum class State { text, tag, quoted, comment, raw };

  void end_tag();

  State state_ = State::text;
  char quote_ = '"';
  std::string element_;   // the one whose tag this is, or whose raw text
  std::string word_;      // in a tag, since the last space
  std::string attribute_; // whose value is quoted
  std::string value_;     // so far
  std::string last_;      // a few characters back, in comments and raw text
  bool in_name_ = false;  // of the element
};

} // namespace assay::render

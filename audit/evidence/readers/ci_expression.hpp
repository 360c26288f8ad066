// SPDX-License-Identifier: Apache-2.0
//
// Expressions of GitHub Actions, "${{ … }}": which values they can pass on. Nothing is evaluated. Source: "Evaluate
// expressions in workflows and actions" of GitHub's documentation.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace assay::evidence {

// A value taken from a context.
struct ContextFlow {
  // In lower case, joined by dots: "github.event.issue.title". An index that is no literal name is "*".
  std::string path;
  // Taken as JSON, with all that is within.
  bool whole = false;
  // Through a function: what is taken from the result is no longer part of the path.
  bool through_function = false;
};

struct ExpressionFlow {
  std::vector<ContextFlow> contexts; // that the result may hold text of
  std::vector<std::string> literals; // that the result may be
  bool computed = false;             // the result may also be something else: a comparison's answer, a joined text
  std::vector<ContextFlow> named;    // every context it names, also those that only decide
};

// The right side of "&&" alone passes on: where the left one comes out, it is false or empty. What is longer than GitHub
// takes (21,000 bytes), deeper than it takes (50), or no expression, passes on every context it names.
ExpressionFlow flow_of_expression(std::string_view inner);

// Where the expression that begins with "${{" at `start` ends: past its "}}", or at the end of the text.
std::size_t expression_end(std::string_view text, std::size_t start);

// What stands within each "${{ … }}", trimmed; views into `text`.
std::vector<std::string_view> expressions_in(std::string_view text);

} // namespace assay::evidence

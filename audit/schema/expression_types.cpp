// SPDX-License-Identifier: Apache-2.0
#include "audit/schema/expression_types.hpp"

#include "audit/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace assay::schema {

using evidence::FieldType;

namespace {

bool is_numeric(const Typed& part) {
  return part.kind == Typed::number ||
         (part.kind == Typed::attribute &&
          (part.field->type == FieldType::integer || part.field->type == FieldType::time));
}

bool is_text(const Typed& part) {
  return part.kind == Typed::text || (part.kind == Typed::attribute && !is_numeric(part));
}

std::string describe(const Typed& part) {
  switch (part.kind) {
  case Typed::truth: return "a truth value";
  case Typed::number: return "a number";
  case Typed::text: return "text";
  case Typed::attribute: return fmt::format("the {} field {}", to_string(part.field->type), part.field->path);
  case Typed::element: return fmt::format("the element {}", part.field->path);
  case Typed::invalid: break;
  }
  return "nothing";
}

} // namespace

void ExpressionTypes::require_condition(const Typed& part) {
  if (part.kind == Typed::element && part.field->always && !part.filtered)
    note(part.offset, fmt::format("every item has an element {}: that it is there is always true", part.field->path),
         fmt::format("state a condition on a field of it: {}[…]", part.field->path));
  if (part.kind == Typed::truth || part.kind == Typed::element || part.kind == Typed::invalid)
    return;
  std::string hint = "compare it with a value";
  if (part.kind == Typed::attribute && part.field->type == FieldType::yes_no)
    hint = fmt::format("write {} = 'yes': as a truth value it would be true whenever it is there",
                       part.field->path.substr(part.field->path.find('@')));
  note(part.offset, fmt::format("{} is no truth value", describe(part)), hint);
}

void ExpressionTypes::require_printable(const Typed& part, const evidence::FieldSet& fields) {
  if (!is_numeric(part) && !is_text(part) && part.kind != Typed::invalid)
    note(part.offset, fmt::format("{} cannot be printed in a sentence", describe(part)));
  for (std::size_t i = 0; i < population_.fields.size(); ++i)
    if (fields[i] && population_.fields[i].personal)
      note(0, fmt::format("{} names a person, which an exception must not print", population_.fields[i].path),
           "cite the object id: dossiers are kept for ten years");
}

void ExpressionTypes::require_number(const Typed& part) {
  if (!is_numeric(part) && part.kind != Typed::invalid)
    note(part.offset, fmt::format("{} is no number", describe(part)));
}

void ExpressionTypes::check_comparison(const Typed& left, const Typed& right, std::size_t at, bool equality) {
  if (left.kind == Typed::invalid || right.kind == Typed::invalid)
    return; // said already
  const bool numbers = is_numeric(left) && is_numeric(right);
  const bool texts = is_text(left) && is_text(right);
  if (!numbers && !(texts && equality)) {
    note(at, fmt::format("{} cannot be compared with {}{}", describe(left), describe(right),
                         texts ? " by order" : ""),
         texts ? "only numbers and times have an order" : "");
    return;
  }
  check_literal(left, right);
  check_literal(right, left);
}

// A literal outside an enumeration would silently never match.
void ExpressionTypes::check_literal(const Typed& field, const Typed& literal) {
  if (field.kind != Typed::attribute || !literal.literal)
    return;
  if (field.field->lower_case && ascii_lower(*literal.literal) != *literal.literal)
    note(literal.offset, fmt::format("{} is in lower case and never '{}'", field.field->path, *literal.literal),
         fmt::format("write '{}'", ascii_lower(*literal.literal)));
  std::vector<std::string> allowed = field.field->values;
  if (field.field->type == FieldType::yes_no)
    allowed = {"yes", "no"};
  if (allowed.empty() || std::find(allowed.begin(), allowed.end(), *literal.literal) != allowed.end())
    return;
  note(literal.offset, fmt::format("{} is never '{}'", field.field->path, *literal.literal),
       fmt::format("its values are: {}", fmt::join(allowed, ", ")));
}

void ExpressionTypes::check_argument(const ExpressionFunction& function, char wanted, const Typed& part) {
  if (part.kind == Typed::invalid)
    return;
  switch (wanted) {
  case 'b': require_condition(part); return;
  case 't':
    if (!is_text(part))
      note(part.offset, fmt::format("{}() takes text, not {}", function.name, describe(part)));
    return;
  case 'a':
    if (!is_text(part) && !is_numeric(part))
      note(part.offset, fmt::format("{}() takes text or a number, not {}", function.name, describe(part)));
    return;
  default: break;
  }
  const bool path = part.kind == Typed::attribute || part.kind == Typed::element;
  if (!path || (function.name == "sum" && !is_numeric(part)))
    note(part.offset, fmt::format("{}() takes the path of {}, not {}", function.name,
                                  function.name == "sum" ? "a number" : "an element or field", describe(part)));
}

} // namespace assay::schema

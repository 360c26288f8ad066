// SPDX-License-Identifier: Apache-2.0
//
// What the condition of a rule says, as its parser understood it: for reasoning about it, not for evaluating it.
#pragma once

#include "audit/evidence/item.hpp"

#include <optional>
#include <string>
#include <vector>

namespace assay::schema {

// One side of a comparison.
struct Operand {
  enum class Kind {
    other,     // arithmetic, or a function of text: nothing is known of it
    field,     // of the item or, within a predicate, of the child that it is about: one value or none
    fields,    // of its children: the comparison holds if it holds for one of them
    measure,   // count() or string-length(): a whole number from 0
    literal,   // text or a number
    parameter, // by its name
  };
  Kind kind = Kind::other;
  std::string text; // as it is written; of a literal or parameter its value or name
  const evidence::Field* field = nullptr;
  std::optional<double> number = std::nullopt; // of a literal that is one
};

struct Condition {
  enum class Kind {
    other,      // a function of text: it holds or not, but is the same wherever it is written
    all, any,   // of the parts
    negation,   // of the only part
    comparison, // left, operation, right
    element,    // there is a child that the parts, its predicates, hold for
  };
  Kind kind = Kind::other;
  std::string text = {}; // as it is written
  std::vector<Condition> parts = {};
  std::string operation = {}; // = != < <= > >=
  Operand left = {}, right = {};
};

} // namespace assay::schema

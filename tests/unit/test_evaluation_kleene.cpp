// SPDX-License-Identifier: Apache-2.0
#include "audit/evaluation/kleene.hpp"

#include <doctest/doctest.h>

using namespace assay::evaluation;

namespace {

constexpr Truth every[] = {Truth::no, Truth::unknown, Truth::yes};

// Every way of settling the unknown ones: the definition that the implementation has to agree with.
Truth by_completion(std::size_t number, const std::vector<Truth>& truths) {
  std::size_t fewest = 0, most = 0;
  for (const Truth truth : truths) {
    fewest += truth == Truth::yes ? 1 : 0;
    most += truth == Truth::no ? 0 : 1;
  }
  return fewest >= number ? Truth::yes : most >= number ? Truth::unknown : Truth::no;
}

void check_all(std::vector<Truth>& truths, std::size_t left) {
  if (left > 0) {
    for (const Truth truth : every) {
      truths.push_back(truth);
      check_all(truths, left - 1);
      truths.pop_back();
    }
    return;
  }
  for (std::size_t number = 1; number <= truths.size(); ++number) {
    CHECK(at_least(number, truths) == by_completion(number, truths));
    // De Morgan: at least n hold exactly when not at least size - n + 1 fail.
    std::vector<Truth> negated;
    for (const Truth truth : truths)
      negated.push_back(negation(truth));
    CHECK(at_least(number, truths) == negation(at_least(truths.size() - number + 1, negated)));
  }
}

} // namespace

TEST_CASE("Kleene's tables, exhaustively up to six truths") {
  for (std::size_t size = 1; size <= 6; ++size) {
    std::vector<Truth> truths;
    check_all(truths, size);
  }
}

TEST_CASE("Kleene's tables for two, as printed") {
  // Rows and columns: false, unknown, true.
  constexpr Truth conjunction[3][3] = {{Truth::no, Truth::no, Truth::no},
                                       {Truth::no, Truth::unknown, Truth::unknown},
                                       {Truth::no, Truth::unknown, Truth::yes}};
  constexpr Truth disjunction[3][3] = {{Truth::no, Truth::unknown, Truth::yes},
                                       {Truth::unknown, Truth::unknown, Truth::yes},
                                       {Truth::yes, Truth::yes, Truth::yes}};
  for (int a = 0; a < 3; ++a)
    for (int b = 0; b < 3; ++b) {
      CHECK(at_least(2, {every[a], every[b]}) == conjunction[a][b]);
      CHECK(at_least(1, {every[a], every[b]}) == disjunction[a][b]);
    }
  CHECK(negation(Truth::unknown) == Truth::unknown);
}

TEST_CASE("nothing is never vacuously true") {
  CHECK(at_least(0, {}) == Truth::unknown);
}

// SPDX-License-Identifier: Apache-2.0
#include "audit/evaluation/outcome.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace assay::evaluation;

TEST_CASE("what subjects come to together is what the worst of them comes to") {
  CHECK(conjunction({Outcome::satisfied}) == Outcome::satisfied);
  CHECK(conjunction({Outcome::satisfied, Outcome::attested}) == Outcome::attested);
  CHECK(conjunction({Outcome::attested, Outcome::waived}) == Outcome::waived);
  CHECK(conjunction({Outcome::waived, Outcome::undetermined}) == Outcome::undetermined);
  CHECK(conjunction({Outcome::undetermined, Outcome::not_satisfied}) == Outcome::not_satisfied);
  CHECK(conjunction({Outcome::not_applicable, Outcome::satisfied}) == Outcome::satisfied);
  CHECK(conjunction({Outcome::not_applicable, Outcome::not_satisfied}) == Outcome::not_satisfied);
  CHECK(conjunction({Outcome::not_applicable, Outcome::not_applicable}) == Outcome::not_applicable);
}

TEST_CASE("in whatever order, and however they are grouped") {
  for (const Outcome a : all_outcomes)
    for (const Outcome b : all_outcomes)
      for (const Outcome c : all_outcomes) {
        const Outcome all = conjunction({a, b, c});
        CHECK(conjunction({c, a, b}) == all);
        CHECK(conjunction({conjunction({a, b}), c}) == all);
        // None is better than the product, but for one that asks nothing.
        CHECK((all == a || all == b || all == c));
        if (all == Outcome::satisfied)
          for (const Outcome one : {a, b, c})
            CHECK((one == Outcome::satisfied || one == Outcome::not_applicable));
      }
}

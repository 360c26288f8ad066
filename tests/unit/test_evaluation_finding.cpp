// SPDX-License-Identifier: Apache-2.0
#include "audit/evaluation/finding.hpp"

#include <doctest/doctest.h>

using namespace assay;
using namespace assay::evaluation;
using evidence::Examination;

namespace {

struct Case {
  std::uint64_t known, exceptions, unknown;
  const char* tolerance = "0";
  std::uint64_t minimum = 1;
  schema::IfFewer if_fewer = schema::IfFewer::silent;
};

Finding concluded(const Case& one, const Examination& examination) {
  auto rule = std::make_shared<schema::Rule>();
  rule->population = &evidence::commits();
  rule->if_fewer = one.if_fewer;
  Finding finding;
  finding.rule = rule;
  finding.known = one.known;
  finding.exceptions = one.exceptions;
  finding.unknown = one.unknown;
  finding.tolerable_deviation = *schema::parse_rate(one.tolerance);
  finding.minimum = one.minimum;
  conclude(finding, examination);
  return finding;
}

Result result(const Case& one, const Examination& examination = {true, 100, ""}) {
  return concluded(one, examination).result;
}

const Examination cut_off = {true, 100, "the history is cut off"};
const Examination unavailable = {false, 0, "it cannot be read"};

} // namespace

TEST_CASE("counts decide by exact rates") {
  CHECK(result({10, 0, 0}) == Result::supported);
  CHECK(result({10, 1, 0}) == Result::contradicted);
  CHECK(result({20, 1, 0, "5%"}) == Result::supported);
  CHECK(result({19, 1, 0, "5%"}) == Result::contradicted);
}

TEST_CASE("unknown items could be exceptions, and are never counted as met") {
  CHECK(result({10, 0, 1}) == Result::silent);
  CHECK(result({99, 4, 1, "5%"}) == Result::supported);     // 5 of 100 at worst
  CHECK(result({98, 4, 2, "5%"}) == Result::silent);        // 6 of 100 at worst, 4 at best
  CHECK(result({98, 6, 2, "5%"}) == Result::contradicted);  // 6 of 100 at best
  CHECK(result({0, 0, 10}) == Result::silent);
  CHECK(result({0, 0, 10, "50%"}) == Result::silent);
  CHECK(result({1, 0, 1, "50%", 2}) == Result::silent); // enough items, but not enough known ones
}

TEST_CASE("an empty population supports nothing") {
  CHECK(result({0, 0, 0}) == Result::silent);
  CHECK(result({0, 0, 0, "0", 1, schema::IfFewer::contradicted}) == Result::contradicted);
  CHECK(result({2, 0, 0, "0", 3}) == Result::silent);
  CHECK(result({2, 0, 0, "0", 3, schema::IfFewer::contradicted}) == Result::contradicted);
  CHECK(result({2, 0, 1, "0", 3, schema::IfFewer::contradicted}) == Result::silent);
  // Exception-only populations: emptiness supports, but only if something was looked at.
  CHECK(result({0, 0, 0, "0", 1, schema::IfFewer::supported}) == Result::supported);
  CHECK(result({0, 0, 0, "0", 1, schema::IfFewer::supported}, {true, 0, ""}) == Result::silent);
  CHECK(result({0, 0, 0, "0", 1, schema::IfFewer::supported}, cut_off) == Result::silent);
}

TEST_CASE("nothing never supports, whatever became of the minimum") {
  for (const std::uint64_t minimum : {0, 1})
    CHECK(result({0, 0, 0, "0", minimum}) == Result::silent);
}

TEST_CASE("what was cut off never supports, and contradicts only where one exception is enough") {
  CHECK(result({10, 0, 0}, cut_off) == Result::silent);
  CHECK(result({10, 1, 0}, cut_off) == Result::contradicted);
  CHECK(result({10, 9, 0, "5%"}, cut_off) == Result::silent);
  CHECK(result({0, 0, 0, "0", 1, schema::IfFewer::contradicted}, cut_off) == Result::silent);
  CHECK(result({10, 0, 0}, unavailable) == Result::silent);
  CHECK(concluded({10, 0, 0}, cut_off).reason.find("the history is cut off") != std::string::npos);
}

TEST_CASE("sentences carry the numbers") {
  CHECK(concluded({39490, 0, 0}, {true, 39490, ""}).sentence == "39,490 commits tested, no exception");
  CHECK(concluded({1, 1, 0}, {true, 1, ""}).sentence == "1 commit tested, 1 exception");
  CHECK(concluded({1233, 2, 1}, {true, 1, ""}).sentence == "1,234 commits tested, 2 exceptions, 1 not known");
}

// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/scan/baseline.hpp"

#include <doctest/doctest.h>

using namespace assay::evidence::scan;
using assay::Diagnostics;
using assay::Problem;

namespace {

const std::string digest_a(64, 'a'), digest_b = std::string(60, '0') + "beef";

std::vector<Problem> read(const std::string& text, Baseline& baseline) {
  Diagnostics problems;
  read_baseline("evidence/known-secrets.txt", text, baseline, problems);
  return problems.sorted();
}

} // namespace

TEST_CASE("a baseline names findings by digest and format, with comments") {
  Baseline baseline;
  CHECK(read("# fixtures\n\n" + digest_a + " github-pat\r\n  " + digest_b + "\tjwt   # of a test\n" +
                 digest_b + " npm-token",
             baseline)
            .empty());
  CHECK(baseline.known.size() == 3);
  CHECK(baseline.contains(digest_a, "github-pat"));
  CHECK(!baseline.contains(digest_a, "jwt"));
  CHECK(baseline.contains(digest_b, "jwt"));
  CHECK(baseline.contains(digest_b, "npm-token"));
}

TEST_CASE("what is wrong with a line is said with its number, and the other lines count") {
  Baseline baseline;
  const auto problems =
      read("ABC github-pat\n" + digest_a + " github-pad\n" + digest_a + " github-pat extra\n" + digest_a +
               "\n" + digest_b + " jwt\n" + std::string(64, 'A') + " jwt\n\xff\x1b[31m",
           baseline);
  REQUIRE(problems.size() == 6);
  const std::vector<std::size_t> lines = {1, 2, 3, 4, 6, 7};
  for (std::size_t i = 0; i < lines.size(); ++i)
    CHECK(problems[i].location.line == lines[i]);
  CHECK(problems[1].hint == "did you mean github-pat?");
  CHECK(problems[5].message.find('\x1b') == std::string::npos);
  CHECK(baseline.known.size() == 1);
  CHECK(baseline.contains(digest_b, "jwt"));
}

TEST_CASE("a hostile baseline costs little") {
  Baseline baseline;
  CHECK(read(std::string(1u << 20, 'x'), baseline).size() == 1);
  CHECK(read(std::string(1u << 20, '\n'), baseline).empty());
  std::string many;
  for (int i = 0; i < 20'000; ++i)
    many += "nonsense\n";
  CHECK(read(many, baseline).size() == 50);
  CHECK(baseline.known.empty());
}

// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/readers/coverage.hpp"
#include "test_evidence_readers_support.hpp"

#include <chrono>

using assay::evidence::Coverage;
using assay::evidence::read_lcov;
using reader_tests::refusal;

namespace {

std::unique_ptr<Coverage> report(const std::string& text) {
  return reader_tests::read<Coverage>(read_lcov, text);
}

std::string flaw(const std::string& line) {
  return report("SF:a\n" + line + "\nend_of_record\n")->flaws.first;
}

} // namespace

TEST_CASE("lcov: lines and branches of files, also of several tests") {
  const auto made = report("TN:one\r\nSF:a.c\r\nFN:1,main\r\nFNDA:1,main\r\nDA:1,1,checksum\r\nDA:2,0\r\nBRDA:2,0,0,-\r\nBRDA:2,0,1,3\r\n"
                           "LF:2\r\nLH:1\r\nBRF:2\r\nBRH:1\r\nend_of_record\r\n# comment\n\n"
                           "TN:two\nSF:a.c\nDA:2,7\nLF:1\nLH:1\nend_of_record\nSF:b.c\nDA:1,0\nDA:1,0\nLF:1\nLH:0\nend_of_record\n");
  CHECK(made->flaws.count == 0);
  CHECK(made->files == 2);
  CHECK(made->files_uncovered == 1);
  CHECK(made->lines.valid == 3);
  CHECK(made->lines.covered == 2);
  CHECK(made->branches.valid == 2);
  CHECK(made->branches.covered == 1);
  CHECK(made->declared_lines.valid == 4);
  CHECK(made->declares);
  CHECK(made->contradiction.empty());
}

TEST_CASE("lcov: declared totals against the lines, record by record") {
  CHECK(report("SF:a\nDA:1,1\nLF:1\nLH:0\nend_of_record\n")->contradiction == "lines: 0 of 1 declared, 1 of 1 found");
  CHECK(report("SF:a\nDA:1,1\nLF:2\nend_of_record\nSF:b\nDA:1,1\nDA:2,1\nLF:1\nend_of_record\n")->contradiction ==
        "lines: 2 in all declared, 1 of 1 found");
  CHECK(report("SF:a\nDA:1,1\nBRDA:1,0,a,b,1\nBRF:2\nend_of_record\n")->contradiction ==
        "branches: 2 in all declared, 1 of 1 found");
  const auto silent = report("SF:a\nLF:3\nLH:3\nend_of_record\n");
  CHECK_FALSE(silent->declares);
  CHECK_FALSE(silent->lines.rate());
}

TEST_CASE("lcov: a line of branches alone is no line to be covered") {
  const auto made = report("SF:a\nDA:1,1\nBRDA:9,0,0,1\nLF:1\nLH:1\nend_of_record\n");
  CHECK(made->lines.valid == 1);
  CHECK(made->branches.valid == 1);
  CHECK(made->contradiction.empty());
}

TEST_CASE("lcov: what is wrongly made is counted, with its line") {
  CHECK(flaw("DA:x,1") == "line 2: DA is not followed by a line and a count");
  CHECK(flaw("DA:1") == "line 2: DA is not followed by a line and a count");
  CHECK(flaw("DA:0,1") == "line 2: no line has the number 0");
  CHECK(flaw("DA:1,-1") == "line 2: a count is negative");
  CHECK(flaw("DA:1,many") == "line 2: a count is no number");
  CHECK(flaw("BRDA:1,2") == "line 2: BRDA is not followed by line, block, branch and count");
  CHECK(flaw("BRDA:1,0,0,x") == "line 2: how often a branch was taken is no number");
  CHECK(flaw("LF:x") == "line 2: a total is no count");
  CHECK(flaw("XY:1") == "line 2: XY is no known key");
  CHECK(flaw("nonsense") == "line 2: it has no colon");
  CHECK(flaw("SF:b") == "line 2: a record begins within another");
  CHECK(report("SF:a\nDA:1,1")->flaws.first == "line 2: the last record has no end");
  CHECK(report("SF:a\nend_of_record\nend_of_record")->flaws.first == "line 3: a record ends that has not begun");
  CHECK(report("SF:a\nend_of_record\nDA:1,1")->flaws.first == "line 3: DA is outside of any record");
  CHECK(report("SF:a\nDA:1,-5\nend_of_record")->lines.covered == 0);
}

TEST_CASE("lcov: what it is not") {
  CHECK(refusal(read_lcov, "") == "no line of it begins with SF: this is no LCOV tracefile");
  CHECK(refusal(read_lcov, "TN:\n") == "no line of it begins with SF: this is no LCOV tracefile");
}

TEST_CASE("lcov: many records and lines are read in linear time") {
  std::string many;
  for (int i = 0; i < 200000; ++i)
    many += "SF:a\nDA:" + std::to_string(i) + ",1\nBRDA:1,0," + std::to_string(i) + ",1\nend_of_record\n";
  const auto start = std::chrono::steady_clock::now();
  CHECK(report(many)->lines.valid == 200000);
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(5));
}

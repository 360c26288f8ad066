// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/readers/coverage.hpp"
#include "test_evidence_readers_support.hpp"

#include <chrono>

using assay::evidence::Coverage;
using assay::evidence::read_cobertura;
using reader_tests::refusal;

namespace {

std::unique_ptr<Coverage> report(const std::string& attributes, const std::string& classes) {
  return reader_tests::read<Coverage>(read_cobertura, "<?xml version='1.0'?>\n<!DOCTYPE coverage SYSTEM 'http://e.org/c.dtd'>\n<coverage " +
                                                          attributes + "><packages><package><classes>" + classes +
                                                          "</classes></package></packages></coverage>");
}

const std::string two_of_three =
    "<class filename='a'><methods><method><lines><line number='1' hits='0'/></lines></method></methods>"
    "<lines><line number='1' hits='5'/><line number='2' hits='0' branch='true' condition-coverage='25% (1/4)'/></lines></class>"
    "<class filename='b'><lines><line number='1' hits='99999999999999999999999'/></lines></class>"
    "<class filename='a'><lines><line number='2' hits='0'/></lines></class><class filename='c'><lines/></class>";

} // namespace

TEST_CASE("cobertura: each line of a file counts once") {
  const auto made = report("version='1' timestamp='1700000000000'", two_of_three);
  CHECK(made->files == 3);
  CHECK(made->files_uncovered == 0);
  CHECK(made->lines.valid == 3);
  CHECK(made->lines.covered == 2);
  CHECK(made->lines.rate() == 666);
  CHECK(made->branches.valid == 4);
  CHECK(made->branches.covered == 1);
  CHECK(made->time == 1700000000);
  CHECK_FALSE(made->declares);
  CHECK(made->flaws.count == 0);
  CHECK(report("timestamp='1700000000'", "")->time == 1700000000);
  CHECK_FALSE(report("timestamp='soon'", "")->time);
}

TEST_CASE("cobertura: declared totals and rates against the lines") {
  const auto says = [](const std::string& attributes) { return report(attributes, two_of_three)->contradiction; };
  CHECK(says("lines-valid='3' lines-covered='2' line-rate='0.6667' branches-valid='4' branches-covered='1' branch-rate='0.25'").empty());
  CHECK(says("lines-valid='4' lines-covered='2' line-rate='0.5'").empty()); // as classes list them
  CHECK(says("lines-valid='3' lines-covered='3'") == "lines: 3 of 3 declared, 2 of 3 found");
  CHECK(says("line-rate='0.67'").empty());
  CHECK(says("line-rate='0.66'").empty()); // cut
  CHECK(says("line-rate='0.9'") == "lines: a rate of 0.9 declared, 2 of 3 found");
  CHECK(says("lines-valid='3' lines-covered='2' line-rate='1.0'") == "lines: 2 of 3 declared, 2 of 3 found");
  CHECK(says("branch-rate='0'") == "branches: a rate of 0 declared, 1 of 4 found");
  CHECK(report("lines-valid='3' line-rate='0.5'", "")->contradiction.empty()); // nothing to hold it against
  CHECK_FALSE(report("lines-valid='3'", "")->declares);
  CHECK_FALSE(report("lines-valid='3'", "")->lines.rate());
}

TEST_CASE("cobertura: what is wrongly made is counted") {
  const auto made = report("lines-valid='many'", "<class filename='a'><lines><line hits='1'/><line number='1' hits='-1'/>"
                                                 "<line number='2' hits='1' condition-coverage='100% (3/2)'/></lines></class>");
  CHECK(made->flaws.count == 4);
  CHECK(made->flaws.first == "line 3: lines-valid=\"many\" is no count");
  CHECK(made->lines.valid == 2);
  CHECK(made->lines.covered == 1);
  CHECK(made->branches.valid == 0);
}

TEST_CASE("cobertura: what it is not") {
  CHECK(refusal(read_cobertura, "<coverage clover='3'><project/></coverage>") ==
        "it is Clover's report of coverage, which is not read; Cobertura XML is");
  CHECK(refusal(read_cobertura, "<report/>") == "its root element is not coverage: this is no Cobertura report");
  CHECK_FALSE(refusal(read_cobertura, "<coverage>").empty());
  CHECK_FALSE(refusal(read_cobertura, "<!DOCTYPE coverage [<!ENTITY a 'b'>]><coverage/>").empty());
}

// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/readers/csaf_tests.hpp"

namespace assay::evidence {

std::vector<FailedTest> failed_csaf_tests(JsonValue root, int minor, const std::string& document) {
  std::vector<FailedTest> failed;
  for (const auto* table : {&csaf_reference_tests(), &csaf_product_tests(), &csaf_vulnerability_tests(),
                            &csaf_tracking_tests(), &csaf_score_tests(), &csaf_profile_tests(), &csaf_later_tests()})
    for (const CsafTestCase& one : *table) {
      if (minor < one.first_minor || minor > one.last_minor)
        continue;
      CsafTestRun run(root, minor, document);
      one.run(run);
      if (run.failed_)
        failed.push_back({std::string(one.number), run.first_});
    }
  return failed;
}

} // namespace assay::evidence

// SPDX-License-Identifier: Apache-2.0
//
// The list of findings a project already knows.
#include "fuzz.hpp"

#include "audit/evidence/scan/baseline.hpp"

using namespace assay;
using namespace assay::evidence::scan;
using assay::fuzz::require;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Baseline baseline;
  Diagnostics problems;
  read_baseline("input", fuzz::text_of(data, size), baseline, problems);
  std::string written;
  for (const auto& [digest, format] : baseline.known) {
    require(digest.size() == 64 && baseline.contains(digest, format), "what is known is contained");
    written += digest + ' ' + format + " # again\n";
  }
  Baseline again;
  Diagnostics none;
  read_baseline("input", written, again, none);
  require(none.empty() && again.known == baseline.known, "a list written down again is the same");
  return 0;
}

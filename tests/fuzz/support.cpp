// SPDX-License-Identifier: Apache-2.0
#include "fuzz.hpp"

#include "audit/base/runtime.hpp"

#include <cstdio>
#include <cstdlib>

extern "C" int LLVMFuzzerInitialize(int*, char***) {
  static const assay::Runtime runtime;
  return 0;
}

namespace assay::fuzz {

void require(bool holds, const char* expectation) {
  if (holds)
    return;
  std::fprintf(stderr, "not so: %s\n", expectation);
  std::abort();
}

} // namespace assay::fuzz

// SPDX-License-Identifier: Apache-2.0
#define DOCTEST_CONFIG_IMPLEMENT
#include "audit/base/runtime.hpp"

#include <doctest/doctest.h>

int main(int argc, char** argv) {
  const assay::Runtime runtime;
  return doctest::Context(argc, argv).run();
}

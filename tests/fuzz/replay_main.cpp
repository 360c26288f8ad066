// SPDX-License-Identifier: Apache-2.0
//
// usage: replay_WHAT DIRECTORY
// Feeds every file of a corpus to the fuzz target it is linked with, for builds whose compiler has no libFuzzer. Each
// file is named before it is read, so that the last name of a failed run is the culprit's.
#include "fuzz.hpp"

#include "audit/base/error.hpp"

#include <cstdio>
#include <vector>

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: %s DIRECTORY\n", argv[0]);
    return 2;
  }
  LLVMFuzzerInitialize(&argc, &argv);
  try {
    const auto files = assay::read_directory(argv[1], "", std::uint64_t{16} << 20);
    for (const assay::SourceFile& file : files) {
      std::printf("%s\n", file.shown.c_str());
      std::fflush(stdout);
      const std::vector<std::uint8_t> bytes(file.bytes.begin(), file.bytes.end()); // no byte more than the file has
      LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
    }
    std::printf("%zu files\n", files.size());
    return files.empty() ? 1 : 0;
  } catch (const assay::Error& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}

// SPDX-License-Identifier: Apache-2.0
//
// What every fuzz target shares. A target is one file that defines LLVMFuzzerTestOneInput: it gives the bytes of a
// stranger to one reader and states with require() what has to hold of every answer.
#pragma once

#include "audit/base/file.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
// Pins locale and libraries as main() does.
extern "C" int LLVMFuzzerInitialize(int* argc, char*** argv);

namespace assay::fuzz {

// Ends the process, saying which expectation was not met, unless it was. No assert(): that is left out of most builds.
void require(bool holds, const char* expectation);

inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

inline SourceFile source_file(std::string_view bytes) {
  return {"input", std::string(bytes), "the input"};
}

// Whether a view leads into `whole`. An empty one may lead anywhere.
inline bool within(std::string_view part, std::string_view whole) {
  constexpr std::less_equal<const char*> not_after;
  return part.empty() || (not_after(whole.data(), part.data()) &&
                          not_after(part.data() + part.size(), whole.data() + whole.size()));
}

} // namespace assay::fuzz

// SPDX-License-Identifier: Apache-2.0
//
// Documents for tests of readers.
#pragma once

#include "audit/base/error.hpp"
#include "audit/evidence/document.hpp"

#include <doctest/doctest.h>

#include <string>

namespace reader_tests {

inline assay::evidence::Document document(const std::string& text, const std::string& name = "a") {
  return {assay::evidence::Origin::supplied, name, "00", text, text};
}

// The content, as its own type.
template <class T>
std::unique_ptr<T> read(std::unique_ptr<assay::evidence::Content> (*reader)(const assay::evidence::Document&),
                        const std::string& text, const std::string& name = "a") {
  return std::unique_ptr<T>(static_cast<T*>(reader(document(text, name)).release()));
}

// What the reader says of a document that it cannot read; empty when it can.
inline std::string refusal(std::unique_ptr<assay::evidence::Content> (*reader)(const assay::evidence::Document&),
                           const std::string& text) {
  try {
    (void)reader(document(text));
    return {};
  } catch (const assay::Error& error) {
    CHECK(error.kind() == assay::ErrorKind::input);
    return error.message();
  }
}

} // namespace reader_tests

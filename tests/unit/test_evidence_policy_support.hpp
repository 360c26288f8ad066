// SPDX-License-Identifier: Apache-2.0
//
// Documents of policy for the tests of their readers.
#pragma once

#include "audit/evidence/document.hpp"

#include <memory>
#include <string>

namespace assay::evidence {

// What a reader makes of a text under a name.
template <class T>
std::unique_ptr<T> read_policy(std::unique_ptr<Content> (*read)(const Document&), std::string name, std::string text) {
  const Document document{Origin::revision, std::move(name), "0", text, text};
  return std::unique_ptr<T>(static_cast<T*>(read(document).release()));
}

} // namespace assay::evidence

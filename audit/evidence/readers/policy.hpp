// SPDX-License-Identifier: Apache-2.0
//
// Documents of policy: what a project says of itself in prose or in small files of their own format. They share one
// kind and have a type of content for each format, which names that format; so a population that draws one of them is
// not made incomplete by another that could not be read.
#pragma once

#include "audit/base/error.hpp"
#include "audit/evidence/document.hpp"

#include <fmt/format.h>

namespace assay::evidence {

struct Policy : Content {
  static constexpr DocumentKind kind = DocumentKind::policy;
};

// No larger document of policy is read.
constexpr std::size_t policy_limit = 8u << 20;

// Throws Error::input for what is too large or no text.
inline void require_policy_text(const Document& document) {
  if (document.text.size() > policy_limit)
    throw Error::input(fmt::format("it has more than {} MiB, which no document of this kind has", policy_limit >> 20));
  if (document.text.find('\0') != std::string::npos)
    throw Error::input("it has a NUL byte, so it is no text");
}

} // namespace assay::evidence

// SPDX-License-Identifier: Apache-2.0
//
// The well-known names of documents; their table is in documents.cpp.
#pragma once

#include <string>
#include <string_view>

namespace assay::evidence {

// Whether `path`, in lower case, is one that documents of a kind go by; the kind is a value of @kind of the population
// `documents`.
bool has_well_known_name(std::string_view kind, const std::string& path);

} // namespace assay::evidence

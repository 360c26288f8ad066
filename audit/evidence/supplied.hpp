// SPDX-License-Identifier: Apache-2.0
//
// Supplied files lie in a folder of the dossier; documents and people call them by the path that they had before.
#pragma once

#include "audit/base/file.hpp"

#include <string_view>

namespace assay::evidence {

inline std::string_view supplied_path(const SourceFile& file) {
  return std::string_view(file.name).substr(file.name.find('/') + 1);
}

} // namespace assay::evidence

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace assay {

// As git tells content that is no text: a NUL is among the first 8,000 bytes.
inline bool is_binary_to_git(std::string_view bytes) {
  return bytes.substr(0, 8000).find('\0') != std::string_view::npos;
}

} // namespace assay

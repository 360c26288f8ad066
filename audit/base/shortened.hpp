// SPDX-License-Identifier: Apache-2.0
//
// Texts that many items of one document share are kept short, so that items cannot take more memory than the document
// by more than a bounded factor.
#pragma once

#include <string>
#include <string_view>

namespace assay {

constexpr std::size_t shown_text_limit = 1024; // bytes

// The text, or its beginning up to a whole character and "…".
inline std::string shortened(std::string_view text, std::size_t limit = shown_text_limit) {
  if (text.size() <= limit)
    return std::string(text);
  std::size_t end = limit;
  while (end > limit - 4 && (text[end] & 0xC0) == 0x80)
    --end;
  return std::string(text.substr(0, end)) + "…";
}

} // namespace assay

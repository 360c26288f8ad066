// SPDX-License-Identifier: Apache-2.0
#include "audit/testimony_recognition.hpp"

#include <algorithm>
#include <string>
#include <string_view>

namespace assay {

namespace {

constexpr std::size_t examined = 1u << 20; // bytes; a root element stands near the start

// The root element's name, as far as a file that may be anything has one.
std::string_view root_name(std::string_view text) {
  for (std::size_t at = text.find('<'); at != text.npos; at = text.find('<', at)) {
    if (text.substr(at, 2) == "<?")
      at = text.find("?>", at);
    else if (text.substr(at, 4) == "<!--")
      at = text.find("-->", at);
    else if (text.substr(at, 2) == "<!")
      at = text.find('>', at);
    else
      return text.substr(at + 1, text.find_first_of(" \t\r\n/>", at) - at - 1);
    if (at == text.npos)
      break;
  }
  return {};
}

} // namespace

bool looks_like_testimony(const SourceFile& file) {
  if (!file.name.ends_with(".xml"))
    return false;
  // Names and markup are ASCII, which UTF-16 and UTF-32 write with zero bytes between.
  std::string text = file.bytes.substr(0, examined);
  std::erase(text, '\0');
  const std::string_view root = root_name(text);
  return root == "attestation" || root == "waiver" || root == "plan";
}

} // namespace assay

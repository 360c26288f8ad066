// SPDX-License-Identifier: Apache-2.0
//
// The doors that text of strangers passes through on its way to documents and terminals, and base64.
#include "fuzz.hpp"

#include "audit/base/base64.hpp"
#include "audit/base/escape.hpp"

#include <pugixml.hpp>

#include <algorithm>

using namespace assay;
using assay::fuzz::require;

namespace {

bool is_utf8(std::string_view text) {
  char32_t code_point = 0;
  while (!text.empty()) {
    const std::size_t length = utf8_sequence(text, code_point);
    if (length == 0)
      return false;
    text.remove_prefix(length);
  }
  return true;
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes = fuzz::text_of(data, size);
  const std::string escaped = escape_text(bytes);
  require(is_utf8(escaped), "escaped text is UTF-8");
  require(unescape_text(escaped) == bytes, "escaping loses nothing");
  pugi::xml_document document;
  document.append_child("a").append_attribute("b").set_value(escaped.c_str());
  require(escaped.find('\0') == std::string::npos && document.child("a").attribute("b").value() == escaped,
          "escaped text has no NUL");

  const std::string shown = escape_terminal(bytes);
  require(is_utf8(shown) && std::none_of(shown.begin(), shown.end(),
                                         [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; }),
          "what is shown is UTF-8 without control characters");
  (void)escape_terminal(bytes, true);
  (void)escape_terminal_xml(escaped);
  require(count_characters(bytes) <= size, "there are no more characters than bytes");

  require(from_base64(to_base64(bytes)) == bytes, "base64 loses nothing");
  if (const auto decoded = from_base64(bytes)) {
    std::string text(bytes);
    text.erase(std::remove_if(text.begin(), text.end(),
                              [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }),
               text.end());
    require(to_base64(*decoded) == text, "bytes have one base64 text");
  }
  return 0;
}

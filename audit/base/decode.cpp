// SPDX-License-Identifier: Apache-2.0
#include "audit/base/decode.hpp"

#include "audit/base/error.hpp"
#include "audit/base/text.hpp"

#include <fmt/format.h>
#include <iconv.h>

#include <array>
#include <cerrno>
#include <string_view>

namespace assay {

namespace {

struct Encoding {
  std::string name; // as iconv knows it; empty: UTF-8
  std::size_t mark = 0; // bytes of the byte order mark
};

// What an XML declaration at the start of the text names; empty when there is none.
std::string declared_in_xml(std::string_view bytes) {
  if (!bytes.starts_with("<?xml"))
    return {};
  const std::string_view declaration = bytes.substr(0, bytes.find("?>"));
  std::size_t at = declaration.substr(0, 1000).find("encoding");
  if (at == std::string_view::npos)
    return {};
  at = declaration.find_first_of("\"'", at);
  if (at == std::string_view::npos)
    return {};
  const std::size_t end = declaration.find(declaration[at], at + 1);
  return end == std::string_view::npos ? std::string() : std::string(declaration.substr(at + 1, end - at - 1));
}

Encoding encoding_of(std::string_view bytes) {
  using namespace std::string_view_literals;
  // The longer marks first: that of UTF-32LE begins with that of UTF-16LE.
  static constexpr std::array<std::pair<std::string_view, const char*>, 5> marks = {{{"\xff\xfe\0\0"sv, "UTF-32LE"},
                                                                                    {"\0\0\xfe\xff"sv, "UTF-32BE"},
                                                                                    {"\xef\xbb\xbf"sv, ""},
                                                                                    {"\xff\xfe"sv, "UTF-16LE"},
                                                                                    {"\xfe\xff"sv, "UTF-16BE"}}};
  for (const auto& [mark, name] : marks)
    if (bytes.starts_with(mark))
      return {name, mark.size()};
  if (bytes.size() >= 4) {
    const auto zero = [&](std::size_t at) { return bytes[at] == '\0'; };
    if (!zero(0) && zero(1) && !zero(2) && zero(3))
      return {"UTF-16LE"};
    if (zero(0) && !zero(1) && zero(2) && !zero(3))
      return {"UTF-16BE"};
  }
  // What was read as single bytes so far cannot be UTF-16, whatever it says.
  const std::string declared = ascii_lower(declared_in_xml(bytes));
  if (declared == "utf-8" || declared == "utf8" || declared == "us-ascii" || declared.starts_with("utf-16"))
    return {};
  return {declared};
}

} // namespace

std::string decode_text(std::string bytes) {
  const Encoding encoding = encoding_of(bytes);
  if (encoding.name.empty()) {
    bytes.erase(0, encoding.mark);
    return bytes;
  }
  const iconv_t converter = iconv_open("UTF-8", encoding.name.c_str());
  if (converter == reinterpret_cast<iconv_t>(-1))
    throw Error::input(fmt::format("its encoding {} is not known", encoding.name));
  std::string text;
  std::array<char, 65536> buffer;
  char* in = bytes.data() + encoding.mark;
  std::size_t left = bytes.size() - encoding.mark;
  bool bad = false;
  while (left > 0 && !bad) {
    char* out = buffer.data();
    std::size_t room = buffer.size();
    bad = iconv(converter, &in, &left, &out, &room) == static_cast<std::size_t>(-1) && errno != E2BIG;
    text.append(buffer.data(), buffer.size() - room);
  }
  iconv_close(converter);
  if (bad)
    throw Error::input(fmt::format("its bytes are no valid {} from byte {} on", encoding.name, bytes.size() - left));
  return text;
}

} // namespace assay

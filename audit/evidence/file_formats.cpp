// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/file_formats.hpp"

#include <cstdint>
#include <initializer_list>

namespace assay::evidence {

using namespace std::string_view_literals;

namespace {

bool starts_with(std::string_view bytes, std::string_view magic) {
  return bytes.substr(0, magic.size()) == magic;
}

unsigned byte_at(std::string_view bytes, std::size_t at) {
  return at < bytes.size() ? static_cast<unsigned char>(bytes[at]) : 0;
}

// A magic number of CPython, "\r\n", and behind a header of 8, 12 or 16 bytes a marshalled code object.
bool is_compiled_python(std::string_view bytes) {
  const unsigned version = byte_at(bytes, 0) | byte_at(bytes, 1) << 8;
  const bool known = (version >= 3000 && version < 4000) || (version > 50000 && version <= 62211);
  if (!known || bytes.substr(2, 2) != "\r\n")
    return false;
  for (const std::size_t header : {8u, 12u, 16u})
    if (bytes.size() > header && (byte_at(bytes, header) & 0x7f) == 'c')
      return true;
  return false;
}

} // namespace

// Java classes and fat Mach-O files share their magic number; the next four bytes are the
// class-file version (45 and more) of the one and the small number of architectures of the other.
std::string_view executable_format(std::string_view bytes) {
  // The smallest header of the format; a shorter file is none, though it may be called one in tests of
  // parsers.
  if (bytes.size() >= 52 && starts_with(bytes, "\x7f"
                                               "ELF"))
    return "elf";
  if (starts_with(bytes, "MZ") && bytes.size() >= 0x40) {
    const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(bytes[at]); };
    const std::size_t header =
        byte(0x3c) | byte(0x3d) << 8 | byte(0x3e) << 16 | static_cast<std::size_t>(byte(0x3f)) << 24;
    return header < bytes.size() && starts_with(bytes.substr(header), "PE\0\0"sv) ? "pe" : "none";
  }
  for (const std::string_view magic :
       {"\xfe\xed\xfa\xce"sv, "\xfe\xed\xfa\xcf"sv, "\xce\xfa\xed\xfe"sv, "\xcf\xfa\xed\xfe"sv})
    if (bytes.size() >= 28 && starts_with(bytes, magic))
      return "mach-o";
  if (starts_with(bytes, "\xca\xfe\xba\xbf"sv) && bytes.size() >= 40)
    return "mach-o";
  if (starts_with(bytes, "!<arch>\n"))
    return "ar";
  if (starts_with(bytes, "dex\n0") && bytes.size() >= 112)
    return "dex";
  if (starts_with(bytes, "\xca\xfe\xba\xbe"sv) && bytes.size() >= 24)
    return static_cast<unsigned char>(bytes[7]) >= 45 || bytes[6] != 0 ? "java-class" : "mach-o";
  if (starts_with(bytes, "\0asm"sv) && bytes.size() >= 8)
    return "wasm";
  return "none";
}

std::string_view archive_format(std::string_view bytes) {
  if (is_compiled_python(bytes))
    return "pyc";
  if (starts_with(bytes, "!<arch>\ndebian-binary"))
    return "deb";
  if (starts_with(bytes, "\xed\xab\xee\xdb"sv) && bytes.size() >= 96)
    return "rpm";
  // A local file header of 30 bytes, then its name; or the end record of an archive without entries.
  if (starts_with(bytes, "PK\3\4"sv) && bytes.size() > 30)
    return starts_with(bytes.substr(30), "META-INF/") ? "jar" : "zip";
  if (starts_with(bytes, "PK\5\6"sv) && bytes.size() >= 22)
    return "zip";
  if (starts_with(bytes, "\x1f\x8b\x08"sv) && bytes.size() >= 18)
    return "gzip";
  if (starts_with(bytes, "BZh") && byte_at(bytes, 3) >= '1' && byte_at(bytes, 3) <= '9' &&
      (bytes.substr(4, 6) == "1AY&SY" || bytes.substr(4, 6) == "\x17\x72\x45\x38\x50\x90"sv))
    return "bzip2";
  if (starts_with(bytes, "\xfd"
                         "7zXZ\0"sv))
    return "xz";
  if (starts_with(bytes, "\x28\xb5\x2f\xfd"sv))
    return "zstd";
  if (starts_with(bytes, "7z\xbc\xaf\x27\x1c"sv))
    return "7z";
  if (bytes.size() >= 512 && bytes.substr(257, 5) == "ustar")
    return "tar";
  return "none";
}

} // namespace assay::evidence

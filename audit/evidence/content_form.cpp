// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/content_form.hpp"

#include "audit/base/binary.hpp"
#include "audit/base/escape.hpp"
#include "audit/evidence/file_formats.hpp"
#include "audit/trust/openpgp_packet.hpp"

#include <fmt/format.h>

#include <optional>

namespace assay::evidence {

namespace {

// Signatures that people make are shorter; in a longer one something else may be hidden.
constexpr std::size_t signature_limit = 4096;
// The specification of git-lfs allows no longer pointer, and those of git-annex hold one path.
constexpr std::size_t pointer_limit = 1024;

bool is_openpgp_signature(std::string_view bytes) {
  if (bytes.empty() || bytes.size() > signature_limit)
    return false;
  trust::PacketReader reader(bytes);
  std::string problem;
  while (const std::optional<trust::Packet> packet = reader.next())
    if (packet->tag != trust::signature_tag || !trust::read_signature(packet->body, problem))
      return false;
  return reader.problem().empty();
}

bool is_pointer(std::string_view bytes) {
  return bytes.size() <= pointer_limit &&
         (bytes.starts_with("version https://git-lfs.github.com/spec/") ||
          bytes.starts_with("version https://hawser.github.com/spec/") || bytes.starts_with("/annex/objects/"));
}

// Tabs, line ends, form feeds and the escapes of terminals occur in texts that people write.
bool is_control(unsigned char c) {
  return c == 0x7f || (c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != 0x1b);
}

bool is_plain_text(std::string_view bytes) {
  char32_t code_point = 0;
  while (!bytes.empty()) {
    const auto first = static_cast<unsigned char>(bytes.front());
    const std::size_t length = first < 0x80 ? !is_control(first) : utf8_sequence(bytes, code_point);
    if (length == 0)
      return false;
    bytes.remove_prefix(length);
  }
  return true;
}

} // namespace

const std::vector<std::string>& content_forms() {
  static const std::vector<std::string> names = {"text", "other-text", "signature", "pointer", "code"};
  return names;
}

ContentForm content_form(std::string_view bytes) {
  const std::string_view archive = archive_format(bytes);
  if (executable_format(bytes) != "none" || archive == "pyc" || archive == "jar")
    return {"code", {}};
  if (archive != "none")
    return {{}, fmt::format("it is packed ({}) and was not opened", archive)};
  if (is_pointer(bytes))
    return {"pointer", {}};
  if (is_plain_text(bytes))
    return {"text", {}};
  if (is_openpgp_signature(bytes))
    return {"signature", {}};
  if (!is_binary_to_git(bytes))
    return {"other-text", {}};
  return {{}, "it is binary, and what it holds its bytes do not tell"};
}

} // namespace assay::evidence

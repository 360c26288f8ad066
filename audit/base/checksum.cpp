// SPDX-License-Identifier: Apache-2.0
#include "audit/base/checksum.hpp"

#include <boost/crc.hpp>

namespace assay {

std::uint32_t crc24(std::string_view bytes) {
  boost::crc_optimal<24, 0x864cfb, 0xb704ce, 0, false, false> crc;
  crc.process_bytes(bytes.data(), bytes.size());
  return static_cast<std::uint32_t>(crc.checksum());
}

std::uint32_t crc32(std::string_view bytes) {
  boost::crc_32_type crc;
  crc.process_bytes(bytes.data(), bytes.size());
  return static_cast<std::uint32_t>(crc.checksum());
}

} // namespace assay

// SPDX-License-Identifier: Apache-2.0
//
// Cyclic redundancy checks, which notice accidents and nothing else.
#pragma once

#include <cstdint>
#include <string_view>

namespace assay {

std::uint32_t crc24(std::string_view bytes); // of OpenPGP's armour, RFC 4880 section 6.1
std::uint32_t crc32(std::string_view bytes); // ITU-T V.42, as zlib computes it

} // namespace assay

// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/scan/mask.hpp"

#include "audit/evidence/scan/confirm.hpp"

#include <fmt/format.h>

namespace assay::evidence::scan {

std::string masked(std::string_view fixed_prefix, std::size_t length) {
  return fmt::format("{}… ({} bytes)", fixed_prefix, length);
}

Digest keyed_digest(std::string_view format_id, std::string_view secret) {
  constexpr std::string_view label = "assay known secret 1:";
  return hmac_sha256(fmt::format("{}{}", label, format_id), canonical(secret));
}

} // namespace assay::evidence::scan

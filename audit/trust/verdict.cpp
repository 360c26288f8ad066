// SPDX-License-Identifier: Apache-2.0
#include "audit/trust/verdict.hpp"

namespace assay::trust {

std::string_view to_string(Status status) {
  switch (status) {
  case Status::good: return "good";
  case Status::expired_signature: return "expired-signature";
  case Status::expired_key: return "expired-key";
  case Status::revoked_key: return "revoked-key";
  case Status::not_trusted: return "not-trusted";
  case Status::unknown_key: return "unknown-key";
  case Status::bad: return "bad";
  case Status::weak: return "weak";
  case Status::malformed: return "malformed";
  }
  return {};
}

} // namespace assay::trust

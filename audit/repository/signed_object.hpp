// SPDX-License-Identifier: Apache-2.0
//
// A signed commit or tag, taken apart into the signature and the bytes that were signed, as git itself does. Verifies
// nothing.
#pragma once

#include "audit/repository/objects.hpp"

#include <string>
#include <string_view>

namespace assay::repository {

struct SignedObject {
  SignatureKind kind = SignatureKind::none;
  std::string signature; // armoured; several headers of one commit are one text, as git reads them
  std::string payload;   // the raw object without any signature
};

// A commit's signature is the header `gpgsig` with its continuation lines. What was signed lacks it, and `gpgsig-sha256`
// too, which signs the commit's other form. A text that looks like a signature within the message is none.
SignedObject signed_commit(std::string_view raw);

// A tag's signature is the end of its text, from the last line on that opens one.
SignedObject signed_tag(std::string_view raw);

} // namespace assay::repository

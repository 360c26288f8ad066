// SPDX-License-Identifier: Apache-2.0
//
// What the whole content of a file is, as far as its bytes tell. Knows nothing of names and extensions, and opens no
// archive: what one holds stays unknown.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace assay::evidence {

struct ContentForm {
  std::string_view name = "text"; // one of content_forms()
  std::string unknown;            // why it cannot be told; empty when it can
};

// "text": UTF-8 without control characters, which holds for armour (RFC 7468, RFC 9580 section 6) too. "other-text":
// what git takes for text though it is not. "signature": nothing but signature packets of OpenPGP, 4 KiB at most.
// "pointer": stands for content that git-lfs or git-annex keeps elsewhere. "code": as in file_formats.hpp.
const std::vector<std::string>& content_forms();

ContentForm content_form(std::string_view bytes);

} // namespace assay::evidence

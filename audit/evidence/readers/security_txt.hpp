// SPDX-License-Identifier: Apache-2.0
//
// security.txt by RFC 9116, up to 8 MiB, with the field CSAF that CSAF 2.0 (section 7.1.8) adds. Unknown fields are
// allowed and kept. Strict where the RFC is: one space behind the colon, none before it, every line ended, web addresses
// with https, dates by RFC 3339. Whether it has expired is not the reader's to say.
#pragma once

#include "audit/evidence/readers/policy.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace assay::evidence {

struct SecurityTxtField {
  std::string name;  // in lower case
  std::string value; // without white space at its ends
  std::size_t line;  // from 1
};

struct SecurityTxt : Policy {
  static constexpr std::string_view document_format = "security-txt";

  std::vector<SecurityTxtField> fields;
  Flaws flaws;
  std::optional<std::int64_t> expires; // seconds; absent too when it is no RFC 3339 date-time or stated twice
  // Of one with a cleartext signature (RFC 4880, section 7): what is signed, and the signature. Empty without.
  std::string signed_text, signature;
};

bool names_security_txt(const Appearance& path_only);
// By name and a field, or, among supplied files, by a line Contact and a line Expires.
bool is_security_txt(const Appearance& appearance);
std::unique_ptr<Content> read_security_txt(const Document& document);

} // namespace assay::evidence

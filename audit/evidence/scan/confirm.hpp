// SPDX-License-Identifier: Apache-2.0
//
// What can be said of bytes that have the form of a secret, without asking its issuer: published checksums,
// inner structure, how random they look, and whether they are an example that everybody knows. Knows no
// format's pattern.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace assay::evidence::scan {

// How sure it is that a finding is a secret that somebody's program made.
enum class Certainty {
  checksum,       // the issuer's published checksum holds
  structure,      // what it encodes is whole: lengths agree, it decodes to what it must
  entropy,        // it has the form and looks random
  form,           // it has the form
  wrong_checksum, // it has the form, but the issuer's checksum does not hold: not issued so, or altered
};

std::string_view to_string(Certainty certainty);

// Nothing when the secret is none after all.
using Check = std::optional<Certainty> (*)(std::string_view secret);

// Shannon's entropy of the bytes' frequencies, in bits a byte; 0 for nothing.
double shannon_entropy(std::string_view bytes);

// Whether it was written to be seen: words such as "example", a run of one character, or
// half of it and more an alphabet in order.
bool is_placeholder(std::string_view secret);

// Whether it is one of the values that vendors print in their documentation.
bool is_documented_example(std::string_view secret);

// GitHub's and npm's tokens: the last six characters are the CRC-32 of those between the prefix, which ends
// at an underscore, and them, in base 62.
std::optional<Certainty> check_crc32_base62(std::string_view token);
// Grafana's service account tokens: the last eight are the CRC-32 of what is before the last underscore,
// little-endian.
std::optional<Certainty> check_grafana(std::string_view token);
// age's secret keys: Bech32 (BIP 173).
std::optional<Certainty> check_bech32(std::string_view key);
// AWS key ids are base 32 behind four letters.
std::optional<Certainty> check_aws_key_id(std::string_view id);
// RFC 7519: header and claims are JSON objects, and the header names an algorithm.
std::optional<Certainty> check_jwt(std::string_view token);
// What starts at the first "eyJ" is base64 of a JSON object; else it has the form only.
std::optional<Certainty> check_json_payload(std::string_view token);
// Discord's bot tokens: the first part is base64 of a decimal number.
std::optional<Certainty> check_discord(std::string_view token);
// Has at least one digit, one capital and one small letter, as random text of that length has.
std::optional<Certainty> check_mixed(std::string_view secret);
// Has at least one digit and one letter.
std::optional<Certainty> check_digit_and_letter(std::string_view secret);

// Blocks between BEGIN and END: base64 that holds DER (RFC 7468, PKCS #1 and #8, SEC 1), the "openssh-key-v1"
// form, or OpenPGP packets with their CRC-24 (RFC 4880). Keys written into source code as string literals are
// read as well.
std::optional<Certainty> check_der_key(std::string_view block);
std::optional<Certainty> check_openssh_key(std::string_view block);
std::optional<Certainty> check_openpgp_key(std::string_view block);

// The secret as its owner would write it: of one that spans several lines, without what a surrounding text
// adds at the ends of lines (white space, quotes, "\n" in a string literal).
std::string canonical(std::string_view secret);

} // namespace assay::evidence::scan

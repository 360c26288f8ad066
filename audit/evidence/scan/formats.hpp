// SPDX-License-Identifier: Apache-2.0
//
// The formats of secrets that are looked for: tokens whose form their issuer publishes, and private keys. A
// row says how a secret looks; how contents are searched is scanner.hpp's business. Left out on purpose,
// because most of what such rules find is no secret: passwords by the name of a variable, passwords in
// addresses (user:password@host), and bare hexadecimal keys that nothing but a nearby word tells from a
// digest.
#pragma once

#include "audit/evidence/scan/confirm.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace assay::evidence::scan {

struct Format {
  std::string id;    // what items, baselines and rules call it; never changed once released
  std::string title; // for people
  // For Vectorscan: of one fixed width, with a literal in it, and beginning where `precise` does.
  std::vector<std::string> triage;
  std::string precise;  // RE2, matched where a triage match begins; its group 1 is the secret
  double entropy = 3.0; // least bits a character of what follows the fixed prefix; 0: not asked
  Check check = nullptr;
  std::uint32_t reach = 512; // bytes that `precise` may look at
  bool random = true;        // false: it may hold long runs and words, so placeholders are not looked for
};

// All formats, by id.
const std::vector<Format>& formats();

// Building rows. `characters` are the inside of a bracket expression, with '-' last; between `least` and
// `most` of them follow `literal`, and none of them, and no letter, digit or underscore, follows the secret.
Format token(std::string id, std::string title, std::string_view literal, std::string_view characters,
             int least, int most, Check check = nullptr);

// A secret whose pattern is written out; no letter, digit, underscore or '-' follows it.
Format exactly(std::string id, std::string title, std::vector<std::string> triage, std::string_view precise,
               Check check = nullptr);

// A secret that only the name it is assigned to gives away: one of `names` (in any case), up to 24 characters
// on a word for "key" or "token" if the name has none, then '=' or ':', then `secret`.
Format assigned(std::string id, std::string title, const std::vector<std::string>& names,
                std::string_view secret, Check check = nullptr);

// The rows by kind; formats() joins them.
std::vector<Format> key_formats();
std::vector<Format> code_formats();
std::vector<Format> cloud_formats();
std::vector<Format> service_formats();

// Inside of bracket expressions, and what may not follow a secret that ends in a letter or digit.
inline constexpr std::string_view alphanumeric = "0-9A-Za-z", lower_alphanumeric = "0-9a-z",
                                  hexadecimal = "0-9a-f", upper_alphanumeric = "0-9A-Z",
                                  base64url = "0-9A-Za-z_-", base64 = "0-9A-Za-z+/";
inline constexpr const char* uuid = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";

} // namespace assay::evidence::scan

// SPDX-License-Identifier: Apache-2.0
//
// Keyrings, as the audited repository may hold them: our cutting into certificates, and what librnp makes of each.
#include "fuzz.hpp"

#include "audit/trust/openpgp.hpp"

#include <algorithm>

using namespace assay;
using namespace assay::trust;
using assay::fuzz::require;

namespace {

constexpr Seconds as_of = 1'790'000'000;
constexpr std::string_view upper_hexadecimal = "0123456789ABCDEF";

bool is_fingerprint(std::string_view text) {
  return text.size() == 40 && text.find_first_not_of(upper_hexadecimal) == text.npos;
}

void check_problems(const std::vector<Problem>& problems) {
  for (const Problem& problem : problems)
    require(!problem.message.empty() && !problem.hint.empty() && problem.location.file == "the input",
            "a problem says what it is, where, and what to try");
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const OpenpgpKeyring keyring = read_openpgp_keyrings({fuzz::source_file(fuzz::text_of(data, size))}, as_of);
  check_problems(keyring.problems);
  check_problems(keyring.remarks);
  require(!keyring.keys.empty() || !keyring.problems.empty() || !keyring.remarks.empty(),
          "a file without keys has a problem");
  for (const OpenpgpKey& key : keyring.keys) {
    require(is_fingerprint(key.fingerprint) && is_fingerprint(key.primary_fingerprint), "a key has fingerprints");
    require((key.material.key != nullptr) == key.material.problem.empty(), "a key is made or has a problem");
    require(std::any_of(keyring.keys.begin(), keyring.keys.end(),
                        [&](const OpenpgpKey& other) { return other.fingerprint == key.primary_fingerprint; }) ||
                !keyring.remarks.empty(),
            "the primary key is there, or why it is not");
  }
  return 0;
}

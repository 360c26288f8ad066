// SPDX-License-Identifier: Apache-2.0
//
// Files of allowed signers: each line that was taken says something that can be written down and read again.
#include "fuzz.hpp"

#include "audit/base/base64.hpp"
#include "audit/trust/allowed_signers.hpp"

#include <fmt/format.h>

#include <algorithm>

using namespace assay;
using namespace assay::trust;
using assay::fuzz::require;

namespace {

// "20261231235959Z"
std::string written_time(Seconds time) {
  std::string text = format_rfc3339(time);
  text.erase(std::remove_if(text.begin(), text.end(), [](char c) { return c == '-' || c == 'T' || c == ':'; }),
             text.end());
  return text;
}

std::string in_quotes(std::string_view text) {
  std::string out = "\"";
  for (const char c : text)
    out += c == '"' ? "\\\"" : std::string(1, c);
  return out + '"';
}

std::string written(const AllowedSigner& signer) {
  std::string options;
  if (signer.authority)
    options += ",cert-authority";
  if (signer.namespaces)
    options += ",namespaces=" + in_quotes(*signer.namespaces);
  if (signer.valid_after)
    options += ",valid-after=" + in_quotes(written_time(*signer.valid_after));
  if (signer.valid_before)
    options += ",valid-before=" + in_quotes(written_time(*signer.valid_before));
  const bool bare = !signer.principals.starts_with('#') && signer.principals.find_first_of(" \t") == std::string::npos;
  return fmt::format("{} {} {} {}\n", bare ? signer.principals : in_quotes(signer.principals),
                     options.empty() ? options : options.substr(1), signer.key->type, to_base64(signer.key->blob));
}

void check_problems(const Diagnostics& problems, std::size_t lines) {
  for (const Problem& problem : problems.sorted())
    if (!problem.location.file.empty()) // not the count of those left out
      require(problem.location.line >= 1 && problem.location.line <= lines && !problem.message.empty(),
              "a problem has a line of the file and says what it is");
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const SourceFile file = fuzz::source_file(fuzz::text_of(data, size));
  const AllowedSignersFile read = read_allowed_signers(file);
  const std::size_t lines = 1 + static_cast<std::size_t>(std::count(file.bytes.begin(), file.bytes.end(), '\n'));
  check_problems(read.problems, lines);
  check_problems(read.remarks, lines);
  std::size_t last_line = 0;
  for (const AllowedSigner& signer : read.signers) {
    require(signer.line > last_line && signer.line <= lines, "signers have lines of the file, in its order");
    last_line = signer.line;
    require(signer.key && signer.key->key && signer.key->weakness.empty(), "a signer has a key that is not weak");
    require(!signer.valid_after || !signer.valid_before || *signer.valid_after < *signer.valid_before,
            "a key is allowed for some time");
    (void)matches_pattern_list("somebody@example.com", signer.principals);
    const AllowedSignersFile again = read_allowed_signers(fuzz::source_file(written(signer)));
    require(again.signers.size() == 1 && again.problems.empty() && again.remarks.empty(),
            "a signer written down again is read without a problem");
    const AllowedSigner& same = again.signers.front();
    require(same.principals == signer.principals && same.key->blob == signer.key->blob &&
                same.authority == signer.authority && same.namespaces == signer.namespaces &&
                same.valid_after == signer.valid_after && same.valid_before == signer.valid_before,
            "a signer written down again is the same");
  }
  return 0;
}

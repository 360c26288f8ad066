// SPDX-License-Identifier: Apache-2.0
//
// The lines "Key: value" of a note.
#include "fuzz.hpp"

#include "audit/base/text.hpp"
#include "audit/repository/notes_tree.hpp"

using namespace assay;
using namespace assay::repository;
using assay::fuzz::require;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::vector<Trailer> lines = note_lines(fuzz::text_of(data, size));
  std::string written;
  for (const Trailer& line : lines) {
    (void)approves(ascii_lower(line.key));
    written += line.key + ": " + line.value + '\n';
  }
  const std::vector<Trailer> again = note_lines(written);
  require(again.size() == lines.size(), "lines written down again are as many");
  for (std::size_t i = 0; i < lines.size(); ++i)
    require(again[i].key == lines[i].key && again[i].value == lines[i].value, "a line written down again is the same");
  return 0;
}

// SPDX-License-Identifier: Apache-2.0
//
// Raw trees, entry by entry.
#include "fuzz.hpp"

#include "audit/repository/tree.hpp"

using namespace assay;
using namespace assay::repository;
using assay::fuzz::require;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view raw = fuzz::text_of(data, size);
  TreeEntryView entry{};
  for (std::string_view rest = raw; !rest.empty();) {
    const std::string_view before = rest;
    if (!take_entry(rest, entry)) {
      require(rest == before, "what is no entry is not taken");
      break;
    }
    const std::string_view taken = before.substr(0, before.size() - rest.size());
    require(entry.mode == mode_tree || entry.mode == mode_symlink || entry.mode == mode_gitlink ||
                entry.mode == 0100644 || entry.mode == 0100755,
            "modes are those git knows");
    require(!entry.name.empty() && entry.name.find('\0') == entry.name.npos, "a name is there, without NUL");
    const std::string end = std::string(entry.name) + '\0' +
                            std::string(reinterpret_cast<const char*>(entry.id.bytes.data()), entry.id.bytes.size());
    require(fuzz::within(entry.name, taken) && taken.ends_with(end) && taken[taken.size() - end.size() - 1] == ' ',
            "an entry is its mode, a space, its name, NUL and its id");
  }
  return 0;
}

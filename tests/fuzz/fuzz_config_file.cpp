// SPDX-License-Identifier: Apache-2.0
//
// git's configuration syntax: entries written down again are the same.
#include "fuzz.hpp"

#include "audit/base/text.hpp"
#include "audit/repository/config_file.hpp"

using namespace assay;
using namespace assay::repository;
using assay::fuzz::require;

namespace {

std::string in_quotes(std::string_view text) {
  std::string out = "\"";
  for (const char c : text)
    out += c == '"' || c == '\\' ? std::string("\\") + c : c == '\n' ? "\\n" : std::string(1, c);
  return out + '"';
}

std::string written(const ConfigEntry& entry) {
  std::string text = '[' + entry.section;
  if (entry.subsection)
    text += ' ' + in_quotes(*entry.subsection);
  text += "]\n" + entry.key;
  return text + (entry.value ? " = " + in_quotes(*entry.value) : std::string()) + '\n';
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string problem;
  const std::vector<ConfigEntry> entries = read_config(fuzz::text_of(data, size), problem);
  std::string text;
  for (const ConfigEntry& entry : entries) {
    require(!entry.key.empty() && ascii_lower(entry.key) == entry.key && ascii_lower(entry.section) == entry.section,
            "keys and sections are in lower case, and keys not empty");
    text += written(entry);
  }
  const std::vector<ConfigEntry> again = read_config(text, problem);
  require(problem.empty() && again.size() == entries.size(), "entries written down again are as many");
  for (std::size_t i = 0; i < entries.size(); ++i)
    require(again[i].section == entries[i].section && again[i].subsection == entries[i].subsection &&
                again[i].key == entries[i].key && again[i].value == entries[i].value,
            "an entry written down again is the same");
  return 0;
}

// SPDX-License-Identifier: Apache-2.0
//
// A mailmap, asked for every person its own lines name.
#include "fuzz.hpp"

#include "audit/base/text.hpp"
#include "audit/repository/identities.hpp"
#include "audit/repository/mailmap.hpp"

using namespace assay;
using namespace assay::repository;
using assay::fuzz::require;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = fuzz::text_of(data, size);
  const Mailmap map(text);
  const auto ask = [&](std::string_view name, std::string_view email) {
    const Person person = map.canonical(name, email);
    require(person.name == name || text.find(person.name) != text.npos, "a name is as asked or from the file");
    require(person.email == email || text.find(person.email) != text.npos, "an address is as asked or from the file");
  };
  ask("Somebody", "somebody@example.com");
  for (std::string_view rest = text; !rest.empty();) {
    const std::string_view line = take_line(rest);
    const NamedPerson person = person_in(line);
    require(fuzz::within(person.name, line) && fuzz::within(person.email, line), "a person lies within the line");
    ask(person.name, person.email);
    if (const std::size_t last = line.rfind('<'); last != line.npos)
      ask("Somebody", line.substr(last + 1, line.find('>', last) - last - 1));
  }
  return 0;
}

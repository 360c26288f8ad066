// SPDX-License-Identifier: Apache-2.0
//
// The trust store's roles.xml.
#include "fuzz.hpp"

#include "audit/builtin.hpp"
#include "audit/trust/roles.hpp"

#include <set>

using namespace assay;
using namespace assay::trust;
using assay::fuzz::require;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::string grammar = builtin("schemas/roles.xsd").bytes;
  const SourceFile file = fuzz::source_file(fuzz::text_of(data, size));
  Diagnostics problems;
  const Roles roles = Roles::read(file, grammar, problems);
  if (!problems.empty())
    return 0;
  require(!roles.persons().empty(), "roles are somebody's");
  std::set<std::string> ids;
  for (const Person& person : roles.persons()) {
    require(ids.insert(person.id).second && roles.find(person.id) == &person, "an id is one person's");
    require(!person.name.empty() && !person.keys.empty(), "a person has a name and a key");
    for (const PersonKey& key : person.keys) {
      require(!key.value.empty() && normalized_key(key.kind, key.value) == key.value, "a key is in its one spelling");
      require(key.period.from <= key.period.until, "a period has a day");
      Verdict verdict;
      verdict.status = Status::good;
      (key.kind == KeyKind::principal ? verdict.signer : verdict.key) = key.value;
      const auto owners = roles.persons(verdict, key.period.from);
      require(key.kind == KeyKind::principal || (owners.size() == 1 && owners.front() == &person),
              "a key is its owner's");
      verdict.status = Status::bad;
      require(roles.persons(verdict, key.period.from).empty(), "a signature that is not good is nobody's");
    }
    for (const PersonRole& role : person.roles)
      require(person.may(role.role, role.period.from) && person.may(role.role, role.period.until),
              "a role holds on its first and its last day");
  }
  return 0;
}

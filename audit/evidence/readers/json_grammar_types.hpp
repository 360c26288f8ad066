// SPDX-License-Identifier: Apache-2.0
//
// What the rules of a JSON grammar are once they were read: objects, and the types of their members.
#pragma once

#include "audit/evidence/readers/json_forms.hpp"
#include "audit/evidence/readers/json_grammar.hpp"

#include <algorithm>

namespace assay::evidence {

struct JsonGrammar::Type {
  enum Kind { string, boolean, number, integer, choice, array, map, object } kind = string;
  const JsonForm* form = nullptr;
  double least = -1e300, most = 1e300;
  std::vector<std::string_view> choices;
  const Type* element = nullptr; // of arrays and maps
  bool distinct = false, some = false, nullable = false;
  std::string_view object_name;
  const Object* of = nullptr;
};

struct JsonGrammar::Object {
  struct Member {
    std::string_view name;
    bool required;
    const Type* type;
  };
  std::string_view name;
  std::vector<Member> members; // sorted by name
  std::size_t required = 0;
  bool open = false;
  std::vector<std::string_view> any_of, one_of;

  const Member* find(std::string_view wanted) const {
    const auto at = std::lower_bound(members.begin(), members.end(), wanted,
                                     [](const Member& a, std::string_view b) { return a.name < b; });
    return at != members.end() && at->name == wanted ? &*at : nullptr;
  }
};

} // namespace assay::evidence

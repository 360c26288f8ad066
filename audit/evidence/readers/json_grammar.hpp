// SPDX-License-Identifier: Apache-2.0
//
// The shape that a format demands of its JSON documents, written down as short lines of text, and the places where a
// document differs from it. It knows as much of JSON Schema as formats of large objects with closed lists of members
// need.
#pragma once

#include "audit/base/json.hpp"
#include "audit/evidence/document.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace assay::evidence {

// An object: its name, and its members as "name:type", separated by spaces; "name!:type" if it must be there. Types:
//   string boolean number integer integer>=N     and of a number "rank": from -1 to 100
//   uri uri-reference date-time guid language media-type four-numbers     strings of that form
//   (a|b)      one of these strings
//   []T {}T    an array of T; the second holds nothing twice. With a plus inside the brackets: at least one
//   <>T        an object of any members, which are T
//   #name      an object of that name
// A question mark behind the type allows null. "any-of=a|b" and "one-of=a|b" in front: of these members at least one or
// exactly one must be there. Members that are not listed must not be there; "*" lists those of any name and type.
struct JsonObjectRule {
  std::string_view name;
  std::string_view members;
};

class JsonGrammar {
public:
  // The first rule is the document's root; `everywhere` are members that every object may have but those with "*".
  // Throws Error::internal when the rules are not well written.
  JsonGrammar(std::string_view everywhere, const std::vector<JsonObjectRule>& rules);
  ~JsonGrammar();
  JsonGrammar(const JsonGrammar&) = delete;
  JsonGrammar& operator=(const JsonGrammar&) = delete;

  // Adds each place that differs, in linear time.
  void check(JsonValue root, Flaws& flaws) const;

private:
  struct Object;
  struct Type;
  class Writing;
  class Check;

  std::vector<std::unique_ptr<Object>> objects_;
  std::vector<std::unique_ptr<Type>> types_;
};

} // namespace assay::evidence

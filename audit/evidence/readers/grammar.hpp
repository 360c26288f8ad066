// SPDX-License-Identifier: Apache-2.0
//
// Grammars of document formats: which members, elements and values a JSON or XML document of one version of a format
// may have. They are written as short tables that hold all versions at once:
//
//   hash = {alg!:(MD5 SHA-1 SHA3-256@4) content!:digest comment@3-5}      a JSON object, and an XML element
//   {.alg!:(MD5 SHA-1) =digest}    XML: an attribute, text    {a b?:hash c@3*:integer (d | e)+ ~}    XML: elements
//
//   {a? =text}   XML: elements with text between them
//   name = …     a shape of that name; the table's first is the document
//   a            a member, attribute or element; its value is text
//   a:shape      with a value of that shape: a name of the table, a lexical form, or written in place
//   ! ? * +      must be there (JSON, attributes); may be missing, may repeat, both (elements)
//   @4 @-4 @3-5  only from, until, or in these minor versions of the format
//   (x y)        in place of a shape: one of these words;  among elements: a sequence, or a choice with |
//   [shape]u1x   a list; its elements differ; it has one at least; at most
//   x|y x^y      any of the shapes, exactly one of them
//   one(a,b&c) some(a,b)   exactly one, at least one of these sets of members is there
//   ...          JSON: other members too;  .* .~ XML: other attributes, those of other namespaces;  ~ foreign elements
#pragma once

#include "audit/base/json.hpp"
#include "audit/evidence/document.hpp"

#include <pugixml.hpp>

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace assay::evidence {

struct Shape;

// A member of a JSON object or an attribute of an XML element.
struct ShapeMember {
  std::string name;
  const Shape* shape;
  bool required;
};

// Sets of members of which exactly one, or at least one, is there.
struct ShapeChoice {
  bool exactly_one;
  std::vector<std::vector<std::string>> sets;
};

// Part of what an XML element contains.
struct Particle {
  enum class Kind { element, sequence, choice, foreign };
  Kind kind;
  std::string name = {};
  const Shape* shape = nullptr;
  bool optional = false, repeated = false;
  std::vector<Particle> parts = {};

  bool starts_with(std::string_view element) const; // whether it may begin with an element of that name
  bool nullable() const;                            // whether nothing fits it
};

struct Shape {
  enum class Kind { anything, text, integer, number, boolean, words, list, object, alternatives };
  Kind kind = Kind::anything;
  bool (*fits)(std::string_view) = nullptr; // of text
  std::optional<double> minimum, maximum;   // of numbers; of text its length in characters
  std::vector<std::string> words = {};      // sorted
  const Shape* element = nullptr;           // of a list, or what the text of an XML element is
  bool unique = false, not_empty = false, single = false;
  bool exactly_one = false;                 // of alternatives
  std::vector<const Shape*> alternatives = {};
  std::vector<ShapeMember> members = {};    // sorted by name
  std::vector<ShapeChoice> choices = {};
  bool open = false;                        // other members or attributes, too
  bool open_to_foreign = false;             // attributes of other namespaces
  std::vector<Particle> content = {};       // of an XML element

  const ShapeMember* member(std::string_view name) const;
};

class Grammar {
public:
  enum class Notation { json, xml };

  // The table as it is for one minor version; a mistake in it is Error::internal.
  Grammar(Notation notation, std::string_view table, int version);

  const Shape& root() const { return *root_; }

private:
  friend class GrammarReader;
  std::deque<Shape> shapes_;
  std::map<std::string, Shape*, std::less<>> named_;
  const Shape* root_ = nullptr;
};

// One table's grammars by minor version, each made when it is first asked for. Not for several threads at once.
class GrammarVersions {
public:
  GrammarVersions(Grammar::Notation notation, std::string_view table) : notation_(notation), table_(table) {}
  const Grammar& of(int version) { return made_.try_emplace(version, notation_, table_, version).first->second; }

private:
  Grammar::Notation notation_;
  std::string_view table_;
  std::map<int, Grammar> made_;
};

// Adds what in a document does not fit the grammar, in linear time. Places are JSON pointers, below `place`.
void check_json(const Grammar& grammar, JsonValue root, const std::string& place, Flaws& flaws);

// The same for XML; places are XPaths. Elements of the grammar are those of the root's namespace.
void check_xml(const Grammar& grammar, pugi::xml_node root, Flaws& flaws);

// "/bom/components/component[3]", of elements' local names.
std::string xpath_of(pugi::xml_node node);

// The lexical form of that name ("date-time", "iri", "digest" …), or none.
bool (*find_lexical(std::string_view name))(std::string_view);

} // namespace assay::evidence

// SPDX-License-Identifier: Apache-2.0
//
// The names a report template may use, read from the grammar of reports (schemas/report.xsd): each element with
// its attributes and children, and the names derived from them, such as `exceptions-readable`. The view, the check
// of templates and the field reference in templates/README.md all ask this one table, so none of them can know a
// name that another does not. Knows nothing of templates or of any report.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace assay::render {

enum class ValueKind { text, enumeration, integer, time, hash, uri };

struct Attribute {
  std::string name;
  ValueKind kind = ValueKind::text;
  std::vector<std::string> values; // of an enumeration
  bool required = false;
  bool refers = false;       // its value may be the @id of the element it is named after
  bool refers_title = false; // and that element has a title
  std::string meaning;
};

class ElementType;

struct Child {
  std::string name;
  const ElementType* type = nullptr;
  bool repeated = false;
  bool required = false;
  std::string meaning;
};

// What a name stands for in an element.
struct Field {
  enum class What {
    value,             // of an attribute; false when it is absent or empty
    value_code,        // the same, marked as a piece of code
    value_is,          // whether the attribute has the value `value`
    readable,          // a number with its thousands separated, or a time in words
    is_zero,           // of a number
    is_one,            //
    brief,             // the first twelve digits of a hash
    refused_link,      // an address that was not let through
    referred_anchor,   // anchor of the element that the attribute names, if the report has it
    referred_title,    // and its title
    text,              // of the element
    text_code,         //
    has_text,          //
    children,          // the child elements of one name
    has_child,         //
    child_count,       // their number, thousands separated
    child_count_is_one, //
    has_child_with,    // whether one of them has the value `value` in its attribute `attribute`
    anchor,            // an id for the element within a document
    position,          // among its siblings of the same name, from 1
    is_first,          //
    is_last,           //
    is_element,        // whether this is an element `value`, where several kinds are mixed
    share,             // percentage that a count is of all counts
    share_before,      // percentage of all counts before this one
  };
  What what;
  std::size_t index = 0;      // of the attribute or child
  std::string value;          // what is compared with
  std::string attribute = {}; // of the child, for has_child_with

  bool is_flag() const;     // yes or no: good for sections only
  bool is_children() const { return what == What::children; }
  bool is_link() const { return what == What::value && uri; }
  bool uri = false;
};

class ElementType {
public:
  std::string name; // of the element, or of the named type
  std::string meaning;
  std::vector<Attribute> attributes;
  std::vector<Child> children;
  bool has_text = false;
  bool repeated = false;                 // some element holds several of these
  std::vector<std::string> alternatives; // of a mixture: the elements it stands for

  // What `name` stands for here, if anything.
  std::optional<Field> find(std::string_view name) const;
  // Every name but the open-ended ones (`ATTRIBUTE-is-VALUE` of free text).
  const std::map<std::string, Field, std::less<>>& names() const { return names_; }

private:
  friend class FieldReader;
  // Fills names_. Throws Error::internal when two fields would have one name.
  void name_fields();
  void add(std::string name, Field field);
  void name_attribute(std::size_t index);
  void name_child(std::size_t index);

  std::map<std::string, Field, std::less<>> names_;
};

// All element types of the grammar.
class Fields {
public:
  // Reads the declarations of an XSD. Throws Error::internal when it uses a construct that is not known here.
  explicit Fields(std::string_view xsd);

  const ElementType& root() const { return *root_; }
  // In the order of the grammar, the root first.
  const std::vector<std::unique_ptr<ElementType>>& types() const { return types_; }

private:
  std::vector<std::unique_ptr<ElementType>> types_;
  const ElementType* root_ = nullptr;
};

// "closed by the object graph" as part of a name: every run of other characters than a-z and 0-9 is a hyphen.
std::string name_part(std::string_view value);

} // namespace assay::render

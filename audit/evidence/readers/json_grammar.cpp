// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/readers/json_grammar.hpp"

#include "audit/base/error.hpp"
#include "audit/evidence/readers/json_grammar_types.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <unordered_map>

namespace assay::evidence {

// Reads the rules.
class JsonGrammar::Writing {
public:
  explicit Writing(JsonGrammar& grammar) : grammar_(grammar) {}

  void add(const JsonObjectRule& rule, std::string_view everywhere) {
    auto object = std::make_unique<Object>();
    object->name = rule.name;
    members(*object, rule.members);
    if (!object->open)
      members(*object, everywhere);
    std::sort(object->members.begin(), object->members.end(), [](auto& a, auto& b) { return a.name < b.name; });
    by_name_[rule.name] = object.get();
    grammar_.objects_.push_back(std::move(object));
  }

  void link() {
    for (const auto& type : grammar_.types_)
      if (type->kind == Type::object && (type->of = by_name_[type->object_name]) == nullptr)
        throw Error::internal(fmt::format("no rule is named {}", type->object_name));
  }

private:
  static std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    while (!text.empty()) {
      const std::size_t end = std::min(text.find(separator), text.size());
      parts.push_back(text.substr(0, end));
      text.remove_prefix(std::min(end + 1, text.size()));
    }
    return parts;
  }

  void members(Object& object, std::string_view text) {
    for (std::string_view one : split(text, ' ')) {
      if (one == "*") {
        object.open = true;
      } else if (one.starts_with("any-of=")) {
        object.any_of = split(one.substr(7), '|');
      } else if (one.starts_with("one-of=")) {
        object.one_of = split(one.substr(7), '|');
      } else {
        const std::size_t colon = std::min(one.find(':'), one.size() - 1);
        std::string_view name = one.substr(0, colon);
        const bool required = name.ends_with('!');
        name.remove_suffix(required ? 1 : 0);
        object.required += required ? 1 : 0;
        object.members.push_back({name, required, type(one.substr(colon + 1))});
      }
    }
  }

  const Type* type(std::string_view text) {
    Type made;
    made.nullable = text.ends_with('?');
    text.remove_suffix(made.nullable ? 1 : 0);
    if (text.starts_with('[') || text.starts_with('{')) {
      made.kind = Type::array;
      made.distinct = text.starts_with('{');
      made.some = text.substr(1, 1) == "+";
      made.element = type(text.substr(made.some ? 3 : 2));
    } else if (text.starts_with("<>")) {
      made.kind = Type::map;
      made.element = type(text.substr(2));
    } else if (text.starts_with('#')) {
      made.kind = Type::object;
      made.object_name = text.substr(1);
    } else if (text.starts_with('(') && text.ends_with(')')) {
      made.kind = Type::choice;
      made.choices = split(text.substr(1, text.size() - 2), '|');
    } else {
      scalar(made, text);
    }
    grammar_.types_.push_back(std::make_unique<Type>(std::move(made)));
    return grammar_.types_.back().get();
  }

  static void scalar(Type& made, std::string_view text) {
    if (text == "string")
      return;
    if (const JsonForm* form = find_json_form(text)) {
      made.form = form;
    } else if (text == "boolean") {
      made.kind = Type::boolean;
    } else if (text == "number" || text == "rank") {
      made.kind = Type::number;
      if (text == "rank")
        made.least = -1, made.most = 100;
    } else if (text == "integer" || text.starts_with("integer>=")) {
      made.kind = Type::integer;
      if (text.size() > 9)
        std::from_chars(text.data() + 9, text.data() + text.size(), made.least);
    } else {
      throw Error::internal(fmt::format("nothing is of type {}", text));
    }
  }

  JsonGrammar& grammar_;
  std::unordered_map<std::string_view, const Object*> by_name_;
};

JsonGrammar::JsonGrammar(std::string_view everywhere, const std::vector<JsonObjectRule>& rules) {
  Writing writing(*this);
  for (const JsonObjectRule& rule : rules)
    writing.add(rule, everywhere);
  writing.link();
}

JsonGrammar::~JsonGrammar() = default;

} // namespace assay::evidence

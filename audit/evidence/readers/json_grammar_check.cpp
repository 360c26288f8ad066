// SPDX-License-Identifier: Apache-2.0
//
// Holds a JSON document against a grammar.
#include "audit/evidence/readers/json_grammar_types.hpp"
#include "audit/base/shortened.hpp"

#include <fmt/format.h>

#include <cmath>
#include <functional>

namespace assay::evidence {

namespace {

constexpr std::size_t shown_limit = 200; // bytes of a name or place in a message

// Where a value is, as steps from it up to the root, so that no pointer is written unless there is a flaw.
struct Place {
  const Place* up;
  std::string_view name;
  std::size_t index = 0;
};

std::string pointer_of(const Place* place) {
  std::vector<const Place*> steps;
  for (; place->up != nullptr; place = place->up)
    steps.push_back(place);
  std::string pointer;
  for (std::size_t i = steps.size(); i-- > 0 && pointer.size() < shown_limit;)
    pointer = steps[i]->name.data() != nullptr ? json_pointer(pointer, shortened(steps[i]->name, shown_limit))
                                               : json_pointer(pointer, steps[i]->index);
  return pointer.empty() ? "(root)" : pointer;
}

constexpr std::uint64_t mixed(std::uint64_t a, std::uint64_t b) {
  a ^= b + 0x9e3779b97f4a7c15 + (a << 6) + (a >> 2);
  a *= 0xff51afd7ed558ccd;
  return a ^ (a >> 33);
}

} // namespace

// Compares one document. Each value comes back as a number that equal values share, for arrays that hold nothing twice.
class JsonGrammar::Check {
public:
  explicit Check(Flaws& flaws) : flaws_(flaws) {}

  std::uint64_t value(JsonValue value, const Type* type, const Place& place) {
    if (type == nullptr || (type->nullable && value.is_null()))
      return anything(value, place);
    switch (type->kind) {
    case Type::array: return value.is_array() ? array(value, type, place) : wrong(value, "an array", place);
    case Type::map: return value.is_object() ? map(value, type->element, place) : wrong(value, "an object", place);
    case Type::object: return value.is_object() ? object(value, *type->of, place) : wrong(value, "an object", place);
    case Type::boolean:
      if (!value.is_boolean())
        return wrong(value, "a boolean", place);
      break;
    case Type::number:
    case Type::integer: number(value, *type, place); break;
    case Type::string:
    case Type::choice: text(value, *type, place); break;
    }
    return anything(value, place);
  }

  std::uint64_t object(JsonValue value, const Object& rule, const Place& place) {
    std::uint64_t sum = 2;
    std::size_t required = 0, any_of = 0, one_of = 0;
    const auto listed = [](const std::vector<std::string_view>& names, std::string_view name) {
      return std::find(names.begin(), names.end(), name) != names.end() ? 1u : 0u;
    };
    value.each_member([&](std::string_view name, JsonValue one) {
      const Object::Member* member = rule.find(name);
      if (member == nullptr && !rule.open)
        flaw(place, [&] { return fmt::format("{} has no member \"{}\"", rule.name, shortened(name, shown_limit)); });
      required += member != nullptr && member->required ? 1 : 0;
      any_of += listed(rule.any_of, name);
      one_of += listed(rule.one_of, name);
      sum += mixed(hash(name), this->value(one, member == nullptr ? nullptr : member->type, {&place, name}));
    });
    if (required < rule.required)
      for (const Object::Member& member : rule.members)
        if (member.required && !value[member.name])
          flaw(place, [&] { return fmt::format("it lacks \"{}\"", member.name); });
    if ((!rule.any_of.empty() && any_of == 0) || (!rule.one_of.empty() && one_of != 1))
      flaw(place, [&] {
        return fmt::format("it must have {} of {}", rule.one_of.empty() ? "one" : "exactly one",
                           fmt::join(rule.one_of.empty() ? rule.any_of : rule.one_of, ", "));
      });
    return mixed(sum, 3);
  }

private:
  static std::uint64_t hash(std::string_view text) { return std::hash<std::string_view>()(text); }

  template <class Say>
  void flaw(const Place& place, Say&& say) {
    if (flaws_.count == 0)
      flaws_.add(pointer_of(&place), say());
    else
      ++flaws_.count;
  }

  std::uint64_t wrong(JsonValue value, std::string_view wanted, const Place& place) {
    flaw(place, [&] { return fmt::format("it is {}, not {}", value.kind(), wanted); });
    return anything(value, place);
  }

  std::uint64_t anything(JsonValue value, const Place& place) {
    if (value.is_object())
      return map(value, nullptr, place);
    if (value.is_array()) {
      std::uint64_t all = 5;
      value.each([&](JsonValue one, std::size_t) { all = mixed(all, anything(one, place)); });
      return all;
    }
    if (value.is_string())
      return mixed(hash(*value.text()), 7);
    if (value.is_number())
      return mixed(std::hash<double>()(*value.number()), 11); // one for 1 and 1.0
    return value.is_null() ? 13 : *value.boolean() ? 17 : 19;
  }

  std::uint64_t map(JsonValue value, const Type* type, const Place& place) {
    std::uint64_t sum = 2;
    value.each_member([&](std::string_view name, JsonValue one) {
      sum += mixed(hash(name), type == nullptr ? anything(one, place) : this->value(one, type, {&place, name}));
    });
    return mixed(sum, 3);
  }

  std::uint64_t array(JsonValue value, const Type* type, const Place& place) {
    std::vector<std::uint64_t> elements;
    std::uint64_t all = 5;
    std::size_t count = 0;
    value.each([&](JsonValue one, std::size_t index) {
      const std::uint64_t element = this->value(one, type->element, {&place, {}, index});
      all = mixed(all, element);
      ++count;
      if (type->distinct)
        elements.push_back(element);
    });
    if (type->some && count == 0)
      flaw(place, [] { return "it is empty"; });
    std::sort(elements.begin(), elements.end());
    if (std::adjacent_find(elements.begin(), elements.end()) != elements.end())
      flaw(place, [] { return "it holds the same twice"; });
    return all;
  }

  void number(JsonValue value, const Type& type, const Place& place) {
    const std::optional<double> number = value.number();
    if (!number || (type.kind == Type::integer && *number != std::trunc(*number))) {
      flaw(place, [&] {
        return fmt::format("it is {}, not {}", value.kind(), type.kind == Type::integer ? "an integer" : "a number");
      });
    } else if (*number < type.least || *number > type.most) {
      flaw(place, [&] { return fmt::format("{} is out of range", *number); });
    }
  }

  void text(JsonValue value, const Type& type, const Place& place) {
    const std::optional<std::string_view> text = value.text();
    if (!text)
      flaw(place, [&] { return fmt::format("it is {}, not a string", value.kind()); });
    else if (type.form != nullptr && !type.form->fits(*text))
      flaw(place, [&] { return fmt::format("\"{}\" is no {}", shortened(*text, shown_limit), type.form->meaning); });
    else if (type.kind == Type::choice &&
             std::find(type.choices.begin(), type.choices.end(), *text) == type.choices.end())
      flaw(place, [&] { return fmt::format("\"{}\" is none of {}", shortened(*text, shown_limit), fmt::join(type.choices, ", ")); });
  }

  Flaws& flaws_;
};

void JsonGrammar::check(JsonValue root, Flaws& flaws) const {
  if (!root.is_object())
    return flaws.add("(root)", fmt::format("it is {}, not an object", root.kind()));
  Check(flaws).object(root, *objects_.front(), Place{nullptr, {}});
}

} // namespace assay::evidence

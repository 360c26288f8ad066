// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/readers/json_grammar.hpp"

#include "audit/base/error.hpp"
#include "audit/base/text.hpp"
#include "audit/base/time.hpp"
#include "audit/base/uri.hpp"
#include "audit/evidence/readers/shortened.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <functional>
#include <unordered_map>

namespace assay::evidence {

namespace {

constexpr std::size_t shown_limit = 200; // bytes of a name or place in a message

// RFC 3339, a time of day included.
bool is_date_time(std::string_view text) {
  return text.size() > 10 && ascii_lower(text[10]) == 't' && text.find(',') == std::string_view::npos &&
         parse_timestamp(text).has_value();
}

// RFC 4122: version 1 to 5, and its variant.
bool is_guid(std::string_view text) {
  if (text.size() != 36)
    return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-' : !is_hex_digit(text[i]))
      return false;
  }
  return text[14] >= '1' && text[14] <= '5' && std::string_view("89abAB").find(text[19]) != std::string_view::npos;
}

// "en" or "en-GB".
bool is_language(std::string_view text) {
  const auto letters = [](std::string_view two) {
    return std::all_of(two.begin(), two.end(), is_letter);
  };
  return (text.size() == 2 && letters(text)) ||
         (text.size() == 5 && letters(text.substr(0, 2)) && text[2] == '-' && letters(text.substr(3)));
}

bool is_media_type(std::string_view text) {
  for (std::size_t slash = text.find('/', 1); slash != std::string_view::npos; slash = text.find('/', slash + 1))
    if (text[slash - 1] != '/' && slash + 1 < text.size() && text[slash + 1] != '\n')
      return true;
  return false;
}

// Four numbers with dots between, anywhere in it.
bool has_four_numbers(std::string_view text) {
  int dots = 0;
  bool digit = false;
  for (const char c : text) {
    if (c == '.' && digit)
      ++dots;
    else if (!is_digit(c))
      dots = 0;
    digit = is_digit(c);
    if (digit && dots == 3)
      return true;
  }
  return false;
}

struct Form {
  std::string_view name, meaning;
  bool (*fits)(std::string_view);
};

constexpr Form forms[] = {
    {"uri", "URI", is_uri},
    {"uri-reference", "URI or relative reference", is_uri_reference},
    {"date-time", "time with date and zone", is_date_time},
    {"guid", "GUID", is_guid},
    {"language", "code of a language", is_language},
    {"media-type", "media type", is_media_type},
    {"four-numbers", "version of four numbers", has_four_numbers},
};

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

struct JsonGrammar::Type {
  enum Kind { string, boolean, number, integer, choice, array, map, object } kind = string;
  const Form* form = nullptr;
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
    if (const auto form = std::find_if(std::begin(forms), std::end(forms), [&](const Form& f) { return f.name == text; });
        form != std::end(forms)) {
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

JsonGrammar::JsonGrammar(std::string_view everywhere, const std::vector<JsonObjectRule>& rules) {
  Writing writing(*this);
  for (const JsonObjectRule& rule : rules)
    writing.add(rule, everywhere);
  writing.link();
}

JsonGrammar::~JsonGrammar() = default;

void JsonGrammar::check(JsonValue root, Flaws& flaws) const {
  if (!root.is_object())
    return flaws.add("(root)", fmt::format("it is {}, not an object", root.kind()));
  Check(flaws).object(root, *objects_.front(), Place{nullptr, {}});
}

} // namespace assay::evidence

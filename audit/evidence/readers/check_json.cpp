// SPDX-License-Identifier: Apache-2.0
#include "audit/base/escape.hpp"
#include "audit/evidence/readers/grammar.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <unordered_set>

namespace assay::evidence {

namespace {

// A step on the way to a value; the pointer is spelt out only for the first flaw.
struct Step {
  const Step* up;
  std::string_view name;
  std::optional<std::size_t> index;

  std::string pointer(const std::string& base) const {
    if (up == nullptr)
      return base;
    return index ? json_pointer(up->pointer(base), *index) : json_pointer(up->pointer(base), name);
  }
};

std::size_t mix(std::size_t seed, std::size_t value) {
  return (seed ^ value) * 0x9E3779B97F4A7C15u + (seed >> 29);
}

class JsonChecker {
public:
  // With nothing to put flaws in, it only counts them.
  JsonChecker(const std::string& base, Flaws* flaws) : base_(base), flaws_(flaws) {}

  std::uint64_t count() const { return count_; }

  // Returns a hash of the value that does not depend on the order of members.
  std::size_t check(const Shape& shape, JsonValue value, const Step& step) {
    switch (shape.kind) {
    case Shape::Kind::object:
      if (value.is_object())
        return check_object(shape, value, step);
      wrong(step, value, "an object");
      break;
    case Shape::Kind::list:
      if (value.is_array())
        return check_list(shape, value, step);
      wrong(step, value, "an array");
      break;
    case Shape::Kind::alternatives:
      return check_alternatives(shape, value, step);
    default:
      check_scalar(shape, value, step);
    }
    return hash_any(value);
  }

private:
  // Only the first flaw is worded.
  template <class... Parts>
  void add(const Step& step, fmt::format_string<Parts...> what, Parts&&... parts) {
    ++count_;
    if (flaws_ != nullptr && flaws_->count == 0)
      flaws_->add(step.pointer(base_), fmt::format(what, std::forward<Parts>(parts)...));
    else if (flaws_ != nullptr)
      ++flaws_->count;
  }
  void wrong(const Step& step, JsonValue value, std::string_view expected) {
    add(step, "is {}, not {}", value.kind(), expected);
  }

  void check_scalar(const Shape& shape, JsonValue value, const Step& step) {
    switch (shape.kind) {
    case Shape::Kind::text:
    case Shape::Kind::words:
      if (const auto text = value.text())
        check_text(shape, *text, step);
      else
        wrong(step, value, "a string");
      return;
    case Shape::Kind::integer:
    case Shape::Kind::number:
      check_number(shape, value, step);
      return;
    case Shape::Kind::boolean:
      if (!value.is_boolean())
        wrong(step, value, "a boolean");
      return;
    default:
      return;
    }
  }
  void check_text(const Shape& shape, std::string_view text, const Step& step) {
    if (shape.kind == Shape::Kind::words) {
      if (!std::binary_search(shape.words.begin(), shape.words.end(), text))
        add(step, "{:.60} is not among its values", escape_text(text));
      return;
    }
    const bool too_short = shape.minimum && text.size() < *shape.minimum;
    const bool too_long = shape.maximum && text.size() > *shape.maximum && count_characters(text) > *shape.maximum;
    if (too_short || too_long || (shape.fits != nullptr && !shape.fits(text)))
      add(step, "{:.60} has not the form it must have", escape_text(text));
  }
  void check_number(const Shape& shape, JsonValue value, const Step& step) {
    const auto number = value.number();
    if (!number || (shape.kind == Shape::Kind::integer && *number != std::floor(*number)))
      return wrong(step, value, shape.kind == Shape::Kind::integer ? "an integer" : "a number");
    if ((shape.minimum && *number < *shape.minimum) || (shape.maximum && *number > *shape.maximum))
      add(step, "{} is out of range", *number);
  }

  std::size_t check_object(const Shape& shape, JsonValue value, const Step& step) {
    std::size_t hash = 1, required = 0;
    value.each_member([&](std::string_view name, JsonValue member) {
      const Step below{&step, name, {}};
      const ShapeMember* known = shape.member(name);
      if (known == nullptr && !shape.open)
        add(below, "is no member that the format has here");
      required += known != nullptr && known->required;
      const std::size_t value_hash = known != nullptr ? check(*known->shape, member, below) : hash_any(member);
      hash += mix(std::hash<std::string_view>()(name), value_hash);
    });
    check_presence(shape, value, step, required);
    return hash;
  }
  void check_presence(const Shape& shape, JsonValue value, const Step& step, std::size_t required) {
    const auto all = std::count_if(shape.members.begin(), shape.members.end(), [](const auto& one) { return one.required; });
    if (required < static_cast<std::size_t>(all))
      for (const ShapeMember& one : shape.members)
        if (one.required && !value[one.name])
          add(step, "has no {}", one.name);
    for (const ShapeChoice& choice : shape.choices) {
      const auto there = std::count_if(choice.sets.begin(), choice.sets.end(), [&](const auto& names) {
        return std::all_of(names.begin(), names.end(), [&](const std::string& name) { return bool(value[name]); });
      });
      if (there == 0 || (choice.exactly_one && there > 1))
        add(step, "has {} of {}", there == 0 ? "none" : "more than one", sets(choice));
    }
  }
  static std::string sets(const ShapeChoice& choice) {
    std::string text;
    for (const std::vector<std::string>& names : choice.sets)
      text += fmt::format("{}{}", text.empty() ? "" : ", ", fmt::join(names, " and "));
    return text;
  }

  std::size_t check_list(const Shape& shape, JsonValue value, const Step& step) {
    std::size_t hash = 2, size = 0;
    std::unordered_set<std::size_t> seen;
    value.each([&](JsonValue one, std::size_t index) {
      const Step below{&step, {}, index};
      const std::size_t element = check(*shape.element, one, below);
      if (shape.unique && !seen.insert(element).second)
        add(below, "is the same as an element before it");
      hash = mix(hash, element);
      ++size;
    });
    if ((shape.not_empty && size == 0) || (shape.single && size > 1))
      add(step, "has {} elements", size);
    return hash;
  }

  // Of alternatives few values are tried in more than one, and none of those nest in themselves.
  std::size_t check_alternatives(const Shape& shape, JsonValue value, const Step& step) {
    std::size_t fitting = 0;
    if (shape.alternatives.size() > 1)
      for (const Shape* one : shape.alternatives) {
        JsonChecker trial(base_, nullptr);
        trial.check(*one, value, step);
        fitting += trial.count() == 0;
      }
    if (shape.exactly_one && fitting > 1)
      add(step, "fits more than one of the forms it may have");
    if (fitting > 0)
      return hash_any(value);
    return check(*likely(shape, value), value, step);
  }
  // The alternative whose flaws say most: the first that is of the value's kind.
  static const Shape* likely(const Shape& shape, JsonValue value) {
    const Shape::Kind kind = value.is_object()  ? Shape::Kind::object
                             : value.is_array() ? Shape::Kind::list
                                                : Shape::Kind::text;
    for (const Shape* one : shape.alternatives)
      if (one->kind == kind)
        return one;
    return shape.alternatives.front();
  }

  std::size_t hash_any(JsonValue value) {
    std::size_t hash = 0;
    if (const auto text = value.text())
      return mix(3, std::hash<std::string_view>()(*text));
    if (const auto number = value.number())
      return mix(4, std::hash<double>()(*number));
    if (const auto flag = value.boolean())
      return mix(5, *flag ? 1 : 2);
    if (value.is_object()) {
      hash = 1;
      value.each_member([&](std::string_view name, JsonValue member) {
        hash += mix(std::hash<std::string_view>()(name), hash_any(member));
      });
    } else if (value.is_array()) {
      hash = 2;
      value.each([&](JsonValue one, std::size_t) { hash = mix(hash, hash_any(one)); });
    }
    return hash;
  }

  const std::string& base_;
  Flaws* flaws_;
  std::uint64_t count_ = 0;
};

} // namespace

void check_json(const Grammar& grammar, JsonValue root, const std::string& place, Flaws& flaws) {
  JsonChecker(place, &flaws).check(grammar.root(), root, Step{nullptr, {}, {}});
}

} // namespace assay::evidence

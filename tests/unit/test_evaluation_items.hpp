// SPDX-License-Identifier: Apache-2.0
//
// Items that fit a rule: what its expressions compare with is drawn from again and again until an item meets them.
#pragma once

#include "test_evaluation_support.hpp"

#include "audit/base/text.hpp"
#include "audit/base/time.hpp"

#include <algorithm>
#include <optional>
#include <random>

namespace evaluation_tests {

inline const std::vector<std::string>& values_of(const evidence::Field& field) {
  static const std::vector<std::string> yes_no = {"yes", "no"};
  return field.type == FieldType::yes_no ? yes_no : field.values;
}

inline bool is_number(const evidence::Field& field) {
  return field.type == FieldType::integer || field.type == FieldType::time;
}

// The child element that a field belongs to, or is.
inline std::optional<std::size_t> element_of(const evidence::Population& population, std::size_t field) {
  const std::string& path = population.fields[field].path;
  return path.front() == '@' ? std::nullopt : population.find(path.substr(0, path.find('/')));
}

class Drawing {
public:
  Drawing(const Finding& finding, FieldSet fields)
      : population_(*finding.rule->population), fields_(fields), random_(1) {
    const schema::Rule& rule = *finding.rule;
    for (const auto* expression : {&rule.scope_where, &rule.where, &rule.assertion})
      if (*expression)
        collect((*expression)->text());
    for (const auto& [name, value] : finding.values)
      if (value.type == schema::ParameterType::integer)
        numbers_.push_back(static_cast<std::int64_t>(schema::number_of(value)));
      else
        texts_.push_back(value.text);
    std::vector<std::int64_t> spans = {0, 1, -1};
    for (const std::int64_t number : numbers_)
      spans.insert(spans.end(), {number - 1, number, number + 1, number * 86400, -number * 86400});
    numbers_ = spans;
    for (const auto& [name, value] : standard())
      for (const std::int64_t span : spans)
        times_.push_back(*parse_rfc3339(value.text) + span);
  }

  Made item() {
    Made made;
    made.id = std::string(below(2) == 0 ? 40 : 1, 'a'); // as an object's id is, or not
    for (std::size_t i = 1; i < population_.fields.size(); ++i) {
      if (!fields_[i])
        continue;
      if (population_.fields[i].type == FieldType::element)
        for (std::size_t number = below(4); number > 0; --number)
          made.children.push_back(child(i));
      else if (population_.fields[i].path.front() == '@' && below(8) > 0)
        made.values[i] = value(i);
    }
    return made;
  }

  Value value(std::size_t field) {
    const evidence::Field& declared = population_.fields[field];
    if (const std::vector<std::string>& values = values_of(declared); !values.empty()) {
      std::vector<std::string> named;
      std::copy_if(values.begin(), values.end(), std::back_inserter(named),
                   [&](const auto& one) { return std::count(texts_.begin(), texts_.end(), one) > 0; });
      return below(2) == 0 && !named.empty() ? one_of(named) : one_of(values);
    }
    if (is_number(declared))
      return below(2) == 0 ? one_of(times_) : one_of(numbers_);
    const std::string text = one_of(texts_);
    return below(2) == 0 ? text : text + one_of(texts_);
  }

  Child child(std::size_t element) {
    Child made{element, {}};
    for (std::size_t i = element + 1; i < population_.fields.size(); ++i)
      if (fields_[i] && element_of(population_, i) == element && below(10) > 0)
        made.values[i] = value(i);
    return made;
  }

private:
  void collect(const std::string& text) {
    for (std::size_t at = 0; at < text.size();) {
      if (text[at] == '\'' || text[at] == '"') {
        const std::size_t end = text.find(text[at], at + 1);
        texts_.push_back(text.substr(at + 1, end - at - 1));
        at = end + 1;
      } else if (is_digit(text[at])) {
        std::size_t length = 0;
        numbers_.push_back(std::stoll(text.substr(at), &length));
        at += length;
      } else {
        ++at;
      }
    }
  }

  std::size_t below(std::size_t number) { return random_() % number; }
  template <class T> const T& one_of(const std::vector<T>& all) { return all[below(all.size())]; }

  const evidence::Population& population_;
  FieldSet fields_;
  std::mt19937 random_; // the same everywhere, by the standard
  std::vector<std::string> texts_ = {"", "a", "b@example.org", "1.2.3", "https://example.org/x"};
  std::vector<std::int64_t> numbers_ = {0, 1, 2};
  std::vector<std::int64_t> times_;
};

// An item that the rule's assertion holds for, and one that is an exception; as far as there are any.
struct Fitting {
  std::optional<Made> held, exception;
};

inline Fitting fitting(const Finding& finding) {
  Fitting found;
  Evaluation evaluation(standard());
  const Finding& tried = evaluation.require(finding.rule, finding.values);
  evaluation.run(*finding.rule->population, [&](FieldSet wanted, const evidence::ItemSink& sink) {
    Drawing drawing(finding, finding.rule->deciding_fields());
    evidence::Item item("item", finding.rule->population->fields, wanted);
    for (int i = 0; i < 20000 && !(found.held && found.exception); ++i) {
      const std::uint64_t known = tried.known, exceptions = tried.exceptions;
      const Made made = drawing.item();
      fill(item, made);
      sink(item);
      if (tried.known > known)
        (tried.exceptions > exceptions ? found.exception : found.held) = made;
    }
    return whole;
  });
  return found;
}

} // namespace evaluation_tests

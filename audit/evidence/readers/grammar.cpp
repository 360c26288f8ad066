// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/readers/grammar.hpp"

#include "audit/base/error.hpp"
#include "audit/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace assay::evidence {

bool Particle::nullable() const {
  if (optional || kind == Kind::foreign)
    return true;
  const auto null = [](const Particle& part) { return part.nullable(); };
  return kind == Kind::sequence ? std::all_of(parts.begin(), parts.end(), null)
                                : kind == Kind::choice && std::any_of(parts.begin(), parts.end(), null);
}

bool Particle::starts_with(std::string_view element) const {
  if (kind == Kind::element)
    return name == element;
  for (const Particle& part : parts) {
    if (part.starts_with(element))
      return true;
    if (kind == Kind::sequence && !part.nullable())
      return false;
  }
  return false;
}

const ShapeMember* Shape::member(std::string_view name) const {
  const auto at = std::lower_bound(members.begin(), members.end(), name,
                                   [](const ShapeMember& one, std::string_view wanted) { return one.name < wanted; });
  return at != members.end() && at->name == name ? &*at : nullptr;
}

// Reads a table by recursive descent. What other versions have is read, too, and dropped.
class GrammarReader {
public:
  GrammarReader(Grammar& grammar, Grammar::Notation notation, std::string_view table, int version)
      : grammar_(grammar), notation_(notation), rest_(table), version_(version) {}

  void read() {
    for (skip_space(); !rest_.empty(); skip_space()) {
      const std::string name = word(" =");
      Shape& shape = named(name);
      if (grammar_.root_ == nullptr)
        grammar_.root_ = &shape;
      expect('=');
      define(shape);
      defined_.push_back(name);
    }
    for (auto& [name, shape] : grammar_.named_)
      if (std::find(defined_.begin(), defined_.end(), name) == defined_.end())
        *shape = lexical(name);
  }

private:
  [[noreturn]] void fail(std::string_view what) const {
    throw Error::internal(fmt::format("a grammar is wrong: {} before {:?}", what, rest_.substr(0, 40)));
  }
  void skip_space() {
    while (!rest_.empty() && is_space(rest_.front()))
      rest_.remove_prefix(1);
  }
  bool at(char c) const { return !rest_.empty() && rest_.front() == c; }
  bool take(char c) {
    if (!at(c))
      return false;
    rest_.remove_prefix(1);
    return true;
  }
  bool take(std::string_view text) {
    if (!rest_.starts_with(text))
      return false;
    rest_.remove_prefix(text.size());
    return true;
  }
  void expect(char c) {
    skip_space();
    if (!take(c))
      fail(fmt::format("no {}", c));
    skip_space();
  }
  std::string word(std::string_view ends) {
    const std::string_view found = rest_.substr(0, std::min(rest_.find_first_of(ends), rest_.find_first_of(" \n")));
    rest_.remove_prefix(found.size());
    if (found.empty())
      fail("no name");
    return std::string(found);
  }
  int digit(int otherwise) {
    if (rest_.empty() || !is_digit(rest_.front()))
      return otherwise;
    const int value = rest_.front() - '0';
    rest_.remove_prefix(1);
    return value;
  }
  // Whether what has this mark, if any, is part of the version.
  bool marked() {
    if (!take('@'))
      return true;
    const int first = digit(0);
    const int last = take('-') ? digit(9) : 9;
    return first <= version_ && version_ <= last;
  }

  Shape& fresh() { return grammar_.shapes_.emplace_back(); }
  Shape& named(const std::string& name) {
    Shape*& shape = grammar_.named_[name];
    if (shape == nullptr)
      shape = &fresh();
    return *shape;
  }

  // "text1-1024", "integer0-", "date-time"
  Shape lexical(std::string_view name) {
    Shape shape;
    const std::size_t dash = name.rfind('-');
    if (dash != std::string_view::npos && dash > 0 && (dash + 1 == name.size() || is_digit(name[dash + 1]))) {
      std::size_t start = dash;
      while (start > 0 && is_digit(name[start - 1]))
        --start;
      shape.minimum = number(name.substr(start, dash - start));
      shape.maximum = number(name.substr(dash + 1));
      name = name.substr(0, start);
    }
    if (name == "any")
      shape.kind = Shape::Kind::anything;
    else if (name == "object")
      shape.kind = Shape::Kind::object, shape.open = true;
    else if (name == "integer")
      shape.kind = Shape::Kind::integer;
    else if (name == "number")
      shape.kind = Shape::Kind::number;
    else if (name == "boolean")
      shape.kind = Shape::Kind::boolean;
    else if (shape.kind = Shape::Kind::text; name != "text" && (shape.fits = find_lexical(name)) == nullptr)
      fail(fmt::format("no shape {}", name));
    return shape;
  }
  static std::optional<double> number(std::string_view digits) {
    int value = 0;
    if (std::from_chars(digits.data(), digits.data() + digits.size(), value).ec != std::errc())
      return std::nullopt;
    return value;
  }

  // As another shape, which may be defined later, or as one written in place.
  void define(Shape& shape) {
    const bool in_place = at('{') || at('(');
    const Shape* const meant = in_versions();
    if (in_place) {
      shape = *meant;
    } else {
      shape.kind = Shape::Kind::alternatives;
      shape.alternatives = {meant};
    }
  }
  // One shape, or several with marks of versions, of which one applies.
  const Shape* in_versions() {
    const Shape* found = nullptr;
    do {
      const Shape* one = alternatives();
      if (marked() && found == nullptr)
        found = one;
      while (at(' '))
        rest_.remove_prefix(1);
    } while (!rest_.empty() && !at('\n'));
    static const Shape nothing;
    return found == nullptr ? &nothing : found;
  }
  const Shape* alternatives() {
    const Shape* first = single();
    if (!at('|') && !at('^'))
      return first;
    Shape& shape = fresh();
    shape.kind = Shape::Kind::alternatives;
    shape.exactly_one = at('^');
    shape.alternatives.push_back(first);
    while (take('|') || take('^'))
      shape.alternatives.push_back(single());
    return &shape;
  }
  const Shape* single() {
    if (take('('))
      return words();
    if (take('['))
      return list();
    if (take('{'))
      return object();
    return &named(word(" \n@|^])}"));
  }
  const Shape* words() {
    Shape& shape = fresh();
    shape.kind = Shape::Kind::words;
    for (skip_space(); !take(')'); skip_space()) {
      std::string one = word("@)");
      if (marked())
        shape.words.push_back(std::move(one));
    }
    std::sort(shape.words.begin(), shape.words.end());
    return &shape;
  }
  const Shape* list() {
    Shape& shape = fresh();
    shape.kind = Shape::Kind::list;
    shape.element = alternatives();
    expect_close(']');
    shape.unique = take('u');
    shape.not_empty = take('1');
    shape.single = take('x');
    return &shape;
  }
  void expect_close(char c) {
    skip_space();
    if (!take(c))
      fail(fmt::format("no {}", c));
  }

  const Shape* object() {
    Shape& shape = fresh();
    shape.kind = Shape::Kind::object;
    for (skip_space(); !take('}'); skip_space())
      part_of(shape);
    std::sort(shape.members.begin(), shape.members.end(),
              [](const ShapeMember& a, const ShapeMember& b) { return a.name < b.name; });
    return &shape;
  }
  void part_of(Shape& shape) {
    if (take("...") || take(".*")) {
      shape.open |= marked();
    } else if (take(".~")) {
      shape.open_to_foreign |= marked();
    } else if (take('=')) {
      const Shape* content = alternatives();
      if (marked())
        shape.element = content;
    } else if (notation_ == Grammar::Notation::xml) {
      if (take('.'))
        member(shape);
      else
        add_particle(shape.content);
    } else if (rest_.starts_with("one(") || rest_.starts_with("some(")) {
      choice(shape);
    } else {
      member(shape);
    }
  }
  void choice(Shape& shape) {
    ShapeChoice found{take("one("), {}};
    if (!found.exactly_one)
      take("some(");
    do {
      found.sets.emplace_back();
      do
        found.sets.back().push_back(word(",&)"));
      while (take('&'));
    } while (take(','));
    expect_close(')');
    if (marked())
      shape.choices.push_back(std::move(found));
  }
  void member(Shape& shape) {
    const std::string name = word("!@: \n}");
    const bool required = take('!');
    const bool here = marked();
    const Shape* value = take(':') ? alternatives() : &named("text");
    if (here)
      shape.members.push_back({name, value, required});
  }
  void occurrence(Particle& particle) {
    particle.optional = at('?') || at('*');
    particle.repeated = at('*') || at('+');
    if (particle.optional || particle.repeated)
      rest_.remove_prefix(1);
  }
  void add_particle(std::vector<Particle>& to) {
    Particle particle{Particle::Kind::element};
    if (take('~')) {
      particle.kind = Particle::Kind::foreign;
      particle.optional = particle.repeated = true;
    } else if (take('(')) {
      particle.kind = Particle::Kind::sequence;
      for (skip_space(); !take(')'); skip_space()) {
        if (take('|'))
          particle.kind = Particle::Kind::choice;
        else
          add_particle(particle.parts);
      }
    } else {
      particle.name = word("@?*+: \n)}");
    }
    const bool here = marked();
    occurrence(particle);
    if (particle.kind == Particle::Kind::element)
      particle.shape = take(':') ? alternatives() : &named("text");
    if (here)
      to.push_back(std::move(particle));
  }

  Grammar& grammar_;
  Grammar::Notation notation_;
  std::string_view rest_;
  int version_;
  std::vector<std::string> defined_;
};

Grammar::Grammar(Notation notation, std::string_view table, int version) {
  GrammarReader(*this, notation, table, version).read();
}

} // namespace assay::evidence

// SPDX-License-Identifier: Apache-2.0
//
// Every shipped rule, with the values that shipped controls give it, on no items, on the least, and on hostile ones.
#include "audit/evaluation/evaluate.hpp"

#include "audit/base/escape.hpp"
#include "audit/base/shortened.hpp"
#include "audit/schema/contradiction.hpp"
#include "test_evaluation_items.hpp"
#include "test_evaluation_support.hpp"

#include <algorithm>
#include <limits>

using namespace evaluation_tests;
using evaluation::Result;
using schema::IfFewer;

namespace {

template <class Check> void for_each_shipped(Check&& check) {
  for (const auto& [id, finding] : shipped().findings()) {
    CAPTURE(id);
    CAPTURE(evaluation::values_of(*finding));
    check(*finding);
  }
}

Alone alone(const Finding& finding, const std::vector<Made>& items, const Examination& examination = whole) {
  return {finding.rule, finding.values, items, examination};
}

std::vector<std::string> lines_of(const Finding& finding) {
  std::vector<std::string> lines;
  finding.exception_ids.each_line([&](std::string_view line) { lines.emplace_back(line); });
  return lines;
}

// What holds of every finding, whatever it saw.
void check_sound(const Finding& finding, std::size_t items, const Examination& examination) {
  const std::uint64_t size = finding.population_size();
  const std::uint64_t least = std::max<std::uint64_t>(finding.minimum, 1);
  const auto exceeded = [&](std::uint64_t count) { return finding.tolerable_deviation.exceeded_by(count, size); };
  CHECK(size <= items);
  CHECK(finding.exceptions <= finding.known);
  CHECK(lines_of(finding).size() == finding.exceptions);
  CHECK(finding.shown_exceptions.size() == std::min<std::uint64_t>(finding.exceptions, evaluation::shown_limit));
  CHECK(finding.shown_unknowns.size() == std::min<std::uint64_t>(finding.unknown, evaluation::shown_limit));
  if (finding.result == Result::supported && size >= least) {
    CHECK(examination.complete());
    CHECK(finding.known >= least);
    CHECK(!exceeded(finding.exceptions + finding.unknown));
  } else if (finding.result == Result::supported) {
    CHECK(examination.complete());
    CHECK(examination.examined > 0);
    CHECK(finding.rule->population->exception_only);
    CHECK(finding.rule->if_fewer == IfFewer::supported);
    CHECK(!exceeded(finding.exceptions));
  } else if (finding.result == Result::contradicted) {
    CHECK(examination.available);
    CHECK((exceeded(finding.exceptions) || (finding.rule->if_fewer == IfFewer::contradicted && size < least)));
  } else {
    CHECK(!finding.reason.empty());
  }
}

// Whether XML can hold it as it stands: escape_text would only double its backslashes.
bool is_xml_text(const std::string& text) {
  std::string doubled;
  for (const char c : text)
    doubled += c == '\\' ? "\\\\" : std::string(1, c);
  return escape_text(text) == doubled;
}

bool shows_the_same(const Finding& left, const Finding& right) {
  return left.result == right.result && left.reason == right.reason && left.sentence == right.sentence &&
         left.known == right.known && left.exceptions == right.exceptions && left.unknown == right.unknown &&
         left.fingerprint == right.fingerprint && left.shown_exceptions == right.shown_exceptions &&
         left.shown_unknowns == right.shown_unknowns && lines_of(left) == lines_of(right);
}

// Each item sets every field of the population in one way.
Made filled(const evidence::Population& population, const std::string& text, std::int64_t number, std::size_t choice) {
  Made made;
  const auto value = [&](std::size_t field) -> Value {
    const evidence::Field& declared = population.fields[field];
    if (const auto& values = values_of(declared); !values.empty())
      return values[choice % values.size()];
    if (is_number(declared))
      return number;
    return text;
  };
  for (std::size_t i = 1; i < population.fields.size(); ++i)
    if (population.fields[i].type == FieldType::element)
      made.children.push_back({i, {}});
    else if (const auto element = element_of(population, i))
      made.children.back().values[i] = value(i);
    else
      made.values[i] = value(i);
  return made;
}

const std::vector<std::string>& hostile_texts() {
  static const std::vector<std::string> texts = {
      std::string(1u << 20, 'A'),
      std::string(1u << 13, '\xe2'),
      "\x1b]0;title\x07\x1b[2J\x1b[1;1H\x9b\u202e",
      "</exception><finding result=\"supported\"/>&amp;<![CDATA[ ]]><script>alert(1)</script>",
      "'\"",
      "' or '1'='1",
      "] | //* | [",
      std::string("a\0b", 3),
      "\\x00\\",
      "first\nsecond\r\n\tthird",
      "\xff\xfe\xc0\x80\xed\xa0\x80",
      "{{#exception}}{{{.}}}{{/exception}}",
      "NaN",
      "-1e308",
      " "};
  return texts;
}

constexpr std::int64_t exact = std::int64_t{1} << 53;
constexpr std::int64_t extremes[] = {std::numeric_limits<std::int64_t>::min(), -exact - 1, -exact, -1, 0, 1, exact, exact + 1,
                                     std::numeric_limits<std::int64_t>::max()};

Made crowd(const evidence::Population& population) {
  Made made = filled(population, "x", 1, 0);
  std::vector<Child> children;
  for (const Child& child : made.children)
    children.insert(children.end(), 10000, child);
  made.children = std::move(children);
  return made;
}

// The hostile, the least and the contradictory, some ids twice. What is large is tested by itself.
std::vector<Made> hostile(const evidence::Population& population) {
  std::vector<Made> items = {{}, {}};
  for (const std::string& text : hostile_texts())
    items.push_back(filled(population, text.substr(0, 5000), 1, items.size()));
  for (const std::int64_t number : extremes)
    items.push_back(filled(population, "a", number, items.size()));
  std::size_t choices = 2;
  for (const evidence::Field& field : population.fields)
    choices = std::max(choices, field.values.size());
  for (std::size_t choice = 0; choice < choices; ++choice)
    items.push_back(filled(population, "a", 1, choice));
  Made no_numbers = filled(population, "a", 1, 0);
  Made nobody_knows;
  for (std::size_t i = 1; i < population.fields.size(); ++i) {
    nobody_knows.unknown.insert(i);
    if (is_number(population.fields[i]) && population.fields[i].path.front() == '@')
      no_numbers.values[i] = "none";
  }
  items.push_back(no_numbers);
  items.push_back(nobody_knows);
  for (std::size_t i = 1; i < items.size(); ++i)
    items[i].id = i % 5 == 0 ? items[i - 1].id : hostile_texts()[i % hostile_texts().size()].substr(0, 200) + std::to_string(i);
  return items;
}

} // namespace

TEST_CASE("every rule of the library and of the built-in schemas is among those tested here") {
  std::set<std::string> seen;
  for_each_shipped([&](const Finding& finding) { seen.insert(finding.rule->full_id); });
  const SourceFile xsd = builtin("schemas/compliance-schema.xsd");
  const schema::Loader loader = loader_with_library(xsd);
  for (const auto& [id, rule] : loader.rules())
    CHECK_MESSAGE(seen.count(id) == 1, id);
  CHECK(seen.count("slsa-1.2.revision-id-is-digest") == 1);
}

TEST_CASE("of no items, rules say what they say of none, and support only where exceptions were looked for") {
  for_each_shipped([](const Finding& finding) {
    for (const Examination& examination : {Examination{true, 7, ""}, Examination{true, 0, ""}, Examination{true, 7, "cut off"},
                                           Examination{true, 0, "cut off"}, Examination{false, 0, "none"}}) {
      CAPTURE(examination.reason);
      CAPTURE(examination.examined);
      const Alone ran = alone(finding, {}, examination);
      Result expected = Result::silent;
      if (examination.complete() && finding.rule->if_fewer == IfFewer::contradicted)
        expected = Result::contradicted;
      if (examination.complete() && examination.examined > 0 && finding.rule->if_fewer == IfFewer::supported)
        expected = Result::supported;
      CHECK(ran.finding.result == expected);
      CHECK(ran.finding.population_size() == 0);
      check_sound(ran.finding, 0, examination);
    }
    CHECK((finding.rule->if_fewer != IfFewer::supported || finding.rule->population->exception_only));
  });
}

TEST_CASE("what reads an item of which nothing is known is silent, and says why") {
  for_each_shipped([](const Finding& finding) {
    Made nobody_knows;
    for (std::size_t i = 1; i < finding.rule->population->fields.size(); ++i)
      nobody_knows.unknown.insert(i);
    if ((finding.rule->deciding_fields() & ~FieldSet(1)).none()) // it reads the id alone
      return;
    const Alone ran = alone(finding, {nobody_knows});
    CHECK(ran.finding.known == 0);
    CHECK(ran.finding.unknown == 1);
    CHECK(ran.finding.result == Result::silent);
    CHECK(ran.finding.shown_unknowns == std::vector<std::pair<std::string, std::string>>{{"1", reason_given}});
  });
}

TEST_CASE("an item that states nothing but its id supports no rule but those that deny something of a file's path") {
  std::set<std::string> supported;
  for_each_shipped([&](const Finding& finding) {
    const Alone ran = alone(finding, {{}});
    check_sound(ran.finding, 1, whole);
    if (ran.finding.result == Result::supported && ran.finding.population_size() > 0)
      supported.insert(finding.rule->id);
  });
  // A file always has a path, a name and a mode.
  CHECK(supported == std::set<std::string>{"no-built-code-tracked", "no-generated-scripts-recognised", "no-workflows-tracked"});
}

TEST_CASE("every rule is reached by some item, and held by some, unless it is told that none can") {
  for_each_shipped([](const Finding& finding) {
    const schema::Rule& rule = *finding.rule;
    const Fitting found = fitting(finding);
    std::vector<const schema::Expression*> kept;
    for (const auto* expression : {&rule.scope_where, &rule.where})
      if (*expression)
        kept.push_back(&**expression);
    CHECK((found.held || found.exception) != why_never(kept, finding.values).has_value());
    kept.push_back(&*rule.assertion);
    CHECK(found.held.has_value() != why_never(kept, finding.values).has_value());
    CHECK_FALSE((found.held && why_never({&*rule.assertion}, finding.values)));
    CHECK_FALSE((found.exception && holds_always(*rule.assertion, finding.values)));
    if (found.held && finding.minimum <= 1)
      CHECK(alone(finding, {*found.held}).finding.result == Result::supported);
    if (found.exception)
      CHECK(alone(finding, {*found.exception}).finding.result == Result::contradicted);
  });
}

TEST_CASE("a fingerprint changes with what the rule reads, and with nothing else") {
  for_each_shipped([](const Finding& finding) {
    const Fitting found = fitting(finding);
    if (!found.held && !found.exception)
      return; // no item can reach it; see above
    const Made base = found.held ? *found.held : *found.exception;
    const FieldSet deciding = finding.rule->deciding_fields();
    Drawing drawing(finding, deciding);
    std::vector<Made> all = {base};
    const auto add = [&all](Made made) {
      if (std::find(all.begin(), all.end(), made) == all.end())
        all.push_back(std::move(made));
    };
    Made other = base;
    other.id = "2";
    add(other);
    for (std::size_t i = 1; i < deciding.size(); ++i) {
      if (!deciding[i])
        continue;
      const evidence::Field& field = finding.rule->population->fields[i];
      Made changed = base;
      changed.unknown.insert(i);
      add(changed);
      const auto with = [&](Values& values) {
        values.erase(i);
        add(changed);
        for (int number = 0; number < 4; ++number) {
          values[i] = drawing.value(i);
          add(changed);
        }
        if (is_number(field))
          for (const std::int64_t number : extremes) {
            values[i] = number;
            add(changed);
          }
      };
      changed = base;
      if (field.type == FieldType::element) {
        changed.children.push_back(drawing.child(i));
        add(changed);
      } else if (field.path.front() == '@') {
        with(changed.values);
      } else {
        for (std::size_t child = 0; child < base.children.size(); ++child) {
          changed = base;
          if (changed.children[child].element == element_of(*finding.rule->population, i))
            with(changed.children[child].values);
        }
      }
    }
    std::map<Digest, Made> seen;
    for (const Made& made : all) {
      const Alone ran = alone(finding, {made});
      if (ran.finding.population_size() == 0)
        continue;
      CHECK(seen.emplace(ran.finding.fingerprint, made).second);
      CHECK(alone(finding, {made}).finding.fingerprint == ran.finding.fingerprint);
    }
    CHECK(seen.size() > 1);
  });
}

TEST_CASE("hostile items: counts add up, and no rule changes what another one finds") {
  for (const evidence::Population* population : evidence::populations()) {
    std::vector<Made> items = hostile(*population);
    Evaluation together(standard());
    std::vector<const Finding*> asked;
    for_each_shipped([&](const Finding& finding) {
      if (finding.rule->population != population)
        return;
      asked.push_back(&finding);
      together.require(finding.rule, finding.values);
      const Fitting found = fitting(finding);
      for (const auto& made : {found.held, found.exception})
        if (made)
          items.push_back(*made);
    });
    run(together, *population, items);
    for (const Finding* finding : asked) {
      CAPTURE(finding->id);
      const Alone ran = alone(*finding, items);
      check_sound(ran.finding, items.size(), whole);
      CHECK(shows_the_same(ran.finding, *together.findings().at(finding->id)));
      std::uint64_t known = 0, exceptions = 0, unknown = 0;
      for (const Made& made : items) {
        const Alone one = alone(*finding, {made});
        check_sound(one.finding, 1, whole);
        known += one.finding.known;
        exceptions += one.finding.exceptions;
        unknown += one.finding.unknown;
      }
      CHECK(known == ran.finding.known);
      CHECK(exceptions == ran.finding.exceptions);
      CHECK(unknown == ran.finding.unknown);
      for (const Examination& examination : {Examination{true, 7, "cut off"}, Examination{false, 0, "none"}}) {
        const Alone less = alone(*finding, items, examination);
        check_sound(less.finding, items.size(), examination);
        CHECK(less.finding.result != Result::supported);
        CHECK(less.finding.fingerprint == ran.finding.fingerprint);
      }
    }
  }
}

TEST_CASE("what is printed of a hostile item is bounded, and XML can hold it") {
  for_each_shipped([](const Finding& finding) {
    const auto exception = fitting(finding).exception;
    if (!exception)
      return;
    std::size_t bound = 0;
    for (const auto& part : finding.rule->exception)
      bound += std::holds_alternative<std::string>(part) ? std::get<std::string>(part).size() : shown_text_limit + 3;
    const FieldSet read = finding.rule->all_fields();
    for (const std::string& text : hostile_texts()) {
      Made made = *exception;
      made.id = text.substr(0, 5000);
      for (std::size_t i = 1; i < read.size(); ++i)
        if (read[i] && finding.rule->population->fields[i].type == FieldType::string &&
            finding.rule->population->fields[i].path.front() == '@') {
          Made worse = made;
          worse.values[i] = text;
          if (alone(finding, {worse}).finding.exceptions == 1)
            made = worse;
        }
      const Alone ran = alone(finding, {made});
      REQUIRE(ran.finding.shown_exceptions.size() == 1);
      const auto& [item, sentence] = ran.finding.shown_exceptions.front();
      CHECK(sentence.size() <= bound);
      CHECK(is_xml_text(sentence));
      CHECK(is_xml_text(item));
      CHECK(unescape_text(item) == made.id);
      CHECK(lines_of(ran.finding) == std::vector<std::string>{item});
    }
  });
}

TEST_CASE("ten thousand children of each kind and texts of a megabyte are items like others") {
  for (const evidence::Population* population : evidence::populations()) {
    CAPTURE(population->name);
    const std::vector<Made> items = {crowd(*population), filled(*population, hostile_texts().front(), 1, 0)};
    Evaluation first(standard()), second(standard());
    for (Evaluation* evaluation : {&first, &second}) {
      for_each_shipped([&](const Finding& finding) {
        if (finding.rule->population == population)
          evaluation->require(finding.rule, finding.values);
      });
      run(*evaluation, *population, items);
    }
    for (const auto& [id, finding] : first.findings()) {
      CAPTURE(id);
      check_sound(*finding, items.size(), whole);
      CHECK(shows_the_same(*finding, *second.findings().at(id)));
    }
  }
}

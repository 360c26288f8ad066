// SPDX-License-Identifier: Apache-2.0
#include "audit/schema/expression.hpp"

#include "audit/base/diagnostics.hpp"
#include "audit/base/text.hpp"
#include "audit/base/time.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>

namespace assay::schema {

using evidence::Field;
using evidence::FieldType;

namespace {

// What a part of an expression yields. Fields keep their declaration, for the checks of comparisons.
struct Typed {
  enum Kind { invalid, truth, number, text, attribute, element } kind = invalid;
  std::size_t offset = 0;
  const Field* field = nullptr;
  std::optional<std::string> literal = std::nullopt;
  bool filtered = false; // an element with a predicate
};

bool is_numeric(const Typed& part) {
  return part.kind == Typed::number ||
         (part.kind == Typed::attribute &&
          (part.field->type == FieldType::integer || part.field->type == FieldType::time));
}

bool is_text(const Typed& part) {
  return part.kind == Typed::text || (part.kind == Typed::attribute && !is_numeric(part));
}

std::string describe(const Typed& part) {
  switch (part.kind) {
  case Typed::truth: return "a truth value";
  case Typed::number: return "a number";
  case Typed::text: return "text";
  case Typed::attribute: return fmt::format("the {} field {}", to_string(part.field->type), part.field->path);
  case Typed::element: return fmt::format("the element {}", part.field->path);
  case Typed::invalid: break;
  }
  return "nothing";
}

struct Function {
  std::string_view name;
  std::string_view arguments; // a letter each: b condition, e element or attribute, t text, n number, a text or number
  Typed::Kind result;
};

constexpr std::array<Function, 9> functions = {{{"not", "b", Typed::truth},
                                                {"count", "e", Typed::number},
                                                {"contains", "tt", Typed::truth},
                                                {"starts-with", "tt", Typed::truth},
                                                {"string-length", "t", Typed::number},
                                                {"normalize-space", "t", Typed::text},
                                                {"translate", "ttt", Typed::text},
                                                {"number", "a", Typed::number},
                                                {"sum", "e", Typed::number}}};

bool is_name_start(char c) {
  return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_';
}

bool is_name(char c) {
  return is_name_start(c) || std::isdigit(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '.';
}

} // namespace

// Recursive descent over the grammar of XPath 1.0 section 3, without what is left out.
class ExpressionParser {
public:
  ExpressionParser(Expression& out, const evidence::Population& population, const ParameterTypes& parameters,
                   std::vector<ExpressionProblem>& problems)
      : out_(out), text_(out.text_), population_(population), parameters_(parameters), problems_(problems) {}

  void run(ExpressionUse use) {
    try {
      const Typed whole = parse_or();
      skip_space();
      if (at_ < text_.size())
        fail(at_, fmt::format("'{}' is not expected here", text_.substr(at_, 12)), outside_hint());
      if (use == ExpressionUse::condition)
        require_condition(whole);
      else
        require_printable(whole);
    } catch (const Stop&) {
    }
  }

private:
  struct Stop {};

  // After a syntax error nothing that follows could be trusted, so parsing ends; type problems are collected.
  [[noreturn]] void fail(std::size_t offset, std::string message, std::string hint = {}) {
    note(offset, std::move(message), std::move(hint));
    throw Stop();
  }

  void note(std::size_t offset, std::string message, std::string hint = {}) {
    problems_.push_back({offset, std::move(message), std::move(hint)});
  }

  std::string outside_hint() const {
    return at_ < text_.size() && std::string_view("/*|:").find(text_[at_]) != std::string_view::npos
               ? "absolute paths, //, *, | and axes are outside the subset"
               : "";
  }

  void skip_space() {
    while (at_ < text_.size() && std::string_view(" \t\r\n").find(text_[at_]) != std::string_view::npos)
      ++at_;
  }

  bool take(std::string_view token) {
    skip_space();
    if (text_.compare(at_, token.size(), token) != 0)
      return false;
    at_ += token.size();
    return true;
  }

  // An operator that is spelled like a name: it must end where the name ends.
  bool take_word(std::string_view word) {
    skip_space();
    const std::size_t end = at_ + word.size();
    if (text_.compare(at_, word.size(), word) != 0 || (end < text_.size() && is_name(text_[end])))
      return false;
    at_ = end;
    return true;
  }

  std::string take_name(const char* what) {
    const std::size_t start = at_;
    if (at_ < text_.size() && is_name_start(text_[at_]))
      while (at_ < text_.size() && is_name(text_[at_]))
        ++at_;
    if (start == at_)
      fail(at_, at_ < text_.size() ? fmt::format("{} is expected here, not '{}'", what, text_[at_])
                                   : fmt::format("{} is expected at the end", what),
           outside_hint());
    return text_.substr(start, at_ - start);
  }

  void require_condition(const Typed& part) {
    if (part.kind == Typed::element && part.field->always && !part.filtered)
      note(part.offset, fmt::format("every item has an element {}: that it is there is always true", part.field->path),
           fmt::format("state a condition on a field of it: {}[…]", part.field->path));
    if (part.kind == Typed::truth || part.kind == Typed::element || part.kind == Typed::invalid)
      return;
    std::string hint = "compare it with a value";
    if (part.kind == Typed::attribute && part.field->type == FieldType::yes_no)
      hint = fmt::format("write {} = 'yes': as a truth value it would be true whenever it is there",
                         part.field->path.substr(part.field->path.find('@')));
    note(part.offset, fmt::format("{} is no truth value", describe(part)), hint);
  }

  void require_printable(const Typed& part) {
    if (!is_numeric(part) && !is_text(part) && part.kind != Typed::invalid)
      note(part.offset, fmt::format("{} cannot be printed in a sentence", describe(part)));
    for (std::size_t i = 0; i < population_.fields.size(); ++i)
      if (out_.fields_[i] && population_.fields[i].personal)
        note(0, fmt::format("{} names a person, which an exception must not print", population_.fields[i].path),
             "cite the object id: dossiers are kept for ten years");
  }

  Typed parse_or() { return parse_logic("or", [this] { return parse_and(); }); }
  Typed parse_and() { return parse_logic("and", [this] { return parse_comparison(); }); }

  template <class Next> Typed parse_logic(std::string_view word, Next next) {
    Typed left = next();
    while (take_word(word)) {
      require_condition(left);
      require_condition(next());
      left = {Typed::truth, left.offset};
    }
    return left;
  }

  Typed parse_comparison() {
    const Typed left = parse_sum();
    skip_space();
    const std::size_t at = at_;
    for (const std::string_view op : {"!=", "<=", ">=", "=", "<", ">"}) {
      if (!take(op))
        continue;
      const Typed right = parse_sum();
      check_comparison(left, right, at, op == "=" || op == "!=");
      skip_space();
      if (at_ < text_.size() && std::string_view("=<>!").find(text_[at_]) != std::string_view::npos)
        fail(at_, "comparisons cannot be chained", "join two comparisons with 'and'");
      return {Typed::truth, left.offset};
    }
    return left;
  }

  void check_comparison(const Typed& left, const Typed& right, std::size_t at, bool equality) {
    if (left.kind == Typed::invalid || right.kind == Typed::invalid)
      return; // said already
    const bool numbers = is_numeric(left) && is_numeric(right);
    const bool texts = is_text(left) && is_text(right);
    if (!numbers && !(texts && equality)) {
      note(at, fmt::format("{} cannot be compared with {}{}", describe(left), describe(right),
                           texts ? " by order" : ""),
           texts ? "only numbers and times have an order" : "");
      return;
    }
    check_literal(left, right);
    check_literal(right, left);
  }

  // A literal outside an enumeration would silently never match.
  void check_literal(const Typed& field, const Typed& literal) {
    if (field.kind != Typed::attribute || !literal.literal)
      return;
    if (field.field->lower_case && ascii_lower(*literal.literal) != *literal.literal)
      note(literal.offset, fmt::format("{} is in lower case and never '{}'", field.field->path, *literal.literal),
           fmt::format("write '{}'", ascii_lower(*literal.literal)));
    std::vector<std::string> allowed = field.field->values;
    if (field.field->type == FieldType::yes_no)
      allowed = {"yes", "no"};
    if (allowed.empty() || std::find(allowed.begin(), allowed.end(), *literal.literal) != allowed.end())
      return;
    note(literal.offset, fmt::format("{} is never '{}'", field.field->path, *literal.literal),
         fmt::format("its values are: {}", fmt::join(allowed, ", ")));
  }

  Typed parse_sum() { return parse_arithmetic({"+", "-"}, {}, [this] { return parse_product(); }); }
  Typed parse_product() { return parse_arithmetic({"*"}, {"div", "mod"}, [this] { return parse_negation(); }); }

  template <class Next>
  Typed parse_arithmetic(std::initializer_list<std::string_view> signs, std::initializer_list<std::string_view> words,
                         Next next) {
    Typed left = next();
    while (std::any_of(signs.begin(), signs.end(), [&](auto sign) { return take(sign); }) ||
           std::any_of(words.begin(), words.end(), [&](auto word) { return take_word(word); })) {
      require_number(left);
      require_number(next());
      left = {Typed::number, left.offset};
    }
    return left;
  }

  void require_number(const Typed& part) {
    if (!is_numeric(part) && part.kind != Typed::invalid)
      note(part.offset, fmt::format("{} is no number", describe(part)));
  }

  Typed parse_negation() {
    skip_space();
    const std::size_t offset = at_;
    if (!take("-"))
      return parse_primary();
    require_number(parse_primary());
    return {Typed::number, offset};
  }

  Typed parse_primary() {
    skip_space();
    if (++depth_ > expression_depth_limit)
      fail(at_, fmt::format("the expression is nested deeper than {}", expression_depth_limit));
    const Typed part = parse_primary_inside();
    --depth_;
    return part;
  }

  Typed parse_primary_inside() {
    const std::size_t offset = at_;
    if (at_ == text_.size())
      fail(at_, "a value is expected at the end");
    const char c = text_[at_];
    if (take("(")) {
      Typed inner = parse_or();
      if (!take(")"))
        fail(at_, "')' is missing", fmt::format("the '(' at character {} is not closed", offset + 1));
      return inner;
    }
    if (c == '\'' || c == '"') {
      const std::size_t end = text_.find(c, at_ + 1);
      if (end == std::string::npos)
        fail(at_, "this text is not closed");
      const std::string literal = text_.substr(at_ + 1, end - at_ - 1);
      at_ = end + 1;
      return {Typed::text, offset, nullptr, literal};
    }
    if (std::isdigit(static_cast<unsigned char>(c)) != 0)
      return parse_number();
    if (c == '$')
      return parse_parameter();
    if (is_name_start(c)) {
      std::size_t after = at_;
      while (after < text_.size() && is_name(text_[after]))
        ++after;
      const std::size_t paren = text_.find_first_not_of(" \t\r\n", after);
      if (paren != std::string::npos && text_[paren] == '(')
        return parse_call();
    }
    return parse_path();
  }

  Typed parse_number() {
    const std::size_t offset = at_;
    while (at_ < text_.size() && (std::isdigit(static_cast<unsigned char>(text_[at_])) != 0 || text_[at_] == '.'))
      ++at_;
    const std::string digits = text_.substr(offset, at_ - offset);
    if (std::count(digits.begin(), digits.end(), '.') > 1)
      fail(offset, fmt::format("'{}' is no number", digits));
    if (digits.size() > 15) // 2^53 has sixteen digits; beyond it numbers are no longer exact
      fail(offset, "the number has more than 15 digits and would not be exact");
    return {Typed::number, offset};
  }

  Typed parse_parameter() {
    const std::size_t offset = at_++;
    const std::string name = take_name("the name of a parameter");
    const auto declared = parameters_.find(name);
    if (declared == parameters_.end()) {
      std::vector<std::string> known;
      for (const auto& [known_name, type] : parameters_)
        known.push_back(known_name);
      const std::string near = nearest_name(name, known);
      note(offset, fmt::format("parameter ${} is not declared", name),
           near.empty() ? "declare it in the rule" : fmt::format("did you mean ${}?", near));
      return {};
    }
    out_.parameters_.insert(name);
    switch (declared->second) {
    case ParameterType::integer:
    case ParameterType::time: return {Typed::number, offset};
    case ParameterType::rate:
      note(offset, fmt::format("${} is a rate, which serves as tolerable deviation only", name));
      return {};
    case ParameterType::string:
    case ParameterType::yes_no: break;
    }
    return {Typed::text, offset};
  }

  Typed parse_call() {
    const std::size_t offset = at_;
    const std::string name = take_name("a function");
    const auto known = std::find_if(functions.begin(), functions.end(), [&](const auto& f) { return f.name == name; });
    if (known == functions.end()) {
      std::vector<std::string> names;
      for (const Function& function : functions)
        names.emplace_back(function.name);
      fail(offset, fmt::format("function {}() is outside the subset", name),
           fmt::format("there are: {}", fmt::join(names, ", ")));
    }
    take("(");
    for (std::size_t i = 0; i < known->arguments.size(); ++i) {
      if (i > 0 && !take(","))
        fail(at_, fmt::format("{}() takes {} arguments", name, known->arguments.size()));
      check_argument(*known, known->arguments[i], parse_or());
    }
    if (!take(")"))
      fail(at_, fmt::format("{}() takes {} argument{}", name, known->arguments.size(),
                            known->arguments.size() == 1 ? "" : "s"));
    return {known->result, offset};
  }

  void check_argument(const Function& function, char wanted, const Typed& part) {
    if (part.kind == Typed::invalid)
      return;
    switch (wanted) {
    case 'b': require_condition(part); return;
    case 't':
      if (!is_text(part))
        note(part.offset, fmt::format("{}() takes text, not {}", function.name, describe(part)));
      return;
    case 'a':
      if (!is_text(part) && !is_numeric(part))
        note(part.offset, fmt::format("{}() takes text or a number, not {}", function.name, describe(part)));
      return;
    default: break;
    }
    const bool path = part.kind == Typed::attribute || part.kind == Typed::element;
    if (!path || (function.name == "sum" && !is_numeric(part)))
      note(part.offset, fmt::format("{}() takes the path of {}, not {}", function.name,
                                    function.name == "sum" ? "a number" : "an element or field", describe(part)));
  }

  // A path from the item, or within a predicate from the child the predicate is about.
  Typed parse_path() {
    const std::size_t offset = at_;
    std::string prefix = context_;
    if (text_[at_] == '.') {
      if (text_.compare(at_, 2, "./") != 0)
        fail(at_, text_.compare(at_, 2, "..") == 0 ? "'..' is outside the subset: an item has no parent"
                                                   : "'.' alone says nothing: items hold their values in attributes");
      at_ += 2;
    }
    if (text_[at_] == '@') {
      ++at_;
      return resolve(prefix + "@" + take_name("the name of a field"), offset);
    }
    const std::string child = take_name("a field, a value or a function");
    if (take("::"))
      fail(offset, fmt::format("axis {}:: is outside the subset", child), outside_hint());
    if (!prefix.empty())
      fail(offset, fmt::format("{} has no child elements", prefix.substr(0, prefix.size() - 1)));
    Typed element = resolve(child, offset);
    while (take("[")) {
      parse_predicate(child);
      element.filtered = true;
    }
    if (text_.compare(at_, 2, "/@") != 0) {
      if (at_ < text_.size() && text_[at_] == '/')
        fail(at_, "a field is expected after '/'", outside_hint());
      return element;
    }
    at_ += 2;
    return resolve(child + "/@" + take_name("the name of a field"), offset);
  }

  void parse_predicate(const std::string& child) {
    const std::string outer = std::exchange(context_, child + "/");
    const Typed condition = parse_or();
    if (condition.kind == Typed::number)
      note(condition.offset, "positions are outside the subset", "state a condition on a field instead");
    else
      require_condition(condition);
    context_ = outer;
    if (!take("]"))
      fail(at_, "']' is missing");
  }

  Typed resolve(const std::string& path, std::size_t offset) {
    const auto place = population_.find(path);
    if (!place) {
      std::vector<std::string> known;
      for (const Field& field : population_.fields)
        known.push_back(field.path);
      const std::string near = nearest_name(path, known);
      note(offset, fmt::format("population {} has no field {}", population_.name, path),
           near.empty() ? fmt::format("its fields are: {}", fmt::join(known, " "))
                        : fmt::format("did you mean {}?", near));
      return {};
    }
    out_.fields_.set(*place);
    if (const std::size_t slash = path.find('/'); slash != std::string::npos)
      out_.fields_.set(*population_.find(path.substr(0, slash)));
    const Field& field = population_.fields[*place];
    return {field.type == FieldType::element ? Typed::element : Typed::attribute, offset, &field};
  }

  Expression& out_;
  const std::string& text_;
  const evidence::Population& population_;
  const ParameterTypes& parameters_;
  std::vector<ExpressionProblem>& problems_;
  std::size_t at_ = 0;
  std::size_t depth_ = 0;
  std::string context_; // "child/" within a predicate about child
};

Expression::Expression(std::string text, const evidence::Population& population, const ParameterTypes& parameters,
                       ExpressionUse use, std::vector<ExpressionProblem>& problems)
    : text_(std::move(text)) {
  if (text_.size() > expression_length_limit) {
    problems.push_back({0, fmt::format("the expression has {} characters; at most {} are read", text_.size(),
                                       expression_length_limit),
                        {}});
    return;
  }
  const std::size_t before = problems.size();
  ExpressionParser(*this, population, parameters, problems).run(use);
  // pugixml has limits of its own, which a long sum reaches.
  if (problems.size() == before && !compiles(*this, parameters))
    problems.push_back({0, "the expression is too long to be evaluated", "split the rule"});
}

} // namespace assay::schema

// SPDX-License-Identifier: Apache-2.0
#include "audit/schema/expression.hpp"

#include "audit/base/diagnostics.hpp"
#include "audit/base/text.hpp"
#include "audit/schema/expression_text.hpp"
#include "audit/schema/expression_types.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <utility>

namespace assay::schema {

using evidence::Field;
using evidence::FieldType;

// Recursive descent over the grammar of XPath 1.0 section 3, without what is left out.
class ExpressionParser : ExpressionText {
public:
  ExpressionParser(Expression& out, const evidence::Population& population, const ParameterTypes& parameters,
                   std::vector<ExpressionProblem>& problems)
      : ExpressionText(out.text_, problems), out_(out), population_(population), parameters_(parameters),
        types_(population, problems) {}

  void run(ExpressionUse use) {
    try {
      const Typed whole = parse_or();
      skip_space();
      if (at_ < text_.size())
        fail(at_, fmt::format("'{}' is not expected here", text_.substr(at_, 12)), outside_hint());
      if (use == ExpressionUse::condition)
        out_.condition_ = required(whole);
      else
        types_.require_printable(whole, out_.fields_);
    } catch (const Stop&) {
    }
  }

private:
  // What a part says that has to be a condition.
  const Condition& required(const Typed& part) {
    types_.require_condition(part);
    return part.condition;
  }

  // A part that was just read and is a truth value.
  Typed truth(std::size_t offset, Condition condition) const {
    condition.text = written(offset);
    Typed part{Typed::truth, offset};
    part.condition = std::move(condition);
    return part;
  }

  std::string written(std::size_t offset) const {
    return std::string(trimmed(std::string_view(text_).substr(offset, at_ - offset)));
  }

  Typed parse_or() { return parse_logic("or", [this] { return parse_and(); }); }
  Typed parse_and() { return parse_logic("and", [this] { return parse_comparison(); }); }

  template <class Next> Typed parse_logic(std::string_view word, Next next) {
    Typed first = next();
    Condition whole{word == "or" ? Condition::Kind::any : Condition::Kind::all};
    while (take_word(word)) {
      if (whole.parts.empty())
        whole.parts.push_back(required(first));
      whole.parts.push_back(required(next()));
    }
    return whole.parts.empty() ? first : truth(first.offset, std::move(whole));
  }

  Typed parse_comparison() {
    const Typed left = parse_sum();
    skip_space();
    const std::size_t at = at_;
    for (const std::string_view op : {"!=", "<=", ">=", "=", "<", ">"}) {
      if (!take(op))
        continue;
      const Typed right = parse_sum();
      types_.check_comparison(left, right, at, op == "=" || op == "!=");
      Typed compared =
          truth(left.offset, {Condition::Kind::comparison, {}, {}, std::string(op), left.operand, right.operand});
      skip_space();
      if (at_ < text_.size() && std::string_view("=<>!").find(text_[at_]) != std::string_view::npos)
        fail(at_, "comparisons cannot be chained", "join two comparisons with 'and'");
      return compared;
    }
    return left;
  }

  Typed parse_sum() { return parse_arithmetic({"+", "-"}, {}, [this] { return parse_product(); }); }
  Typed parse_product() { return parse_arithmetic({"*"}, {"div", "mod"}, [this] { return parse_negation(); }); }

  template <class Next>
  Typed parse_arithmetic(std::initializer_list<std::string_view> signs, std::initializer_list<std::string_view> words,
                         Next next) {
    Typed left = next();
    while (std::any_of(signs.begin(), signs.end(), [&](auto sign) { return take(sign); }) ||
           std::any_of(words.begin(), words.end(), [&](auto word) { return take_word(word); })) {
      types_.require_number(left);
      types_.require_number(next());
      left = {Typed::number, left.offset};
    }
    return left;
  }

  Typed parse_negation() {
    skip_space();
    const std::size_t offset = at_;
    if (!take("-"))
      return parse_primary();
    const Typed negated = parse_primary();
    types_.require_number(negated);
    Typed part{Typed::number, offset};
    if (negated.operand.number)
      part.operand = {Operand::Kind::literal, written(offset), nullptr, -*negated.operand.number};
    return part;
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
      return {Typed::text, offset, nullptr, literal, false, {Operand::Kind::literal, literal}};
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
    double number = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return {Typed::number, offset, nullptr, std::nullopt, false, {Operand::Kind::literal, digits, nullptr, number}};
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
    const Operand operand{Operand::Kind::parameter, name};
    switch (declared->second) {
    case ParameterType::integer:
    case ParameterType::time: return {Typed::number, offset, nullptr, std::nullopt, false, operand};
    case ParameterType::rate:
      note(offset, fmt::format("${} is a rate, which serves as tolerable deviation only", name));
      return {};
    case ParameterType::string:
    case ParameterType::yes_no: break;
    }
    return {Typed::text, offset, nullptr, std::nullopt, false, operand};
  }

  Typed parse_call() {
    const std::size_t offset = at_;
    const std::string name = take_name("a function");
    const auto known = std::find_if(expression_functions.begin(), expression_functions.end(),
                                    [&](const auto& function) { return function.name == name; });
    if (known == expression_functions.end()) {
      std::vector<std::string> names;
      for (const ExpressionFunction& function : expression_functions)
        names.emplace_back(function.name);
      fail(offset, fmt::format("function {}() is outside the subset", name),
           fmt::format("there are: {}", fmt::join(names, ", ")));
    }
    take("(");
    Condition negated;
    for (std::size_t i = 0; i < known->arguments.size(); ++i) {
      if (i > 0 && !take(","))
        fail(at_, fmt::format("{}() takes {} arguments", name, known->arguments.size()));
      const Typed argument = parse_or();
      types_.check_argument(*known, known->arguments[i], argument);
      negated = argument.condition;
    }
    if (!take(")"))
      fail(at_, fmt::format("{}() takes {} argument{}", name, known->arguments.size(),
                            known->arguments.size() == 1 ? "" : "s"));
    if (name == "not")
      return truth(offset, {Condition::Kind::negation, {}, {negated}});
    if (known->result == Typed::truth)
      return truth(offset, {});
    Typed part{known->result, offset};
    if (name == "count" || name == "string-length")
      part.operand = {Operand::Kind::measure, written(offset)};
    return part;
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
      return resolve(prefix + "@" + take_name("the name of a field"), offset, Operand::Kind::field);
    }
    const std::string child = take_name("a field, a value or a function");
    if (take("::"))
      fail(offset, fmt::format("axis {}:: is outside the subset", child), outside_hint());
    if (!prefix.empty())
      fail(offset, fmt::format("{} has no child elements", prefix.substr(0, prefix.size() - 1)));
    Typed element = resolve(child, offset, Operand::Kind::other);
    Condition condition{Condition::Kind::element};
    while (take("[")) {
      condition.parts.push_back(parse_predicate(child));
      element.filtered = true;
    }
    element.condition = truth(offset, std::move(condition)).condition;
    if (text_.compare(at_, 2, "/@") != 0) {
      if (at_ < text_.size() && text_[at_] == '/')
        fail(at_, "a field is expected after '/'", outside_hint());
      return element;
    }
    at_ += 2;
    return resolve(child + "/@" + take_name("the name of a field"), offset, Operand::Kind::fields);
  }

  Condition parse_predicate(const std::string& child) {
    const std::string outer = std::exchange(context_, child + "/");
    const Typed condition = parse_or();
    if (condition.kind == Typed::number)
      note(condition.offset, "positions are outside the subset", "state a condition on a field instead");
    else
      types_.require_condition(condition);
    context_ = outer;
    if (!take("]"))
      fail(at_, "']' is missing");
    return condition.condition;
  }

  Typed resolve(const std::string& path, std::size_t offset, Operand::Kind kind) {
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
    return {field.type == FieldType::element ? Typed::element : Typed::attribute, offset, &field, std::nullopt, false,
            {kind, written(offset), &field}};
  }

  Expression& out_;
  const evidence::Population& population_;
  const ParameterTypes& parameters_;
  ExpressionTypes types_;
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

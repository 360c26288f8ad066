// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/readers/ci_expression.hpp"

#include "audit/base/text.hpp"

#include <algorithm>
#include <iterator>
#include <optional>

namespace assay::evidence {

namespace {

constexpr std::size_t length_limit = 21'000; // GitHub's own
constexpr std::size_t depth_limit = 50;      // likewise
constexpr std::size_t flow_limit = 64;       // contexts of one value
constexpr std::size_t path_limit = 512;      // bytes; no context that matters is as long

bool starts_name(char c) {
  return is_letter(c) || c == '_';
}

bool continues_name(char c) {
  return starts_name(c) || is_digit(c) || c == '-';
}

struct Value {
  std::vector<ContextFlow> contexts;
  std::vector<std::string> literals;
  bool computed = false;

  void merge(Value other) {
    contexts.insert(contexts.end(), std::make_move_iterator(other.contexts.begin()),
                    std::make_move_iterator(other.contexts.end()));
    literals.insert(literals.end(), std::make_move_iterator(other.literals.begin()),
                    std::make_move_iterator(other.literals.end()));
    computed = computed || other.computed;
  }
};

// Recursive descent; fails for good at the first thing it does not understand.
class Parser {
public:
  explicit Parser(std::string_view text) : rest_(text) {}

  std::optional<Value> run() {
    Value value = either();
    skip();
    if (failed_ || !rest_.empty())
      return std::nullopt;
    return value;
  }

  std::vector<ContextFlow> named;

private:
  void skip() {
    while (!rest_.empty() && is_space(rest_.front()))
      rest_.remove_prefix(1);
  }

  bool take(std::string_view token) {
    skip();
    if (!rest_.starts_with(token))
      return false;
    rest_.remove_prefix(token.size());
    return true;
  }

  Value fail() {
    failed_ = true;
    rest_ = {};
    return {};
  }

  Value either() {
    if (++depth_ > depth_limit)
      return fail();
    Value value = both();
    while (!failed_ && take("||")) {
      value.merge(both());
      if (value.contexts.size() > flow_limit)
        return fail();
    }
    --depth_;
    return value;
  }

  Value both() {
    Value value = comparison();
    while (!failed_ && take("&&"))
      value = comparison();
    return value;
  }

  Value comparison() {
    Value value = term();
    for (const std::string_view sign : {"==", "!=", "<=", ">=", "<", ">"})
      if (!failed_ && take(sign)) {
        comparison_side();
        value = {};
        value.computed = true;
        return value;
      }
    return value;
  }

  void comparison_side() {
    if (++depth_ > depth_limit)
      fail();
    else
      comparison();
    --depth_;
  }

  Value term() {
    skip();
    if (rest_.empty())
      return fail();
    if (rest_.front() == '!') {
      rest_.remove_prefix(1);
      if (++depth_ > depth_limit)
        return fail();
      term();
      --depth_;
      Value value;
      value.computed = true;
      return value;
    }
    Value value = primary();
    while (!failed_) {
      if (take("."))
        extend(value, take("*") ? "*" : name());
      else if (take("["))
        extend(value, index());
      else
        break;
    }
    named.insert(named.end(), value.contexts.begin(), value.contexts.end());
    return value;
  }

  Value primary() {
    Value value;
    if (take("(")) {
      value = either();
      return take(")") ? value : fail();
    }
    const char c = rest_.front();
    if (c == '\'') {
      value.literals.push_back(quoted());
      return value;
    }
    if (is_digit(c) || c == '-' || c == '+') {
      const std::size_t end = std::min(rest_.find_first_of(" \t\r\n)],=!<>&|"), rest_.size());
      value.literals.emplace_back(rest_.substr(0, end));
      rest_.remove_prefix(end);
      return value;
    }
    const std::string word = name();
    if (failed_ || take("("))
      return failed_ ? value : call(word);
    if (word == "true" || word == "false" || word == "null")
      value.literals.push_back(word == "null" ? "" : word);
    else
      value.contexts.push_back({word, false, false});
    return value;
  }

  std::string name() {
    skip();
    std::size_t end = 0;
    while (end < rest_.size() && continues_name(rest_[end]))
      ++end;
    if (end == 0) {
      fail();
      return {};
    }
    const std::string found = ascii_lower(rest_.substr(0, end));
    rest_.remove_prefix(end);
    return found;
  }

  std::string quoted() {
    std::string text;
    rest_.remove_prefix(1);
    while (true) {
      const std::size_t end = rest_.find('\'');
      if (end == std::string_view::npos) {
        fail();
        return {};
      }
      text += rest_.substr(0, end);
      rest_.remove_prefix(end + 1);
      if (!rest_.starts_with('\''))
        return text;
      text += '\'';
      rest_.remove_prefix(1);
    }
  }

  std::string index() {
    const bool any = take("*");
    const Value inner = any ? Value() : either();
    if (!take("]"))
      fail();
    const bool literal = inner.contexts.empty() && !inner.computed && inner.literals.size() == 1;
    if (!literal || inner.literals.front().empty() || is_digit(inner.literals.front().front()))
      return "*";
    return ascii_lower(inner.literals.front());
  }

  static void extend(Value& value, const std::string& step) {
    for (ContextFlow& one : value.contexts)
      if (!one.through_function && one.path.size() + step.size() < path_limit)
        one.path += "." + step;
    value.literals.clear();
  }

  Value call(const std::string& function) {
    static constexpr std::string_view answers[] = {"contains", "startswith", "endswith", "hashfiles",
                                                   "success",  "failure",    "always",   "cancelled"};
    Value value;
    if (!take(")")) {
      do {
        value.merge(either());
        if (value.contexts.size() > flow_limit)
          return fail();
      } while (!failed_ && take(","));
      if (!take(")"))
        return fail();
    }
    value.literals.clear();
    value.computed = true;
    if (std::find(std::begin(answers), std::end(answers), function) != std::end(answers))
      value.contexts.clear();
    for (ContextFlow& one : value.contexts) {
      one.through_function = true;
      one.whole = one.whole || function == "tojson";
    }
    return value;
  }

  std::string_view rest_;
  std::size_t depth_ = 0;
  bool failed_ = false;
};

// Names with dots after them, outside quotes.
std::vector<ContextFlow> contexts_named(std::string_view text) {
  std::vector<ContextFlow> found;
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] == '\'') {
      at = std::min(text.find('\'', at + 1), text.size() - 1) + 1;
      continue;
    }
    std::size_t end = at;
    while (end < text.size() && starts_name(text[at]) &&
           (continues_name(text[end]) || text[end] == '.' || text[end] == '*'))
      ++end;
    std::string path = ascii_lower(text.substr(at, std::min(end - at, path_limit)));
    if (path.find('.') != std::string::npos)
      found.push_back({std::move(path), true, true});
    at = std::max(end, at + 1);
  }
  return found;
}

} // namespace

ExpressionFlow flow_of_expression(std::string_view inner) {
  if (inner.size() <= length_limit) {
    Parser parser(inner);
    if (std::optional<Value> value = parser.run())
      return {std::move(value->contexts), std::move(value->literals), value->computed, std::move(parser.named)};
  }
  std::vector<ContextFlow> all = contexts_named(inner);
  return {all, {}, true, all};
}

std::size_t expression_end(std::string_view text, std::size_t start) {
  bool in_string = false;
  for (std::size_t at = start + 3; at < text.size(); ++at) {
    if (text[at] == '\'')
      in_string = !in_string;
    else if (!in_string && text.substr(at, 2) == "}}")
      return at + 2;
  }
  return text.size();
}

std::vector<std::string_view> expressions_in(std::string_view text) {
  std::vector<std::string_view> found;
  for (std::size_t at = 0; (at = text.find("${{", at)) != std::string_view::npos;) {
    const std::size_t end = expression_end(text, at);
    std::string_view inner = text.substr(at + 3, end - at - 3);
    inner.remove_suffix(inner.ends_with("}}") ? 2 : 0);
    found.push_back(trimmed(inner));
    at = end;
  }
  return found;
}

} // namespace assay::evidence

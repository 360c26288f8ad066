// SPDX-License-Identifier: Apache-2.0
#include "audit/schema/expression.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace assay;
using namespace assay::schema;

namespace {

const ParameterTypes parameters = {{"as-of", ParameterType::time},
                                   {"days", ParameterType::integer},
                                   {"kind", ParameterType::string},
                                   {"share", ParameterType::rate}};

std::vector<ExpressionProblem> problems_of(const std::string& text, ExpressionUse use = ExpressionUse::condition) {
  std::vector<ExpressionProblem> problems;
  const Expression expression(text, evidence::commits(), parameters, use, problems);
  return problems;
}

std::string problem_of(const std::string& text, ExpressionUse use = ExpressionUse::condition) {
  const auto problems = problems_of(text, use);
  if (problems.empty())
    return "";
  return std::to_string(problems[0].offset) + ": " + problems[0].message;
}

std::size_t field(const char* path) {
  return *evidence::commits().find(path);
}

// A commit with two trailers and without a committer's name.
evidence::Item sample() {
  evidence::FieldSet all;
  all.set();
  evidence::Item item("commit", evidence::commits().fields, all);
  item.begin("0123");
  item.set_number(field("@time"), 1000);
  item.set_number(field("@parents"), 2);
  item.set_flag(field("@first-parent"), true);
  item.set_text(field("@subject"), "fix: it");
  for (const char* key : {"Signed-off-by", "Reviewed-by"}) {
    item.begin_child(field("trailer"));
    item.set_text(field("trailer/@key"), key);
    item.set_text(field("trailer/@value"), "a");
  }
  return item;
}

bool holds(const std::string& text) {
  std::vector<ExpressionProblem> problems;
  const Expression expression(text, evidence::commits(), parameters, ExpressionUse::condition, problems);
  REQUIRE_MESSAGE(problems.empty(), text, ": ", problems.empty() ? "" : problems[0].message);
  const Query query(expression, {{"as-of", {ParameterType::time, "1970-01-02"}},
                                 {"days", {ParameterType::integer, "2"}},
                                 {"kind", {ParameterType::string, "Reviewed-by"}}});
  const evidence::Item item = sample();
  return query.test(item);
}

} // namespace

TEST_CASE("expressions of the subset evaluate as XPath 1.0 says") {
  CHECK(holds("@parents >= 2 and @first-parent = 'yes'"));
  CHECK_FALSE(holds("@parents > 2 or @first-parent != 'yes'"));
  CHECK(holds("not(@parents = 0)"));
  CHECK(holds("trailer[@key = 'Signed-off-by']"));
  CHECK_FALSE(holds("trailer[@key = 'Acked-by']"));
  CHECK(holds("trailer[@key = $kind]/@value = 'a'"));
  CHECK(holds("count(trailer) = $days"));
  CHECK(holds("count(trailer[contains(@key, 'by') and @value = 'a']) = 2"));
  CHECK(holds("@time < $as-of and @time + 60 * 60 * 24 > $as-of"));
  CHECK(holds("@time mod 7 = 6 and @time div 10 = 100"));
  CHECK(holds("-@time < 0"));
  CHECK(holds("starts-with(@subject, 'fix') and string-length(normalize-space(@subject)) = 7"));
  CHECK(holds("translate(@subject, 'FIX', 'fix') = @subject"));
  CHECK(holds("number(@parents) = 2 and sum(@parents) = 2"));
  CHECK(holds("./@parents = 2"));
  // An absent field is an empty set: every comparison with it is false.
  CHECK_FALSE(holds("@committer-name = 'a'"));
  CHECK_FALSE(holds("@committer-name != 'a'"));
  CHECK(holds("count(@committer-name) = 0"));
}

TEST_CASE("the fields an expression reads come with the elements that hold them") {
  std::vector<ExpressionProblem> problems;
  const Expression expression("trailer[@key = 'x'] and @time > 0", evidence::commits(), parameters,
                              ExpressionUse::condition, problems);
  CHECK(problems.empty());
  CHECK(expression.fields().count() == 3);
  CHECK(expression.fields()[field("trailer")]);
  CHECK(expression.fields()[field("trailer/@key")]);
  CHECK(expression.fields()[field("@time")]);
}

TEST_CASE("what would silently match nothing or everything is refused, with its place") {
  CHECK(problem_of("@tiem > 0") == "0: population commits has no field @tiem");
  CHECK(problems_of("@tiem > 0")[0].hint == "did you mean @time?");
  CHECK(problem_of("@first-parent") == "0: the yes|no field @first-parent is no truth value");
  CHECK(problem_of("not(@subject)") == "4: the string field @subject is no truth value");
  CHECK(problem_of("@first-parent = 'true'") == "16: @first-parent is never 'true'");
  CHECK(problem_of("signature/@kind = 'opengpg'") == "18: signature/@kind is never 'opengpg'");
  CHECK(problem_of("@time = '1'") == "6: the time field @time cannot be compared with text");
  CHECK(problem_of("@subject < 'b'") == "9: the string field @subject cannot be compared with text by order");
  CHECK(problem_of("trailer = 'x'") == "8: the element trailer cannot be compared with text");
  CHECK(problem_of("@subject + 1 > 2") == "0: the string field @subject is no number");
  CHECK(problem_of("trailer[1]") == "8: positions are outside the subset");
  CHECK(problem_of("'x'") == "0: text is no truth value");
  CHECK(problem_of("$unknown = 1") == "0: parameter $unknown is not declared");
  CHECK(problem_of("$share > 0") == "0: $share is a rate, which serves as tolerable deviation only");
  CHECK(problems_of("@tiem > 0 and @first-parent").size() == 2);
  CHECK(problem_of("signature") == "0: every item has an element signature: that it is there is always true");
  CHECK(problems_of("signature[@kind = 'ssh']").empty());
  CHECK(problem_of("trailer[@token = 'Signed-off-by']") ==
        "17: trailer/@token is in lower case and never 'Signed-off-by'");
}

TEST_CASE("constructs outside the subset are refused") {
  for (const char* text :
       {"/commit", "//commit", "@time = 1 | @time = 2", "*", "trailer/*", "@*", "..", "../x", ".", "name() = 'a'",
        "id('a')", "child::trailer", "ancestor::commit", "position() = 1", "last() = 1", "concat('a', 'b') = 'ab'",
        "text()", "trailer/@key/@value", "trailer/trailer", "trailer[trailer]", "true()", "string(@subject) = 'a'",
        "@time = 1 = 1", "1 < 2 < 3", "", " ", "(", "@time >", "not()", "not(@time = 1", "contains(@subject)",
        "trailer[@key = 'a'", "'open", "@time = 1 garbage", "@", "$", "@time = 1234567890123456", "1.2.3 = 1",
        "count(1) = 1", "sum(@subject) = 1", "commit/@id = 'a'", "document('x')", "@time = 1;", "a:b", "@xml:lang = 'a'"})
    CHECK_MESSAGE(!problems_of(text).empty(), text);
}

TEST_CASE("length and nesting are bounded") {
  CHECK(problem_of(std::string(5000, ' ') + "@time = 1").find("at most 4096") != std::string::npos);
  const std::string deep = std::string(100, '(') + "@time" + std::string(100, ')') + " = 1";
  CHECK(problem_of(deep).find("nested deeper") != std::string::npos);
  CHECK(problem_of("((((@time)))) = 1").empty());
}

TEST_CASE("sentences print text and numbers and never people") {
  CHECK(problem_of("@id", ExpressionUse::sentence).empty());
  CHECK(problem_of("@time + 1", ExpressionUse::sentence).empty());
  CHECK(problem_of("@time = 1", ExpressionUse::sentence) == "0: a truth value cannot be printed in a sentence");
  CHECK(problem_of("trailer", ExpressionUse::sentence) == "0: the element trailer cannot be printed in a sentence");
  CHECK(problem_of("@author-email", ExpressionUse::sentence) ==
        "0: @author-email names a person, which an exception must not print");
}

TEST_CASE("values of parameters are checked against their types") {
  CHECK(check_parameter(ParameterType::integer, "12").empty());
  CHECK_FALSE(check_parameter(ParameterType::integer, "1x").empty());
  CHECK_FALSE(check_parameter(ParameterType::integer, "9007199254740993").empty());
  CHECK(check_parameter(ParameterType::time, "2026-12-09").empty());
  CHECK_FALSE(check_parameter(ParameterType::time, "yesterday").empty());
  CHECK_FALSE(check_parameter(ParameterType::yes_no, "true").empty());
  CHECK(check_parameter(ParameterType::rate, "0.5%").empty());
  CHECK_FALSE(check_parameter(ParameterType::rate, "0.5").empty());
}

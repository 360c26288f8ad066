// SPDX-License-Identifier: Apache-2.0
#include "audit/schema/contradiction.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace assay;
using namespace assay::schema;

namespace {

const ParameterTypes parameters = {{"as-of", ParameterType::time},
                                   {"days", ParameterType::integer},
                                   {"kind", ParameterType::string}};

Expression parsed(const std::string& text, const evidence::Population& population) {
  std::vector<ExpressionProblem> problems;
  Expression expression(text, population, parameters, ExpressionUse::condition, problems);
  REQUIRE_MESSAGE(problems.empty(), text, ": ", problems.empty() ? "" : problems[0].message);
  return expression;
}

// Why never, or "".
std::string never(const std::string& text, const ParameterValues& values = {},
                  const evidence::Population& population = evidence::commits()) {
  const Expression expression = parsed(text, population);
  return why_never({&expression}, values).value_or("");
}

bool always(const std::string& text) {
  return holds_always(parsed(text, evidence::commits()), {});
}

ParameterValues kind(const std::string& value) {
  return {{"kind", {ParameterType::string, value}}};
}

} // namespace

TEST_CASE("one field has one value") {
  CHECK(never("@subject = 'a' and @subject = 'b'") == "@subject = 'a' never holds together with @subject = 'b'");
  CHECK(never("@subject = 'a' and @subject != 'a'") != "");
  CHECK(never("@subject = 'a' and (@parents = 1 or @time > 0) and 'b' = @subject") != "");
  CHECK(never("(@subject = 'a' or @subject = 'b') and @subject = 'c'") != "");
  CHECK(never("@subject = 'a' and not(@subject = 'a' or @parents = 1)") != "");
  CHECK(never("@first-parent = 'yes' and @first-parent = 'no'") != "");
  CHECK(never("@first-parent != 'yes' and @first-parent != 'no'") != "");
  CHECK(never("@subject = 'a' and @subject != 'b'") == "");
  CHECK(never("@subject = 'a' or @subject = 'b'") == "");
  CHECK(never("@subject = 'a' and @author-name = 'b'") == "");
  CHECK(never("@subject != 'a' and @subject != 'b'") == "");
  CHECK(never("@subject = @author-name and @subject != @author-email") == "");
}

TEST_CASE("a field that is absent meets whatever is denied of it") {
  CHECK(never("not(@first-parent = 'yes') and not(@first-parent = 'no')") == "");
  CHECK(never("not(@first-parent = 'yes') and not(@first-parent = 'no') and @first-parent != 'yes'") != "");
  CHECK(never("not(@parents > 5) and not(@parents < 9)") == "");
  CHECK(never("not(@parents > 5) and not(@parents < 9) and @parents > 0") != "");
  CHECK_FALSE(always("@first-parent = 'yes' or @first-parent = 'no'"));
  CHECK_FALSE(always("@parents >= 0"));
}

TEST_CASE("numbers are whole and lie between their bounds") {
  CHECK(never("@parents > 5 and @parents < 3") == "@parents > 5 never holds together with @parents < 3");
  CHECK(never("@parents > 5 and 6 > @parents") != "");
  CHECK(never("@parents >= 5 and @parents <= 5 and @parents != 5") != "");
  CHECK(never("@parents = 5.5") == "@parents = 5.5 never holds");
  CHECK(never("@parents = -1 and @parents > -1") != "");
  CHECK(never("count(trailer) < 0") != "");
  CHECK(never("string-length(@subject) < 1 and string-length(@subject) > 0") != "");
  CHECK(never("@parents >= 5 and @parents <= 5") == "");
  CHECK(never("@parents > 5 and @parents < 7") == "");
  CHECK(never("@parents > 5.5 and @parents < 6.5") == "");
  CHECK(never("@parents = -1") == ""); // no field is known to be positive
  CHECK(never("@parents * 2 > 5 and @parents * 2 < 3") == "");
  CHECK(never("@parents > 5 and @time < 3") == "");
  CHECK(never("count(trailer) < 1 and count(parent) > 1") == "");
  CHECK(never("@time > $as-of and @time < $as-of") == ""); // nothing is known of it
}

TEST_CASE("the same condition does not hold and not hold") {
  CHECK(never("contains(@subject, 'a') and not(contains(@subject, 'a'))") ==
        "contains(@subject, 'a') never holds together with not(contains(@subject, 'a'))");
  CHECK(never("trailer[@key = 'a'] and not(trailer[@key = 'a'])") != "");
  CHECK(never("@time > $as-of and not(@time > $as-of)") != "");
  CHECK(never("contains(@subject, 'a') and not(contains(@subject, 'b'))") == "");
  CHECK(always("contains(@subject, 'a') or not(contains(@subject, 'a'))"));
  CHECK(always("count(trailer) >= 0"));
  CHECK_FALSE(always("count(trailer) > 0"));
}

TEST_CASE("of several children each may meet another condition") {
  CHECK(never("trailer/@key = 'a' and trailer/@key = 'b'") == "");
  CHECK(never("trailer[@key = 'a'] and trailer[@key = 'b']") == "");
  CHECK(never("trailer/@key != 'a' and not(trailer/@key = 'b')") == "");
  CHECK(never("trailer[@key = 'a' and @key = 'b']") == "@key = 'a' never holds together with @key = 'b'");
  CHECK(never("trailer[@key = 'a'][@key = 'b']") != "");
  CHECK(never("not(trailer[@key = 'a' and @key = 'b'])") == "");
  CHECK(never("trailer[@key = 'a' or @key = 'b']") == "");
}

TEST_CASE("the value of a parameter counts where it is known") {
  const auto& documents = evidence::documents();
  CHECK(never("@kind = $kind", {}, documents) == "");
  CHECK(never("@kind = $kind", kind("licence"), documents) == "");
  CHECK(never("@kind = $kind", kind("licnce"), documents).substr(0, 44) == "@kind is never 'licnce'; its values are: cha");
  CHECK(never("@kind != $kind", kind("licnce"), documents) == "");
  CHECK(never("$kind = '' or @kind = $kind", kind(""), documents) == "");
  CHECK(never("$kind = 'x' and @size > 0", kind("y"), documents) == "$kind = 'x' never holds");
  CHECK(never("signature/@kind = $kind", kind("gpg")) != "");
  CHECK(never("trailer/@token = $kind", kind("Signed-Off-By")) == "trailer/@token is in lower case and never 'Signed-Off-By'");
  CHECK(never("trailer[@token = $kind]", kind("Signed-Off-By")) != "");
  CHECK(never("trailer/@key = $kind", kind("Signed-Off-By")) == "");
  CHECK(never("@parents > $days and @parents < 3", {{"days", {ParameterType::integer, "2"}}}) != "");
  CHECK(never("@parents > $days and @parents < 3", {{"days", {ParameterType::integer, "1"}}}) == "");
  CHECK(never("@time < $as-of and @time > 1000", {{"as-of", {ParameterType::time, "1970-01-01T00:00:10Z"}}}) != "");
}

TEST_CASE("a condition with too many ways to meet it is not judged") {
  std::string text = "@subject = 'a' and @subject = 'b'";
  for (int i = 0; i < 12; ++i)
    text += " and (contains(@subject, '" + std::to_string(i) + "') or @parents = " + std::to_string(i) + ")";
  CHECK(never(text) == "");
}

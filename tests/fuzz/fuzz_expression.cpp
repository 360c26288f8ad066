// SPDX-License-Identifier: Apache-2.0
//
// Expressions of rules: what passes the checks is compiled and evaluated without an error.
#include "fuzz.hpp"

#include "audit/schema/expression.hpp"

using namespace assay;
using namespace assay::schema;
using assay::fuzz::require;

namespace {

const ParameterTypes& parameters() {
  static const ParameterTypes types = {{"as-of", ParameterType::time},
                                       {"days", ParameterType::integer},
                                       {"kind", ParameterType::string},
                                       {"share", ParameterType::rate}};
  return types;
}

const evidence::Item& sample() {
  static const evidence::Item item = [] {
    const evidence::Population& commits = evidence::commits();
    evidence::Item made("commit", commits.fields, evidence::FieldSet().set());
    const auto field = [&](const char* path) { return *commits.find(path); };
    made.begin("0123");
    made.set_number(field("@time"), 1000);
    made.set_number(field("@parents"), 2);
    made.set_flag(field("@first-parent"), true);
    made.set_text(field("@subject"), "fix: it");
    made.begin_child(field("trailer"));
    made.set_text(field("trailer/@key"), "Signed-off-by");
    made.set_text(field("trailer/@value"), "a");
    return made;
  }();
  return item;
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(fuzz::text_of(data, size));
  static const ParameterValues values = {{"as-of", {ParameterType::time, "1970-01-02"}},
                                         {"days", {ParameterType::integer, "2"}},
                                         {"kind", {ParameterType::string, "Signed-off-by"}},
                                         {"share", {ParameterType::rate, "5%"}}};
  for (const ExpressionUse use : {ExpressionUse::condition, ExpressionUse::sentence}) {
    std::vector<ExpressionProblem> problems;
    const Expression expression(text, evidence::commits(), parameters(), use, problems);
    for (const ExpressionProblem& problem : problems)
      require(problem.offset <= size && !problem.message.empty(), "a problem has its place and says what it is");
    if (!problems.empty())
      continue;
    const Query query(expression, values);
    if (use == ExpressionUse::condition)
      (void)query.test(sample());
    else
      (void)query.text(sample());
  }
  return 0;
}

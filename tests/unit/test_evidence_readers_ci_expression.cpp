// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/readers/ci_expression.hpp"
#include "audit/evidence/readers/ci_untrusted.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace assay::evidence;

namespace {

// Paths of what an expression passes on, parted by spaces; "!" before it where it is taken whole.
std::string flows(const std::string& expression) {
  std::string all;
  for (const ContextFlow& flow : flow_of_expression(expression).contexts)
    all += (all.empty() ? "" : " ") + std::string(flow.whole ? "!" : "") + flow.path;
  return all;
}

std::string literals(const std::string& expression) {
  const ExpressionFlow flow = flow_of_expression(expression);
  std::string all = flow.computed ? "computed" : "";
  for (const std::string& one : flow.literals)
    all += (all.empty() ? "" : "|") + one;
  return all;
}

TextSource source(const std::string& expression) {
  TextSource most = TextSource::none;
  for (const ContextFlow& flow : flow_of_expression(expression).contexts)
    most = std::max(most, source_of(flow));
  return most;
}

std::string repeated(const std::string& text, int times) {
  std::string all;
  while (times-- > 0)
    all += text;
  return all;
}

} // namespace

TEST_CASE("expressions of GitHub: contexts are told by their path, however it is written") {
  CHECK(flows("github.event.issue.title") == "github.event.issue.title");
  CHECK(flows("GitHub['Event'].issue[ 'title' ]") == "github.event.issue.title");
  CHECK(flows("github.event.commits[0].message") == "github.event.commits.*.message");
  CHECK(flows("github.event.commits.*.message") == "github.event.commits.*.message");
  CHECK(flows("github.event.pages[matrix.i].title") == "github.event.pages.*.title");
  CHECK(flows("(github.event.pull_request || github.event.issue).number") ==
        "github.event.pull_request.number github.event.issue.number");
}

TEST_CASE("expressions of GitHub: only what comes out counts") {
  CHECK(flows("github.head_ref == 'main'").empty());
  CHECK(flows("contains(github.event.issue.title, 'x')").empty());
  CHECK(flows("startsWith(github.ref, 'refs/tags/') && 'a' || 'b'").empty());
  CHECK(flows("!github.head_ref").empty());
  CHECK(flows("github.event.issue.title && 'x'").empty());
  CHECK(flows("true && github.event.issue.title") == "github.event.issue.title");
  CHECK(flows("false || github.event.issue.title") == "github.event.issue.title");
  CHECK(flows("format('{0}', github.head_ref)") == "github.head_ref");
  CHECK(flows("join(github.event.pull_request.labels.*.name)") == "github.event.pull_request.labels.*.name");
  CHECK(flows("toJSON(github.event)") == "!github.event");
  CHECK(flows("fromJSON(needs.a.outputs.b).c") == "needs.a.outputs.b");
  CHECK(flow_of_expression("secrets.A && 'true'").named.at(0).path == "secrets.a");
  CHECK(flow_of_expression("secrets.A == 'x'").named.at(0).path == "secrets.a");
}

TEST_CASE("expressions of GitHub: literals that may come out") {
  CHECK(literals("github.repository_owner == 'python' && 'a' || 'b'") == "a|b");
  CHECK(literals("'it''s'") == "it's");
  CHECK(literals("matrix.a || ''").empty());
  CHECK(literals("format('{0}', 'a')") == "computed");
  CHECK(literals("1 > 2") == "computed");
}

TEST_CASE("expressions of GitHub: what cannot be understood passes on all it names") {
  CHECK(flows("github.head_ref ~ x") == "!github.head_ref");
  CHECK(flows("format('{0}', github.head_ref") == "!github.head_ref");
  CHECK(flows(repeated("(", 60) + "github.head_ref" + repeated(")", 60)) == "!github.head_ref");
  CHECK(flows(repeated("!", 5000) + "github.head_ref") == "!github.head_ref");
  CHECK(flows("github.head_ref" + repeated(" == a", 100)) == "!github.head_ref");
  CHECK(flows(repeated(" ", 30000) + "github.head_ref") == "!github.head_ref");
  for (const char* broken : {"", "'", "(", "[", "a[", "a.", "&&", "a &&", "a[*", "f(", "f(,", "\xff", "'a''"})
    (void)flow_of_expression(broken);
}

TEST_CASE("expressions of GitHub: where they end") {
  const auto inner = expressions_in("a ${{ x }} b ${{ '}}' }} ${{\n y\n}}${{ open");
  REQUIRE(inner.size() == 4);
  CHECK(inner[0] == "x");
  CHECK(inner[1] == "'}}'");
  CHECK(inner[2] == "y");
  CHECK(inner[3] == "open");
  CHECK(expressions_in("$ {{ x }} ${ x }").empty());
  CHECK(expressions_in("${{").size() == 1);
}

TEST_CASE("contexts of GitHub: who writes them") {
  for (const char* open : {"github.event.issue.title", "github.head_ref", "github.event.pull_request.head.ref",
                           "github.event.comment.body", "github.event.commits.*.author.name", "toJSON(github.event)",
                           "toJSON(github)", "toJSON(github.event.pull_request)", "github.event.head_commit.message",
                           "github.event.workflow_run.head_branch", "github.event.pages[0].page_name",
                           "github.event['issue'][matrix.part]"})
    CHECK_MESSAGE(source(open) == TextSource::anyone, open);
  for (const char* inside : {"inputs.test", "github.event.inputs.x", "github.ref_name", "github.event.client_payload.a.b",
                             "github.event.pull_request.labels.*.name", "github.event.release.tag_name"})
    CHECK_MESSAGE(source(inside) == TextSource::insider, inside);
  for (const char* harmless : {"github.event.pull_request.number", "github.event.number", "github.sha", "github.actor",
                               "github.event.pull_request.base.sha", "github.event.pull_request.head.sha",
                               "github.event.issue", "github.event.pull_request.user.login", "github.event.issue.title.x",
                               "github.event.repository.full_name", "secrets.a", "matrix.a", "toJSON(github.event.issue.id)"})
    CHECK_MESSAGE(source(harmless) == TextSource::none, harmless);
}

// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/readers/analysis.hpp"
#include "test_evidence_readers_support.hpp"

#include <chrono>
#include <vector>

using assay::evidence::Analysis;
using assay::evidence::AnalysisResult;
using assay::evidence::read_sarif;
using reader_tests::refusal;

namespace {

std::unique_ptr<Analysis> log(const std::string& runs) {
  return reader_tests::read<Analysis>(read_sarif, R"({"version":"2.1.0","runs":[)" + runs + "]}");
}

std::vector<AnalysisResult> results(const Analysis& analysis) {
  std::vector<AnalysisResult> all;
  analysis.each_result([&](const AnalysisResult& one) { all.push_back(one); });
  return all;
}

// A run of one tool with these rules and results.
std::string run(const std::string& rules, const std::string& results, const std::string& more = {}) {
  return R"({"tool":{"driver":{"name":"t","version":"1","rules":[)" + rules + R"(]}},"results":[)" + results + "]" + more + "}";
}

AnalysisResult only(const std::string& rules, const std::string& result, const std::string& more = {}) {
  static std::vector<std::unique_ptr<Analysis>> kept; // results refer to their log
  kept.push_back(log(run(rules, result, more)));
  const std::vector<AnalysisResult> all = results(*kept.back());
  REQUIRE(all.size() == 1);
  return all.front();
}

std::string level(const std::string& rules, const std::string& result, const std::string& more = {}) {
  return std::string(only(rules, result, more).level.value_or("unknown"));
}

} // namespace

TEST_CASE("sarif: a run without results is not a clean run") {
  const auto none = log(R"({"tool":{"driver":{"name":"t"}}})");
  CHECK(none->flaws.count == 0);
  REQUIRE(none->runs.size() == 1);
  CHECK(none->runs[0].has_results == false);
  CHECK(log(run("", ""))->runs[0].has_results == true);
  CHECK(log(run("", ""))->runs[0].results == 0);
  CHECK(log("")->runs.empty());
  const auto wrong = log(R"({"tool":{"driver":{"name":"t"}},"results":42})");
  CHECK_FALSE(wrong->runs[0].has_results);
  CHECK(wrong->runs[0].why_unknown == "its `results` is a number, not an array");
  CHECK(wrong->flaws.first == "/runs/0/results: it is a number, not an array");
  const auto elsewhere =
      log(R"({"tool":{"driver":{"name":"t"}},"externalPropertyFileReferences":{"results":[{"location":{"uri":"r"}}]}})");
  CHECK_FALSE(elsewhere->runs[0].has_results);
}

TEST_CASE("sarif: the effective level") {
  const std::string message = R"("message":{"text":"m"})", error_rule = R"({"id":"R","defaultConfiguration":{"level":"error"}})";
  CHECK(level("", "{" + message + "}") == "warning");
  CHECK(level("", R"({"level":"note",)" + message + "}") == "note");
  CHECK(level(error_rule, R"({"ruleId":"R","kind":"pass",)" + message + "}") == "none");
  CHECK(level(error_rule, R"({"ruleId":"R",)" + message + "}") == "error");
  CHECK(level(error_rule, R"({"ruleId":"R/part",)" + message + "}") == "error");
  CHECK(level(error_rule, R"({"ruleIndex":0,)" + message + "}") == "error");
  CHECK(level(error_rule, R"({"rule":{"index":0},)" + message + "}") == "error");
  CHECK(level(error_rule, R"({"rule":{"id":"R"},)" + message + "}") == "error");
  CHECK(level(error_rule, R"({"ruleId":"other",)" + message + "}") == "warning");
  CHECK(level(error_rule, R"({"ruleIndex":7,)" + message + "}") == "warning");
  const std::string overrides = R"("ruleConfigurationOverrides":[{"descriptor":{"id":"R"},"configuration":{"level":"note"}}])";
  const std::string one = R"(,"invocations":[{"executionSuccessful":true,)" + overrides + "}]";
  const std::string two = R"(,"invocations":[{"executionSuccessful":true},{"executionSuccessful":true,)" + overrides + "}]";
  CHECK(level(error_rule, R"({"ruleId":"R",)" + message + "}", one) == "note");
  CHECK(level(error_rule, R"({"ruleId":"R",)" + message + "}", two) == "error");
  CHECK(level(error_rule, R"({"ruleId":"R","provenance":{"invocationIndex":1},)" + message + "}", two) == "note");
  CHECK(level(error_rule, R"({"ruleId":"R","provenance":{"invocationIndex":9},)" + message + "}", two) == "error");
  const std::string beside = R"(,"externalPropertyFileReferences":{"driver":{"location":{"uri":"d"}}})";
  CHECK(level("", R"({"ruleId":"R",)" + message + "}", beside) == "unknown");
  CHECK(level("", R"({"ruleId":"R","level":"note",)" + message + "}", beside) == "note");
}

TEST_CASE("sarif: rules of extensions are found by index, guid and name") {
  const std::string guid = "12345678-1234-1234-8234-123456789abc";
  const auto of = [&](const std::string& reference) {
    const auto made = log(R"({"tool":{"driver":{"name":"t"},"extensions":[{"name":"e","guid":")" + guid +
                          R"(","rules":[{"id":"R","properties":{"security-severity":"7.25"},"defaultConfiguration":{"level":"error"}}]}]},)" +
                          R"("results":[{"ruleId":"R","message":{"text":"m"},"rule":{"id":"R","toolComponent":)" + reference + "}}]}");
    const AnalysisResult found = results(*made).front();
    return std::string(*found.level) + " " + std::to_string(found.security_severity.value_or(-1));
  };
  CHECK(of(R"({"index":0})") == "error 73");
  CHECK(of(R"({"guid":")" + guid + "\"}") == "error 73");
  CHECK(of(R"({"name":"e"})") == "error 73");
  CHECK(of(R"({"index":5})") == "warning -1");
  CHECK(of("{}") == "warning -1"); // the driver has no such rule
}

TEST_CASE("sarif: suppressions") {
  const auto with = [](const std::string& suppressions) {
    return only("", R"({"message":{"text":"m"},"suppressions":)" + suppressions + "}");
  };
  CHECK_FALSE(only("", R"({"message":{"text":"m"}})").suppressed);
  CHECK_FALSE(with("[]").suppressed);
  CHECK(with("[]").suppression_status.empty());
  CHECK(with(R"([{"kind":"inSource"}])").suppressed);
  CHECK(with(R"([{"kind":"inSource"}])").suppression_status == "accepted");
  CHECK_FALSE(with(R"([{"kind":"inSource"}])").justified);
  CHECK_FALSE(with(R"([{"kind":"external","status":"underReview"}])").suppressed);
  const AnalysisResult mixed =
      with(R"([{"kind":"external","status":"accepted","justification":"why"},{"kind":"external","status":"rejected"}])");
  CHECK_FALSE(mixed.suppressed);
  CHECK(mixed.suppression_status == "rejected");
  CHECK_FALSE(mixed.justified);
  CHECK(mixed.justification == "why");
  CHECK(with(R"([{"kind":"external","justification":"why"}])").justified);
  CHECK_FALSE(with(R"([{"kind":"external","justification":"  "}])").justified);
  CHECK_FALSE(with(R"([{"kind":"external","status":"whatever"}])").suppressed);
  CHECK(with(R"([{"kind":"external","status":"whatever"}])").suppression_status == "whatever");
}

TEST_CASE("sarif: where and what") {
  const std::string bases = R"(,"originalUriBaseIds":{"ROOT":{"uri":"file:///home/x/"},"SRC":{"uri":"my%20src/","uriBaseId":"ROOT"},)"
                            R"("LOOP":{"uri":"l/","uriBaseId":"LOOP"}},"artifacts":[{"location":{"uri":"a%2Fb.c","uriBaseId":"SRC"}}])";
  const auto at = [&](const std::string& artifact) {
    return only("", R"({"message":{"text":"m"},"locations":[{"physicalLocation":{"artifactLocation":)" + artifact +
                        R"(,"region":{"startLine":7}}}]})", bases);
  };
  CHECK(at(R"({"uri":"a.c"})").path == "a.c");
  CHECK(at(R"({"uri":"a.c"})").line == 7);
  CHECK(at(R"({"uri":"a.c","uriBaseId":"SRC"})").path == "my src/a.c");
  CHECK(at(R"({"uri":"a.c","uriBaseId":"NONE"})").path == "a.c");
  CHECK(at(R"({"index":0})").path == "my src/a/b.c");
  CHECK(at(R"({"index":3})").path.empty());
  CHECK(at(R"({"uri":"file:///x/a%20.c"})").path == "file:///x/a%20.c");
  CHECK(at(R"({"uri":"a","uriBaseId":"LOOP"})").path.size() == 33); // sixteen times "l/"
  CHECK(at(R"({"uri":")" + std::string(5000, 'a') + "\"}").path_too_long);
  const std::string rule = R"({"id":"R","messageStrings":{"one":{"text":"{0} and {1}, {{0}} {9}"}}})";
  CHECK(only(rule, R"({"ruleId":"R","message":{"id":"one","arguments":["a","{1}"]}})").message == "a and {1}, {0} {9}");
  CHECK(only("", R"({"message":{"text":")" + std::string(3000, 'x') + "\"}}").message.size() == 1024 + 3);
  CHECK(only("", R"({"message":{"text":"m"},"partialFingerprints":{"p/v1":"q"}})").fingerprint == "p/v1:q");
}

TEST_CASE("sarif: security severities are tenths, or nothing") {
  const auto of = [](const std::string& severity) {
    return only(R"({"id":"R","properties":{"security-severity":)" + severity + "}}", R"({"ruleId":"R","message":{"text":"m"}})")
        .security_severity.value_or(-1);
  };
  CHECK(of("\"9.8\"") == 98);
  CHECK(of("9.8") == 98);
  CHECK(of("\"0\"") == 0);
  CHECK(of("10") == 100);
  CHECK(of("\"10.1\"") == -1);
  CHECK(of("-1") == -1);
  CHECK(of("\"high\"") == -1);
  CHECK(of("\"nan\"") == -1);
  CHECK(of("null") == -1);
}

TEST_CASE("sarif: what a run says of itself") {
  const auto made = log(run("", "", R"(,"versionControlProvenance":[{"repositoryUri":"https://e.org/r","revisionId":"abc"}],"invocations":[)"
                                    R"({"executionSuccessful":true,"startTimeUtc":"2020-01-01T00:00:00Z","endTimeUtc":"2020-01-01T00:01:00.5Z"},)"
                                    R"({"executionSuccessful":false,"endTimeUtc":"2020-01-01T00:00:30Z","toolExecutionNotifications":)"
                                    R"([{"message":{"text":"x"},"level":"error"},{"message":{"text":"y"}}]}])"));
  CHECK(made->flaws.first == "");
  const auto& run = made->runs.front();
  CHECK(run.time == 1577836860);
  CHECK(run.succeeded == false);
  CHECK(run.error_notifications == 1);
  CHECK(run.revisions == std::vector<std::string>{"abc"});
  CHECK(run.tool == "t");
  CHECK(run.tool_version == "1");
  CHECK_FALSE(log(run.tool.empty() ? "" : R"({"tool":{"driver":{"name":"t"}}})")->runs[0].succeeded);
}

TEST_CASE("sarif: what it is not") {
  CHECK(refusal(read_sarif, "{}") == "`runs` is absent: this is no SARIF log");
  CHECK(refusal(read_sarif, R"({"version":"2.1.0","runs":{}})") == "`runs` is an object: this is no SARIF log");
  CHECK(refusal(read_sarif, R"({"version":"2.0.0","runs":[]})") == "it is SARIF 2.0.0, which is not read; SARIF 2.1.0 is");
  CHECK(refusal(read_sarif, "[1]") == "`runs` is absent: this is no SARIF log");
  CHECK_FALSE(refusal(read_sarif, "{\"runs\":[\x01]}").empty());
  CHECK_FALSE(refusal(read_sarif, "").empty());
  const auto later = reader_tests::read<Analysis>(read_sarif, R"({"version":"2.2","runs":[]})");
  CHECK(later->flaws.first == "/version: \"2.2\" is none of 2.1.0");
  for (const char* odd : {"1", "null", "[]", "\"a\"", R"({"tool":1,"results":[1,null,[],{"rule":3,"locations":{},"message":[]}]})"}) {
    const auto read = log(odd);
    CHECK(read->flaws.count > 0);
    (void)results(*read);
  }
}

TEST_CASE("sarif: what many results share is looked up once") {
  std::string rules, messages = R"({"text":"m"})";
  std::string strings;
  for (int i = 0; i < 20000; ++i)
    strings += (i > 0 ? ",\"m" : "\"m") + std::to_string(i) + R"(":{"text":"t"})";
  std::string found, extensions;
  for (int i = 0; i < 20000; ++i)
    found += std::string(i > 0 ? "," : "") + R"({"ruleId":"R","rule":{"toolComponent":{"name":"e9999"}},"message":{"id":"m19999"},)" +
             R"("locations":[{"physicalLocation":{"artifactLocation":{"uri":"a","uriBaseId":"B"}}}]})";
  for (int i = 0; i < 10000; ++i)
    extensions += (i > 0 ? ",{\"name\":\"e" : "{\"name\":\"e") + std::to_string(i) + "\"" +
                  (i == 9999 ? R"(,"rules":[{"id":"R","messageStrings":{)" + strings + "}}]" : std::string()) + "}";
  const auto start = std::chrono::steady_clock::now();
  const auto made = log(R"({"tool":{"driver":{"name":"t"},"extensions":[)" + extensions + R"(]},"originalUriBaseIds":{"B":{"uri":"b/"}},"results":[)" +
                        found + "]}");
  std::size_t right = 0;
  made->each_result([&](const AnalysisResult& one) { right += one.message == "t" && one.path == "b/a" ? 1 : 0; });
  CHECK(right == 20000);
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(10));
}

TEST_CASE("sarif: the bounds are kept") {
  std::string many = "{}";
  for (int i = 0; i < 10001; ++i)
    many += ",{}";
  CHECK(refusal(read_sarif, R"({"version":"2.1.0","runs":[)" + many + "]}") == "it has more than 10000 runs");
  CHECK(refusal(read_sarif, R"({"version":"2.1.0","runs":[{"tool":{"driver":{},"extensions":[)" + many + "]}}]}") ==
        "a run has more than 10000 extensions");
}

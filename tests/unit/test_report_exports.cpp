// SPDX-License-Identifier: Apache-2.0
#include "audit/report/export_reading.hpp"
#include "audit/report/exports.hpp"
#include "test_render_support.hpp"

#include <nlohmann/json.hpp>

#include <map>
#include <set>

using namespace render_tests;
using namespace assay::report;

namespace {

using Json = nlohmann::ordered_json;

pugi::xml_document parsed(const std::string& xml) {
  pugi::xml_document document;
  REQUIRE(document.load_string(xml.c_str(), pugi::parse_default | pugi::parse_ws_pcdata_single));
  return document;
}

std::string exported(std::string_view name, const std::string& xml = made_up_report().bytes) {
  const Export* row = find_export(name);
  REQUIRE(row != nullptr);
  return row->write(parsed(xml).document_element());
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

// A report of one control, not satisfied because of one rule; only what exports read of it.
std::string report_with(const std::string& population, const std::string& exceptions, std::size_t number,
                        const std::string& decision = "<rule truth='false' finding='f' basis='text'/>") {
  return "<report tool='assay'><schema id='s' title='S'><group id='g'><control id='C-1' title='T' "
         "outcome='not-satisfied'>"
         "<statement>It is so.</statement><reason>it is not</reason><decision>" +
         decision +
         "</decision></control></group>"
         "</schema><finding id='f' title='Rule f' population='" +
         population + "' result='contradicted' exceptions='" + std::to_string(number) + "'>" + exceptions +
         "</finding></report>";
}

std::string exception(const std::string& item, const std::string& sentence = "It is there.") {
  return "<exception item='" + item + "'>" + sentence + "</exception>";
}

std::vector<std::string> lines(const std::string& text) {
  std::vector<std::string> out;
  for (std::size_t start = 0, end; (end = text.find('\n', start)) != std::string::npos; start = end + 1)
    out.push_back(text.substr(start, end - start));
  return out;
}

Json results_of(const std::string& sarif) {
  return Json::parse(sarif).at("runs").at(0).at("results");
}

std::string uri_of_result(const Json& result) {
  return result.at("locations").at(0).at("physicalLocation").at("artifactLocation").at("uri");
}

} // namespace

TEST_CASE("exports: a name each, and the same bytes every time") {
  std::set<std::string_view> names;
  for (const Export& row : exports()) {
    CHECK(names.insert(row.name).second);
    CHECK_FALSE(row.meaning.empty());
    const std::string once = exported(row.name);
    CHECK(once == exported(row.name));
    CHECK(once.back() == '\n');
    for (const char* word : {"compliant", "score", "due care"})
      CHECK(once.find(word) == std::string::npos);
  }
  CHECK(find_export("text") == nullptr);
}

TEST_CASE("json: the report, its counts as numbers and its flags as booleans") {
  const Json json = Json::parse(exported("json"));
  CHECK(json.begin().key() == "format");
  CHECK(json.at("format") == 1);
  CHECK(json.at("tool") == Json({{"name", "assay"}, {"version", "0.1.0"}}));
  CHECK(json.at("summary").at("outcomes").at("not-satisfied") == 3);
  CHECK(json.at("subjects").at(0).at("clone").at("shallow") == true);
  CHECK(json.at("subjects").at(0).at("sinceCommit") == "a0f1490a20d0211c997b44bc357e1972deab8ae3");
  const Json& control = json.at("schemas").at(0).at("groups").at(0).at("controls").at(1);
  CHECK(control.at("id") == "FS-04");
  CHECK(control.at("outcome") == "not-satisfied");
  CHECK(control.at("findings") == Json({"commits-carry-signoff.5f1d20aa"}));
  CHECK(control.at("parameters").at(0).at("default") == "0");
  const Json& decision = json.at("schemas").at(0).at("groups").at(0).at("controls").at(2).at("decision");
  CHECK(decision.at("nodes").at(1).at("nodes").at(2).at("reason") == "none was read");
  const pugi::xml_document xml = parsed(made_up_report().bytes);
  std::size_t at = 0;
  for (const pugi::xml_node finding : xml.document_element().children("finding")) {
    const Json& out = json.at("findings").at(at++);
    CHECK(out.at("id") == finding.attribute("id").value());
    CHECK(out.at("populationSize") == finding.attribute("population-size").as_ullong());
    CHECK(out.at("exceptions") == finding.attribute("exceptions").as_ullong());
    CHECK(out.at("fingerprint") == finding.attribute("fingerprint").value());
    CHECK(out.at("shownExceptions").size() == finding.attribute("exceptions-shown").as_ullong());
    for (const pugi::xml_attribute attribute : finding.attributes()) {
      const std::string text = Json(attribute.value()).dump();
      const bool is_there = out.dump().find(':' + text) != std::string::npos ||
                            out.dump().find(':' + text.substr(1, text.size() - 2) + ',') != std::string::npos;
      CHECK_MESSAGE(is_there, attribute.name());
    }
  }
  CHECK(at == json.at("findings").size());
}

TEST_CASE("sarif: an outcome is a kind, and only what is not satisfied is an error") {
  const std::map<std::string, std::pair<std::string, std::string>> expected = {
      {"satisfied", {"pass", "none"}},         {"not-satisfied", {"fail", "error"}},
      {"undetermined", {"open", "none"}},      {"not-applicable", {"notApplicable", "none"}},
      {"attested", {"informational", "none"}}, {"waived", {"fail", "note"}}};
  const Json run = Json::parse(exported("sarif")).at("runs").at(0);
  const Json& rules = run.at("tool").at("driver").at("rules");
  CHECK(rules.size() == 16);
  std::set<std::string> seen, outcomes;
  for (const Json& result : run.at("results")) {
    const std::string outcome = result.at("properties").at("outcome");
    CHECK(result.at("kind") == expected.at(outcome).first);
    CHECK(result.at("level") == expected.at(outcome).second);
    CHECK(rules.at(result.at("ruleIndex").get<std::size_t>()).at("id") == result.at("ruleId"));
    CHECK(result.contains("suppressions") == (outcome == "waived"));
    seen.insert(result.at("ruleId"));
    outcomes.insert(outcome);
  }
  CHECK(seen.size() == 16);
  CHECK(outcomes.size() == 6);
  CHECK_FALSE(run.contains("versionControlProvenance")); // it would need the repository's address
  CHECK(run.at("properties").at("subjects").at(0).at("revisionId") ==
        "84a516841ba77a5b4648de2cd0dfcb30ea46dbb4");
}

TEST_CASE("sarif: help leads to web addresses alone") {
  const std::string sarif = exported("sarif");
  CHECK(sarif.find("\"helpUri\": \"https://law.example/acts/2026/17/annex-2#5\"") != std::string::npos);
  CHECK(sarif.find("\"helpUri\": \"javascript") == std::string::npos);
  CHECK(is_web_address("HTTPS://example.org/a?b=(c)"));
  for (const char* address :
       {"", "https:", "http:/x", "ftp://x", "https://x/ y", "https://x/\"", "javascript://x/%0Ay"})
    CHECK_FALSE(is_web_address(address));
}

TEST_CASE("sarif: exceptions that are files are results at them, others are counted and named in one") {
  const Json results = results_of(exported("sarif"));
  std::map<std::string, std::vector<Json>> by_rule;
  for (const Json& result : results)
    by_rule[result.at("ruleId")].push_back(result);
  REQUIRE(by_rule["first-steps/FS-09"].size() == 2);
  CHECK(uri_of_result(by_rule["first-steps/FS-09"][0]) ==
        "boot/%3Cimg%20src%3Dx%20onerror%3Dalert%281%29%3E.bin");
  CHECK(uri_of_result(by_rule["first-steps/FS-09"][1]).find("boot/a%0A%23%20Everything%20is%20fine%0A") == 0);
  REQUIRE(by_rule["first-steps/FS-04"].size() == 1);
  const Json& commits = by_rule["first-steps/FS-04"][0];
  const std::string text = commits.at("message").at("text");
  CHECK(text.find("84896d3e067884621c0f54334b8d840949665844") != std::string::npos);
  CHECK(text.find(" and 1,199 more") != std::string::npos);
  for (const Json& location : commits.at("locations"))
    CHECK(location.contains("logicalLocations"));
}

TEST_CASE("sarif: a path is a relative reference of the bytes that git has") {
  const auto uri = [](const std::string& item) {
    return uri_of_result(
        results_of(exported("code-scanning", report_with("files", exception(item), 1))).at(0));
  };
  CHECK(uri("a b/\\xFF\\\\x41%20:.c") == "a%20b/%FF%5Cx41%2520%3A.c");
  CHECK(uri("\xC3\xA4/+@") == "%C3%A4/%2B%40");
  for (const char* outside :
       {"../../etc/passwd", "a/../b", "/etc/passwd", "a//b", ".", "a/", "", "\\x2E\\x2E/b"})
    CHECK(uri(outside) == "whole-repository");
}

TEST_CASE("sarif: nothing in a message becomes a link or a placeholder") {
  const std::string xml =
      report_with("files", exception("x", "[x](javascript:alert(1)) \\[y](z) {0} [w]"), 1);
  CHECK(results_of(exported("sarif", xml)).at(0).at("message").at("text") ==
        "[x\\](javascript:alert(1)) \\[y\\](z) {{0}} [w]");
}

TEST_CASE("code-scanning: what is not met alone, each at a physical location") {
  for (const Json& result : results_of(exported("code-scanning"))) {
    CHECK(result.at("kind") == "fail");
    CHECK_FALSE(uri_of_result(result).empty());
    CHECK(result.at("partialFingerprints").at("primaryLocationLineHash").get<std::string>().size() == 64);
  }
}

TEST_CASE("problems: a document counts as a file where it is tracked") {
  const pugi::xml_document xml = parsed("<finding population='documents'/>");
  const pugi::xml_node finding = xml.document_element();
  CHECK(tracked_path(finding, "licence:revision:docs/a:b") == "docs/a:b");
  CHECK(tracked_path(finding, "licence:supplied:LICENSE") == std::nullopt);
  CHECK(tracked_path(finding, "LICENSE") == std::nullopt);
  CHECK(tracked_path(parsed("<finding population='tags'/>").document_element(), "refs/tags/v1") ==
        std::nullopt);
}

TEST_CASE("problems: the control as a whole speaks for what no file shows") {
  const auto messages = [](const std::string& xml) {
    const pugi::xml_document document = parsed(xml);
    std::vector<std::string> out;
    for (const Problem& problem :
         Findings(document.document_element()).problems(control_places(document.document_element()).front()))
      out.push_back(problem.path.value_or("-") + " " + problem.message);
    return out;
  };
  using Messages = std::vector<std::string>;
  CHECK(messages(report_with("files", exception("a"), 1)) == Messages{"a It is there."});
  CHECK(messages(report_with("files", exception("a"), 1201)) ==
        Messages{"- not-satisfied: it is not\nRule f: 1,200 more", "a It is there."});
  CHECK(messages(report_with("commits", exception("c1") + exception("c2"), 3)) ==
        Messages{"- not-satisfied: it is not\nRule f: c1, c2 and 1 more"});
  CHECK(messages(report_with("commits", "", 3)) ==
        Messages{"- not-satisfied: it is not\nRule f: 3 exceptions"});
  CHECK(messages(report_with("files", "", 0)) == Messages{"- not-satisfied: it is not"});
}

TEST_CASE("problems: only findings that had a part in the outcome") {
  const auto against = [](const std::string& decision) {
    const pugi::xml_document xml = parsed(report_with("files", exception("a"), 1, decision));
    return Findings(xml.document_element())
        .against(control_places(xml.document_element()).front().control)
        .size();
  };
  const std::string contradicted = "<rule truth='false' finding='f' basis='text'/>";
  CHECK(against("<all truth='false'>" + contradicted + contradicted + "</all>") == 1);
  CHECK(against("<all truth='false'><not truth='true'>" + contradicted +
                "</not><rule truth='false'/></all>") == 0);
  CHECK(against("<not truth='false'><any truth='true'>" + contradicted +
                "<rule truth='true'/></any></not>") == 0);
  CHECK(against("<not truth='false'><not truth='true'><any truth='false'>" + contradicted +
                "</any></not></not>") == 1);
  CHECK(against("<all truth='false'><rule truth='unknown' finding='f' basis='indicator'/></all>") == 0);
}

TEST_CASE("fingerprints: the same in later reports, another for every item") {
  const auto fingerprints = [](const std::string& xml) {
    std::vector<std::string> out;
    for (const Json& entry : Json::parse(exported("gitlab", xml)))
      out.push_back(entry.at("fingerprint"));
    return out;
  };
  const std::vector<std::string> two = fingerprints(report_with("files", exception("a") + exception("b"), 2));
  REQUIRE(two.size() == 2);
  CHECK(two[0] != two[1]);
  const std::vector<std::string> later =
      fingerprints(report_with("files", exception("b", "Otherwise said."), 1));
  CHECK(later == std::vector<std::string>{two[1]});
}

TEST_CASE("junit: what is declared is what is there") {
  const pugi::xml_document xml = parsed(exported("junit"));
  const pugi::xml_node root = xml.document_element();
  CHECK(root.attribute("tests").as_uint() == 16);
  CHECK(root.attribute("failures").as_uint() == 3);
  std::size_t cases = 0, failures = 0, skipped = 0;
  for (const pugi::xml_node suite : root.children("testsuite")) {
    std::size_t own = 0, own_failures = 0, own_skipped = 0;
    for (const pugi::xml_node test : suite.children("testcase")) {
      ++own;
      own_failures += test.child("failure") ? 1 : 0;
      own_skipped += test.child("skipped") ? 1 : 0;
    }
    CHECK(suite.attribute("tests").as_uint() == own);
    CHECK(suite.attribute("failures").as_uint() == own_failures);
    CHECK(suite.attribute("skipped").as_uint() == own_skipped);
    cases += own;
    failures += own_failures;
    skipped += own_skipped;
  }
  CHECK(cases == 16);
  CHECK(failures == 3);
  CHECK(skipped == 6); // 3 undetermined, 2 not applicable, 1 waived
  const pugi::xml_node signoff =
      root.child("testsuite")
          .find_child_by_attribute("testcase", "name", "FS-04 The right to contribute is stated");
  CHECK(std::string(signoff.attribute("classname").value()) == "first-steps.history");
  const std::string text = signoff.child("failure").text().get();
  CHECK(text.find("Commit 2319084d67734682dd99c2f26e9e4507f18be75d has no Signed-off-by trailer.") !=
        std::string::npos);
  CHECK(text.find("and 1,184 more, listed in exceptions/commits-carry-signoff.5f1d20aa.txt") !=
        std::string::npos);
  CHECK(exported("junit").find("timestamp") == std::string::npos);
}

TEST_CASE("github: a line is a command, whatever a name contains") {
  const std::string waived_no_more =
      replaced(made_up_report().bytes, "title=\"Sources only\" outcome=\"waived\"",
               "title=\"Sources only\" outcome=\"not-satisfied\"");
  std::size_t errors = 0, notices = 0;
  for (const std::string& line : lines(exported("github", waived_no_more))) {
    errors += line.find("::error ") == 0 ? 1 : 0;
    notices += line.find("::notice ") == 0 ? 1 : 0;
    CHECK(line.find("\xE2\x80\xAE") == std::string::npos);
  }
  CHECK(errors == 5); // three controls, and two files of the fourth
  CHECK(notices == 1);
  CHECK(lines(exported("github", waived_no_more)).size() == 6);
  CHECK(exported("github").find("::warning title=first-steps FS-09%3A Sources only::waived: ") !=
        std::string::npos);
  CHECK(exported("github").find(
            "3 of 16 controls: first-steps/FS-05, example-law/II.1(a), example-law/II.6\n") !=
        std::string::npos);
}

TEST_CASE("github: properties and messages are escaped") {
  const std::string xml =
      report_with("files", exception("a,b:c%0A&#10;d", "50% &#10;::error::x &#x202E;y"), 1);
  CHECK(exported("github", xml) ==
        "::error file=a%2Cb%3Ac%250A%0Ad,title=s C-1%3A T::50%25 %0A::error::x \\u{202E}y\n");
  CHECK(exported("github", report_with("files", exception("a\\x1B[2J"), 1)) ==
        "::error title=s C-1%3A T::It is there.\n");
}

TEST_CASE("github: at most ten lines for a control") {
  std::string exceptions;
  for (int i = 0; i < 12; ++i)
    exceptions += exception("file" + std::to_string(i));
  const std::vector<std::string> out = lines(exported("github", report_with("files", exceptions, 12)));
  REQUIRE(out.size() == 10);
  CHECK(out.back() == "::error title=s C-1%3A T::and 3 more exceptions, which the report lists");
  CHECK(exported("github", replaced(report_with("files", "", 0), "not-satisfied", "satisfied")).empty());
}

TEST_CASE("gitlab: one line of text and a path for each entry") {
  const Json entries = Json::parse(exported("gitlab"));
  CHECK(entries.size() == 5);
  for (const Json& entry : entries) {
    CHECK(entry.at("description").get<std::string>().find('\n') == std::string::npos);
    CHECK(entry.at("location").at("lines").at("begin") == 1);
    CHECK(entry.at("severity") == (entry.at("check_name") == "first-steps/FS-09" ? "info" : "major"));
  }
  const auto path = [](const std::string& population, const std::string& item) {
    const std::string xml = report_with(population, exception(item), 1);
    return Json::parse(exported("gitlab", xml)).at(0).at("location").at("path").get<std::string>();
  };
  CHECK(path("files", "a\\\\b") == "a\\b");
  CHECK(path("files", "a\\xFF\\\\b") == "a\\xFF\\\\b");
  CHECK(path("commits", "84896d3e067884621c0f54334b8d840949665844") == ".");
}

TEST_CASE("oscal: what was decided is a finding, what was not is an observation alone") {
  const std::string text = exported("oscal");
  CHECK(text == exported("oscal"));
  const pugi::xml_document xml = parsed(text);
  std::map<std::string, std::size_t> states;
  std::size_t observations = 0, deviations = 0;
  for (const pugi::xml_node result : xml.document_element().children("result")) {
    observations += static_cast<std::size_t>(std::distance(result.children("observation").begin(),
                                                           result.children("observation").end()));
    for (const pugi::xml_node finding : result.children("finding")) {
      const pugi::xml_node target = finding.child("target");
      ++states[std::string(target.child("status").attribute("state").value()) + " " +
               target.child("status").attribute("reason").value() +
               target.child("implementation-status").attribute("state").value()];
    }
    for (const pugi::xml_node risk : result.children("risk"))
      deviations += std::string_view(risk.child_value("status")) == "deviation-approved" ? 1 : 0;
  }
  CHECK(observations == 16);
  CHECK(deviations == 1);
  CHECK(states == std::map<std::string, std::size_t>{{"satisfied pass", 6},
                                                     {"satisfied other", 1},
                                                     {"not-satisfied fail", 4},
                                                     {"not-satisfied othernot-applicable", 2}});
}

TEST_CASE("oscal: another report has other identifiers") {
  const auto uuid = [](const std::string& text) {
    return std::string(parsed(text).document_element().attribute("uuid").value());
  };
  const std::string& xml = made_up_report().bytes;
  CHECK(uuid(exported("oscal")) != uuid(exported("oscal", replaced(xml, "no storage driver", "no storage driver,"))));
}

TEST_CASE("oscal: a time that it cannot say is an error") {
  for (const char* time : {"@-99999999999999", "1850-01-01T00:00:00Z", "3000-01-01T00:00:00Z"})
    CHECK_THROWS_AS(exported("oscal", replaced(made_up_report().bytes, "2026-11-23T08:00:00Z\" party", std::string(time) + "\" party")),
                    assay::Error);
}

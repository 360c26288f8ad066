// SPDX-License-Identifier: Apache-2.0
//
// What the reader of CSAF says of small documents: statements, schema, mandatory tests, and hostile ones. The committee's
// own test documents are in tests/differential/vulnerabilities.py.
#include "audit/evidence/readers/vulnerabilities.hpp"
#include "test_evidence_readers_support.hpp"

#include <fmt/format.h>

using namespace assay::evidence;
using reader_tests::refusal;

namespace {

std::string csaf(const std::string& rest, const std::string& category = "csaf_base", const std::string& version = "1",
                 const std::string& status = "final") {
  return fmt::format(R"({{"document":{{"category":"{}","csaf_version":"2.0","title":"t",
"publisher":{{"category":"vendor","name":"n","namespace":"https://example.org"}},
"tracking":{{"current_release_date":"2026-01-02T00:00:00Z","id":"A-1","initial_release_date":"2026-01-01T00:00:00Z",
"revision_history":[{{"date":"2026-01-01T00:00:00Z","number":"1","summary":"s"}}],"status":"{}","version":"{}"}}}}{}}})",
                     category, status, version, rest);
}

const std::string tree = R"(,"product_tree":{"full_product_names":[
{"name":"A","product_id":"a","product_identification_helper":{"purl":"pkg:generic/a@1"}},{"name":"B","product_id":"b"}],
"product_groups":[{"group_id":"g","product_ids":["a","b"]}]})";

std::unique_ptr<Advisory> read(const std::string& text) {
  return reader_tests::read<Advisory>(read_csaf, text);
}

std::string failed(const std::string& text) {
  const auto advisory = read(text);
  std::string numbers;
  for (const FailedTest& one : advisory->failed_tests)
    numbers += (numbers.empty() ? "" : " ") + one.number;
  return numbers;
}

} // namespace

TEST_CASE("CSAF: a document without vulnerabilities is read and well made") {
  const auto one = read(csaf(""));
  CHECK(one->id == "A-1");
  CHECK(one->status == "final");
  CHECK(one->statements.empty());
  CHECK(one->flaws.count == 0);
  CHECK(one->current_release.seconds == 1767312000);
}

TEST_CASE("CSAF: products of one status are told apart by what is said of them") {
  const auto one = read(csaf(tree + R"(,"vulnerabilities":[{"cve":"CVE-2026-0001","notes":[{"category":"summary","text":"n"}],
"product_status":{"known_not_affected":["a","b"]},"flags":[{"label":"component_not_present","product_ids":["b"]}],
"threats":[{"category":"impact","details":"d","group_ids":["g"]}]}])"));
  REQUIRE(one->statements.size() == 2);
  CHECK(one->statements[0].place == "/vulnerabilities/0/product_status/known_not_affected/0");
  CHECK(one->statements[0].status == "not-affected");
  CHECK(one->statements[0].justification.empty());
  CHECK(one->statements[0].impact == true);
  CHECK(one->statements[1].justification == "component_not_present");
  REQUIRE(one->statements[1].products.size() == 1);
  CHECK(one->products[one->statements[1].products[0]].name == "B");
  CHECK(one->flaws.count == 0);
}

TEST_CASE("CSAF: one without product status is a statement without a status") {
  const auto one = read(csaf(R"(,"vulnerabilities":[{"ids":[{"system_name":"s","text":"X-1"}]}])"));
  REQUIRE(one->statements.size() == 1);
  CHECK(one->statements[0].status.empty());
  CHECK(one->statements[0].about->id == "X-1");
  CHECK(one->statements[0].about->aliases.empty());
}

TEST_CASE("CSAF: a product that stands in another is found by its own identifiers") {
  const auto one = read(csaf(R"(,"product_tree":{"full_product_names":[
{"name":"A","product_id":"a","product_identification_helper":{"purl":"pkg:generic/a@1"}},{"name":"B","product_id":"b"}],
"relationships":[{"category":"default_component_of","full_product_name":{"name":"A of B","product_id":"ab"},
"product_reference":"a","relates_to_product_reference":"b"}]},"vulnerabilities":[{"product_status":{"fixed":["ab"]}}])"));
  CHECK(one->products[one->statements.at(0).products.at(0)].purl == "pkg:generic/a@1");
}

TEST_CASE("CSAF: mandatory tests") {
  CHECK(failed(csaf("")) == "");
  CHECK(failed(csaf("", "csaf_base", "2")) == "6.1.16");
  CHECK(failed(csaf("", "csaf_base", "0")) == "6.1.16 6.1.17");
  CHECK(failed(csaf("", "veX")) == "6.1.26");
  CHECK(failed(csaf("", "csaf_vex")) == "6.1.27.4 6.1.27.11");
  CHECK(failed(csaf(tree + R"(,"vulnerabilities":[{"product_status":{"fixed":["a","c"],"known_affected":["a"]}}])")) ==
        "6.1.1 6.1.6");
  CHECK(failed(csaf(R"(,"vulnerabilities":[{"remediations":[{"category":"vendor_fix","details":"d"}]}])")) == "6.1.29");
}

TEST_CASE("CSAF: what differs from the schema") {
  CHECK(read(csaf(R"(,"vulnerabilities":[])"))->flaws.first == "/vulnerabilities: has 0 elements");
  CHECK(read(csaf(R"(,"vulnerabilities":[{"cve":"CVE-1"}])"))->flaws.count == 1);
  CHECK(read(csaf(R"(,"product_tree":{"product_groups":[{"group_id":"g","product_ids":["a"]}]})"))->flaws.count == 2);
  const auto later = read(R"({"document":{"csaf_version":"3.0"}})");
  CHECK_FALSE(later->unchecked.empty());
  CHECK_FALSE(later->tested);
}

TEST_CASE("CSAF: what it is not, and what does not fit") {
  CHECK_FALSE(refusal(read_csaf, "{}").empty());
  CHECK_FALSE(refusal(read_csaf, R"({"document":{"csaf_version":2}})").empty());
  CHECK_FALSE(refusal(read_csaf, "[").empty());
  // Members of other types are places that differ, and nothing else.
  const auto odd = read(R"({"document":{"csaf_version":"2.0","tracking":[],"publisher":7},"product_tree":[{}],
"vulnerabilities":[7,{"product_status":{"fixed":"a","known_affected":[1,null]},"flags":{},"scores":[[]]}]})");
  CHECK(odd->flaws.count > 5);
  CHECK(odd->vulnerabilities == 2);
}

TEST_CASE("CSAF: groups that are named again and again are not walked without end") {
  std::string ids, flags;
  for (int i = 0; i < 2000; ++i) {
    ids += fmt::format("{}\"p{}\"", i > 0 ? "," : "", i);
    flags += std::string(i > 0 ? "," : "") + R"({"label":"component_not_present","group_ids":["g"]})";
  }
  const std::string text = csaf(R"(,"product_tree":{"product_groups":[{"group_id":"g","product_ids":[)" + ids +
                                R"(]}]},"vulnerabilities":[{"flags":[)" + flags + "]}]");
  CHECK(refusal(read_csaf, text).find("references to products") != std::string::npos);
}

TEST_CASE("CSAF: branches beyond all need are refused") {
  std::string open, close;
  for (int i = 0; i < 200; ++i) {
    open += R"({"branches":[)";
    close += "]}";
  }
  CHECK(refusal(read_csaf, csaf(R"(,"product_tree":{"branches":[)" + open + close + "]}")).find("nested") !=
        std::string::npos);
}

// SPDX-License-Identifier: Apache-2.0
//
// Populations over documents about vulnerabilities: statements, findings and records, and how they join with SBOMs and
// lists of exploited vulnerabilities.
#include "test_evidence_support.hpp"

#include <fmt/format.h>

using assay::SourceFile;
using evidence_tests::Answer;
using evidence_tests::examine;
using evidence_tests::supplied;
using repository_tests::TempRepository;

namespace {

// Of a repository with nothing in it.
Answer of(const assay::evidence::Population& population, const std::vector<SourceFile>& files) {
  const TempRepository made;
  made.run("git commit -q --allow-empty -m first");
  return examine(made, population, files);
}

std::string vex(const std::string& statements, const std::string& head = R"("version":1,)") {
  return R"({"@context":"https://openvex.dev/ns/v0.2.0","@id":"https://example.org/v","author":"A",)" + head +
         R"("timestamp":"2026-01-01T00:00:00Z","statements":[)" + statements + "]}";
}

std::string statement(const std::string& purl, const std::string& id = "CVE-2026-0001") {
  return fmt::format(R"({{"vulnerability":{{"name":"{}"}},"products":[{{"@id":"{}"}}],"status":"fixed"}})", id, purl);
}

const std::string bill = R"({"bomFormat":"CycloneDX","specVersion":"1.6","version":1,"components":[
{"type":"library","name":"core","version":"7.0.0","purl":"pkg:npm/%40babel/core@7.0.0"}]})";

const std::string exploited = R"({"title":"t","catalogVersion":"1","dateReleased":"2026-01-01T00:00:00.0000Z","count":1,
"vulnerabilities":[{"cveID":"CVE-2026-0001","dateAdded":"2026-01-05"}]})";

const std::string grype = R"({"matches":[{"vulnerability":{"id":"GHSA-aaaa-bbbb-cccc","severity":"Critical",
"cvss":[{"metrics":{"baseScore":9.8}}],"fix":{"versions":["7.0.1"],"state":"fixed"}},
"relatedVulnerabilities":[{"id":"CVE-2026-0001"}],
"artifact":{"name":"core","version":"7.0.0","purl":"pkg:npm/%40babel/core@7.0.0"}}],
"ignoredMatches":[{"vulnerability":{"id":"CVE-2026-0002","severity":"Odd"},"artifact":{"name":"x","version":"1"}}],
"source":{"type":"directory","target":"."},"descriptor":{"name":"grype","version":"0.100.0",
"timestamp":"2026-02-01T00:00:00.123Z","db":{"status":{"schemaVersion":"v6.0.2","built":"2026-01-31T00:00:00Z"}}}})";

Answer vulnerabilities(const std::vector<SourceFile>& files) {
  return of(assay::evidence::vulnerabilities(), files);
}

} // namespace

TEST_CASE("vulnerabilities: in an SBOM by package URL, or not, or not to be told") {
  const auto in_sbom = [](const std::string& purl, bool with_bill = true) {
    std::vector<SourceFile> files = {supplied("v.json", vex(statement(purl)))};
    if (with_bill)
      files.push_back(supplied("bom.json", bill));
    return vulnerabilities(files).rows.at(0).at("in-sbom");
  };
  CHECK(in_sbom("pkg:npm/@babel/core@7.0.0") == "yes");
  CHECK(in_sbom("pkg:npm/@babel/core") == "yes");
  CHECK(in_sbom("pkg:npm/@babel/core@7.0.1") == "no");
  CHECK(in_sbom("pkg:npm/core@7.0.0") == "no");
  CHECK(in_sbom("https://example.org/product") == "unknown: no product of it has a package URL");
  CHECK(in_sbom("pkg:npm/@babel/core@7.0.0", false) == "unknown: no bill of materials is among the evidence");
}

TEST_CASE("vulnerabilities: ranges are not compared with versions") {
  const std::string record = R"({"id":"GHSA-1","modified":"2026-01-01T00:00:00Z","aliases":["CVE-2026-0001"],
"database_specific":{"severity":"MODERATE"},"severity":[{"type":"CVSS_V3","score":"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}],
"affected":[{"package":{"ecosystem":"npm","name":"@babel/core","purl":"pkg:npm/%40babel/core"},
"ranges":[{"type":"SEMVER","events":[{"introduced":"0"},{"fixed":"7.2.0"}]}],"versions":[VERSIONS]}]})";
  const auto row = [&](const std::string& versions) {
    std::string text = record;
    text.replace(text.find("VERSIONS"), 8, versions);
    return vulnerabilities({supplied("r.json", text), supplied("bom.json", bill)}).rows.at(0);
  };
  CHECK(row("").at("in-sbom") == "unknown: a component is of its package, and its version is not compared with ranges");
  const auto found = row(R"("6.0.0","7.0.0")");
  CHECK(found.at("in-sbom") == "yes");
  CHECK(found.at("claim") == "record");
  CHECK(found.at("cve") == "CVE-2026-0001");
  CHECK(found.at("severity") == "medium");
  CHECK(found.at("score") == "98");
  CHECK(found.at("fix") == "yes");
  CHECK(found.at("fixed-in") == "7.2.0");
}

TEST_CASE("vulnerabilities: known exploited by a list, not by its absence") {
  const auto row = [](const std::string& id, const std::vector<SourceFile>& more) {
    std::vector<SourceFile> files = more;
    files.push_back(supplied("v.json", vex(statement("pkg:npm/a", id))));
    return vulnerabilities(files).rows.at(0);
  };
  CHECK(row("CVE-2026-0001", {}).count("known-exploited") == 0);
  CHECK(row("CVE-2026-0001", {supplied("kev.json", exploited)}).at("known-exploited") == "yes");
  CHECK(row("CVE-2026-0001", {supplied("kev.json", exploited)}).at("exploited-since") == "1767571200");
  CHECK(row("CVE-2026-0002", {supplied("kev.json", exploited)}).at("known-exploited") == "no");
  CHECK(row("GHSA-x", {supplied("kev.json", exploited)}).at("known-exploited").starts_with("unknown: it names no CVE"));
  std::string short_list = exploited;
  short_list.replace(short_list.find(R"("count":1)"), 9, R"("count":2)");
  CHECK(row("CVE-2026-0002", {supplied("kev.json", short_list)}).at("known-exploited").starts_with("unknown: "));
}

TEST_CASE("vulnerabilities: findings of Grype, with what it was told to ignore") {
  const Answer answer = vulnerabilities({supplied("scan.json", grype), supplied("bom.json", bill)});
  REQUIRE(answer.rows.size() == 2);
  CHECK(answer.rows[0].at("claim") == "finding");
  CHECK(answer.rows[0].at("severity") == "critical");
  CHECK(answer.rows[0].at("score") == "98");
  CHECK(answer.rows[0].at("cve") == "CVE-2026-0001");
  CHECK(answer.rows[0].at("in-sbom") == "yes");
  CHECK(answer.rows[0].at("suppressed") == "no");
  CHECK(answer.rows[0].at("database-time") == "1769817600");
  CHECK(answer.rows[0].count("status") == 0);
  CHECK(answer.rows[1].at("suppressed") == "yes");
  CHECK(answer.rows[1].at("severity") == "other");
  CHECK(answer.rows[1].at("severity-as-stated") == "odd");
}

TEST_CASE("scans: a run that found nothing is there, and says whether it looked") {
  const std::string trivy = R"({"SchemaVersion":2,"CreatedAt":"2026-02-01T00:00:00Z","ArtifactName":".","Results":[RESULTS]})";
  const auto scan = [&](const std::string& results) {
    std::string text = trivy;
    text.replace(text.find("RESULTS]"), 8, results + "]");
    return of(assay::evidence::scans(), {supplied("t.json", text)}).rows.at(0);
  };
  CHECK(scan("").at("has-findings") == "no");
  CHECK(scan(R"({"Target":"x","Class":"secret"})").at("has-findings") == "no");
  CHECK(scan(R"({"Target":"x","Class":"lang-pkgs"})").at("has-findings") == "yes");
  CHECK(scan(R"({"Target":"x","Class":"lang-pkgs"})").at("findings") == "0");
  CHECK(scan(R"({"Target":"x","Class":"os-pkgs","Vulnerabilities":[{"VulnerabilityID":"CVE-1"}]})").at("findings") == "1");
  CHECK(scan("").count("database-time") == 0);
  const Answer answer = of(assay::evidence::scans(),
                                {supplied("g.json", grype), supplied("osv-scanner.json", R"({"results":[]})")});
  REQUIRE(answer.rows.size() == 2);
  CHECK(answer.rows[0].at("database-time") == "1769817600");
  CHECK(answer.rows[0].at("findings") == "1");
  CHECK(answer.rows[0].at("suppressed") == "1");
  CHECK(answer.rows[1].at("targets") == "0");
}

TEST_CASE("scans: osv-scanner, whose packages have no URLs of their own") {
  const std::string text = R"({"results":[{"source":{"path":"package-lock.json","type":"lockfile"},"packages":[
{"package":{"name":"@babel/core","version":"7.0.0","ecosystem":"npm"},"vulnerabilities":[
{"id":"GHSA-1","modified":"2026-01-01T00:00:00Z","aliases":["CVE-2026-0001"]}],"groups":[{"ids":["GHSA-1"]}]}]}]})";
  const Answer answer = vulnerabilities({supplied("o.json", text), supplied("bom.json", bill)});
  REQUIRE(answer.rows.size() == 1);
  CHECK(answer.rows[0].at("source-format") == "osv-scanner");
  CHECK(answer.rows[0].at("in-sbom") == "yes");
  CHECK(answer.rows[0].at("fix") == "no");
}

TEST_CASE("vulnerabilities: CycloneDX, whose subject is not found in itself") {
  const std::string text = R"({"bomFormat":"CycloneDX","specVersion":"1.5","version":1,"metadata":{"component":
{"type":"application","name":"p","bom-ref":"p","purl":"pkg:generic/p@1"}},"vulnerabilities":[
{"id":"CVE-2026-0001","analysis":{"state":"in_triage"},"affects":[{"ref":"p"}]},
{"id":"CVE-2026-0002","affects":[{"ref":"p","versions":[{"version":"1"},{"version":"2","status":"unaffected"}]}]}]})";
  const Answer answer = vulnerabilities({supplied("v.cdx.json", text)});
  REQUIRE(answer.rows.size() == 3);
  CHECK(answer.rows[0].at("status") == "under-investigation");
  CHECK(answer.rows[0].at("in-sbom") == "unknown: no bill of materials is among the evidence");
  CHECK(answer.rows[1].at("status") == "affected");
  CHECK(answer.rows[2].at("status") == "not-affected");
  CHECK(answer.rows[1].at("id") != answer.rows[2].at("id"));
}

TEST_CASE("advisories: odd forms of OpenVEX are read, and their flaws counted") {
  const auto advisory = [](const std::string& text) {
    return of(assay::evidence::advisories(), {supplied("v.json", text)});
  };
  CHECK(advisory(vex("")).rows.at(0).at("valid") == "yes");
  CHECK(advisory(vex("")).rows.at(0).at("statements") == "0");
  CHECK(advisory(vex("", R"("version":"1",)")).rows.at(0).at("flaw") == "/version: it is a string, not a number");
  CHECK(advisory(vex(R"({"vulnerability":"CVE-1","products":["pkg:npm/a"],"status":"not_affected"})")).rows.at(0).at("valid") == "no");
  CHECK(advisory(R"(["not","a","document"])").rows.empty());
  CHECK_FALSE(advisory(R"({"@context":"https://openvex.dev/ns"})").examination.complete());
  CHECK(advisory(vex("")).rows.at(0).count("failed-tests") == 0);
}

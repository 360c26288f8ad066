// SPDX-License-Identifier: Apache-2.0
#include "audit/base/base64.hpp"
#include "audit/base/digest.hpp"
#include "audit/trust/signed_bytes.hpp"
#include "test_evidence_support.hpp"

#include <fmt/format.h>

#include <fstream>

using namespace assay;
using evidence_tests::supplied;
using repository_tests::TempRepository;

namespace {

// Items with their children's attributes as "child/attribute", those of several children behind each other.
std::vector<evidence_tests::Row> examine(const TempRepository& made, const std::vector<SourceFile>& files,
                                         const std::vector<SourceFile>& trusted = {}) {
  const repository::Repository repository(made.path());
  const trust::TrustStore trust(trusted, {}, 0);
  evidence::Evidence evidence{repository, repository.resolve("HEAD"), {},     std::nullopt, repository.clone_state(), {},
                              0,          files,                      nullptr, trust,        nullptr};
  evidence.tree = *ObjectId::parse(made.lines("git rev-parse HEAD^{tree}").front());
  evidence.documents = std::make_shared<evidence::DocumentLibrary>(repository, evidence.tree, files);
  const evidence::Population& population = evidence::attestations();
  std::vector<evidence_tests::Row> rows;
  const auto examination =
      population.examine(population, evidence, evidence::FieldSet().set(), [&](const evidence::Item& item) {
        evidence_tests::Row row;
        for (const pugi::xml_attribute attribute : item.node().attributes())
          row[attribute.name()] = attribute.value();
        for (const pugi::xml_node child : item.node().children())
          for (const pugi::xml_attribute attribute : child.attributes())
            row[fmt::format("{}/{}", child.name(), attribute.name())] += std::string(attribute.value()) + ";";
        for (const auto& [field, reason] : item.unknowns())
          row[population.fields[field].path] = "unknown: " + reason;
        rows.push_back(std::move(row));
      });
  CHECK(examination.available);
  return rows;
}

std::string statement(const std::string& algorithm, const std::string& digest, const std::string& commit = "") {
  return fmt::format(R"({{"_type":"https://in-toto.io/Statement/v1","subject":[{{"name":"a","digest":{{"{}":"{}"}}}}],)"
                     R"("predicateType":"https://slsa.dev/provenance/v1","predicate":{{"buildDefinition":{{"buildType":"t:1",)"
                     R"("externalParameters":{{}},"resolvedDependencies":[{{"uri":"git+https://e.org/r","digest":{{"gitCommit":"{}"}}}}]}},)"
                     R"("runDetails":{{"builder":{{"id":"b:1"}},"metadata":{{"startedOn":"2026-01-01T00:00:00Z","finishedOn":"soon"}}}}}}}})",
                     algorithm, digest, commit);
}

std::string envelope(const std::string& payload) {
  return fmt::format(R"({{"payload":"{}","payloadType":"application/vnd.in-toto+json","signatures":[{{"sig":"AAAA"}}]}})",
                     to_base64(payload));
}

// The test vector of the DSSE specification.
const std::string vector = R"({"payload":"aGVsbG8gd29ybGQ=","payloadType":"http://example.com/HelloWorld","signatures":)"
                           R"([{"sig":"A3JqsQGtVsJ2O2xqrI5IcnXip5GToJ3F+FnZ+O88SjtR6rDAajabZKciJTfUiHqJPcIAriEGAHTVeCUjW2JIZA=="}]})";
const SourceFile vector_key = {"trust/keys/vector.pem",
                               "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEZ805D3eqNZywjCI19lInBJOp7YMr\n"
                               "CrzAH3CVTAOQ0jgMeCvVTiaRJaRPRDOv8UMs6U4SvKc6pnrIDOoSYI3fdA==\n-----END PUBLIC KEY-----\n",
                               "vector.pem"};

} // namespace

TEST_CASE("attestations: of the tree by name, of supplied files by content, compared with what is shipped") {
  const TempRepository made;
  std::ofstream(made.path() + "/release.intoto.jsonl") << envelope(statement("sha256", std::string(64, 'a'))) << "\n";
  std::ofstream(made.path() + "/other.json") << statement("sha256", std::string(64, 'a'));
  made.run("git add . && git commit -q -m first");
  const std::string commit = made.lines("git rev-parse HEAD").front();
  const std::string sha512 = to_hex(trust::digest_of(trust::Sha2::sha512, "shipped"));
  const auto rows = examine(made, {supplied("a.bin", "shipped"), supplied("b", statement("sha256", sha256_hex("shipped"), commit)),
                                   supplied("c", statement("sha512", sha512, std::string(40, '0'))),
                                   supplied("d", statement("gitCommit", commit)), supplied("e", statement("sha1", commit, "main"))});
  REQUIRE(rows.size() == 5);
  CHECK(rows[0].at("id") == "revision:release.intoto.jsonl");
  CHECK(rows[0].at("subject/shipped") == "no;");
  CHECK(rows[0].count("on-subject") == 0);
  CHECK(rows[0].at("@status") == "unknown: no public key to verify it with was handed in; --trust names a directory of them");
  CHECK(rows[1].at("subject/shipped") == "yes;");
  CHECK(rows[1].at("on-subject") == "yes");
  CHECK(rows[1].at("status") == "none");
  CHECK(rows[1].at("started") == "1767225600");
  CHECK(rows[1].at("@finished") == "unknown: what it states is no time");
  CHECK(rows[2].at("subject/shipped") == "yes;");
  CHECK(rows[2].at("on-subject") == "no");
  CHECK(rows[3].at("on-subject") == "yes"); // the subject is the commit
  CHECK(rows[3].count("subject/shipped") == 0);
  CHECK(rows[4].at("@on-subject") == "unknown: the commit that it states is no commit id");
}

TEST_CASE("attestations: the most favourable signature counts, and a good one takes a key of the trust store") {
  const TempRepository made;
  made.run("git commit -q --allow-empty -m first");
  const auto status = [&](std::string text) { return examine(made, {supplied("a.json", text)}, {vector_key}).at(0).at("status"); };
  CHECK(status(vector) == "good");
  std::string two = vector;
  two.insert(two.find('[') + 1, R"({"sig":"AAAA"},)");
  CHECK(status(two) == "good");
  std::string other = vector;
  other.replace(other.find("aGVsbG8"), 7, "aGVsbG9");
  CHECK(status(other) == "unknown-key");
  std::string broken = vector;
  broken.replace(broken.find("A3Jqs"), 5, "!!!!!");
  CHECK(status(broken) == "malformed");
  CHECK(examine(made, {supplied("a.json", broken)}).at(0).at("@arithmetic") == "unknown: the signature is no base64");
  const auto row = examine(made, {supplied("a.json", vector)}).at(0);
  CHECK(row.at("@arithmetic") == "unknown: there is no key that it can be computed with");
  CHECK(row.count("predicate") == 0);
  CHECK(row.at("valid") == "yes");
}

TEST_CASE("attestations: nothing is known of a payload that cannot be read") {
  const TempRepository made;
  made.run("git commit -q --allow-empty -m first");
  const auto rows = examine(made, {supplied("a.json", envelope("{"))});
  REQUIRE(rows.size() == 1);
  for (const char* field : {"@predicate", "@builder", "@subjects", "@on-subject", "subject"})
    CHECK(rows[0].at(field).starts_with("unknown: its payload is no JSON"));
  CHECK(rows[0].at("valid") == "no");
}

TEST_CASE("attestations: a document that is called so and is none cannot be read") {
  const TempRepository made;
  std::ofstream(made.path() + "/a.intoto.jsonl") << "{\"payload\":";
  made.run("git add . && git commit -q -m first");
  const auto answer = evidence_tests::examine(made, evidence::unreadable_documents());
  REQUIRE(answer.rows.size() == 1);
  CHECK(answer.rows[0].at("kind") == "attestation");
  CHECK_FALSE(evidence_tests::examine(made, evidence::attestations()).examination.complete());
}

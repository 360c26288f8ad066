// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/readers/attestation.hpp"

#include "audit/base/base64.hpp"
#include "test_evidence_readers_support.hpp"

#include <fmt/format.h>

#include <algorithm>

using namespace assay;
using namespace assay::evidence;
using reader_tests::refusal;

namespace {

const std::string aaaa = std::string(64, 'a');

std::string statement(const std::string& more = "", const std::string& type = "https://example.org/anything") {
  return R"({"_type":"https://in-toto.io/Statement/v1","subject":[{"name":"a.tar","digest":{"sha256":")" + aaaa +
         R"("}}],"predicateType":")" + type + "\"" + more + "}";
}

std::string envelope(const std::string& payload, const std::string& type = "application/vnd.in-toto+json",
                     const std::string& signatures = R"([{"keyid":"k","sig":"AAAA"}])") {
  return fmt::format(R"({{"payload":"{}","payloadType":"{}","signatures":{}}})", to_base64(payload), type, signatures);
}

std::string bundle(const std::string& content, const std::string& material = R"("certificate":{"rawBytes":"AAAA"})",
                   const std::string& version = "application/vnd.dev.sigstore.bundle.v0.3+json") {
  return fmt::format(R"({{"mediaType":"{}","verificationMaterial":{{{}}},{}}})", version, material, content);
}

std::vector<AttestationStatement> all(const std::string& text) {
  return std::move(reader_tests::read<Attestations>(read_attestations, text)->statements);
}

AttestationStatement one(const std::string& text) {
  std::vector<AttestationStatement> statements = all(text);
  REQUIRE(statements.size() == 1);
  return std::move(statements.front());
}

std::string flaw_of(const std::string& text) {
  return one(text).flaws.first;
}

} // namespace

TEST_CASE("attestations: a statement, bare and in an envelope") {
  const AttestationStatement bare = one(statement()), enveloped = one(envelope(statement()));
  CHECK(bare.envelope == "none");
  CHECK(bare.signatures.empty());
  CHECK(enveloped.envelope == "dsse");
  CHECK(enveloped.payload_type == "application/vnd.in-toto+json");
  REQUIRE(enveloped.signatures.size() == 1);
  CHECK(enveloped.signatures.front().key_id == "k");
  CHECK(enveloped.signatures.front().value == std::string(3, '\0'));
  REQUIRE(enveloped.signed_bytes);
  CHECK(*enveloped.signed_bytes == fmt::format("DSSEv1 28 application/vnd.in-toto+json {} {}", statement().size(), statement()));
  for (const AttestationStatement* both : {&bare, &enveloped}) {
    CHECK(both->flaws.count == 0);
    CHECK(both->version == "1");
    CHECK(both->predicate == "other");
    REQUIRE(both->subjects.size() == 1);
    CHECK(both->subjects.front().name == "a.tar");
    CHECK(both->subjects.front().algorithm == "sha256");
  }
}

TEST_CASE("attestations: base64 with either alphabet, and nothing else") {
  const AttestationStatement broken = one(R"({"payload":"a*b","payloadType":"application/vnd.in-toto+json","signatures":[{"sig":"!"}]})");
  CHECK(broken.problem == "its payload is no base64");
  CHECK_FALSE(broken.signed_bytes);
  CHECK(broken.signatures.front().problem == "the signature is no base64");
  CHECK(broken.flaws.count == 2);
  CHECK(one(R"({"payload":"-_-_","payloadType":"x","signatures":[{"sig":"-_-_"}]})").flaws.count == 0);
}

TEST_CASE("attestations: what statements and envelopes are made wrong in") {
  CHECK(flaw_of(envelope(statement(), "application/json")) == "payloadType: it is not that of an in-toto statement");
  CHECK(flaw_of(envelope("hello", "text/plain")).empty());
  CHECK(flaw_of(envelope("hello")) == "payload: it is no JSON that can be read");
  CHECK(one(envelope("hello")).problem.starts_with("its payload is no JSON"));
  CHECK(flaw_of(envelope("[]")) == "payload: it is no object");
  CHECK(flaw_of(envelope(statement(), "application/vnd.in-toto+json", "[]")) == "/signatures: there is none");
  CHECK(flaw_of(envelope(statement(), "application/vnd.in-toto+json", R"([{"sig":""}])")) ==
        "/signatures/0/sig: the signature is empty");
  CHECK(flaw_of(envelope("{}")) == "payload/_type: it is missing");
  CHECK(flaw_of(R"({"type":"https://in-toto.io/Statement/v1","predicate_type":"a:b","subject":[]})") ==
        "/_type: it is missing; there is a type");
  CHECK(flaw_of(R"({"_type":"https://in-toto.io/Statement/v1","predicateType":"a:b","subject":[]})") ==
        "/subject: there is none");
  CHECK(flaw_of(R"({"_type":"https://in-toto.io/Statement/v1","predicateType":"a:b","subject":[{"name":"x"}]})") ==
        "/subject/0/digest: there is none");
  CHECK(flaw_of(R"({"_type":"https://in-toto.io/Statement/v0.1","predicateType":"a:b","subject":[{"digest":{"x":"1"}}]})") ==
        "/subject/0/name: it is missing");
  CHECK(flaw_of(R"({"_type":"https://in-toto.io/Statement/v1","predicateType":"a:b","subject":[{"digest":{"sha256":"AB"}}]})") ==
        "/subject/0/digest: a digest is not as long as its algorithm's, in lower-case hexadecimal");
  CHECK(flaw_of(R"({"_type":"https://in-toto.io/Statement/v2","predicateType":"a:b","subject":[{"digest":{"x":"1"}}]})") ==
        "/_type: it is that of no statement of version 0.1 or 1");
  CHECK(flaw_of(statement("", "slsa.dev/provenance/v9")) == "/predicateType: it is no URI");
  CHECK(flaw_of(statement(R"(,"predicate":[])")) == "/predicate: it is no object");
}

TEST_CASE("attestations: predicates are told apart, whatever their scheme") {
  const auto name = [](const std::string& type) { return std::string(one(statement("", type)).predicate); };
  CHECK(name("https://slsa.dev/provenance/v0.1") == "slsa-provenance-0.1");
  CHECK(name("https://slsa.dev/provenance/v0.2") == "slsa-provenance-0.2");
  CHECK(name("https://slsa.dev/provenance/v1") == "slsa-provenance-1");
  CHECK(name("slsa.dev/provenance/v1.0") == "slsa-provenance-1");
  CHECK(name("https://slsa.dev/provenance/v10") == "other");
  CHECK(name("https://slsa.dev/verification_summary/v1") == "vsa");
  CHECK(name("https://spdx.dev/Document/v2.3") == "spdx");
  CHECK(name("https://cyclonedx.org/bom") == "cyclonedx");
  CHECK(name("https://openvex.dev/ns/v0.2.0") == "openvex");
  CHECK(name("https://in-toto.io/attestation/test-result/v0.1") == "test-result");
  CHECK(name("https://in-toto.io/attestation/link/v0.3") == "link");
  CHECK(name("https://example.org/slsa.dev/provenance/v1") == "other");
  CHECK(std::is_sorted(predicate_names().begin(), predicate_names().end()));
}

TEST_CASE("attestations: SLSA provenance, with its source and commit") {
  const std::string commit = std::string(40, 'c');
  const AttestationStatement v1 = one(statement(
      R"(,"predicate":{"buildDefinition":{"buildType":"t:1","externalParameters":{"workflow":{"repository":"https://e.org/r"}},)"
      R"("resolvedDependencies":[{"uri":"pkg:x","digest":{"sha256":"00"}},{"uri":"git+https://e.org/r","digest":{"gitCommit":")" +
          commit + R"("}}]},"runDetails":{"builder":{"id":"b:1"},"metadata":{"startedOn":"2026-01-01T00:00:00Z"}}})",
      "https://slsa.dev/provenance/v1"));
  CHECK(v1.flaws.count == 0);
  CHECK(v1.builder == "b:1");
  CHECK(v1.build_type == "t:1");
  CHECK(v1.source == "git+https://e.org/r");
  CHECK(v1.commit == commit);
  CHECK(v1.started == "2026-01-01T00:00:00Z");
  CHECK(v1.finished.empty());
  const AttestationStatement without = one(statement(
      R"(,"predicate":{"buildDefinition":{"buildType":"t:1","externalParameters":{"workflow":{"repository":"https://e.org/r"}}},)"
      R"("runDetails":{"builder":{"id":"b:1"}}})", "https://slsa.dev/provenance/v1"));
  CHECK(without.source == "https://e.org/r");
  CHECK(without.commit.empty());
  const AttestationStatement v02 = one(statement(
      R"(,"predicate":{"builder":{"id":"b:1"},"buildType":"t:1","invocation":{"configSource":{"uri":"u:1"}},)"
      R"("materials":[{"uri":"u:0","digest":{"sha1":"00"}},{"uri":"u:1","digest":{"sha1":")" + commit + R"("}}]})",
      "https://slsa.dev/provenance/v0.2"));
  CHECK(v02.source == "u:1");
  CHECK(v02.commit == commit);
  const AttestationStatement v01 = one(statement(
      R"(,"predicate":{"builder":{"id":"b:1"},"recipe":{"type":"t:1","definedInMaterial":1},)"
      R"("materials":[{"uri":"u:0","digest":{"sha1":"00"}},{"uri":"u:1","digest":{"sha1":")" + commit + R"("}}]})",
      "https://slsa.dev/provenance/v0.1"));
  CHECK(v01.source == "u:1");
  CHECK(v01.commit == commit);
  CHECK(one(statement(R"(,"predicate":{})", "https://slsa.dev/provenance/v1")).flaws.count == 3);
}

TEST_CASE("attestations: verification summaries") {
  const AttestationStatement vsa = one(statement(
      R"(,"predicate":{"verifier":{"id":"v:1"},"timeVerified":"2026-01-01T00:00:00Z","resourceUri":"r:1","policy":{"uri":"p:1"},)"
      R"("verificationResult":"FAILED","verifiedLevels":["SLSA_BUILD_LEVEL_2","X","X"]})",
      "https://slsa.dev/verification_summary/v1"));
  CHECK(vsa.flaws.count == 0);
  CHECK(vsa.verifier == "v:1");
  CHECK(vsa.resource == "r:1");
  CHECK(vsa.verification_result == "FAILED");
  CHECK(vsa.levels == std::vector<std::string>{"SLSA_BUILD_LEVEL_2", "X"});
  CHECK(one(statement("", "https://slsa.dev/verification_summary/v1")).flaws.count == 6);
}

TEST_CASE("attestations: Sigstore bundles over statements and over files") {
  const AttestationStatement over = one(bundle(R"("dsseEnvelope":)" + envelope(statement())));
  CHECK(over.flaws.count == 0);
  CHECK(over.envelope == "bundle");
  CHECK(over.bundle_version == "0.3");
  CHECK(over.version == "1");
  REQUIRE(over.signatures.size() == 1);
  CHECK(over.signatures.front().certificates.size() == 1);
  CHECK(over.log_entries == 0);
  const std::string digest = to_base64(std::string(32, '\x01'));
  const std::string message = R"("messageSignature":{"messageDigest":{"algorithm":"SHA2_256","digest":")" + digest + R"("},"signature":"AAAA"})";
  const AttestationStatement file = one(bundle(
      message, R"("publicKey":{"hint":"h"},"tlogEntries":[{"logIndex":"-1","integratedTime":"1700000000","inclusionPromise":{}}])",
      "application/vnd.dev.sigstore.bundle+json;version=0.1"));
  CHECK(file.bundle_version == "0.1");
  CHECK(file.flaws.first == "/verificationMaterial/tlogEntries/0/logIndex: it is negative");
  CHECK(file.flaws.count == 1);
  CHECK(file.log_time == 1700000000);
  CHECK(file.log_entries == 1);
  CHECK(file.signatures.front().key_id == "h");
  REQUIRE(file.subjects.size() == 1);
  CHECK(file.subjects.front().digest == std::string("01010101010101010101010101010101") + "01010101010101010101010101010101");
  CHECK(file.predicate.empty());
  CHECK(flaw_of(bundle(message, "")) ==
        "/verificationMaterial: it has not exactly one of publicKey, certificate and x509CertificateChain");
  CHECK(flaw_of(bundle(message, R"("x509CertificateChain":{"certificates":[]})",
                       "application/vnd.dev.sigstore.bundle+json;version=0.2")) ==
        "/verificationMaterial/x509CertificateChain: it is empty");
  CHECK(flaw_of(bundle(message, R"("certificate":{"rawBytes":"*"})")) == "/verificationMaterial: its certificate is no base64");
  CHECK(flaw_of(bundle(R"("x":1)")) == "the whole: it has not exactly one of dsseEnvelope and messageSignature");
  CHECK(flaw_of(bundle(message, R"("certificate":{"rawBytes":"AAAA"})", "application/vnd.dev.sigstore.bundle+json;version=9")) ==
        "/mediaType: it names none of the versions 0.1, 0.2 and 0.3");
}

TEST_CASE("attestations: several in one document, each with its place") {
  const std::string list = R"({"attestations":[{"predicateType":"https://example.org/anything","bundle":)" +
                           bundle(R"("dsseEnvelope":)" + envelope(statement())) + R"(},{"predicateType":"x:y","bundle":)" +
                           bundle(R"("dsseEnvelope":)" + envelope(statement())) + "}]}";
  const auto npm = all(list);
  REQUIRE(npm.size() == 2);
  CHECK(npm[0].place == "/attestations/0/bundle");
  CHECK(npm[0].flaws.count == 0);
  CHECK(npm[1].flaws.first == "/attestations/1/predicateType: it is not that of the statement");
  const auto cloud = all(R"({"image_summary":{},"provenance_summary":{"provenance":[{"envelope":)" + envelope(statement()) +
                         R"(},{"build":{"intotoStatement":)" + statement() + "}}]}}");
  REQUIRE(cloud.size() == 2);
  CHECK(cloud[0].place == "/provenance_summary/provenance/0/envelope");
  CHECK(cloud[1].place == "/provenance_summary/provenance/1/build/intotoStatement");
  CHECK(cloud[1].envelope == "none");
  const auto lines = reader_tests::read<Attestations>(read_attestation_lines, envelope(statement()) + "\n\n" + statement() + "\n");
  REQUIRE(lines->statements.size() == 2);
  CHECK(lines->statements[1].place == "line 3");
  CHECK(all("[" + statement() + "," + statement() + "]")[1].place == "/1");
}

TEST_CASE("attestations: links and layouts of in-toto 0.9") {
  const AttestationStatement link = one(R"({"signed":{"_type":"link","name":"build","products":{"a.py":{"sha256":")" + aaaa +
                                        R"("}}},"signatures":[{"keyid":"k","sig":"00"}]})");
  CHECK(link.envelope == "metablock");
  CHECK(link.predicate == "link");
  CHECK(link.version.empty());
  CHECK(link.subject_count == 1);
  CHECK(link.signatures.size() == 1);
  CHECK(link.flaws.count == 0);
  CHECK(one(envelope(R"({"_type":"layout","steps":[]})")).predicate == "layout");
}

TEST_CASE("attestations: what is none is refused, and hostile ones end in bounded time") {
  CHECK(refusal(read_attestations, R"({"payload":1})") == "the whole is neither an envelope nor a bundle nor a statement");
  CHECK(refusal(read_attestations, R"([1])") == "/0 is neither an envelope nor a bundle nor a statement");
  CHECK(refusal(read_attestations, R"({"attestations":[{}]})") ==
        "/attestations/0/bundle is neither an envelope nor a bundle nor a statement");
  CHECK(refusal(read_attestations, R"({"provenance_summary":{}})") == "/provenance_summary/provenance is absent, not an array");
  CHECK(refusal(read_attestation_lines, statement() + "\n{\n") != "");
  CHECK(refusal(read_attestations, std::string(33u << 20, ' ')) == "it has more than 32 MiB, which no attestation has");
  std::string many = "[";
  for (int i = 0; i < 10'001; ++i)
    many += (i > 0 ? "," : "") + std::string(R"({"predicateType":"a"})");
  CHECK(refusal(read_attestations, many + "]") == "it has more than 10000 attestations");
  std::string signatures = "[{}";
  for (int i = 0; i < 64; ++i)
    signatures += ",{}";
  CHECK(refusal(read_attestations, envelope("x", "y", signatures + "]")) == "an envelope has more than 64 signatures");
  std::string digests = "{\"d0\":\"1\"";
  for (int i = 1; i <= 100'000; ++i)
    digests += fmt::format(",\"d{}\":\"1\"", i);
  CHECK(refusal(read_attestations, R"({"predicateType":"a","subject":[{"digest":)" + digests + "}}]}") ==
        "a statement has more than 100000 digests of subjects");
  // Deep or doubled within a payload: a flaw of that envelope.
  CHECK(one(envelope(std::string(5000, '['))).problem.empty() == false);
  CHECK(one(envelope(R"({"_type":"a","_type":"b"})")).problem.empty() == false);
  for (const char* odd : {R"({"payload":{},"signatures":{}})", R"({"payload":null,"signatures":null,"payloadType":7})",
                          R"({"verificationMaterial":[],"mediaType":7})", R"({"signed":[],"signatures":[[]]})",
                          R"({"_type":"https://in-toto.io/Statement/v1","subject":{"a":1},"predicateType":{}})"})
    CHECK(one(odd).flaws.count > 0);
}

TEST_CASE("attestations: documents are told apart by what is in them") {
  const auto looks = [](std::vector<std::pair<std::string, std::string>> members, std::string path = "a.json") {
    Appearance appearance;
    appearance.path = appearance.file_name = std::move(path);
    appearance.syntax = Syntax::json;
    appearance.members = std::move(members);
    return appearance;
  };
  CHECK(is_dsse(looks({{"payload", ""}, {"payloadType", ""}, {"signatures", ""}})));
  CHECK_FALSE(is_dsse(looks({{"payload", ""}, {"signatures", ""}})));
  CHECK(is_sigstore_bundle(looks({{"mediaType", "application/vnd.dev.sigstore.bundle.v0.3+json"}})));
  CHECK(is_statement(looks({{"_type", "https://in-toto.io/Statement/v1"}})));
  CHECK_FALSE(is_statement(looks({{"_type", "root"}})));
  CHECK(is_metablock(looks({{"signed", ""}, {"signatures", ""}}, "build.01234567.link")));
  CHECK_FALSE(is_metablock(looks({{"signed", ""}, {"signatures", ""}}, "root.json"))); // of TUF
  CHECK(names_attestation(looks({}, "build.01234567.link")));
  CHECK_FALSE(names_attestation(looks({}, "99-default.link"))); // of systemd
  CHECK_FALSE(names_attestation(looks({}, ".link")));
  CHECK(names_attestation(looks({}, "multiple.intoto.jsonl")));
}

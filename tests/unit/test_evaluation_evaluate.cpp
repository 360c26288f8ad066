// SPDX-License-Identifier: Apache-2.0
#include "audit/evaluation/evaluate.hpp"

#include "audit/base/error.hpp"
#include "audit/base/shortened.hpp"
#include "test_evaluation_support.hpp"

using namespace evaluation_tests;
using evaluation::Result;

namespace {

// A rule about commits.
std::shared_ptr<const schema::Rule> rule(const std::string& body) {
  const SourceFile xsd = builtin("schemas/compliance-schema.xsd");
  schema::Loader loader(xsd.bytes);
  Diagnostics diagnostics;
  loader.add_rules({"r.xml", "<rules format=\"1\" id=\"x\"><rule id=\"r\" title=\"R\" population=\"commits\" scope=\"history\">" + body +
                                 "</rule></rules>", "r.xml"}, diagnostics);
  REQUIRE(diagnostics.empty());
  return loader.rules().at("r");
}

std::size_t field(const char* path) {
  return *evidence::commits().find(path);
}

const auto signed_well = "<assert>signature/@status = 'good'</assert><exception>e</exception>";

} // namespace

TEST_CASE("a child's field that is unknown, absent or empty gives three fingerprints") {
  const std::size_t signature = field("signature"), status = field("signature/@status");
  Made unknown, absent, empty;
  unknown.children = absent.children = {{signature, {}}};
  empty.children = {{signature, {{status, ""}}}};
  unknown.unknown = {status};
  std::set<Digest> seen;
  for (const Made& made : {unknown, absent, empty})
    seen.insert(Alone(rule(signed_well), {}, {made}).finding.fingerprint);
  CHECK(seen.size() == 3);
}

TEST_CASE("an exception's sentence and an unknown field's reason are bounded and hold what XML can hold") {
  const std::string worst = "\x1b[2J" + std::string(1u << 20, 'x');
  const std::size_t subject = field("@subject"), parents = field("@parents");
  Made made;
  made.values = {{subject, worst}, {parents, 1}};
  const auto read = rule("<assert>@parents = 2</assert><exception>It says <value-of select=\"@subject\"/>.</exception>");
  const Alone exception(read, {}, {made});
  REQUIRE(exception.finding.shown_exceptions.size() == 1);
  CHECK(exception.finding.shown_exceptions[0].second ==
        "It says \\x1B[2J" + std::string(shown_text_limit - 7, 'x') + "….");
  Evaluation evaluation(standard());
  const Finding& finding = evaluation.require(read, {});
  evaluation.run(evidence::commits(), [&](FieldSet wanted, const evidence::ItemSink& sink) {
    evidence::Item item("commit", evidence::commits().fields, wanted);
    item.begin("1");
    item.set_unknown(parents, worst);
    sink(item);
    return whole;
  });
  REQUIRE(finding.shown_unknowns.size() == 1);
  CHECK(finding.shown_unknowns[0].second == "\\x1B[2J" + std::string(shown_text_limit - 7, 'x') + "…");
}

TEST_CASE("what cannot be read to its end is incomplete; a fault of the program is none of the evidence") {
  Evaluation evaluation(standard());
  const Finding& finding = evaluation.require(rule(signed_well), {});
  evaluation.run(evidence::commits(), [&](FieldSet wanted, const evidence::ItemSink& sink) -> Examination {
    evidence::Item item("commit", evidence::commits().fields, wanted);
    item.begin("1");
    item.set_unknown(field("signature"), "why");
    sink(item);
    throw Error::input("the pack is broken");
  });
  CHECK(finding.result == Result::silent);
  CHECK(finding.reason == "the examination was not complete: the pack is broken");
  CHECK(finding.unknown == 1);
  CHECK(evaluation.examinations().at("commits").examined == 1);
  Evaluation another(standard());
  another.require(rule(signed_well), {});
  CHECK_THROWS(another.run(evidence::commits(), [](FieldSet, const evidence::ItemSink&) -> Examination {
    throw Error::internal("a bug");
  }));
}

TEST_CASE("a rule that reads a time nobody named is not tested") {
  Evaluation evaluation({});
  const Finding& finding = evaluation.require(rule("<assert>@time &lt; $as-of</assert><exception>e</exception>"), {});
  run(evaluation, evidence::commits(), {{}});
  CHECK(finding.result == Result::silent);
  CHECK(finding.reason == "$as-of has no value in this audit");
  CHECK(finding.population_size() == 0);
}

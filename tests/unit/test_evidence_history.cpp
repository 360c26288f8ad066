// SPDX-License-Identifier: Apache-2.0
//
// Populations that follow the way another has found through the history say what they say alone.
#include "audit/evidence/history.hpp"
#include "test_evidence_support.hpp"

#include <sstream>

using namespace assay;
using repository_tests::TempRepository;

namespace {

evidence::Evidence evidence_at(const repository::Repository& repository, const std::optional<std::string>& since,
                               const std::vector<SourceFile>& supplied, const trust::TrustStore& trust) {
  evidence::Evidence evidence{repository, repository.resolve("HEAD"), {},     std::nullopt, repository.clone_state(), {},
                              0,          supplied,                   nullptr, trust,       nullptr};
  if (since)
    evidence.since = repository.resolve(*since);
  repository::CommitReader reader{repository};
  REQUIRE(reader.read(evidence.commit));
  evidence.tree = *ObjectId::parse(reader.view.tree);
  evidence.refs = repository.refs("refs/", evidence.unreadable_refs);
  return evidence;
}

// All items with all fields, what is not known of them, and how far the examination came.
std::string told(const evidence::Population& population, const evidence::Evidence& evidence) {
  std::ostringstream text;
  const auto examination =
      population.examine(population, evidence, evidence::FieldSet().set(), [&](const evidence::Item& item) {
        item.node().print(text);
        for (const auto& [field, reason] : item.unknowns())
          text << field << ": " << reason << '\n';
      });
  text << examination.available << ' ' << examination.examined << ' ' << examination.reason;
  return text.str();
}

void follows(const std::string& path, const std::optional<std::string>& since) {
  const repository::Repository repository(path);
  const trust::TrustStore nobody({}, {}, 0);
  const std::vector<SourceFile> none;
  const evidence::Evidence shared = evidence_at(repository, since, none, nobody);
  for (const evidence::Population* population : {&evidence::commits(), &evidence::continuity(), &evidence::contributors(),
                                                 &evidence::notes(), &evidence::security_fixes(), &evidence::commits()}) {
    CAPTURE(population->name);
    const std::string alone = told(*population, evidence_at(repository, since, none, nobody));
    CHECK(alone.find("id=\"") != std::string::npos);
    CHECK(told(*population, shared) == alone);
  }
}

} // namespace

TEST_CASE("populations that walk the history one after the other say what each says alone") {
  TempRepository made;
  made.run("git commit -q --allow-empty -m first && git tag v1 && git checkout -q -b side && "
           "git commit -q --allow-empty -m 'side: CVE-2024-0001' && git checkout -q main && "
           "git commit -q --allow-empty --author 'B <b@example.org>' -m second && "
           "git merge -q --no-ff -m 'merge side' side && git notes add -m 'Reviewed-by: C <c@example.org>' HEAD^ && "
           "git tag v2");
  SUBCASE("without a previous release") { follows(made.path(), std::nullopt); }
  SUBCASE("since a previous release") { follows(made.path(), "v1"); }
  SUBCASE("since one that the commit does not descend from") {
    made.run("git checkout -q v1 && git commit -q --allow-empty -m elsewhere && git tag v1.1 && git checkout -q main");
    follows(made.path(), "v1.1");
  }
  SUBCASE("in a shallow clone") {
    made.run("git clone -q --depth 2 --no-single-branch \"file://$PWD\" shallow && cd shallow && "
             "git fetch -q origin 'refs/notes/*:refs/notes/*'");
    REQUIRE(repository::Repository(made.path() + "/shallow").clone_state().shallow());
    follows(made.path() + "/shallow", "v2^");
  }
}

TEST_CASE("the way through the history says of each commit whether it is of the release") {
  TempRepository made;
  made.run("git commit -q --allow-empty -m a && git commit -q --allow-empty -m b && git commit -q --allow-empty -m c");
  const repository::Repository repository(made.path());
  const trust::TrustStore nobody({}, {}, 0);
  const std::vector<SourceFile> none;
  const evidence::Evidence evidence = evidence_at(repository, "HEAD~1", none, nobody);
  std::vector<std::string> steps;
  for (const repository::Trail::Step& step : trail_of(evidence).steps)
    steps.push_back(step.id.hex() + (step.in_release.value() ? " new" : " old"));
  const std::vector<std::string> ids = made.lines("git rev-list HEAD");
  CHECK(steps == std::vector<std::string>{ids[0] + " new", ids[1] + " old", ids[2] + " old"});
}

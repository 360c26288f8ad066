// SPDX-License-Identifier: Apache-2.0
#include "test_evidence_support.hpp"

#include <fstream>

using evidence_tests::Answer;
using evidence_tests::examine;
using repository_tests::TempRepository;

TEST_CASE("changelog-entries: the entry of the audited version is told from the others") {
  const TempRepository made;
  std::ofstream(made.path() + "/CHANGELOG.md")
      << "# Changelog\n\n## Unreleased\n\n## v1.2.0 (2026-01-02)\n\n- CVE-2025-12345, GHSA-jfh8-c2jp-5v3q\n\n## 1.1.0\n";
  made.run("git add . && git commit -q -m first && git tag release-1.2.0 && git tag other");
  const Answer answer = examine(made, assay::evidence::changelog_entries());
  REQUIRE(answer.rows.size() == 3);
  CHECK(answer.examination.complete());
  CHECK(answer.rows[0].at("unreleased") == "yes");
  CHECK(answer.rows[0].count("version") == 0);
  CHECK(answer.rows[0].at("for-subject") == "no");
  CHECK(answer.rows[1].at("id") == "revision:CHANGELOG.md:line 5");
  CHECK(answer.rows[1].at("version") == "1.2.0");
  CHECK(answer.rows[1].at("for-subject") == "yes");
  CHECK(answer.rows[1].at("date") == "1767312000");
  CHECK(answer.rows[1].at("identifiers") == "2");
  CHECK(answer.rows[2].at("for-subject") == "no");
  CHECK(answer.rows[2].count("date") == 0);
}

TEST_CASE("changelog-entries: one that cannot be read leaves the population incomplete") {
  const TempRepository made;
  std::ofstream(made.path() + "/NEWS") << "1.0\n" << '\0';
  made.run("git add . && git commit -q -m first");
  const Answer answer = examine(made, assay::evidence::changelog_entries());
  CHECK(answer.rows.empty());
  CHECK_FALSE(answer.examination.complete());
}

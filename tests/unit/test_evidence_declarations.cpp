// SPDX-License-Identifier: Apache-2.0
#include "test_evidence_support.hpp"

#include <fstream>

using evidence_tests::Answer;
using evidence_tests::examine;
using evidence_tests::Row;
using repository_tests::TempRepository;

TEST_CASE("declarations: which items of Annex V have their words in it") {
  const TempRepository made;
  std::ofstream(made.path() + "/EU-DoC.md")
      << "# EU declaration of conformity\n\nProduct name: Tool 1.2.0\n\nThis declaration is issued under the sole\nresponsibility of the manufacturer.\n\n"
         "The object of the declaration is in conformity with Regulation (EU) 2024/2847.\n\nSigned for and on behalf of: Acme, Berlin, 9 December 2026\n";
  made.run("git add . && git commit -q -m first && git tag v1.2.0");
  const Row row = examine(made, assay::evidence::declarations()).rows.at(0);
  CHECK(row.at("type") == "declaration-of-conformity");
  for (const char* item : {"item-1", "item-2", "item-3", "item-4", "item-5", "item-8", "names-regulation", "names-subject-version"})
    CHECK_MESSAGE(row.at(item) == "yes", item);
  CHECK(row.at("item-6") == "no");
  CHECK(row.at("item-7") == "no");
  CHECK(row.at("date-stated") == "9 December 2026");
}

TEST_CASE("declarations: an index of technical documentation is read by Annex VII") {
  const TempRepository made;
  std::ofstream(made.path() + "/technical-documentation.md") << "1. Intended purpose\n2. Test reports\n";
  made.run("git add . && git commit -q -m first");
  const Row row = examine(made, assay::evidence::declarations()).rows.at(0);
  CHECK(row.at("type") == "technical-documentation");
  CHECK(row.at("item-1") == "yes");
  CHECK(row.at("item-6") == "yes");
  CHECK(row.at("item-8") == "no");
  CHECK(row.count("names-subject-version") == 0); // no tag on the commit states a version
}

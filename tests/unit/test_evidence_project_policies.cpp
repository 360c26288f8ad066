// SPDX-License-Identifier: Apache-2.0
#include "test_evidence_support.hpp"

#include <filesystem>
#include <fstream>

using evidence_tests::Answer;
using evidence_tests::examine;
using evidence_tests::supplied;
using repository_tests::TempRepository;

TEST_CASE("project-policies: each under its topic, from the tree and from supplied files") {
  const TempRepository made;
  std::filesystem::create_directory(made.path() + "/docs");
  std::ofstream(made.path() + "/docs/CONTRIBUTE.md") << "# Help\n\nRun the tests.\n";
  std::ofstream(made.path() + "/SUPPORT.md") << "Supported until March 2030.\n";
  std::ofstream(made.path() + "/ROADMAP.md") << "Supported until March 2031.\n";
  made.run("git add . && git commit -q -m first");
  const Answer answer = examine(made, assay::evidence::project_policies(), {supplied("threat-model.md", "# T\n")});
  REQUIRE(answer.rows.size() == 4);
  CHECK(answer.of("topic", "contributing").at("states-tests") == "yes");
  CHECK(answer.of("topic", "contributing").at("document") == "docs/CONTRIBUTE.md");
  CHECK(answer.of("topic", "support").at("supported-until") == "1898553600");
  // A date of support in a roadmap is a date like any other.
  CHECK(answer.of("topic", "roadmap").count("supported-until") == 0);
  CHECK(answer.of("topic", "roadmap").at("latest-date") == "1930089600");
  CHECK(answer.of("topic", "threat-model").at("origin") == "supplied");
}

// SPDX-License-Identifier: Apache-2.0
//
// Uses the library as somebody else's program would: prints the number of commits of a repository.
#include <audit/audit.hpp>
#include <audit/base/runtime.hpp>

#include <iostream>

int main(int, char** argv) {
  const assay::Runtime runtime;
  const assay::repository::Library library;
  const assay::repository::Repository repository(argv[1]);
  const assay::trust::TrustStore nobody({}, {}, 0);
  const assay::report::Subject subject = assay::survey_subject(repository, "HEAD", "");
  const std::vector<assay::SourceFile> supplied;
  std::uint64_t count = 0;
  const auto& commits = *assay::evidence::find_population("commits");
  commits.examine(commits, assay::evidence_of(repository, subject, supplied, nobody, {}), {},
                  [&](const auto&) { ++count; });
  std::cout << count << '\n';
}

// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/readers/changelog.hpp"
#include "audit/evidence/readers/changelog_heading.hpp"

#include "test_evidence_policy_support.hpp"

#include <doctest/doctest.h>

using namespace assay::evidence;

namespace {

std::unique_ptr<Changelog> read(const std::string& text) {
  return read_policy<Changelog>(read_changelog, "CHANGELOG.md", text);
}

// "1.2.0 2026-01-02" of each entry, "-" for what it does not state.
std::vector<std::string> entries(const std::string& text) {
  std::vector<std::string> found;
  const auto changelog = read(text);
  for (const ChangelogEntry& one : changelog->entries)
    found.push_back((one.unreleased ? "unreleased " : "") + (one.version.empty() ? "-" : one.version) + " " +
                    (one.date ? assay::format_rfc3339(*one.date).substr(0, 10) : "-"));
  return found;
}

using Strings = std::vector<std::string>;

} // namespace

TEST_CASE("evidence: changelogs in the forms that projects use") {
  CHECK(entries("# Changelog\n\n## [Unreleased]\n- x\n\n## [1.1.0] - 2026-01-02\n### Security\n- y\n\n## [1.0.0](https://e.org/v0...v1) (2025-01-02)\n"
                "\n[1.1.0]: https://e.org/compare/v1.0.0...v1.1.0\n") ==
        Strings{"unreleased - -", "1.1.0 2026-01-02", "1.0.0 2025-01-02"});
  CHECK(entries("Version 2.1\n-----------\n\nReleased 2026-01-02\n\n2.0 (2025-05)\n=====\n") == Strings{"2.1 -", "2.0 2025-05-01"});
  CHECK(entries("GNU x NEWS\n\n* Noteworthy changes in release ?.? (\?\?\?\?-\?\?-\?\?) [?]\n\n** Bugs\n\n"
                "* Noteworthy changes in release 9.4 (2023-08-29) [stable]\n  1.2.3 is mentioned\n") ==
        Strings{"unreleased - -", "9.4 2023-08-29"});
  CHECK(entries("tool (1.2-1) unstable; urgency=medium\n\n  * New\n\n -- A B <a@b.c>  Mon, 10 Nov 2025 10:00:00 +0100\n\n"
                "tool (1.1-1) UNRELEASED; urgency=low\n") == Strings{"1.2-1 2025-11-10", "unreleased 1.1-1 -"});
  CHECK(entries("curl and libcurl 8.5.0\n\n Public releases: 253\n") == Strings{"8.5.0 -"});
  CHECK(entries("Changes in 1.2.11 (15 Jan 2017)\n- a\nv1.2.10\n- b\n1.2.9 / 2016-01-02\nTool 1.2.8 (2015-01-02)\n[1.2.7]\nChanges in 1.2.6 (19 March 98)\n") ==
        Strings{"1.2.11 2017-01-15", "1.2.10 -", "1.2.9 2016-01-02", "1.2.8 2015-01-02", "1.2.7 -", "1.2.6 -"});
  CHECK(entries("= Changes\n\n== v3.0.0-rc.1\n\n== 2.0.0 (unreleased)\n") == Strings{"3.0.0-rc.1 -", "unreleased 2.0.0 -"});
  CHECK(entries("# v5\n# name@1.2.3\n# pkg-name-1.2.2\n") == Strings{"5 -", "1.2.3 -", "1.2.2 -"});
}

TEST_CASE("evidence: what names a version and begins no entry") {
  CHECK(entries("## Upgrading from 1.2 to 1.3\n## Support for Python 3.8\n## 1.2 to 1.3\n## 2026-01-02\n## 3 things\n") == Strings{});
  CHECK(entries("We need\nPython 3.8 or later, and\n1.2 of the other\n  1.2.3\n* see 1.2.3\n") == Strings{});
  CHECK(entries("- Starting in Requests 2.33.0, all is new\n- Broken in 2.8.0.\n* Broken in 2.8.0.\n") == Strings{});
  CHECK(entries("```\n## 1.2.3\n```\n<!-- ## 1.2.2 -->\n<!--\n## 1.2.1\n-->\n") == Strings{});
  CHECK(entries("2024-01-02  Name  <a@b.c>\n\n\t* file.c: Change.\n") == Strings{});
  CHECK(entries("") == Strings{});
}

TEST_CASE("evidence: an entry has its lines, its text and its sections") {
  const auto changelog = read("# 1.1\n\n### Security fixes\n\n- CVE-2024-0001\n# 1.0\n\nA sentence on security.\n");
  REQUIRE(changelog->entries.size() == 2);
  CHECK(changelog->entries[0].line == 1);
  CHECK(changelog->entries[0].lines == 2);
  CHECK(changelog->entries[0].security_section);
  CHECK(changelog->entries[0].text.find("CVE-2024-0001") != std::string::npos);
  CHECK(changelog->entries[1].line == 6);
  CHECK_FALSE(changelog->entries[1].security_section);
  CHECK(read("1.0\n\n* Security\n  - x\n")->entries[0].security_section);
  CHECK(read("1.0\n\n**Security**\n")->entries[0].security_section);
  CHECK_FALSE(read("1.0\n\n* Security was better in the old days\n")->entries[0].security_section);
  CHECK(is_about_security("Security"));
  CHECK_FALSE(is_about_security("What we did about the security of all our many users"));
}

TEST_CASE("evidence: a changelog that is too large or no text is refused") {
  CHECK_THROWS_AS(read(std::string(policy_limit + 1, 'x')), assay::Error);
  CHECK_THROWS_AS(read(std::string("a\0b", 3)), assay::Error);
  std::string many;
  for (int i = 0; i <= 100'000; ++i)
    many += "# 1." + std::to_string(i) + "\n";
  CHECK_THROWS_AS(read(many), assay::Error);
}

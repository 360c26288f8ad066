// SPDX-License-Identifier: Apache-2.0
//
// A list of changes by version: CHANGELOG, CHANGES, NEWS, HISTORY, release notes, debian/changelog, up to 8 MiB and
// 100,000 entries. An entry begins at a line of one of these forms and ends at the next such line:
//   heading      of Markdown, reStructuredText or AsciiDoc with a version: "## [1.2.0] - 2026-01-02" (Keep a Changelog),
//                "# Changelog for restic 0.18.1 (2025-09-21)", "Version 1.2" with a line of "---" below. At most five words
//                stand before the version, and none that speaks of a change of version ("from", "to", "upgrading" …)
//   GNU          "* Noteworthy changes in release 9.4 (2023-08-29) [stable]"
//   Debian       "package (1.2-1) unstable; urgency=medium", with the date in the line that begins " -- "
//   plain line   at the margin: "Changes in 1.2.11 (15 Jan 2017)", "v1.2.3", "1.2.3 / 2026-01-02"; a name may stand before
//                the version when a date follows, or in the document's first line
// "Unreleased", "Next release" and the like begin an entry without a version. What stands in code blocks and comments
// begins nothing. A version is two numbers or more with dots between them, or one behind "v", "version" or "release".
// GNU's ChangeLog, which lists changes by day and person, has no entries by this.
#pragma once

#include "audit/base/time.hpp"
#include "audit/evidence/readers/policy.hpp"

#include <optional>
#include <string>
#include <vector>

namespace assay::evidence {

struct ChangelogEntry {
  std::size_t line = 0;  // from 1
  std::string version;   // without "v"; empty when it has none
  std::string heading;   // as written, without markup
  bool unreleased = false;
  std::optional<Seconds> date;
  std::string date_stated;
  std::size_t lines = 0; // that are not blank, the heading not among them
  bool security_section = false;
  std::string text; // of the entry, heading included
};

struct Changelog : Policy {
  static constexpr std::string_view document_format = "changelog";

  std::vector<ChangelogEntry> entries;
};

bool names_changelog(const Appearance& path_only);
std::unique_ptr<Content> read_changelog(const Document& document);

} // namespace assay::evidence

// SPDX-License-Identifier: Apache-2.0
//
// What a project says of how it is run, in prose under well-known names (documents.cpp has them): up to 8 MiB of
// Markdown, reStructuredText, AsciiDoc or plain text in English. Which names are of which topic stands there too.
//
// Prose is read by these signs, and by nothing else; that a sign is found says that the words stand there, not what they
// mean, and that it is not found says nothing about prose in other words or languages. Comments of HTML are left out.
//   tests            "tests", "testing", "test suite", "test case" …
//   review           "review", "reviewed", "reviewer" …
//   sign-off         "Signed-off-by", "sign-off", "DCO", "Developer Certificate of Origin", "git commit -s"
//                    (a sentence that says "do not use", "not required", "no need" … asks for neither this nor a CLA)
//   coding standard  "coding style", "style guide", "linter", and names of formatters
//   contribution licence  "contributor license agreement", "CLA", or one sentence of licences and contributions
//   roles            "roles", "responsibilities", "steering committee", "committers", "approvers" …
//   decisions        "vote", "voting", "consensus", "majority", "decision making"
//   people           how many different accounts ("@account", or the address of one) or e-mail addresses stand there,
//                    whichever are more; who they are is not kept
//   supported until  (support and end of life) a date in a sentence on the end of support or of updates, or in a row of a
//                    table whose titles speak of support, end or life; of several in a row the last
//   risk rows        rows of tables whose titles speak of risk, threat, likelihood, impact or severity
//   applicability    rows of tables with a title that begins with "applic"; a row says "no" or "not applicable" without a
//                    reason when every cell under a title of reason, justification, rationale or comment is empty, or
//                    when there is no such title
// Letters (a) to (m) are those of Annex I, Part I, point 2 of Regulation (EU) 2024/2847 in the first cell of such rows.
#pragma once

#include "audit/evidence/readers/dates.hpp"
#include "audit/evidence/readers/policy.hpp"
#include "audit/evidence/readers/report_addresses.hpp"

#include <optional>
#include <string>
#include <vector>

namespace assay::evidence {

struct SupportEnd {
  StatedDate date;
  std::size_t line = 0;
  std::string about; // the first cell of a table's row; empty in prose
};

struct ProjectPolicy : Policy {
  static constexpr std::string_view document_format = "project-policy";

  std::string topic; // "contributing" …; a kind of the population `documents`
  std::string title; // its first heading; empty without
  std::size_t bytes = 0, headings = 0, words = 0;
  bool tests = false, review = false, sign_off = false, coding_standard = false, contribution_licence = false;
  bool roles = false, decisions = false, versions = false;
  std::size_t people = 0;
  std::vector<SupportEnd> ends;
  std::optional<StatedDate> latest; // of all dates in it
  std::vector<ReportAddress> report_addresses; // of the topics contributing and support alone
  std::size_t risk_rows = 0, applicability_rows = 0, unreasoned_rows = 0, letters = 0;
};

// In the order in which a name is tried for them.
const std::vector<std::string>& policy_topics();

bool names_project_policy(const Appearance& path_only);
std::unique_ptr<Content> read_project_policy(const Document& document);

} // namespace assay::evidence

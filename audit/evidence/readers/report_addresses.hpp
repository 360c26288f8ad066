// SPDX-License-Identifier: Apache-2.0
//
// Where prose says that security problems are to be reported: in README, CONTRIBUTING, SUPPORT or a security policy, in
// English.
//
// An address counts by the sentence that it stands in, and by the heading above. The sentence asks its reader to report
// something ("please", "to report", "should be reported" …), and it or the heading speaks of security or vulnerabilities;
// an address of the web that is no form for reports needs both, a heading on reporting included, unless the document is
// a security policy. Sentences about what is not security ("non-security bugs"), or that forbid ("do not") and do not go on
// with "instead" or "but", do not count; nor do public trackers and manuals of forges.
#pragma once

#include "audit/evidence/readers/policy.hpp"
#include "audit/evidence/readers/prose.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace assay::evidence {

enum class ContactKind { email, url, form };

std::string_view to_string(ContactKind kind);

// By the path of a form for reports or the host of a bounty platform.
bool is_report_form(std::string_view lower_case_address);
// Explanations of how a forge works, which are about no project.
bool is_forge_manual(std::string_view lower_case_address);

struct ReportAddress {
  ContactKind kind;
  std::string value;
  std::size_t line = 0; // where the sentence begins, from 1
};

enum class About { security, anything };

// Each address once. `whole` is what the document as a whole is about.
std::vector<ReportAddress> report_addresses(const std::vector<Sentence>& sentences, About whole);

struct Readme : Policy {
  static constexpr std::string_view document_format = "readme";

  std::vector<ReportAddress> report_addresses;
};

bool names_readme(const Appearance& path_only);
std::unique_ptr<Content> read_readme(const Document& document);

} // namespace assay::evidence

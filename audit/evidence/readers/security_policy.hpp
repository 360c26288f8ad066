// SPDX-License-Identifier: Apache-2.0
//
// What a security policy in prose says: SECURITY.md and its like, up to 8 MiB of Markdown, reStructuredText, AsciiDoc
// or plain text in English.
//
// Prose is read by these signs, and by nothing else. Comments of HTML are left out. A sentence ends at a full stop, a
// blank line, a heading or a list item.
//   contact           every e-mail address, also "name [at] example [dot] org"; addresses of the web that report forms
//                     and bounty platforms have (form); other ones in a sentence about reporting, or that speak of
//                     reports, contact or vulnerabilities themselves (url)
//   private channel   an e-mail address, a form, or words such as "privately" and "private vulnerability reporting"
//   response time     the first sentence with a duration and a word of answering: "respond within 5 working days"
//   disclosure        the first one with a duration and a word of disclosure, embargo or publication
//   supported versions  a heading or table of them, or a sentence on which versions get security fixes
//   scope             a heading with that word, or "in scope", "out of scope"
//   key               OpenPGP, PGP or GPG are named, or a fingerprint
//   bounty            that word, whether one is paid or not
// Hours are counted as days of 24, rounded up; weeks as 7; months as 30; working days as days.
#pragma once

#include "audit/evidence/readers/policy.hpp"
#include "audit/evidence/readers/report_addresses.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace assay::evidence {

struct PolicyContact {
  ContactKind kind;
  std::string value;
};

struct SecurityPolicy : Policy {
  static constexpr std::string_view document_format = "security-policy";

  std::size_t words = 0;
  std::vector<PolicyContact> contacts; // each value once
  bool private_channel = false, supported_versions = false, scope = false, key = false, bounty = false;
  std::optional<std::int64_t> response_days, disclosure_days;
  std::vector<ReportAddress> report_addresses;
  // Where the document says that more of the policy is to be read: what is not found here may stand there.
  std::string elsewhere;
};

bool names_security_policy(const Appearance& path_only);
std::unique_ptr<Content> read_security_policy(const Document& document);

} // namespace assay::evidence

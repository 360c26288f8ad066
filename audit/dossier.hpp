// SPDX-License-Identifier: Apache-2.0
//
// Puts a finished audit into its dossier: renderings, statement, every input, all exceptions, and the seal.
#pragma once

#include "audit/audit.hpp"
#include "audit/seal/identity.hpp"

#include <filesystem>
#include <string>

namespace assay {

// Names of members that every dossier has.
namespace member {
constexpr const char* report = "report.xml";
constexpr const char* html = "report.html";
constexpr const char* markdown = "report.md";
constexpr const char* statement = "statement.json";
constexpr const char* chain = "trust/signer-chain.pem";
} // namespace member

struct WrittenDossier {
  std::filesystem::path path;
  std::string statement_digest; // SHA-256 of statement.json
};

// Writes dossier.asice, report.xml, report.html and report.md into the empty directory `directory`. Throws
// Error::environment when the disk does not take them.
WrittenDossier write_dossier(const std::filesystem::path& directory, const Audit& audit, const AuditResult& result,
                             const std::vector<report::Subject>& subjects, const seal::SigningIdentity& identity,
                             Seconds signing_time);

// What tells an existing dossier from others: the SHA-256 of its statement, or of the whole file if that has none
// that can be read.
std::string dossier_digest(const std::filesystem::path& dossier);

// A rendering of a report by the built-in template of that name among `templates`.
std::string render_report(const std::string& report_xml, const std::vector<SourceFile>& templates,
                          const std::string& template_name);

constexpr const char* html_template = "templates/report.html.mustache";
constexpr const char* markdown_template = "templates/report.md.mustache";

} // namespace assay

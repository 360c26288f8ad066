// SPDX-License-Identifier: Apache-2.0
//
// The statement of a dossier: an in-toto Statement v1 whose subjects are the audited commits and every member of
// the container, and whose predicate lists every input of the audit, so that it can be repeated from the dossier
// and a clone alone.
#pragma once

#include "audit/audit.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace assay {

constexpr std::string_view statement_type = "https://in-toto.io/Statement/v1";
constexpr std::string_view predicate_type = "urn:assay:audit:1";

// No statement is longer, and none has more subjects.
constexpr std::uint64_t statement_limit = 64u << 20;
constexpr std::size_t subjects_limit = 100;

struct StatementInput {
  std::string kind, name, sha256;
  std::uint64_t size = 0;
};

struct Statement {
  std::string tool_version;
  Seconds as_of = 0;
  std::vector<std::string> profiles;
  bool trust_repository = false;
  report::Sealer sealer;
  std::vector<report::Subject> subjects; // at least one
  std::vector<StatementInput> inputs;
  MissingObjects missing;
  std::vector<std::pair<std::string, std::string>> members; // name, SHA-256; of all but the statement itself
};

// What the audit of `inputs` and `subjects` states about itself, without members.
Statement statement_of(const AuditInputs& inputs, const std::vector<report::Subject>& subjects,
                       const MissingObjects& missing);

// The refs that a subject records: those that populations read, and the tag that was found as its previous release.
std::vector<repository::Ref> recorded_refs(const report::Subject& subject);

// The JSON text, the same for the same statement everywhere.
std::string write_statement(const Statement& statement);

// Throws Error::input saying what is not as it should be.
Statement read_statement(std::string_view json);

} // namespace assay

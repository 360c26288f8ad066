// SPDX-License-Identifier: Apache-2.0
//
// What several commands take from their command line: schemas by id or file, directories of trust and evidence,
// times.
#pragma once

#include "audit/audit.hpp"
#include "cli/command.hpp"

#include <optional>
#include <string>
#include <vector>

namespace assay::cli {

constexpr const char* default_schema = "openssf-osps";

// A built-in schema by its id, or a file. Throws Error::input, naming ids that are near.
SourceFile find_schema(const std::string& id_or_file);
// A loader that knows the rule library; `xsd` is the grammar and must outlive it.
schema::Loader loader_with_library(const SourceFile& xsd);
// Throws Error::input with every problem of the file.
schema::ComplianceSchema load_schema(const schema::Loader& loader, const SourceFile& file);
// "SCHEMA:CONTROL" taken apart; a control's id holds no colon, a path may. No control without a colon.
struct SchemaAndControl {
  std::string schema;
  std::optional<std::string> control;
};
SchemaAndControl split_control(const std::string& text);
// Throws Error::usage, naming ids that are near.
const schema::Control& control_of(const schema::ComplianceSchema& schema, const std::string& id);
// An XML file of the user's, as the member `folder`/basename of a dossier.
SourceFile read_input(const std::string& path, const std::string& folder);
// Every file of the directory as `prefix`/…; empty when `directory` is.
std::vector<SourceFile> read_inputs(const std::string& directory, const std::string& prefix);

// The moment, as this process sees it; the only clock there is.
Seconds now();
// --as-of, or now.
Seconds as_of(const Arguments& arguments);

// --revision, or HEAD.
std::string revision(const Arguments& arguments);
// --since; empty with --whole-history; absent when the previous release is to be looked for.
std::optional<std::string> since(const Arguments& arguments);

// What an audit takes from the command line, as declare_schema_options and declare_evidence_options declare it. Says
// which schema is used when none was named.
AuditInputs gather(const Arguments& arguments, const report::Sealer& sealer, Terminal& terminal);

void declare_schema_options(po::options_description& options);
void declare_evidence_options(po::options_description& options);

} // namespace assay::cli

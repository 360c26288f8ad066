// SPDX-License-Identifier: Apache-2.0
//
// Repeats an audit from what its dossier holds and clones, and compares the records.
#pragma once

#include "audit/seal/container.hpp"
#include "audit/statement.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace assay {

enum class ReplayResult { reproduced, differs, not_replayed };

struct ReplayAnswer {
  ReplayResult result = ReplayResult::not_replayed;
  std::string reason;                    // the first difference, or why nothing was replayed
  std::vector<std::string> refs_changed; // recorded refs that the clone holds otherwise or not at all
};

// The clones, at least one, give objects only; commits, ranges, refs and clone states come from the statement. Each subject
// is read from the clone that holds the object it is named by and is most as the audited one was.
ReplayAnswer replay(const Statement& statement, const seal::Container& container, const std::string& report_xml,
                    const std::vector<std::filesystem::path>& clones, const Progress& progress);

} // namespace assay

// SPDX-License-Identifier: Apache-2.0
//
// Repeats an audit from what its dossier holds and a clone, and compares the records.
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
  std::vector<std::string> refs_changed; // recorded refs that this clone holds otherwise or not at all
};

// The clone gives objects only; commit, range, refs and clone state come from the statement.
ReplayAnswer replay(const Statement& statement, const seal::Container& container, const std::string& report_xml,
                    const std::filesystem::path& clone, const Progress& progress);

} // namespace assay

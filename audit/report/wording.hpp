// SPDX-License-Identifier: Apache-2.0
//
// The sentences of a report that are not a schema's: factual, scoped, dated. Nothing here says that anybody or
// anything is in order; only what was tested, found, and could not be seen.
#pragma once

#include "audit/report/report.hpp"

namespace assay::report {

std::string report_title(const Contents& contents);
std::vector<std::string> notices(const Contents& contents);
std::string sealer_note(const Sealer& sealer);
std::string summary_sentence(const OutcomeCounts& counts);
// What these inputs cannot show.
std::vector<std::string> limits(const Contents& contents);
// Command lines that check the dossier this report is in.
std::vector<std::string> verification_lines(const Contents& contents);

} // namespace assay::report

// SPDX-License-Identifier: Apache-2.0
//
// The table of document formats: one row for each that some reader reads.
#include "audit/evidence/document.hpp"

namespace assay::evidence {

const std::vector<DocumentFormat>& document_formats() {
  static const std::vector<DocumentFormat> table = {
  };
  return table;
}

} // namespace assay::evidence

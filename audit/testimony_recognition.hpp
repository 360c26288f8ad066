// SPDX-License-Identifier: Apache-2.0
//
// Which of the supplied files are testimony, by what is in them.
#pragma once

#include "audit/base/file.hpp"

namespace assay {

// Whether it is named *.xml and its root element is attestation, waiver or plan. One in an encoding or with a DOCTYPE that
// is not read looks so too: it is told of, not passed over.
bool looks_like_testimony(const SourceFile& file);

} // namespace assay

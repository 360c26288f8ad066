// SPDX-License-Identifier: Apache-2.0
//
// What dossiers among the supplied evidence recorded of the repository's refs, so that populations can tell what was
// moved since. The seals of these dossiers are not checked: whoever supplies one answers for it.
#pragma once

#include "audit/evidence/population.hpp"

#include <vector>

namespace assay {

// A supplied file is a dossier if it begins as every container of ours does and holds a statement. It is about the same
// repository if this clone holds the commit that was audited, or an object that one of the recorded refs named: even of
// a history that was written anew something is usually left. Of a dossier
// about several repositories the subject called `subject` is meant, if there is one, else each of which this clone holds
// the commit. The newest dossier is the one with the latest as-of time;
// of equal ones, the last by name.
evidence::RecordedRefs read_recorded_refs(const std::vector<SourceFile>& supplied,
                                          const repository::Repository& repository, const std::string& subject);

} // namespace assay

// SPDX-License-Identifier: Apache-2.0
//
// What populations of secrets share: their fields, and the items of all blobs that some objects reach. Commit messages,
// tags and file names are not searched. Nothing here keeps or prints a secret.
#pragma once

#include "audit/evidence/population.hpp"

#include <vector>

namespace assay::evidence {

std::vector<Field> secret_fields();

// Searches every blob that `tips`, which are commits, trees or blobs, reach.
Examination examine_secrets(const Population& self, const Evidence& evidence, FieldSet wanted, const ItemSink& sink,
                            const std::vector<ObjectId>& tips);

} // namespace assay::evidence

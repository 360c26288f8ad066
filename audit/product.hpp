// SPDX-License-Identifier: Apache-2.0
//
// Reads the file in which a vendor declares a product.
#pragma once

#include "audit/base/file.hpp"
#include "audit/evaluation/product.hpp"

#include <vector>

namespace assay {

// Throws Error::input with every problem of the file. Release files are looked for among `supplied` by their digests.
evaluation::Product read_product(const SourceFile& file, const std::vector<SourceFile>& supplied);

} // namespace assay

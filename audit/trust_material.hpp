// SPDX-License-Identifier: Apache-2.0
//
// The trust store of an audit: the files handed in, and, where that was asked for, keys that lie in the audited tree.
#pragma once

#include "audit/base/file.hpp"
#include "audit/repository/repository.hpp"
#include "audit/trust/store.hpp"

#include <memory>
#include <vector>

namespace assay {

// Allowed signers and public keyrings in a tree, by their names: what a trust directory would take them for. Files
// larger than a megabyte, and keyrings that hold no public key in plain sight, are none.
std::vector<SourceFile> keys_in_tree(const repository::Repository& repository, const ObjectId& tree);

std::unique_ptr<trust::TrustStore> trust_store(const std::vector<SourceFile>& files, bool trust_repository,
                                               const repository::Repository& repository, const ObjectId& tree,
                                               Seconds as_of);

} // namespace assay

// SPDX-License-Identifier: Apache-2.0
//
// Detached signatures of supplied files: NAME.asc (OpenPGP, in armour), NAME.sig (SSH, or OpenPGP in armour), NAME.pem
// or NAME.p7s (CMS in PEM) beside NAME. Those of SSH have to be in the namespace "file".
#pragma once

#include "audit/evidence/library.hpp"
#include "audit/evidence/signature_fields.hpp"

namespace assay::evidence {

// The signature beside `document`; of kind none when there is none, or when the document lies in the tree, where commits
// and tags are signed. `claimed` is the time that the document states for itself. It is verified if `verify` says so.
JudgedSignature detached_signature(const Evidence& evidence, const ReadDocument& document,
                                   std::optional<Seconds> claimed, bool verify);

} // namespace assay::evidence

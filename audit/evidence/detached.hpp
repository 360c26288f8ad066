// SPDX-License-Identifier: Apache-2.0
//
// Detached signatures: NAME.asc, NAME.sig, NAME.pem or NAME.p7s beside NAME. Which kind one is, its armour tells and not
// its name: OpenPGP, SSH in the namespace "file", or CMS in PEM.
#pragma once

#include "audit/evidence/library.hpp"
#include "audit/evidence/signature_fields.hpp"

#include <array>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace assay::evidence {

inline constexpr std::array<std::string_view, 4> signature_endings = {".asc", ".sig", ".pem", ".p7s"};

struct DetachedSignature {
  repository::SignatureKind kind; // unrecognised when it is in no armour of the three
  std::string bytes;
};

// What lies beside the file of this name, in the order of the endings. `find` gives the bytes of a file, if there is one.
std::vector<DetachedSignature>
signatures_beside(const std::string& name, const std::function<std::optional<std::string>(const std::string&)>& find);

// The first signature beside `document`; of kind none when there is none, or when the document lies in the tree, where
// commits and tags are signed. `claimed` is the time that the document states for itself. It is verified if `verify` says
// so.
JudgedSignature detached_signature(const Evidence& evidence, const ReadDocument& document,
                                   std::optional<Seconds> claimed, bool verify);

} // namespace assay::evidence

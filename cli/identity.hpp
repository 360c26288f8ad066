// SPDX-License-Identifier: Apache-2.0
//
// The key that seals: the user's own, or one that is made once and kept in the user's data directory.
#pragma once

#include "audit/seal/identity.hpp"
#include "cli/command.hpp"

#include <filesystem>

namespace assay::cli {

struct ChosenIdentity {
  seal::SigningIdentity identity;
  bool self_made = false; // assay's own, for which nobody vouches
};

// --key and --cert, or the key of the user's data directory ($XDG_DATA_HOME/assay or ~/.local/share/assay), made
// at its first use. Throws Error::usage when only one of the two options is given.
ChosenIdentity choose_identity(const Arguments& arguments, Terminal& terminal);

// Writes key.pem (mode 0600) and cert.pem into `directory`, which is made if it is missing: both or none. Throws
// when one of them exists.
void save_identity(const seal::SigningIdentity& identity, const std::filesystem::path& directory);

} // namespace assay::cli

// SPDX-License-Identifier: Apache-2.0
//
// The exit codes, a contract with scripts; README and man page repeat this table.
#pragma once

namespace assay::cli {

enum ExitCode : int {
  met = 0,                 // every required control met; every part of a dossier holds
  not_met = 1,             // something not met
  usage_error = 2,         // the command line is wrong, or nobody completed it when asked
  bad_input = 3,           // a file or repository cannot be used
  environment_error = 4,   // disk, permissions, or a mistake of assay's own
  incomplete = 5,          // something undetermined, an indeterminate seal, or not replayed
  verification_failed = 6, // some part of a dossier does not hold
};

} // namespace assay::cli

// SPDX-License-Identifier: Apache-2.0
//
// A repository that is opened for testing, with what earlier runs of this build learned about its objects.
#pragma once

#include "audit/repository/repository.hpp"
#include "cli/command.hpp"

namespace assay::cli {

void declare_cache_options(po::options_description& options);

// Opens a repository that a command line names. Without a cache where --no-cache says so or none can be had.
repository::Repository open_repository(const std::string& path, const Arguments& arguments, Terminal& terminal);

// Keeps what was learned for the next run.
void keep_cache(const repository::Repository& repository);

} // namespace assay::cli

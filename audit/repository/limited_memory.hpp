// SPDX-License-Identifier: Apache-2.0
//
// A bound to the memory that libgit2 asks for. It inflates an object whole, and what it is stored as a change of, too: a
// few kilobytes of a clone can become gigabytes, whatever size the object itself admits to.
#pragma once

#include <cstddef>

namespace assay::repository {

// What libgit2 gets at once, at most. No larger object is read; a bit more than it is asked for with each.
inline constexpr std::size_t memory_limit = (std::size_t{256} << 20) + 4096;

// From now on a larger request fails, and with it whatever libgit2 was about to do: an error like any other.
void limit_memory();

} // namespace assay::repository

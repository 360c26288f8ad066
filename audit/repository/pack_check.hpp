// SPDX-License-Identifier: Apache-2.0
//
// A look at the indexes of packs before libgit2 relies on them: it follows their offsets without comparing them with the
// size of the pack, out of its memory if need be. Formats: gitformat-pack(5).
#pragma once

#include <filesystem>
#include <string>

namespace assay::repository {

// What is wrong with an index of a pack, or of several, in this folder of objects or in one it borrows from
// (info/alternates): it leads beyond the end of a pack, so one of the two was damaged. Empty when there is no such
// index. What is so malformed that libgit2 refuses to use it is no problem here.
std::string pack_problem(const std::filesystem::path& objects);

} // namespace assay::repository

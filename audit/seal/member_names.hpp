// SPDX-License-Identifier: Apache-2.0
//
// What a member of a container may be called, and in which order members stand. A container must unpack to
// the same files on every system and look the same to every reader, so a name that some system reads
// differently is refused when writing as when reading. Knows nothing of files or ZIP.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace assay::seal {

inline constexpr std::size_t max_name_bytes = 1024;
inline constexpr std::size_t max_name_depth = 32; // components of a name

// Why `name` cannot name a member, as the end of a sentence; nothing when it can.
std::optional<std::string> name_problem(std::string_view name);

// The same for all names of one container: each one, duplicates, names that differ only in the case of ASCII
// letters, and names that are both a file and a folder.
std::optional<std::string> names_problem(const std::vector<std::string>& names);

// The order of members in a container: `mimetype`, everything else bytewise, META-INF/ last.
bool canonically_before(std::string_view a, std::string_view b);

// Whether the name lies in the folder where ASiC keeps signatures and what they need.
bool in_meta_inf(std::string_view name);

} // namespace assay::seal

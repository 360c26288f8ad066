// SPDX-License-Identifier: Apache-2.0
//
// Reading and writing whole files with a bound and a clear error. Writing is durable: what was written has
// reached the disk, or an error was thrown.
#pragma once

#include "audit/base/digest.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

// The contents of a regular file of at most `limit` bytes. Throws Error::input when it is missing, is no regular
// file, is larger or cannot be read.
std::string read_file(const std::filesystem::path& path, std::uint64_t limit);

// Creates `path`, which must not exist, with these contents and permissions, and syncs it. Throws
// Error::environment; nothing is left behind then.
void write_new_file(const std::filesystem::path& path, std::string_view bytes, unsigned mode = 0644);

// The same for a file that may exist: it holds the old contents or the new ones, never a part of them.
void replace_file(const std::filesystem::path& path, std::string_view bytes);

// Syncs a file or directory that was written by somebody else. Throws Error::environment.
void sync_to_disk(const std::filesystem::path& path);

// A file handed to an audit, by value: what it is called in the dossier and its bytes. Two files of one name and
// digest are the same file, wherever they lay.
struct SourceFile {
  std::string name;  // path within the dossier, '/'-separated, such as "schemas/first-steps.xml"
  std::string bytes; // contents
  std::string shown; // what messages call it: the path the user gave, or "built-in …"

  std::string sha256() const { return sha256_hex(bytes); }
};

// Every regular file below `directory`, as `prefix`/relative-path, sorted by name. Symbolic links are refused,
// because what they name may not be what was handed in. At most `total_limit` bytes together.
std::vector<SourceFile> read_directory(const std::filesystem::path& directory, const std::string& prefix,
                                       std::uint64_t total_limit);

} // namespace assay

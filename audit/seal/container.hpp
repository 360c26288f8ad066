// SPDX-License-Identifier: Apache-2.0
//
// The ASiC-E container (ETSI EN 319 162-1): a ZIP archive that `unzip` opens, in one canonical byte form.
// Writing takes named contents; reading refuses whatever two programs could understand differently. Knows
// nothing of what the members mean: the manifest and the signature are checked elsewhere.
#pragma once

#include "audit/base/digest.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace assay::seal {

inline constexpr std::string_view container_mime_type = "application/vnd.etsi.asic-e+zip";

// Beyond these a container is neither written nor read. At 4 GiB, ZIP would need its 64-bit form.
inline constexpr std::size_t max_members = 10'000;
inline constexpr std::uint64_t max_member_bytes = std::uint64_t{2} << 30;
inline constexpr std::uint64_t max_container_bytes = (std::uint64_t{4} << 30) - (1 << 16);

// A member to write. Large contents come from a file, which is read when the container is written.
struct Member {
  std::string name;
  std::variant<std::string, std::filesystem::path> content;
};

// The SHA-256 of a member's contents. Throws Error::input when its file cannot be read.
Digest sha256(const Member& member);

// Writes a new container of these members, in whatever order they are given, with `mimetype` in front. The
// same members give the same bytes everywhere. What was written is read back and compared before this
// returns, and has reached the disk. Throws Error::input for names, counts and sizes that are not allowed and
// for files that cannot be read, Error::environment when `path` exists or cannot be written; nothing is left
// behind then.
void write_container(const std::filesystem::path& path, const std::vector<Member>& members);

// Why a file is no container; the end of a sentence.
struct Malformed {
  std::string reason;
};

// An open container whose structure is canonical: every byte that is not part of some member's contents has
// been compared with what those names, sizes and checksums give. The contents themselves have not been looked
// at, and nobody may write to the file while it is open.
class Container {
public:
  // Throws Error::input when there is no regular file that can be read; whatever such a file holds, the
  // answer is a value. Memory is bounded by max_members.
  static std::variant<Container, Malformed> open(const std::filesystem::path& path);

  // The same of bytes in memory, which the container only refers to; messages call them `shown`.
  static std::variant<Container, Malformed> open_bytes(std::string_view bytes, const std::string& shown);
  // Whether bytes begin as every container does, its first member being the same in all of them.
  static bool begins(std::string_view bytes);

  Container(Container&&) noexcept;
  Container& operator=(Container&&) noexcept;
  ~Container();

  // In the order of the file, `mimetype` first.
  const std::vector<std::string>& names() const;
  // Nothing when there is no such member.
  std::optional<std::uint64_t> size(std::string_view name) const;
  // The members named below exist; asking for another is Error::internal. A file that became shorter since it
  // was opened, or a disk that cannot read it, is Error::environment.
  // The contents, of at most `limit` bytes; Error::input when there are more.
  std::string read(std::string_view name, std::uint64_t limit) const;
  Digest sha256(std::string_view name) const;
  // Writes the contents to a new file. Throws Error::environment; nothing is left behind then.
  void extract(std::string_view name, const std::filesystem::path& path) const;

private:
  friend std::optional<std::string> difference_from_canonical(const Container& container);
  struct State;
  explicit Container(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// Writes the container again, from its members' names and contents, and compares each byte with the file.
// Says where the first difference is; nothing when there is none.
std::optional<std::string> difference_from_canonical(const Container& container);

} // namespace assay::seal

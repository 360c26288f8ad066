// SPDX-License-Identifier: Apache-2.0
#include "audit/seal/container.hpp"

#include "audit/base/error.hpp"
#include "audit/base/escape.hpp"
#include "audit/base/file.hpp"
#include "audit/seal/member_names.hpp"
#include "audit/seal/zip_layout.hpp"

#include <fmt/format.h>

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <functional>
#include <map>
#include <sys/stat.h>

namespace assay::seal {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t block_bytes = 1u << 18;

std::string shown(const ZipEntry& entry) {
  return "\"" + escape_terminal(std::string_view(entry.name).substr(0, 200)) + "\"";
}

// What is wrong with one entry of the directory, which starts at `at` and is known to be complete. The fields
// with a meaning are looked at by name, so that a reader learns what is wrong; the rest is compared whole.
std::optional<std::string> directory_entry_problem(std::string_view bytes, const ZipEntry& entry) {
  const auto field16 = [&](std::size_t at) { return zip_number16(bytes, at); };
  const auto field32 = [&](std::size_t at) { return zip_number32(bytes, at); };
  if ((field16(8) & 1) != 0)
    return "is encrypted";
  if ((field16(8) & 8) != 0)
    return "has a data descriptor";
  if (field16(10) != 0)
    return "is compressed; members are stored as they are";
  if (field32(20) == 0xFFFFFFFF || field32(24) == 0xFFFFFFFF || field32(42) == 0xFFFFFFFF)
    return "uses the 64-bit form of ZIP";
  if (field32(20) != field32(24))
    return "has two sizes";
  if (field16(30) != 0)
    return "has extra fields";
  if (field16(32) != 0)
    return "has a comment";
  if (field32(12) != (std::uint32_t{zip_dos_date} << 16 | zip_dos_time))
    return "has a date";
  if (field32(38) != zip_member_mode << 16)
    return "is not a plain file";
  if (bytes != zip_directory_entry(entry))
    return "differs from the canonical form in its directory entry";
  return std::nullopt;
}

} // namespace

struct Container::State {
  fs::path path;
  int file = -1;
  std::string_view memory; // when there is no file
  std::uint64_t file_size = 0;
  std::uint64_t directory_offset = 0;
  std::vector<ZipEntry> entries;
  std::vector<std::string> names;
  std::map<std::string, std::size_t, std::less<>> by_name;

  ~State() {
    if (file >= 0)
      ::close(file);
  }

  std::string bytes(std::uint64_t offset, std::size_t size) const;
  void each_block(std::uint64_t offset, std::uint64_t size,
                  const std::function<void(std::string_view)>& use) const;
  const ZipEntry& entry(std::string_view name) const;
  std::optional<std::string> read_directory();
  std::optional<std::string> read_entries(std::string_view directory, std::size_t count);
  std::optional<std::string> check_members() const;
};

std::string Container::State::bytes(std::uint64_t offset, std::size_t size) const {
  if (file < 0)
    return std::string(memory.substr(static_cast<std::size_t>(offset), size));
  std::string out(size, '\0');
  for (std::size_t done = 0; done < size;) {
    const ssize_t got = ::pread(file, out.data() + done, size - done, static_cast<off_t>(offset + done));
    if (got < 0 && errno == EINTR)
      continue;
    if (got <= 0)
      throw Error::environment(fmt::format("{} could not be read: {}", path.string(),
                                           got == 0 ? "it became shorter meanwhile" : std::strerror(errno)));
    done += static_cast<std::size_t>(got);
  }
  return out;
}

void Container::State::each_block(std::uint64_t offset, std::uint64_t size,
                                  const std::function<void(std::string_view)>& use) const {
  while (size > 0) {
    const std::string block =
        bytes(offset, static_cast<std::size_t>(std::min<std::uint64_t>(size, block_bytes)));
    use(block);
    offset += block.size();
    size -= block.size();
  }
}

const ZipEntry& Container::State::entry(std::string_view name) const {
  const auto found = by_name.find(name);
  if (found == by_name.end())
    throw Error::internal(fmt::format("{} has no member {}", path.string(), name));
  return entries[found->second];
}

std::optional<std::string> Container::State::read_directory() {
  if (file_size > max_container_bytes)
    return fmt::format("it has {} bytes; at most {} are read", file_size, max_container_bytes);
  if (file_size < zip_end_record_bytes)
    return "it is too short to be a ZIP archive";
  const std::string end = bytes(file_size - zip_end_record_bytes, zip_end_record_bytes);
  if (!end.starts_with("PK\x05\x06"))
    return "it does not end as a ZIP archive without a comment does";
  const std::uint16_t count = zip_number16(end, 10);
  const std::uint32_t size = zip_number32(end, 12), offset = zip_number32(end, 16);
  if (end != zip_end_record(count, size, offset))
    return "its end record differs from the canonical form";
  if (count > max_members)
    return fmt::format("it has {} members; at most {} are read", count, max_members);
  if (std::uint64_t{offset} + size != file_size - zip_end_record_bytes)
    return "its directory does not lie where its end record says";
  if (size > count * (zip_directory_entry_bytes + max_name_bytes))
    return fmt::format("its directory has {} bytes, too many for {} members", size, count);
  directory_offset = offset;
  return read_entries(bytes(offset, size), count);
}

std::optional<std::string> Container::State::read_entries(std::string_view directory, std::size_t count) {
  std::uint64_t expected_offset = 0;
  while (!directory.empty()) {
    if (directory.size() < zip_directory_entry_bytes || !directory.starts_with("PK\x01\x02"))
      return fmt::format("entry {} of its directory is damaged", entries.size() + 1);
    const std::size_t name_size = zip_number16(directory, 28);
    const std::size_t entry_size =
        zip_directory_entry_bytes + name_size + zip_number16(directory, 30) + zip_number16(directory, 32);
    if (entry_size > directory.size())
      return fmt::format("entry {} of its directory is cut short", entries.size() + 1);
    const ZipEntry entry{std::string(directory.substr(zip_directory_entry_bytes, name_size)),
                         zip_number32(directory, 24), zip_number32(directory, 16),
                         zip_number32(directory, 42)};
    if (const auto problem = directory_entry_problem(directory.substr(0, entry_size), entry))
      return fmt::format("member {} {}", shown(entry), *problem);
    // Each member starts where the one before it ends: no gaps, no overlaps.
    if (entry.offset != expected_offset)
      return fmt::format("member {} does not start where the one before it ends", shown(entry));
    if (entry.size > max_member_bytes)
      return fmt::format("member {} has {} bytes; at most {} are read", shown(entry), entry.size,
                         max_member_bytes);
    if (entry.end() > directory_offset)
      return fmt::format("member {} reaches into the directory", shown(entry));
    expected_offset = entry.end();
    names.push_back(entry.name);
    by_name.emplace(entry.name, entries.size());
    entries.push_back(entry);
    directory.remove_prefix(entry_size);
  }
  if (entries.size() != count)
    return fmt::format("its directory has {} entries but its end record says {}", entries.size(), count);
  if (expected_offset != directory_offset)
    return "there are bytes between its last member and its directory";
  return check_members();
}

std::optional<std::string> Container::State::check_members() const {
  if (const auto problem = names_problem(names))
    return problem;
  if (names.empty() || names.front() != "mimetype")
    return "its first member is not \"mimetype\"";
  if (!std::is_sorted(names.begin(), names.end(), canonically_before))
    return "its members are not in canonical order";
  for (const ZipEntry& entry : entries)
    if (bytes(entry.offset, zip_local_header_bytes + entry.name.size()) != zip_local_header(entry))
      return fmt::format("member {} differs from its directory entry in its local header", shown(entry));
  const ZipEntry& mimetype = entries.front();
  if (mimetype.size != container_mime_type.size() ||
      bytes(mimetype.content_offset(), mimetype.size) != container_mime_type)
    return fmt::format("its member \"mimetype\" is not {}", container_mime_type);
  return std::nullopt;
}

Container::Container(std::unique_ptr<State> state) : state_(std::move(state)) {}
Container::Container(Container&&) noexcept = default;
Container& Container::operator=(Container&&) noexcept = default;
Container::~Container() = default;

std::variant<Container, Malformed> Container::open(const fs::path& path) {
  auto state = std::make_unique<State>();
  state->path = path;
  // O_NONBLOCK: opening a FIFO must not hang before it is recognised as no regular file.
  state->file = ::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  struct stat status {};
  if (state->file < 0 || ::fstat(state->file, &status) != 0)
    throw Error::input(fmt::format("{} could not be read: {}", path.string(), std::strerror(errno)));
  if (!S_ISREG(status.st_mode))
    throw Error::input(fmt::format("{} could not be read: it is not a regular file", path.string()));
  state->file_size = static_cast<std::uint64_t>(status.st_size);
  if (auto problem = state->read_directory())
    return Malformed{std::move(*problem)};
  return Container(std::move(state));
}

std::variant<Container, Malformed> Container::open_bytes(std::string_view bytes, const std::string& shown) {
  auto state = std::make_unique<State>();
  state->path = shown;
  state->memory = bytes;
  state->file_size = bytes.size();
  if (auto problem = state->read_directory())
    return Malformed{std::move(*problem)};
  return Container(std::move(state));
}

bool Container::begins(std::string_view bytes) {
  Checksum checksum;
  checksum.update(container_mime_type);
  const ZipEntry first{"mimetype", static_cast<std::uint32_t>(container_mime_type.size()), checksum.value(), 0};
  return bytes.starts_with(zip_local_header(first)) &&
         bytes.substr(static_cast<std::size_t>(first.content_offset())).starts_with(container_mime_type);
}

const std::vector<std::string>& Container::names() const {
  return state_->names;
}

std::optional<std::uint64_t> Container::size(std::string_view name) const {
  const auto found = state_->by_name.find(name);
  return found == state_->by_name.end() ? std::nullopt
                                        : std::optional<std::uint64_t>(state_->entries[found->second].size);
}

std::string Container::read(std::string_view name, std::uint64_t limit) const {
  const ZipEntry& entry = state_->entry(name);
  if (entry.size > limit)
    throw Error::input(fmt::format("member {} of {} has {} bytes; at most {} are read", shown(entry),
                                   state_->path.string(), entry.size, limit));
  return state_->bytes(entry.content_offset(), entry.size);
}

Digest Container::sha256(std::string_view name) const {
  const ZipEntry& entry = state_->entry(name);
  Sha256 hash;
  state_->each_block(entry.content_offset(), entry.size, [&](std::string_view block) { hash.update(block); });
  return hash.finish();
}

void Container::extract(std::string_view name, const fs::path& path) const {
  const ZipEntry& entry = state_->entry(name);
  const auto fail = [&] {
    return Error::environment(
        fmt::format("{} could not be written: {}", path.string(), std::strerror(errno)));
  };
  const int out = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644);
  if (out < 0)
    throw fail();
  try {
    state_->each_block(entry.content_offset(), entry.size, [&](std::string_view block) {
      while (!block.empty()) {
        const ssize_t put = ::write(out, block.data(), block.size());
        if (put < 0 && errno == EINTR)
          continue;
        if (put <= 0)
          throw fail();
        block.remove_prefix(static_cast<std::size_t>(put));
      }
    });
    if (::fsync(out) != 0)
      throw fail();
  } catch (...) {
    ::close(out);
    ::unlink(path.c_str());
    throw;
  }
  ::close(out);
}

std::optional<std::string> difference_from_canonical(const Container& container) {
  const Container::State& state = *container.state_;
  std::uint64_t at = 0;
  // Compares the next bytes of the file with those that belong there.
  const auto differs = [&](const std::string& expected,
                           const std::string& what) -> std::optional<std::string> {
    const std::string found = state.bytes(at, expected.size());
    const auto first =
        std::mismatch(expected.begin(), expected.end(), found.begin()).first - expected.begin();
    if (static_cast<std::size_t>(first) != expected.size())
      return fmt::format("the first difference is at byte {}, in {}", at + static_cast<std::uint64_t>(first),
                         what);
    at += expected.size();
    return std::nullopt;
  };
  std::string directory;
  for (ZipEntry entry : state.entries) {
    Checksum checksum;
    state.each_block(entry.content_offset(), entry.size,
                     [&](std::string_view block) { checksum.update(block); });
    entry.checksum = checksum.value();
    if (auto difference =
            differs(zip_local_header(entry), fmt::format("the header of member {}", shown(entry))))
      return difference;
    at += entry.size;
    directory += zip_directory_entry(entry);
  }
  const auto directory_offset = static_cast<std::uint32_t>(at);
  if (auto difference = differs(directory, "the directory"))
    return difference;
  const auto end = zip_end_record(static_cast<std::uint16_t>(state.entries.size()),
                                  static_cast<std::uint32_t>(directory.size()), directory_offset);
  if (auto difference = differs(end, "the end record"))
    return difference;
  return at == state.file_size
             ? std::nullopt
             : std::optional(fmt::format("there are bytes after the end record, at byte {}", at));
}

} // namespace assay::seal

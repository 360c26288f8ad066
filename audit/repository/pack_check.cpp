// SPDX-License-Identifier: Apache-2.0
#include "audit/repository/pack_check.hpp"

#include "audit/base/file.hpp"
#include "audit/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <fstream>
#include <functional>
#include <map>
#include <set>
#include <vector>

namespace assay::repository {

namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t checksum_bytes = 20;
constexpr std::uint32_t is_large = 0x80000000; // the offset is a place in the table of large ones
constexpr int deepest_borrowing = 5;           // as far as libgit2 follows

std::uint64_t number_at(std::string_view bytes, std::size_t at, std::size_t size) {
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < size; ++i)
    number = number << 8 | static_cast<unsigned char>(bytes[at + i]);
  return number;
}

std::uint64_t size_of(const fs::path& file) {
  std::error_code code;
  const std::uintmax_t size = fs::file_size(file, code);
  return code ? 0 : size;
}

// An index file, of which only the tables of offsets are read.
class Index {
public:
  explicit Index(const fs::path& path) : file_(path, std::ios::binary), size_(size_of(path)) {}

  std::uint64_t size() const { return size_; }

  // Fewer bytes where the file ends.
  std::string read(std::uint64_t at, std::size_t size) {
    std::string bytes(static_cast<std::size_t>(std::min<std::uint64_t>(size, size_ - std::min(at, size_))), '\0');
    file_.clear();
    file_.seekg(static_cast<std::streamoff>(at));
    file_.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    bytes.resize(static_cast<std::size_t>(file_.gcount()));
    return bytes;
  }

  // Whether `holds` is true of each of the table's `count` entries of `width` bytes.
  bool all_of(std::uint64_t at, std::uint64_t count, std::size_t width, const std::function<bool(std::string_view)>& holds) {
    constexpr std::uint64_t block = 1u << 16; // entries
    for (std::uint64_t done = 0; done < count; done += block) {
      const std::size_t entries = static_cast<std::size_t>(std::min(block, count - done));
      const std::string bytes = read(at + done * width, entries * width);
      for (std::size_t i = 0; i + width <= bytes.size(); i += width)
        if (!holds(std::string_view(bytes).substr(i, width)))
          return false;
    }
    return true;
  }

private:
  std::ifstream file_;
  std::uint64_t size_;
};

// Whether an object may start there: behind it is at least the pack's own checksum.
bool is_within(std::uint64_t offset, std::uint64_t pack_bytes) {
  return pack_bytes >= checksum_bytes && offset < pack_bytes - checksum_bytes;
}

// An index of version 1 or 2.
bool leads_into(Index& index, std::uint64_t pack_bytes) {
  constexpr std::uint64_t fanout = 256 * 4;
  const std::string start = index.read(0, 8);
  const bool second = start.starts_with("\377tOc");
  const std::uint64_t head = second ? 8 : 0;
  const std::string last = index.read(head + fanout - 4, 4);
  if (last.size() < 4)
    return true;
  const std::uint64_t count = number_at(last, 0, 4);
  if (!second)
    return index.all_of(fanout, count, 24,
                        [&](std::string_view entry) { return is_within(number_at(entry, 0, 4), pack_bytes); });
  const std::uint64_t offsets = head + fanout + count * (20 + 4), large = offsets + count * 4;
  const std::uint64_t end = index.size() < 2 * checksum_bytes ? 0 : index.size() - 2 * checksum_bytes;
  const std::uint64_t larges = end < large ? 0 : (end - large) / 8;
  return index.all_of(offsets, count, 4,
                      [&](std::string_view entry) {
                        const std::uint64_t offset = number_at(entry, 0, 4);
                        return (offset & is_large) != 0 ? (offset ^ is_large) < larges : is_within(offset, pack_bytes);
                      }) &&
         index.all_of(large, larges, 8,
                      [&](std::string_view entry) { return is_within(number_at(entry, 0, 8), pack_bytes); });
}

// An index of several packs, which lie beside it.
bool leads_into_all(Index& index, const fs::path& folder) {
  const std::string head = index.read(0, 12);
  if (head.size() < 12 || !head.starts_with("MIDX"))
    return true;
  std::map<std::string, std::pair<std::uint64_t, std::uint64_t>> chunks; // where each starts and ends
  const std::size_t count = static_cast<unsigned char>(head[6]);
  const std::string table = index.read(12, (count + 1) * 12);
  if (table.size() < (count + 1) * 12)
    return true;
  for (std::size_t i = 0; i < count; ++i)
    chunks[table.substr(i * 12, 4)] = {number_at(table, i * 12 + 4, 8), number_at(table, i * 12 + 16, 8)};
  const auto bytes_of = [&](const char* name) {
    const auto [from, to] = chunks[name];
    return to < from || to > index.size() ? 0 : to - from;
  };
  std::vector<std::uint64_t> pack_bytes, larges;
  const std::string names = index.read(chunks["PNAM"].first, static_cast<std::size_t>(bytes_of("PNAM")));
  for (std::size_t at = 0; at < names.size() && names[at] != '\0'; at += std::strlen(names.c_str() + at) + 1)
    pack_bytes.push_back(size_of(fs::path(folder / (names.c_str() + at)).replace_extension("pack")));
  index.all_of(chunks["LOFF"].first, bytes_of("LOFF") / 8, 8, [&](std::string_view entry) {
    larges.push_back(number_at(entry, 0, 8));
    return true;
  });
  return index.all_of(chunks["OOFF"].first, bytes_of("OOFF") / 8, 8, [&](std::string_view entry) {
    const std::uint64_t pack = number_at(entry, 0, 4);
    std::uint64_t offset = number_at(entry, 4, 4);
    if (!larges.empty() && (offset & is_large) != 0) {
      if ((offset ^ is_large) >= larges.size())
        return false;
      offset = larges[static_cast<std::size_t>(offset ^ is_large)];
    }
    const std::uint64_t end = pack < pack_bytes.size() ? pack_bytes[static_cast<std::size_t>(pack)] : 0;
    return end == 0 || is_within(offset, end); // without its pack an entry is not used
  });
}

std::string problem_in(const fs::path& folder) {
  std::set<fs::path> files; // of several bad ones, always the same is named
  std::error_code code;
  for (fs::directory_iterator one(folder, code), end; !code && one != end; one.increment(code))
    files.insert(one->path());
  for (const fs::path& file : files) {
    const bool several = file.filename() == "multi-pack-index";
    if (!several && file.extension() != ".idx")
      continue;
    Index index(file);
    const std::uint64_t pack_bytes = several ? 0 : size_of(fs::path(file).replace_extension("pack"));
    if (several ? !leads_into_all(index, folder) : pack_bytes > 0 && !leads_into(index, pack_bytes))
      return fmt::format("index {} leads beyond the end of its pack", file.string());
  }
  return {};
}

// The folders that this one borrows objects from, as a line each.
std::vector<fs::path> borrowed_by(const fs::path& objects) {
  std::vector<fs::path> folders;
  const fs::path list = objects / "info/alternates";
  std::error_code code;
  if (!fs::is_regular_file(list, code))
    return folders;
  const std::string text = read_file(list, 1u << 20);
  for (std::string_view rest = text; !rest.empty();)
    if (const std::string_view line = take_line(rest); !line.empty() && line.front() != '#')
      folders.push_back(objects / line);
  return folders;
}

} // namespace

std::string pack_problem(const fs::path& objects) {
  std::vector<fs::path> level = {objects};
  std::set<fs::path> seen;
  for (int depth = 0; depth <= deepest_borrowing && !level.empty(); ++depth) {
    std::vector<fs::path> next;
    for (const fs::path& folder : level) {
      if (!seen.insert(folder.lexically_normal()).second)
        continue;
      if (std::string problem = problem_in(folder / "pack"); !problem.empty())
        return problem;
      for (fs::path& borrowed : borrowed_by(folder))
        next.push_back(std::move(borrowed));
    }
    level = std::move(next);
  }
  return {};
}

} // namespace assay::repository

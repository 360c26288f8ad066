// SPDX-License-Identifier: Apache-2.0
#include "audit/base/error.hpp"
#include "audit/base/file.hpp"
#include "audit/base/handle.hpp"
#include "audit/seal/container.hpp"
#include "audit/seal/member_names.hpp"
#include "audit/seal/zip_layout.hpp"

#include <fmt/format.h>
#include <zip.h>

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>

namespace assay::seal {

namespace fs = std::filesystem;

namespace {

// A file of this name that is removed again unless it is kept.
class NewFile {
public:
  explicit NewFile(const fs::path& path) : path_(path) {
    const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644);
    if (fd < 0)
      throw Error::environment(
          fmt::format("{} could not be created: {}", path.string(), std::strerror(errno)));
    ::close(fd);
  }
  ~NewFile() {
    if (!kept_)
      ::unlink(path_.c_str());
  }
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;
  void keep() { kept_ = true; }

private:
  fs::path path_;
  bool kept_ = false;
};

std::uint64_t content_size(const Member& member) {
  if (const auto* bytes = std::get_if<std::string>(&member.content))
    return bytes->size();
  const fs::path& path = std::get<fs::path>(member.content);
  std::error_code code;
  if (!fs::is_regular_file(path, code))
    throw Error::input(fmt::format("{} could not be read: {}", path.string(),
                                   code ? code.message() : "it is not a regular file"));
  const std::uint64_t size = fs::file_size(path, code);
  if (code)
    throw Error::input(fmt::format("{} could not be read: {}", path.string(), code.message()));
  return size;
}

void check_members(const fs::path& path, const std::vector<const Member*>& members) {
  const auto refuse = [&](const std::string& why) {
    return Error::input(fmt::format("{} was not written: {}", path.string(), why));
  };
  if (members.size() > max_members)
    throw refuse(
        fmt::format("it would have {} members; at most {} are allowed", members.size(), max_members));
  std::vector<std::string> names;
  std::uint64_t total = zip_end_record_bytes;
  for (const Member* member : members) {
    const std::uint64_t size = content_size(*member);
    if (size > max_member_bytes)
      throw refuse(fmt::format("member {} has {} bytes; at most {} are allowed", member->name, size,
                               max_member_bytes));
    total += size + zip_local_header_bytes + zip_directory_entry_bytes + 2 * member->name.size();
    names.push_back(member->name);
  }
  if (const auto problem = names_problem(names))
    throw refuse(*problem);
  if (total > max_container_bytes)
    throw refuse(fmt::format("it would have {} bytes; at most {} are allowed", total, max_container_bytes));
}

void write_archive(const fs::path& path, const std::vector<const Member*>& members) {
  int code = 0;
  // ZIP_TRUNCATE: the file is there already, to hold the name and the permissions.
  Handle<zip_t, zip_discard> archive(zip_open(path.c_str(), ZIP_TRUNCATE, &code));
  const auto fail = [&] {
    const std::string why = archive ? zip_strerror(archive.get()) : fmt::format("libzip error {}", code);
    return Error::environment(fmt::format("{} could not be written: {}", path.string(), why));
  };
  if (!archive)
    throw fail();
  for (const Member* member : members) {
    const auto* bytes = std::get_if<std::string>(&member->content);
    // A library may hand out a null pointer for no bytes; libzip takes that for an error.
    Handle<zip_source_t, zip_source_free> source(
        bytes != nullptr
            ? zip_source_buffer(archive.get(), bytes->empty() ? "" : bytes->data(), bytes->size(), 0)
            : zip_source_file(archive.get(), std::get<fs::path>(member->content).c_str(), 0, -1));
    if (!source)
      throw fail();
    const zip_int64_t index =
        zip_file_add(archive.get(), member->name.c_str(), source.get(), ZIP_FL_ENC_UTF_8);
    if (index < 0)
      throw fail();
    (void)source.release(); // the archive owns it now
    const auto at = static_cast<zip_uint64_t>(index);
    if (zip_set_file_compression(archive.get(), at, ZIP_CM_STORE, 0) != 0 ||
        zip_file_set_dostime(archive.get(), at, zip_dos_time, zip_dos_date, 0) != 0 ||
        zip_file_set_external_attributes(archive.get(), at, 0, ZIP_OPSYS_UNIX, zip_member_mode << 16) != 0)
      throw fail();
  }
  // Writes to a temporary file beside `path` and renames it; on failure that file is gone again.
  if (zip_close(archive.get()) != 0)
    throw fail();
  (void)archive.release();
}

// Reads back what libzip wrote. Another version of it that fills a field differently is found here, before
// somebody is handed a container that no verification would accept.
void check_written(const fs::path& path) {
  const auto opened = Container::open(path);
  std::string problem;
  if (const auto* malformed = std::get_if<Malformed>(&opened))
    problem = malformed->reason;
  else
    problem = difference_from_canonical(std::get<Container>(opened)).value_or("");
  if (!problem.empty())
    throw Error::internal(fmt::format("libzip {} wrote {} in another form than the canonical one: {}",
                                      zip_libzip_version(), path.string(), problem));
}

} // namespace

Digest sha256(const Member& member) {
  if (const auto* bytes = std::get_if<std::string>(&member.content))
    return assay::sha256(*bytes);
  const fs::path& path = std::get<fs::path>(member.content);
  const auto fail = [&] {
    return Error::input(fmt::format("{} could not be read: {}", path.string(), std::strerror(errno)));
  };
  content_size(member); // refuses what is no regular file, such as a FIFO, before it is opened
  std::ifstream in(path, std::ios::binary);
  if (!in)
    throw fail();
  Sha256 hash;
  std::string block(1u << 18, '\0');
  while (in) {
    in.read(block.data(), static_cast<std::streamsize>(block.size()));
    hash.update(std::string_view(block).substr(0, static_cast<std::size_t>(in.gcount())));
  }
  if (in.bad())
    throw fail();
  return hash.finish();
}

void write_container(const fs::path& path, const std::vector<Member>& members) {
  const Member mimetype{"mimetype", std::string(container_mime_type)};
  std::vector<const Member*> ordered{&mimetype};
  for (const Member& member : members)
    ordered.push_back(&member);
  check_members(path, ordered);
  std::sort(ordered.begin(), ordered.end(),
            [](const Member* a, const Member* b) { return canonically_before(a->name, b->name); });
  NewFile file(path);
  write_archive(path, ordered);
  check_written(path);
  sync_to_disk(path);
  sync_to_disk(path.has_parent_path() ? path.parent_path() : fs::path("."));
  file.keep();
}

} // namespace assay::seal

// SPDX-License-Identifier: Apache-2.0
//
// Population `binaries`: the files of the audited tree that are executables or archives by their content.
#include "audit/evidence/file_formats.hpp"
#include "audit/evidence/population.hpp"
#include "audit/repository/tree.hpp"

#include <fmt/format.h>

#include <unordered_map>

namespace assay::evidence {

namespace {

enum : std::size_t { id, path, kind, executable, size, blob };

// Larger blobs are not read into memory, and then the population is not complete.
constexpr std::uint64_t content_limit = 256u << 20;
// Blobs of this size are remembered, so that many paths to one cost one reading.
constexpr std::uint64_t large = 1u << 20;

std::vector<Field> declare() {
  return {
      {"@id", FieldType::string, "the path"},
      {"@path", FieldType::string, "the path from the root of the tree"},
      {"@kind",
       FieldType::enumeration,
       "what its bytes announce",
       {"elf", "pe", "mach-o", "java-class", "wasm", "ar", "dex", "pyc", "deb", "rpm", "jar", "zip", "gzip",
        "bzip2", "xz", "zstd", "7z", "tar"}},
      {"@executable", FieldType::yes_no,
       "whether that is code for a machine or an interpreter, rather than an archive"},
      {"@size", FieldType::integer, "bytes"},
      {"@blob", FieldType::string, "object id of the content"},
  };
}

struct Format {
  std::string_view name = "none";
  bool executable = false;
};

// An archive of Debian is an ar file, too: the narrower name comes first.
Format format_of(std::string_view bytes) {
  const std::string_view archive = archive_format(bytes);
  if (archive != "none")
    return {archive, archive == "pyc" || archive == "jar"};
  const std::string_view machine = executable_format(bytes);
  return {machine, machine != "none"};
}

// Nothing when the content cannot be had; `problem` then says why.
std::optional<Format> read_format(const Evidence& evidence, const ObjectId& id, std::uint64_t& bytes,
                                  std::string& problem) {
  const auto header = evidence.repository.header(id);
  bytes = header ? header->size : 0;
  if (!header || header->type != repository::ObjectType::blob)
    problem = "is missing, unreadable or no file";
  else if (bytes > content_limit)
    problem = fmt::format("has {} bytes; at most {} are read", bytes, content_limit);
  else if (const repository::ReadResult read = evidence.repository.read(id); read.object)
    return format_of(read.object.bytes());
  else
    problem = "cannot be read: " + read.problem;
  return std::nullopt;
}

Examination examine(const Population& self, const Evidence& evidence, FieldSet wanted, const ItemSink& sink) {
  Item item("binary", self.fields, wanted);
  Examination examination;
  std::unordered_map<ObjectId, Format, ObjectIdHash> known;
  std::uint64_t unread = 0;
  std::string problem;
  const auto visit = [&](const std::string& file_path, const repository::TreeEntry& entry) {
    if (entry.mode == repository::mode_gitlink || entry.mode == repository::mode_symlink)
      return;
    std::uint64_t bytes = 0;
    const auto before = known.find(entry.id);
    std::optional<Format> format;
    if (before != known.end()) {
      format = before->second;
      const auto header = evidence.repository.header(entry.id);
      bytes = header ? header->size : 0;
    } else {
      format = read_format(evidence, entry.id, bytes, problem);
      if (format && bytes >= large)
        known.emplace(entry.id, *format);
    }
    if (!format && ++unread == 1)
      examination.reason = fmt::format("object {} {}", entry.id.hex(), problem);
    if (++examination.examined % 1024 == 0 && evidence.progress)
      evidence.progress("files", examination.examined);
    if (!format || format->name == "none")
      return;
    item.begin(file_path);
    item.set_text(path, file_path);
    item.set_name(kind, format->name);
    item.set_flag(executable, format->executable);
    item.set_number(size, static_cast<std::int64_t>(bytes));
    item.set_name(blob, entry.id.hex());
    sink(item);
  };
  const std::string left_out = repository::walk_tree(evidence.repository, evidence.tree, visit);
  if (unread > 1)
    examination.reason += fmt::format(", and {} more files could not be examined", unread - 1);
  if (!left_out.empty())
    examination.reason = left_out;
  return examination;
}

} // namespace

const Population& binaries() {
  static const Population population = {
      "binaries",
      "files of the audited tree that are executables or archives by their content",
      Completeness::closed,
      true,
      "files",
      "",
      declare(),
      {{"all", "", "all of them"}, {"executables", "@executable = 'yes'", "code, without archives"}},
      examine};
  return population;
}

} // namespace assay::evidence

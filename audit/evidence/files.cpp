// SPDX-License-Identifier: Apache-2.0
//
// Population `files`: everything tracked at the audited commit.
#include "audit/base/binary.hpp"
#include "audit/base/text.hpp"
#include "audit/evidence/content_form.hpp"
#include "audit/evidence/file_formats.hpp"
#include "audit/evidence/population.hpp"
#include "audit/repository/tree.hpp"

#include <fmt/format.h>

#include <unordered_map>

namespace assay::evidence {

namespace {

enum : std::size_t { id, path, name, extension, mode, size, blob, content, executable_format, form };

// Larger blobs are not read into memory; their content is unknown.
constexpr std::uint64_t content_limit = 256u << 20;

std::vector<Field> declare() {
  return {
      {"@id", FieldType::string, "the path"},
      {"@path", FieldType::string, "the path from the root of the tree"},
      {"@name", FieldType::string, "the last part of the path"},
      {"@extension", FieldType::string, "what follows the last dot of the name, in lower case; empty without one",
       {}, false, false, true},
      {"@mode", FieldType::enumeration, "git's file mode", {"100644", "100755", "120000", "160000"}},
      {"@size", FieldType::integer, "bytes; absent for a submodule"},
      {"@blob", FieldType::string, "object id of the content; of the commit for a submodule"},
      {"@content", FieldType::enumeration, "text, or binary when a NUL is among the first 8,000 bytes, as git decides",
       {"text", "binary"}},
      {"@executable-format", FieldType::enumeration, "kind of machine code the first bytes announce",
       {"none", "elf", "pe", "mach-o", "java-class", "wasm", "ar", "dex"}},
      {"@form", FieldType::enumeration,
       "what the whole content is: text in UTF-8 without control characters; what git takes for text though it is "
       "not; a signature by OpenPGP; a pointer of git-lfs or git-annex to content kept elsewhere; code, also of Java "
       "archives and compiled Python. Unknown of archives and other binaries",
       content_forms()},
  };
}

std::string extension_of(std::string_view file_name) {
  const std::size_t dot = file_name.rfind('.');
  return dot == file_name.npos || dot == 0 ? std::string() : ascii_lower(file_name.substr(dot + 1));
}

// What the bytes of a file say. Large files are looked at once, however many paths lead to them.
struct Content {
  bool binary;
  std::string_view format;
  ContentForm form;
};
using LargeContents = std::unordered_map<ObjectId, Content, ObjectIdHash>;
constexpr std::uint64_t large = 1u << 20;

void set_content(Item& item, const Evidence& evidence, const ObjectId& id, std::uint64_t bytes, LargeContents& known) {
  const auto unknown = [&](const std::string& reason) {
    item.set_unknown({content, executable_format, form}, reason);
  };
  if (bytes > content_limit)
    return unknown(fmt::format("the file has {} bytes; at most {} are read", bytes, content_limit));
  const auto set = [&](const Content& found) {
    item.set_name(content, found.binary ? "binary" : "text");
    item.set_name(executable_format, found.format);
    if (found.form.unknown.empty())
      item.set_name(form, found.form.name);
    else
      item.set_unknown(form, found.form.unknown);
  };
  if (const auto before = known.find(id); before != known.end())
    return set(before->second);
  const repository::ReadResult read = evidence.repository.read(id);
  if (!read.object)
    return unknown(read.problem);
  const std::string_view text = read.object.bytes();
  const Content found{is_binary_to_git(text), evidence::executable_format(text),
                      item.wants(form) ? content_form(text) : ContentForm()};
  if (bytes >= large)
    known.emplace(id, found);
  set(found);
}

Examination examine(const Population& self, const Evidence& evidence, FieldSet wanted, const ItemSink& sink) {
  Item item("file", self.fields, wanted);
  Examination examination;
  LargeContents known;
  const bool reads_content = item.wants(content) || item.wants(executable_format) || item.wants(form);
  const auto visit = [&](const std::string& file_path, const repository::TreeEntry& entry) {
    item.begin(file_path);
    item.set_text(path, file_path);
    item.set_text(name, entry.name);
    if (item.wants(extension))
      item.set_text(extension, extension_of(entry.name));
    item.set_name(mode, fmt::format("{:06o}", entry.mode));
    item.set_name(blob, entry.id.hex());
    if (entry.mode != repository::mode_gitlink && (reads_content || item.wants(size))) {
      const auto header = evidence.repository.header(entry.id);
      if (header && header->type == repository::ObjectType::blob) {
        item.set_number(size, static_cast<std::int64_t>(header->size));
        if (reads_content)
          set_content(item, evidence, entry.id, header->size, known);
      } else {
        item.set_unknown({size, content, executable_format, form},
                         fmt::format("object {} is missing, unreadable or no file", entry.id.hex()));
      }
    }
    sink(item);
    if (++examination.examined % 1024 == 0 && evidence.progress)
      evidence.progress("files", examination.examined);
  };
  examination.reason = repository::walk_tree(evidence.repository, evidence.tree, visit);
  return examination;
}

} // namespace

const Population& files() {
  static const Population population = {
      "files",
      "everything tracked at the audited commit",
      Completeness::closed,
      false,
      "files",
      "",
      declare(),
      {{"all", "", "all files, symbolic links and submodules"}},
      examine};
  return population;
}

} // namespace assay::evidence

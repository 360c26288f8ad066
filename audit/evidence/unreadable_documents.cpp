// SPDX-License-Identifier: Apache-2.0
//
// Population `unreadable-documents`: what says by its name or content that it is in a format that assay reads, and could
// not be read. What it would have fed is not known to be empty.
#include "audit/evidence/library.hpp"
#include "audit/evidence/population.hpp"

#include <fmt/format.h>

#include <set>

namespace assay::evidence {

namespace {

enum : std::size_t { id, document, origin, digest, kind, format, line, reason };

std::vector<Field> declare() {
  std::set<std::string> kinds, formats;
  for (const DocumentFormat& one : document_formats()) {
    kinds.emplace(to_string(one.kind));
    formats.emplace(one.name);
  }
  return {
      {"@id", FieldType::string, "kind, origin and path"},
      {"@document", FieldType::string, "path in the tree, or name of the supplied file"},
      {"@origin", FieldType::enumeration, "where it was found", {"revision", "supplied"}},
      {"@digest", FieldType::string, "object id of the content, or SHA-256 of the supplied file"},
      {"@kind", FieldType::enumeration, "what it would have told of; absent when it could be anything",
       {kinds.begin(), kinds.end()}},
      {"@format", FieldType::enumeration, "the format it seems to be in", {formats.begin(), formats.end()}},
      {"@line", FieldType::integer, "where the reader stopped, from 1; absent when it cannot be told"},
      {"@reason", FieldType::string, "why it could not be read"},
  };
}

void emit(Item& item, const ReadDocument& one, const ItemSink& sink) {
  item.begin(fmt::format("{}:{}:{}", one.format == nullptr ? "" : to_string(one.format->kind), to_string(one.origin),
                         one.name));
  item.set_text(document, one.name);
  item.set_name(origin, to_string(one.origin));
  item.set_name(digest, one.digest);
  if (one.format != nullptr) {
    item.set_name(kind, to_string(one.format->kind));
    item.set_name(format, one.format->name);
  }
  if (one.place.line > 0)
    item.set_number(line, static_cast<std::int64_t>(one.place.line));
  item.set_text(reason, one.problem);
  sink(item);
}

Examination examine(const Population& self, const Evidence& evidence, FieldSet wanted, const ItemSink& sink) {
  Item item("unreadable-document", self.fields, wanted);
  Examination examination;
  std::set<DocumentKind> kinds;
  for (const DocumentFormat& one : document_formats())
    kinds.insert(one.kind);
  for (const DocumentKind one : kinds)
    for (const ReadDocument& read : evidence.documents->of(one)) {
      ++examination.examined;
      if (!read.content)
        emit(item, read, sink);
    }
  for (const ReadDocument& read : evidence.documents->broken()) {
    ++examination.examined;
    emit(item, read, sink);
  }
  examination.reason = evidence.documents->left_out();
  return examination;
}

} // namespace

const Population& unreadable_documents() {
  static const Population population = {
      "unreadable-documents",
      "documents in a format that assay reads, which it could not read",
      Completeness::as_found,
      true,
      "documents",
      "",
      declare(),
      {{"all", "", "all of them"},
       {"revision", "@origin = 'revision'", "those of the audited tree"},
       {"supplied", "@origin = 'supplied'", "those that were supplied"}},
      examine};
  return population;
}

} // namespace assay::evidence

// SPDX-License-Identifier: Apache-2.0
//
// Population `notes`: what refs/notes/ holds about objects, above all about commits of the history.
#include "audit/base/escape.hpp"
#include "audit/base/text.hpp"
#include "audit/evidence/history.hpp"
#include "audit/repository/notes_tree.hpp"

#include <fmt/format.h>

namespace assay::evidence {

namespace {

enum : std::size_t {
  id,
  ref_name,
  commit,
  in_history,
  in_release,
  blob,
  size,
  trailer,
  trailer_key,
  trailer_value,
  trailer_token,
  trailer_approves
};

constexpr std::uint64_t longest_note = 1u << 20;
constexpr std::uint8_t of_history = 1, of_release = 2, of_unknown_release = 4;

std::vector<Field> declare() {
  return {
      {"@id", FieldType::string, "the ref and the object it is about, with a colon between them"},
      {"@ref", FieldType::string, "the ref's full name"},
      {"@commit", FieldType::string, "object id of what it is about, mostly a commit"},
      {"@in-history", FieldType::yes_no, "whether that is a commit reachable from the audited one"},
      {"@in-release", FieldType::yes_no, "whether it also came after the previous release"},
      {"@blob", FieldType::string, "object id of its text"},
      {"@size", FieldType::integer, "bytes of its text"},
      {"trailer", FieldType::element,
       "a line 'Key: value' anywhere in it, as Gerrit writes them to refs/notes/review"},
      {"trailer/@key", FieldType::string, "its key as written, such as Code-Review+2 or Submitted-by"},
      {"trailer/@value", FieldType::string, "its value", {}, true},
      {"trailer/@token", FieldType::string, "its key in lower case", {}, false, false, true},
      {"trailer/@approves", FieldType::yes_no,
       "whether the key is Code-Review with a positive vote, Reviewed-by or Approved-by; a claim"},
  };
}

void set_content(Item& item, const Evidence& evidence, const repository::Note& note) {
  if (note.several)
    return item.set_unknown({blob, size, trailer, trailer_key, trailer_value, trailer_token, trailer_approves},
                   "the ref holds several notes about the object, which git would join");
  item.set_name(blob, note.blob.hex());
  if (!item.wants(size) && !item.wants(trailer))
    return;
  const auto header = evidence.repository.header(note.blob);
  if (!header || header->type != repository::ObjectType::blob)
    return item.set_unknown({size, trailer, trailer_key, trailer_value, trailer_token, trailer_approves},
                   fmt::format("object {} is missing, unreadable or no text", note.blob.hex()));
  item.set_number(size, static_cast<std::int64_t>(header->size));
  if (!item.wants(trailer))
    return;
  const repository::ReadResult read =
      header->size <= longest_note ? evidence.repository.read(note.blob) : repository::ReadResult{};
  if (!read.object)
    return item.set_unknown({trailer, trailer_key, trailer_value, trailer_token, trailer_approves},
                   header->size > longest_note
                       ? fmt::format("the note has {} bytes; at most {} are read", header->size, longest_note)
                       : read.problem);
  for (const repository::Trailer& one : repository::note_lines(read.object.bytes())) {
    item.begin_child(trailer);
    const std::string token = ascii_lower(one.key);
    item.set_text(trailer_key, one.key);
    item.set_text(trailer_value, one.value);
    item.set_text(trailer_token, token);
    item.set_flag(trailer_approves, repository::approves(token));
  }
}

// Where the commits of the history belong; `cut_off` says why some may be missing.
repository::CommitTable place_history(const Evidence& evidence, std::string& cut_off) {
  repository::CommitTable table;
  const repository::Trail& trail = trail_of(evidence);
  for (const repository::Trail::Step& commit : trail.steps)
    table[commit.id] |= static_cast<std::uint8_t>(of_history | (!commit.in_release   ? of_unknown_release
                                                                : *commit.in_release ? of_release
                                                                                     : 0));
  cut_off = trail.end.cut_off;
  return table;
}

void set_place(Item& item, const repository::CommitTable& table, const ObjectId& about,
               const std::string& cut_off) {
  if (!table.has(about, of_history) && !cut_off.empty())
    return item.set_unknown({in_history, in_release}, "the history is not all here: " + cut_off);
  item.set_flag(in_history, table.has(about, of_history));
  if (table.has(about, of_unknown_release))
    item.set_unknown(in_release, release_unknown);
  else
    item.set_flag(in_release, table.has(about, of_release));
}

Examination examine(const Population& self, const Evidence& evidence, FieldSet wanted, const ItemSink& sink) {
  Item item("note", self.fields, wanted);
  Examination examination;
  std::string cut_off;
  repository::CommitTable table;
  const bool placed = item.wants(in_history) || item.wants(in_release);
  bool read_history = false;
  for (const repository::Ref& ref : evidence.refs) {
    if (!ref.name.starts_with(self.refs))
      continue;
    if (placed && !std::exchange(read_history, true))
      table = place_history(evidence, cut_off);
    std::string problem;
    for (const repository::Note& note : repository::read_notes(evidence.repository, ref.peeled, problem)) {
      item.begin(ref.name + ":" + note.object.hex());
      item.set_text(ref_name, ref.name);
      item.set_name(commit, note.object.hex());
      if (placed)
        set_place(item, table, note.object, cut_off);
      set_content(item, evidence, note);
      sink(item);
      if (++examination.examined % 1024 == 0 && evidence.progress)
        evidence.progress("notes", examination.examined);
    }
    if (!problem.empty())
      examination.reason = fmt::format("{} cannot be read to its end: {}", escape_text(ref.name), problem);
  }
  if (evidence.unreadable_refs > 0)
    examination.reason = fmt::format(refs_unreadable, evidence.unreadable_refs);
  return examination;
}

} // namespace

const Population& notes() {
  static const Population population = {
      "notes",
      "notes about objects, below refs/notes/; a clone has them only if they were fetched",
      Completeness::as_found,
      false,
      "notes",
      "refs/notes/",
      declare(),
      {{"release", "@in-release = 'yes'",
        "notes about commits since the previous release; all if there is none"},
       {"history", "@in-history = 'yes'", "notes about commits reachable from the audited one"},
       {"all", "", "all notes"}},
      examine};
  return population;
}

} // namespace assay::evidence

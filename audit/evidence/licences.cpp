// SPDX-License-Identifier: Apache-2.0
//
// Population `licences`: what files of licences state. A file in which no licence is recognised is an item of its own.
#include "audit/base/text.hpp"
#include "audit/evidence/document_fields.hpp"
#include "audit/evidence/population.hpp"
#include "audit/evidence/readers/licence.hpp"

namespace assay::evidence {

namespace {

enum : std::size_t {
  place = document_field::count,
  identifier,
  recognised_by,
  expression,
  osi,
  file_name,
  file_name_agrees,
  unaltered,
  usual_place,
};

std::vector<Field> declare() {
  return declare_document_fields("origin, path and identifier", {
      {"@place", FieldType::string, "the line where it is first stated; absent when the file's name alone says it"},
      {"@identifier", FieldType::string,
       "identifier of the SPDX licence list, as stated or recognised; without -only or -or-later where the file does not "
       "say which versions may be chosen; absent when no licence is recognised"},
      {"@recognised-by", FieldType::enumeration,
       "what shows it: the licence's own words, a notice that refers to it, an SPDX tag, or the file's name alone",
       {"text", "notice", "tag", "file-name", "none"}},
      {"@expression", FieldType::string, "the SPDX expression it is a part of; absent when it stands alone"},
      {"@osi-approved", FieldType::yes_no,
       "whether the SPDX licence list calls it approved by the OSI; unknown for a licence that assay does not know"},
      {"@file-name", FieldType::string, "the identifier by which the file below LICENSES/ is named; absent elsewhere"},
      {"@file-name-agrees", FieldType::yes_no, "whether that is this licence; absent elsewhere"},
      {"@unaltered", FieldType::yes_no,
       "whether the file holds the licence word for word as published and, but for its title and lines of copyright, "
       "nothing else; unknown for a licence whose words assay does not have"},
      {"@usual-place", FieldType::yes_no,
       "whether the file is where licences are looked for; no for others that are named like a licence or terms"},
  });
}

void begin(Item& item, const ReadDocument& read, std::string_view identified = {}) {
  begin_document_item(item, read, identified);
  item.set_flag(usual_place, is_usual_licence_name(ascii_lower(read.name)));
}

std::optional<bool> is_unaltered(const LicenceDocument& document, const StatedLicence& one) {
  if (!knows_published(one.identifier))
    return std::nullopt;
  return document.published == licence_family(one.identifier);
}

void emit(Item& item, const ReadDocument& read, const LicenceDocument& document, const StatedLicence& one,
          const ItemSink& sink) {
  begin(item, read, one.identifier);
  if (one.line > 0)
    item.set_name(place, fmt::format("line {}", one.line));
  item.set_text(identifier, one.identifier);
  item.set_name(recognised_by, to_string(one.by));
  set_stated(item, expression, one.expression);
  item.set_flag(osi, osi_approved(one.identifier), "assay does not know this licence");
  item.set_flag(unaltered, is_unaltered(document, one), "assay does not have the words of this licence");
  if (!document.named.empty()) {
    item.set_text(file_name, document.named);
    item.set_flag(file_name_agrees, licence_family(document.named) == licence_family(one.identifier));
  }
  sink(item);
}

Examination examine(const Population& self, const Evidence& evidence, FieldSet wanted, const ItemSink& sink) {
  Item item("licence", self.fields, wanted);
  const Drawn drawn = evidence.documents->each<LicenceDocument>([&](const ReadDocument& read, const LicenceDocument& document) {
    for (const StatedLicence& one : document.stated)
      emit(item, read, document, one, sink);
    if (document.stated.empty()) {
      begin(item, read);
      item.set_name(recognised_by, "none");
      item.set_unknown({osi, unaltered}, "no licence was recognised");
      sink(item);
    }
  });
  return examined(drawn);
}

} // namespace

const Population& licences() {
  static const Population population = {
      "licences",
      "licences that files under the names of licences state",
      Completeness::as_found,
      false,
      "documents",
      "",
      declare(),
      {{"all", "", "all of them"},
       {"revision", "@origin = 'revision' and @usual-place = 'yes'", "those of the audited tree, where licences are looked for"},
       {"tree", "@origin = 'revision'", "those of the audited tree, wherever they are"}},
      examine};
  return population;
}

} // namespace assay::evidence

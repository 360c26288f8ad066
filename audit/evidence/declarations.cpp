// SPDX-License-Identifier: Apache-2.0
//
// Population `declarations`: EU declarations of conformity and indexes of technical documentation, by the words that
// readers/declaration.hpp lists.
#include "audit/evidence/detached.hpp"
#include "audit/evidence/document_fields.hpp"
#include "audit/evidence/population.hpp"
#include "audit/evidence/readers/declaration.hpp"
#include "audit/evidence/readers/words.hpp"
#include "audit/evidence/subject_names.hpp"

#include <fmt/format.h>

namespace assay::evidence {

namespace {

enum : std::size_t {
  place = document_field::count,
  type,
  title,
  first_item,
  regulation = first_item + Declaration::item_count,
  date,
  date_stated,
  subject_version,
  signature
};

std::vector<Field> declare() {
  std::vector<Field> fields = declare_document_fields("origin and path", {
      {"@place", FieldType::string, "line 1: the document as a whole"},
      {"@type", FieldType::enumeration, "what its name announces", {"declaration-of-conformity", "technical-documentation"}},
      {"@title", FieldType::string, "its first heading; absent without"},
  });
  for (std::size_t i = 1; i <= Declaration::item_count; ++i)
    fields.push_back({fmt::format("@item-{}", i), FieldType::yes_no,
                      fmt::format("whether words of item {} stand in it: of Annex V in a declaration, of Annex VII in a "
                                  "technical documentation",
                                  i)});
  fields.insert(fields.end(), {
      {"@names-regulation", FieldType::yes_no, "whether it names Regulation (EU) 2024/2847"},
      {"@date", FieldType::time, "the last date in it, at midnight; absent when there is none"},
      {"@date-stated", FieldType::string, "that date as written"},
      {"@names-subject-version", FieldType::yes_no,
       "whether the version of a tag on the audited commit stands in it; absent when no tag on it states one"},
  });
  declare_signature(fields);
  return fields;
}

// The versions of tags on the audited commit, in the form of words.hpp.
std::vector<std::string> worded_versions(const Population& self, const Evidence& evidence) {
  std::vector<std::string> versions;
  for (const repository::VersionTag& tag : versions_of_subject(self, evidence)) {
    const std::string words(WordText(tag.version()).words());
    versions.push_back(words.substr(1, words.size() - 2));
  }
  return versions;
}

void emit(Item& item, const Evidence& evidence, const ReadDocument& read, const Declaration& declaration,
          const std::vector<std::string>& versions, const ItemSink& sink) {
  begin_document_item(item, read);
  item.set_name(place, "line 1");
  item.set_name(type, declaration.type);
  set_stated(item, title, declaration.title);
  for (std::size_t i = 0; i < Declaration::item_count; ++i)
    item.set_flag(first_item + i, declaration.items[i]);
  item.set_flag(regulation, declaration.names_regulation);
  if (declaration.date) {
    item.set_number(date, declaration.date->time);
    item.set_text(date_stated, declaration.date->text);
  }
  if (!versions.empty()) {
    bool named = false;
    for (const std::string& version : versions)
      named |= find_phrase(declaration.text_words, version) != std::string_view::npos ||
               find_phrase(declaration.text_words, "v" + version) != std::string_view::npos;
    item.set_flag(subject_version, named);
  }
  const auto claimed = declaration.date ? std::optional(declaration.date->time) : std::nullopt;
  set_signature(item, signature, detached_signature(evidence, read, claimed, wants_verdict(item.wanted(), signature)),
                evidence.trust);
  sink(item);
}

Examination examine(const Population& self, const Evidence& evidence, FieldSet wanted, const ItemSink& sink) {
  Item item("declaration", self.fields, wanted);
  const std::vector<std::string> versions = worded_versions(self, evidence);
  const Drawn drawn = evidence.documents->each<Declaration>([&](const ReadDocument& read, const Declaration& declaration) {
    emit(item, evidence, read, declaration, versions, sink);
  });
  return examined(drawn);
}

} // namespace

const Population& declarations() {
  static const Population population = {
      "declarations",
      "EU declarations of conformity and indexes of technical documentation, by the signs that their words give",
      Completeness::as_found,
      false,
      "documents",
      "refs/tags/",
      declare(),
      {{"all", "", "all of them"},
       {"conformity", "@type = 'declaration-of-conformity'", "declarations of conformity"},
       {"documentation", "@type = 'technical-documentation'", "indexes of technical documentation"}},
      examine};
  return population;
}

} // namespace assay::evidence

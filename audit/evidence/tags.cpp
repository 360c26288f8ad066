// SPDX-License-Identifier: Apache-2.0
//
// Population `tags`: every ref below refs/tags/ that this clone holds.
#include "audit/evidence/population.hpp"
#include "audit/evidence/signature_fields.hpp"

#include <fmt/format.h>

namespace assay::evidence {

namespace {

enum : std::size_t { id, name, target, target_type, on_subject, annotated, made_so, time, signature };

std::vector<Field> declare() {
  std::vector<Field> fields = {
      {"@id", FieldType::string, "the ref's full name"},
      {"@name", FieldType::string, "the name without refs/tags/"},
      {"@target", FieldType::string, "object id of what it names, once tag objects are followed"},
      {"@target-type", FieldType::enumeration, "type of that object", {"commit", "tree", "blob"}},
      {"@on-subject", FieldType::yes_no, "whether it names the audited commit"},
      {"@annotated", FieldType::yes_no, "whether it is a tag object rather than a bare ref"},
      {"@made-so", FieldType::yes_no,
       "whether the tag object was made under this name; absent for bare refs. A signature covers that name, not the ref's"},
      {"@time", FieldType::time, "tagger's time, a claim; absent for bare refs and tags without tagger"},
  };
  declare_signature(fields);
  return fields;
}

std::string_view type_name(repository::ObjectType type) {
  return type == repository::ObjectType::commit ? "commit" : type == repository::ObjectType::tree ? "tree" : "blob";
}

void fill_tag_object(Item& item, const Evidence& evidence, const repository::Ref& ref) {
  const repository::ReadResult read = evidence.repository.read(ref.id);
  repository::TagView tag;
  const std::string problem = read.object ? repository::parse_tag(read.object.bytes(), tag) : read.problem;
  if (!problem.empty()) {
    item.set_unknown({made_so, time, signature}, "the tag object cannot be read: " + problem);
    return;
  }
  item.set_flag(made_so, tag.name == ref.name.substr(tags().refs.size()));
  if (tag.tagger && tag.tagger->time)
    item.set_number(time, *tag.tagger->time);
  if (!wants_verdict(item.wanted(), signature))
    return set_signature(item, signature, {tag.signature, std::nullopt}, evidence.trust);
  const repository::SignedObject object = repository::signed_tag(read.object.bytes());
  set_signature(item, signature,
                judge_signature(evidence.trust, object, tag.tagger ? tag.tagger->time : std::nullopt), evidence.trust);
}

Examination examine(const Population& self, const Evidence& evidence, FieldSet wanted, const ItemSink& sink) {
  Item item("tag", self.fields, wanted);
  Examination examination;
  for (const repository::Ref& ref : evidence.refs) {
    if (ref.name.compare(0, self.refs.size(), self.refs) != 0)
      continue;
    item.begin(ref.name);
    item.set_text(name, std::string_view(ref.name).substr(self.refs.size()));
    item.set_name(target, ref.peeled.hex());
    if (const auto header = evidence.repository.header(ref.peeled))
      item.set_name(target_type, type_name(header->type));
    else
      item.set_unknown(target_type, "object " + ref.peeled.hex() + " is missing or unreadable");
    item.set_flag(on_subject, ref.peeled == evidence.commit);
    const bool is_annotated = ref.id != ref.peeled;
    item.set_flag(annotated, is_annotated);
    if (is_annotated)
      fill_tag_object(item, evidence, ref);
    else
      set_signature(item, signature, {}, evidence.trust);
    sink(item);
    ++examination.examined;
  }
  if (evidence.unreadable_refs > 0)
    examination.reason = fmt::format("{} refs lead to no object that can be read", evidence.unreadable_refs);
  return examination;
}

} // namespace

const Population& tags() {
  static const Population population = {
      "tags",
      "every tag of this clone",
      Completeness::as_found,
      false,
      "tags",
      "refs/tags/",
      declare(),
      {{"all", "", "all tags"}, {"subject", "@on-subject = 'yes'", "tags that name the audited commit"}},
      examine};
  return population;
}

} // namespace assay::evidence

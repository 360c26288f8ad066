// SPDX-License-Identifier: Apache-2.0
//
// Population `tags`: every ref below refs/tags/ that this clone holds.
#include "audit/base/escape.hpp"
#include "audit/evidence/population.hpp"
#include "audit/evidence/signature_fields.hpp"
#include "audit/repository/version_tag.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace assay::evidence {

namespace {

enum : std::size_t {
  id,
  name,
  target,
  target_type,
  on_subject,
  annotated,
  made_so,
  time,
  scheme,
  version,
  prerelease,
  order,
  moved,
  signature
};

constexpr std::size_t most_named = 10; // in a note

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
      {"@scheme", FieldType::string,
       "how the name states a version: the words before it, and the sign between its numbers, as in curl-N_N; one "
       "number alone counts as N.N. Absent if it states none"},
      {"@version", FieldType::string, "the version's numbers with '.' between them, and what follows them"},
      {"@prerelease", FieldType::yes_no, "whether words beside the version say so: alpha, beta, rc, pre, dev …"},
      {"@order", FieldType::integer,
       "place of the version among those of its scheme, the lowest being 1. Equal ones share a place: numbers that are "
       "not there count as 0, and capitals and signs do not count in what follows the numbers. A prerelease is before "
       "its release"},
      {"@moved", FieldType::yes_no,
       "whether it names another object than in the newest supplied dossier of this repository that knows it; absent if "
       "none does. The seals of these dossiers are not checked by this"},
  };
  declare_signature(fields);
  return fields;
}

std::string_view name_of(const repository::Ref& ref) {
  return std::string_view(ref.name).substr(tags().refs.size());
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
  item.set_flag(made_so, tag.name == name_of(ref));
  if (tag.tagger && tag.tagger->time)
    item.set_number(time, *tag.tagger->time);
  if (!wants_verdict(item.wanted(), signature))
    return set_signature(item, signature, {tag.signature, std::nullopt}, evidence.trust);
  const repository::SignedObject object = repository::signed_tag(read.object.bytes());
  set_signature(item, signature,
                judge_signature(evidence.trust, object, tag.tagger ? tag.tagger->time : std::nullopt), evidence.trust);
}

using Places = std::map<repository::VersionPlace, std::int64_t>;

// Of every scheme among the tags, its versions with their places.
std::map<std::string, Places> find_places(const Evidence& evidence) {
  std::map<std::string, Places> schemes;
  for (const repository::Ref& ref : evidence.refs)
    if (ref.name.starts_with(tags().refs))
      if (const auto stated = repository::version_tag(name_of(ref)))
        schemes[stated->scheme()].emplace(*stated, 0);
  for (auto& [one, places] : schemes) {
    std::int64_t place = 0;
    for (auto& [stated, number] : places)
      number = ++place;
  }
  return schemes;
}

void fill_version(Item& item, const repository::Ref& ref, const std::map<std::string, Places>& schemes) {
  const auto stated = repository::version_tag(name_of(ref));
  if (!stated)
    return;
  item.set_text(scheme, stated->scheme());
  item.set_text(version, stated->version());
  item.set_flag(prerelease, stated->prerelease);
  if (item.wants(order))
    item.set_number(order, schemes.at(stated->scheme()).at(repository::VersionPlace(*stated)));
}

void fill_moved(Item& item, const repository::Ref& ref, const RecordedRefs& recorded) {
  if (!recorded.problem.empty())
    return item.set_unknown(moved, recorded.problem);
  if (const auto before = recorded.ids.find(ref.name); before != recorded.ids.end())
    item.set_flag(moved, before->second != ref.id);
}

std::string listed(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t i = 0; i < std::min(most_named, names.size()); ++i)
    text += (i == 0 ? "" : ", ") + escape_text(names[i]);
  return names.size() > most_named ? fmt::format("{} and {} more", text, names.size() - most_named) : text;
}

// What supplied dossiers recorded and no item can show.
std::vector<std::string> notes_on(const Evidence& evidence) {
  std::vector<std::string> gone, notes;
  const std::string& prefix = tags().refs;
  for (auto one = evidence.recorded.ids.lower_bound(prefix);
       one != evidence.recorded.ids.end() && one->first.starts_with(prefix); ++one)
    if (!std::binary_search(evidence.refs.begin(), evidence.refs.end(), repository::Ref{one->first, {}, {}},
                            [](const auto& a, const auto& b) { return a.name < b.name; }))
      gone.push_back(one->first);
  if (!gone.empty())
    notes.push_back(fmt::format("Supplied dossiers recorded {} tag{} that this clone does not hold, or not readably: {}.",
                                gone.size(), gone.size() == 1 ? "" : "s", listed(gone)));
  if (!evidence.recorded.unrelated.empty())
    notes.push_back(fmt::format("No tag was compared with these supplied dossiers, because this clone holds none of the "
                                "objects that they recorded: {}.",
                                listed(evidence.recorded.unrelated)));
  return notes;
}

Examination examine(const Population& self, const Evidence& evidence, FieldSet wanted, const ItemSink& sink) {
  Item item("tag", self.fields, wanted);
  Examination examination;
  const auto schemes = item.wants(order) ? find_places(evidence) : std::map<std::string, Places>();
  for (const repository::Ref& ref : evidence.refs) {
    if (!ref.name.starts_with(self.refs))
      continue;
    item.begin(ref.name);
    item.set_text(name, name_of(ref));
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
    fill_version(item, ref, schemes);
    fill_moved(item, ref, evidence.recorded);
    sink(item);
    ++examination.examined;
  }
  if (evidence.unreadable_refs > 0)
    examination.reason = fmt::format(refs_unreadable, evidence.unreadable_refs);
  examination.notes = notes_on(evidence);
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

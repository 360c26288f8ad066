// SPDX-License-Identifier: Apache-2.0
//
// Population `refs`: every ref that this clone holds.
#include "audit/evidence/population.hpp"
#include "audit/repository/containment.hpp"

#include <fmt/format.h>

#include <array>

namespace assay::evidence {

namespace {

enum : std::size_t { id, kind, name, target, peeled, target_type, on_subject, contains_subject };

struct Kind {
  std::string_view prefix, name;
};

// Where git and the forges keep refs; pull and merge requests of GitHub and Gitea, GitLab, Bitbucket, Gerrit.
constexpr std::array<Kind, 9> kinds = {{{"refs/heads/", "branch"},
                                        {"refs/tags/", "tag"},
                                        {"refs/remotes/", "remote"},
                                        {"refs/notes/", "note"},
                                        {"refs/replace/", "replace"},
                                        {"refs/pull/", "pull"},
                                        {"refs/merge-requests/", "pull"},
                                        {"refs/pull-requests/", "pull"},
                                        {"refs/changes/", "pull"}}};

std::vector<Field> declare() {
  return {
      {"@id", FieldType::string, "the ref's full name"},
      {"@kind",
       FieldType::enumeration,
       "what its place announces; pull: a pull or merge request, or a change of Gerrit",
       {"branch", "tag", "remote", "note", "replace", "pull", "other"}},
      {"@name", FieldType::string, "the name without the prefix of its kind"},
      {"@target", FieldType::string, "object id it names, that of a tag object for an annotated tag"},
      {"@peeled", FieldType::string, "object id once tag objects are followed"},
      {"@target-type", FieldType::enumeration, "type of that object", {"commit", "tree", "blob"}},
      {"@on-subject", FieldType::yes_no, "whether it leads to the audited commit"},
      {"@contains-subject", FieldType::yes_no, "whether the audited commit is reachable from it"},
  };
}

std::string_view type_name(repository::ObjectType type) {
  return type == repository::ObjectType::commit ? "commit"
         : type == repository::ObjectType::tree ? "tree"
                                                : "blob";
}

Examination examine(const Population& self, const Evidence& evidence, FieldSet wanted, const ItemSink& sink) {
  Item item("ref", self.fields, wanted);
  Examination examination;
  repository::Containment contains(evidence.repository, evidence.commit, evidence.clone.boundary);
  for (const repository::Ref& ref : evidence.refs) {
    const Kind* found = nullptr;
    for (const Kind& one : kinds)
      if (ref.name.starts_with(one.prefix))
        found = &one;
    item.begin(ref.name);
    item.set_name(kind, found == nullptr ? "other" : found->name);
    item.set_text(
        name, std::string_view(ref.name).substr(found == nullptr ? self.refs.size() : found->prefix.size()));
    item.set_name(target, ref.id.hex());
    item.set_name(peeled, ref.peeled.hex());
    item.set_flag(on_subject, ref.peeled == evidence.commit);
    if (item.wants(target_type) || item.wants(contains_subject)) {
      const auto header = evidence.repository.header(ref.peeled);
      if (header)
        item.set_name(target_type, type_name(header->type));
      for (const std::size_t field : {target_type, contains_subject})
        if (!header)
          item.set_unknown(field, "object " + ref.peeled.hex() + " is missing or unreadable");
      if (header && header->type != repository::ObjectType::commit)
        item.set_flag(contains_subject, false);
      else if (header && item.wants(contains_subject)) {
        if (const auto answer = contains(ref.peeled))
          item.set_flag(contains_subject, *answer);
        else
          item.set_unknown(contains_subject, "a part of its history is not in this clone");
      }
    }
    sink(item);
    if (++examination.examined % 64 == 0 && evidence.progress)
      evidence.progress("refs", examination.examined);
  }
  if (evidence.unreadable_refs > 0)
    examination.reason = fmt::format(refs_unreadable, evidence.unreadable_refs);
  return examination;
}

} // namespace

const Population& refs() {
  static const Population population = {
      "refs",
      "every ref of this clone",
      Completeness::as_found,
      false,
      "refs",
      "refs/",
      declare(),
      {{"all", "", "all refs"},
       {"branches", "@kind = 'branch' or @kind = 'remote'", "branches, and the remote ones this clone knows"},
       {"subject", "@on-subject = 'yes'", "refs that lead to the audited commit"}},
      examine};
  return population;
}

} // namespace assay::evidence

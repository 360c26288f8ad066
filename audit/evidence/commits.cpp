// SPDX-License-Identifier: Apache-2.0
//
// Population `commits`: every commit reachable from the audited one.
#include "audit/base/escape.hpp"
#include "audit/base/text.hpp"
#include "audit/evidence/history.hpp"
#include "audit/evidence/people.hpp"
#include "audit/evidence/population.hpp"
#include "audit/evidence/prepared_commits.hpp"
#include "audit/repository/identities.hpp"
#include "audit/repository/tree_changes.hpp"

#include <fmt/format.h>

namespace assay::evidence {

namespace {

enum : std::size_t {
  id,
  time,
  author_time,
  author_name,
  author_email,
  committer_name,
  committer_email,
  parents,
  first_parent,
  in_release,
  subject,
  subject_length,
  parent,
  parent_id,
  trailer,
  trailer_key,
  trailer_value,
  trailer_token,
  trailer_own,
  author_canonical_name,
  author_canonical_email,
  committer_canonical_name,
  committer_canonical_email,
  bot,
  co_author,
  co_author_name,
  co_author_email,
  reviewer,
  reviewer_name,
  reviewer_email,
  reviewer_token,
  reviewer_is_author,
  change,
  change_path,
  change_kind,
  signature // and its fields
};

constexpr std::size_t message_limit = 1u << 20; // messages are for people

std::vector<Field> declare() {
  std::vector<Field> fields = {
      {"@id", FieldType::string, "the commit's object id"},
      {"@time", FieldType::time, "committer's time, a claim of whoever made the commit"},
      {"@author-time", FieldType::time, "author's time, a claim likewise"},
      {"@author-name", FieldType::string, "author's name as written", {}, true},
      {"@author-email", FieldType::string, "author's address as written", {}, true},
      {"@committer-name", FieldType::string, "committer's name as written", {}, true},
      {"@committer-email", FieldType::string, "committer's address as written", {}, true},
      {"@parents", FieldType::integer, "number of parents: 0 for a root, 2 or more for a merge"},
      {"@first-parent", FieldType::yes_no, "whether it lies on the first-parent chain of the audited commit"},
      {"@in-release", FieldType::yes_no, "whether it came after the previous release (all did if there is none)"},
      {"@subject", FieldType::string, "the message's first paragraph on one line"},
      {"@subject-length", FieldType::integer,
       "its characters (Unicode code points; a byte that is none counts as one)"},
      {"parent", FieldType::element, "a parent, in order"},
      {"parent/@id", FieldType::string, "the parent's object id"},
      {"trailer", FieldType::element, "a trailer of the message, as git-interpret-trailers(1) finds them"},
      {"trailer/@key", FieldType::string, "its key as written, such as Signed-off-by"},
      {"trailer/@value", FieldType::string, "its value", {}, true},
      {"trailer/@token", FieldType::string, "its key in lower case: git compares keys without regard to case",
       {}, false, false, true},
      {"trailer/@own", FieldType::yes_no,
       "whether its value holds the address or the name of the commit's author"},
      {"@author-canonical-name", FieldType::string, "author's name by the audited tree's .mailmap", {}, true},
      {"@author-canonical-email", FieldType::string, "author's address by the mailmap", {}, true},
      {"@committer-canonical-name", FieldType::string, "committer's name by the mailmap", {}, true},
      {"@committer-canonical-email", FieldType::string, "committer's address by the mailmap", {}, true},
      {"@bot", FieldType::yes_no,
       "whether the author's name or address is that of a well-known automation: one that "
       "ends in [bot], a forge's access token, Dependabot, Renovate, GitHub Actions …"},
      {"co-author", FieldType::element, "somebody whom a trailer Co-authored-by names"},
      {"co-author/@name", FieldType::string, "name, by the mailmap", {}, true},
      {"co-author/@email", FieldType::string, "address, by the mailmap; empty if none is written", {}, true},
  };
  declare_reviewer(fields, "whether it shares a name or an address with the commit's author");
  fields.push_back(
      {"change", FieldType::element,
       "a path that differs from the first parent; every path for a root. Renames are not looked for, and trees are "
       "checked against their ids by plain SHA-1"});
  fields.push_back({"change/@path", FieldType::string, "the path from the root of the tree"});
  fields.push_back({"change/@kind", FieldType::enumeration, "how it differs",
                    {"added", "deleted", "modified", "type-changed", "mode-changed"}});
  declare_signature(fields);
  return fields;
}

void set_identity(Item& item, const repository::Identity& identity, std::size_t name, std::size_t email,
                  std::size_t when) {
  if (identity.readable) {
    item.set_text(name, identity.name);
    item.set_text(email, identity.email);
  } else {
    item.set_unknown({name, email}, identity_unknown);
  }
  item.set_number(when, identity.time, time_unknown);
}

// Whether a trailer's value names somebody, whatever the case of the letters.
bool names(std::string_view value, std::string_view somebody) {
  return !somebody.empty() && ascii_lower(value).find(ascii_lower(somebody)) != std::string::npos;
}

void set_people(Item& item, const repository::CommitView& view, const People& people,
                const std::vector<repository::Trailer>& trailers) {
  if (!people.problem().empty())
    return item.set_unknown({author_canonical_name, author_canonical_email, committer_canonical_name,
                    committer_canonical_email, co_author, co_author_name, co_author_email, reviewer,
                    reviewer_name, reviewer_email, reviewer_token, reviewer_is_author},
                   ".mailmap cannot be read: " + people.problem());
  const auto canonical = [&](const repository::Identity& identity, std::size_t name, std::size_t email) {
    if (!item.wants(name) && !item.wants(email))
      return;
    if (!identity.readable)
      return item.set_unknown({name, email}, identity_unknown);
    const repository::Person person = people.of(identity);
    item.set_text(name, person.name);
    item.set_text(email, person.email);
  };
  canonical(view.author, author_canonical_name, author_canonical_email);
  canonical(view.committer, committer_canonical_name, committer_canonical_email);
  if (item.wants(co_author))
    for (const TrailerPerson& one :
         people.in(trailers, [](std::string_view token) { return token == "co-authored-by"; })) {
      item.begin_child(co_author);
      item.set_text(co_author_name, one.person.name);
      item.set_text(co_author_email, one.person.email);
    }
  if (item.wants(reviewer)) {
    const repository::Person author = people.of(view.author);
    for (const TrailerPerson& one : people.in(trailers, repository::names_reviewer))
      set_reviewer(item, reviewer, one, one.person.may_be(author));
    if (!view.author.readable)
      item.set_unknown(reviewer_is_author, "the commit has no author that can be read");
  }
}

void set_changes(Item& item, const Preparation& prepared) {
  if (!prepared.changes_unknown.empty())
    return item.set_unknown({change, change_path, change_kind}, prepared.changes_unknown);
  for (const repository::TreeChange& one : prepared.changes) {
    item.begin_child(change);
    item.set_text(change_path, one.path);
    item.set_name(change_kind, to_string(one.kind));
  }
}

void set_message(Item& item, const repository::CommitView& view, const People& people) {
  if (view.message.size() > message_limit) {
    item.set_unknown({subject, subject_length, trailer, trailer_key, trailer_value, trailer_token, trailer_own,
             co_author, co_author_name, co_author_email, reviewer, reviewer_name, reviewer_email,
             reviewer_token, reviewer_is_author},
            fmt::format("the message has {} bytes; at most {} are read", view.message.size(), message_limit));
    set_people(item, view, people, {});
    return;
  }
  if (item.wants(subject) || item.wants(subject_length)) {
    const std::string text = repository::subject_of(view.message);
    item.set_text(subject, text);
    item.set_number(subject_length, static_cast<std::int64_t>(count_characters(text)));
  }
  std::vector<repository::Trailer> trailers;
  if (item.wants(trailer) || item.wants(co_author) || item.wants(reviewer))
    trailers = repository::trailers_of(view.message);
  if (item.wants(trailer))
    for (const repository::Trailer& one : trailers) {
      item.begin_child(trailer);
      item.set_text(trailer_key, one.key);
      item.set_text(trailer_value, one.value);
      if (item.wants(trailer_token))
        item.set_text(trailer_token, ascii_lower(one.key));
      item.set_flag(trailer_own, names(one.value, view.author.email) || names(one.value, view.author.name));
    }
  set_people(item, view, people, trailers);
}

void fill(Item& item, const repository::VisitedCommit& commit, const Preparation& prepared, const People& people,
          const trust::TrustStore& trust) {
  const repository::CommitView& view = commit.view;
  item.begin(commit.id.hex());
  set_identity(item, view.committer, committer_name, committer_email, time);
  set_identity(item, view.author, author_name, author_email, author_time);
  item.set_number(parents, static_cast<std::int64_t>(view.parents.size()));
  item.set_flag(first_parent, commit.first_parent);
  item.set_flag(in_release, commit.in_release, release_unknown);
  if (item.wants(parent))
    for (const ObjectId& one : view.parents) {
      item.begin_child(parent);
      item.set_name(parent_id, one.hex());
    }
  set_message(item, view, people);
  if (item.wants(bot)) {
    if (view.author.readable)
      item.set_flag(bot, repository::is_automation(view.author.name, view.author.email));
    else
      item.set_unknown(bot, "the commit has no author that can be read");
  }
  if (item.wants(change))
    set_changes(item, prepared);
  if (item.wants(signature))
    set_signature(item, signature, prepared.signature, trust);
}

Examination examine(const Population& self, const Evidence& evidence, FieldSet wanted, const ItemSink& sink) {
  Item item("commit", self.fields, wanted);
  const bool by_mailmap = wanted[author_canonical_name] || wanted[author_canonical_email] ||
                          wanted[committer_canonical_name] || wanted[committer_canonical_email] ||
                          wanted[co_author] || wanted[reviewer];
  const People people(evidence, by_mailmap);
  PreparedCommits prepared(evidence, {wants_verdict(wanted, signature), wanted[change]},
                           [&](const repository::VisitedCommit& commit, const Preparation& preparation) {
                             fill(item, commit, preparation, people, evidence.trust);
                             sink(item);
                           });
  const repository::WalkEnd end =
      walk_history(evidence, [&](const repository::VisitedCommit& commit) { prepared.add(commit); });
  prepared.finish();
  return {true, end.visited, end.cut_off};
}

} // namespace

const Population& commits() {
  static const Population population = {
      "commits",
      "every commit reachable from the audited one",
      Completeness::closed,
      false,
      "commits",
      "",
      declare(),
      {{"release", "@in-release = 'yes'", "commits since the previous release; all if there is none"},
       {"history", "", "all commits"},
       {"mainline", "@in-release = 'yes' and @first-parent = 'yes'",
        "commits since the previous release on the first-parent chain"}},
      examine};
  return population;
}

} // namespace assay::evidence

// SPDX-License-Identifier: Apache-2.0
//
// Population `commits`: every commit reachable from the audited one.
#include "audit/base/escape.hpp"
#include "audit/base/text.hpp"
#include "audit/evidence/population.hpp"
#include "audit/evidence/signed_commits.hpp"
#include "audit/repository/history.hpp"

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
  signature
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
      {"@in-release", FieldType::yes_no, "whether it came after the previous release (all did if none was named)"},
      {"@subject", FieldType::string, "the message's first paragraph on one line"},
      {"@subject-length", FieldType::integer, "its characters (Unicode code points; a byte that is none counts as one)"},
      {"parent", FieldType::element, "a parent, in order"},
      {"parent/@id", FieldType::string, "the parent's object id"},
      {"trailer", FieldType::element, "a trailer of the message, as git-interpret-trailers(1) finds them"},
      {"trailer/@key", FieldType::string, "its key as written, such as Signed-off-by"},
      {"trailer/@value", FieldType::string, "its value", {}, true},
      {"trailer/@token", FieldType::string, "its key in lower case: git compares keys without regard to case",
       {}, false, false, true},
      {"trailer/@own", FieldType::yes_no, "whether its value holds the address or the name of the commit's author"},
  };
  declare_signature(fields);
  return fields;
}

void set_identity(Item& item, const repository::Identity& identity, std::size_t name, std::size_t email,
                  std::size_t when) {
  if (identity.readable) {
    item.set_text(name, identity.name);
    item.set_text(email, identity.email);
  } else {
    for (const std::size_t field : {name, email})
      item.set_unknown(field, "the commit has no line for it that can be read");
  }
  if (identity.time)
    item.set_number(when, *identity.time);
  else if (item.wants(when))
    item.set_unknown(when, "the commit states no readable time");
}

// Whether a trailer's value names somebody, whatever the case of the letters.
bool names(std::string_view value, std::string_view somebody) {
  return !somebody.empty() && ascii_lower(value).find(ascii_lower(somebody)) != std::string::npos;
}

void fill(Item& item, const repository::VisitedCommit& commit, const JudgedSignature& judged,
          const trust::TrustStore& trust) {
  const repository::CommitView& view = commit.view;
  item.begin(commit.id.hex());
  set_identity(item, view.committer, committer_name, committer_email, time);
  set_identity(item, view.author, author_name, author_email, author_time);
  item.set_number(parents, static_cast<std::int64_t>(view.parents.size()));
  item.set_flag(first_parent, commit.first_parent);
  if (commit.in_release)
    item.set_flag(in_release, *commit.in_release);
  else
    item.set_unknown(in_release, "the history of the previous release is not all here");
  const bool long_message = view.message.size() > message_limit;
  if (long_message)
    for (const std::size_t field : {subject, subject_length, trailer, trailer_key, trailer_value, trailer_token, trailer_own})
      item.set_unknown(field, fmt::format("the message has {} bytes; at most {} are read", view.message.size(),
                                          message_limit));
  if ((item.wants(subject) || item.wants(subject_length)) && !long_message) {
    const std::string text = repository::subject_of(view.message);
    item.set_text(subject, text);
    item.set_number(subject_length, static_cast<std::int64_t>(count_characters(text)));
  }
  if (item.wants(parent))
    for (const ObjectId& one : view.parents) {
      item.begin_child(parent);
      item.set_name(parent_id, one.hex());
    }
  if (item.wants(trailer) && !long_message)
    for (const repository::Trailer& one : repository::trailers_of(view.message)) {
      item.begin_child(trailer);
      item.set_text(trailer_key, one.key);
      item.set_text(trailer_value, one.value);
      if (item.wants(trailer_token))
        item.set_text(trailer_token, ascii_lower(one.key));
      item.set_flag(trailer_own, names(one.value, view.author.email) || names(one.value, view.author.name));
    }
  if (item.wants(signature))
    set_signature(item, signature, judged, trust);
}

Examination examine(const Population& self, const Evidence& evidence, FieldSet wanted, const ItemSink& sink) {
  Item item("commit", self.fields, wanted);
  std::uint64_t count = 0;
  const auto take = [&](const repository::VisitedCommit& commit, const JudgedSignature& judged) {
    fill(item, commit, judged, evidence.trust);
    sink(item);
    if (++count % 1024 == 0 && evidence.progress)
      evidence.progress("commits", count);
  };
  SignedCommits judged(evidence.trust, take);
  const bool verify = wants_verdict(wanted, signature);
  const repository::WalkEnd end = repository::walk_history(
      evidence.repository, evidence.commit, evidence.since, evidence.clone.boundary,
      [&](const repository::VisitedCommit& commit) {
        if (verify)
          judged.add(commit);
        else
          take(commit, {commit.view.signature, std::nullopt});
      });
  judged.finish();
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
      {{"release", "@in-release = 'yes'", "commits since the previous release; all if none was named"},
       {"history", "", "all commits"},
       {"mainline", "@in-release = 'yes' and @first-parent = 'yes'",
        "commits since the previous release on the first-parent chain"}},
      examine};
  return population;
}

} // namespace assay::evidence

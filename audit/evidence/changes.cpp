// SPDX-License-Identifier: Apache-2.0
//
// Population `changes`: the steps by which the audited branch grew, that is, the commits of its first-parent
// chain, each with what it brought in. Missing evidence of a review is only that: reviews mostly leave no
// trace in git.
#include "audit/evidence/people.hpp"
#include "audit/evidence/population.hpp"
#include "audit/evidence/review.hpp"
#include "audit/repository/identities.hpp"
#include "audit/repository/mainline.hpp"

#include <fmt/format.h>

namespace assay::evidence {

namespace {

enum : std::size_t {
  id,
  time,
  in_release,
  integration,
  parents,
  commits,
  authors,
  committer_is_author,
  merger_is_author,
  forge_committed,
  pull_request,
  reviewed_commits,
  review_evidence,
  reviewer,
  reviewer_name,
  reviewer_email,
  reviewer_token,
  reviewer_is_author
};

std::vector<Field> declare() {
  std::vector<Field> fields = {
      {"@id", FieldType::string, "object id of the step's commit"},
      {"@time", FieldType::time, "committer's time, a claim"},
      {"@in-release", FieldType::yes_no,
       "whether it came after the previous release (all did if there is none)"},
      {"@integration",
       FieldType::enumeration,
       "root: no parent; merge: several; forge: one, and a forge committed it, as it does for squashed pull "
       "requests and "
       "edits on its pages; direct: one, and no forge committed it",
       {"root", "merge", "forge", "direct"}},
      {"@parents", FieldType::integer, "number of parents"},
      {"@commits", FieldType::integer,
       "commits reachable from it and not from its first parent, itself among them"},
      {"@authors", FieldType::integer,
       "authors, by the mailmap, of those commits; a merge's own author does not count"},
      {"@committer-is-author", FieldType::yes_no,
       "whether its committer shares a name or an address with an author or co-author of what it brought in"},
      {"@merger-is-author", FieldType::yes_no,
       "of a merge: whether its own author does; absent for other steps. Where a forge commits, a merge's "
       "author is "
       "whoever asked it to"},
      {"@forge-committed", FieldType::yes_no,
       "whether the committer's address is one that GitHub, GitLab, Gerrit, Gitea or Forgejo commits with; a "
       "claim"},
      {"@pull-request", FieldType::integer,
       "number of the pull or merge request that its message names, as the forges word it; absent when it "
       "names none"},
      {"@reviewed-commits", FieldType::integer,
       "how many of those commits, a merge left out, name in a trailer a reviewer who is not one of their "
       "authors"},
      {"@review-evidence",
       FieldType::enumeration,
       "trailer: it or every commit it brought in names a reviewer who is not an author; note: a note below "
       "refs/notes/ "
       "approves it, or notes and trailers approve every such commit; none: neither, which does not say "
       "there was none",
       {"none", "trailer", "note"}},
  };
  declare_reviewer(
      fields,
      "whether it shares a name or an address with an author or co-author of what the step brought in");
  return fields;
}

// What the commits of one step add up to.
struct Gathered {
  Authors authors;
  std::uint64_t commits = 0, by_trailer = 0, by_trailer_or_note = 0;
  std::string unknown, notes_unknown; // why it is not known who reviewed, or who approved in notes
};

class Steps {
public:
  Steps(Item& item, const Evidence& evidence, const ItemSink& sink, const std::string& notes_prefix)
      : item_(item), sink_(sink),
        reads_people_(item.wants(authors) || item.wants(committer_is_author) ||
                      item.wants(merger_is_author) || item.wants(reviewed_commits) ||
                      item.wants(review_evidence) || item.wants(reviewer)),
        people_(evidence, reads_people_),
        notes_(evidence, item.wants(review_evidence) ? notes_prefix : std::string()) {}

  void gather(const ObjectId& commit, const repository::CommitView& view) {
    if (!reads_people_)
      return;
    ++gathered_.commits;
    const Review review = read_review(commit, view, people_, notes_);
    if (!review.unknown.empty())
      gathered_.unknown = review.unknown;
    if (!review.notes_unknown.empty())
      gathered_.notes_unknown = review.notes_unknown;
    gathered_.authors.add(view, review, people_);
    const bool by_trailer = review.by_other(review.reviewers);
    gathered_.by_trailer += by_trailer ? 1 : 0;
    gathered_.by_trailer_or_note += by_trailer || review.by_other(review.approvers) ? 1 : 0;
  }

  void fill(const repository::MainlineStep& step) {
    const repository::CommitView& view = step.view;
    const bool merge = view.parents.size() > 1;
    if (!merge)
      gather(step.id, view);
    item_.begin(step.id.hex());
    item_.set_number(time, view.committer.time, time_unknown);
    item_.set_flag(in_release, step.in_release, release_unknown);
    const bool by_forge = repository::is_forge(view.committer.email);
    item_.set_name(integration, view.parents.empty() ? "root"
                                : merge              ? "merge"
                                : by_forge           ? "forge"
                                                     : "direct");
    item_.set_number(parents, static_cast<std::int64_t>(view.parents.size()));
    item_.set_flag(forge_committed, by_forge);
    if (item_.wants(pull_request))
      if (const auto number = pull_request_of(view.message))
        item_.set_number(pull_request, *number);
    if (step.uncertain.empty())
      item_.set_number(commits, static_cast<std::int64_t>(step.commits));
    else
      item_.set_unknown(commits, step.uncertain);
    if (reads_people_)
      set_people(step, merge);
    gathered_ = {};
    sink_(item_);
  }

private:
  void set_people(const repository::MainlineStep& step, bool merge) {
    const std::string reason = !people_.problem().empty() ? ".mailmap cannot be read: " + people_.problem()
                               : !step.uncertain.empty()  ? step.uncertain
                                                          : gathered_.authors.unknown();
    if (!reason.empty()) {
      item_.set_unknown({authors, committer_is_author}, reason);
      if (merge)
        item_.set_unknown(merger_is_author, reason);
    } else {
      item_.set_number(authors, gathered_.authors.count());
      set_who(committer_is_author, step.view.committer);
      if (merge)
        set_who(merger_is_author, step.view.author);
    }
    set_review(step, merge, reason);
  }

  void set_who(std::size_t field, const repository::Identity& identity) {
    if (identity.readable)
      item_.set_flag(field, gathered_.authors.may_have(people_.of(identity)));
    else
      item_.set_unknown(field, identity_unknown);
  }

  void set_review(const repository::MainlineStep& step, bool merge, const std::string& authors_unknown) {
    if (!item_.wants(reviewed_commits) && !item_.wants(review_evidence) && !item_.wants(reviewer))
      return;
    const Review own = read_review(step.id, step.view, people_, notes_);
    if (!own.unknown.empty() || !people_.problem().empty())
      return item_.set_unknown({reviewed_commits, review_evidence, reviewer, reviewer_name, reviewer_email,
                      reviewer_token, reviewer_is_author},
                     own.unknown.empty() ? authors_unknown : own.unknown);
    if (item_.wants(reviewer))
      for (const TrailerPerson& one : own.reviewers)
        set_reviewer(item_, reviewer, one, gathered_.authors.may_have(one.person));
    const std::string& reason = authors_unknown.empty() ? gathered_.unknown : authors_unknown;
    if (!reason.empty()) {
      item_.set_unknown({reviewed_commits, review_evidence}, reason);
      if (!authors_unknown.empty())
        item_.set_unknown(reviewer_is_author, reason);
      return;
    }
    item_.set_number(reviewed_commits, static_cast<std::int64_t>(gathered_.by_trailer));
    const auto other = [&](const std::vector<TrailerPerson>& some) {
      for (const TrailerPerson& one : some)
        if (!gathered_.authors.may_have(one.person))
          return true;
      return false;
    };
    const auto every = [&](std::uint64_t number) {
      return gathered_.commits > 0 && number == gathered_.commits;
    };
    const bool by_trailer = (merge && other(own.reviewers)) || every(gathered_.by_trailer);
    const bool by_note = (merge && other(own.approvers)) || every(gathered_.by_trailer_or_note);
    const std::string& notes_unknown =
        own.notes_unknown.empty() ? gathered_.notes_unknown : own.notes_unknown;
    if (!by_trailer && !notes_unknown.empty())
      item_.set_unknown(review_evidence, notes_unknown);
    else
      item_.set_name(review_evidence, by_trailer ? "trailer" : by_note ? "note" : "none");
  }

  Item& item_;
  const ItemSink& sink_;
  const bool reads_people_;
  People people_;
  ReviewNotes notes_;
  Gathered gathered_;
};

Examination examine(const Population& self, const Evidence& evidence, FieldSet wanted, const ItemSink& sink) {
  Item item("change", self.fields, wanted);
  Steps steps(item, evidence, sink, self.refs);
  std::uint64_t count = 0;
  const repository::WalkEnd end = repository::walk_mainline(
      evidence.repository, evidence.commit, evidence.since, evidence.clone.boundary,
      [&](const ObjectId& commit, const repository::CommitView& view) { steps.gather(commit, view); },
      [&](const repository::MainlineStep& step) {
        steps.fill(step);
        if (++count % 1024 == 0 && evidence.progress)
          evidence.progress("changes", count);
      });
  return {true, end.visited, end.cut_off};
}

} // namespace

const Population& changes() {
  static const Population population = {
      "changes",
      "the commits of the audited one's first-parent chain, from its root, with what each brought in",
      Completeness::closed,
      false,
      "changes",
      "refs/notes/",
      declare(),
      {{"release", "@in-release = 'yes'", "changes since the previous release; all if there is none"},
       {"history", "", "all changes"}},
      examine};
  return population;
}

} // namespace assay::evidence

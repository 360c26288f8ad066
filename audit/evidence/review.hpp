// SPDX-License-Identifier: Apache-2.0
//
// What the objects of a repository say about who wrote a change, who reviewed it and where it was proposed.
// All of it is claims of whoever made the commit or the note.
#pragma once

#include "audit/evidence/people.hpp"

#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace assay::evidence {

// The notes below refs/notes/ that say who approved a commit.
class ReviewNotes {
public:
  // With an empty prefix there are none.
  ReviewNotes(const Evidence& evidence, const std::string& prefix);

  // Those whom approving lines of its notes name; `problem` says why that is not known.
  std::vector<TrailerPerson> approvers(const ObjectId& commit, const People& people,
                                       std::string& problem) const;

private:
  const Evidence& evidence_;
  std::unordered_multimap<ObjectId, ObjectId, ObjectIdHash> blobs_; // by commit
  std::string problem_;
};

// What one commit and its notes say.
struct Review {
  repository::Person author;
  std::vector<TrailerPerson> co_authors, reviewers, approvers;
  std::string unknown;       // why co-authors and reviewers are not known
  std::string notes_unknown; // why approvers are not

  // Whether one of them is neither author nor co-author.
  bool by_other(const std::vector<TrailerPerson>& some) const;
};

Review read_review(const ObjectId& commit, const repository::CommitView& view, const People& people,
                   const ReviewNotes& notes);

// The authors and co-authors of several commits.
class Authors {
public:
  void add(const repository::CommitView& view, const Review& review, const People& people);
  // Different authors; co-authors are not counted.
  std::int64_t count() const { return static_cast<std::int64_t>(keys_.size()); }
  bool may_have(const repository::Person& person) const;
  const std::string& unknown() const { return unknown_; }

private:
  void add_names(const repository::Person& person);

  std::set<std::string> keys_;
  std::set<std::string> names_, emails_; // in lower case
  std::string unknown_;
};

// The number of the pull request a message names: "Merge pull request #1 from …" (GitHub, Bitbucket Server),
// "… (#1)" at the end of the subject (squashed by GitHub), "Merge pull request 'title' (#1) from …" (Gitea,
// Forgejo), "Merged in … (pull request #1)" (Bitbucket), "Merged PR 1: …" (Azure), or a line "See merge
// request …!1" (GitLab).
std::optional<std::int64_t> pull_request_of(std::string_view message);

} // namespace assay::evidence

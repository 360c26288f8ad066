// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/review.hpp"

#include "audit/base/text.hpp"
#include "audit/repository/identities.hpp"
#include "audit/repository/notes_tree.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace assay::evidence {

namespace {

constexpr std::size_t message_limit = 1u << 20; // of messages and notes, which are for people

// The digits at `at`, of a number that an expression can hold exactly.
std::optional<std::int64_t> number_at(std::string_view text, std::size_t at) {
  const std::size_t end = std::min(text.find_first_not_of("0123456789", at), text.size());
  std::int64_t number = 0;
  if (at >= end || end - at > 15)
    return std::nullopt;
  std::from_chars(text.data() + at, text.data() + end, number);
  return number;
}

// The last "(#1)" or "(pull request #1)".
std::optional<std::int64_t> number_in_brackets(std::string_view text, std::string_view opening) {
  const std::size_t at = text.rfind(opening);
  if (at == text.npos)
    return std::nullopt;
  const auto number = number_at(text, at + opening.size());
  const std::size_t close = text.find(')', at);
  return number && text.find_first_not_of("0123456789", at + opening.size()) == close ? number : std::nullopt;
}

} // namespace

ReviewNotes::ReviewNotes(const Evidence& evidence, const std::string& prefix) : evidence_(evidence) {
  if (prefix.empty())
    return;
  for (const repository::Ref& ref : evidence.refs) {
    if (!ref.name.starts_with(prefix))
      continue;
    std::string problem;
    for (const repository::Note& note : repository::read_notes(evidence.repository, ref.peeled, problem))
      blobs_.emplace(note.object, note.blob);
    if (!problem.empty())
      problem_ = fmt::format("{} cannot be read to its end: {}", ref.name, problem);
  }
  if (evidence.unreadable_refs > 0)
    problem_ = fmt::format(refs_unreadable, evidence.unreadable_refs);
}

std::vector<TrailerPerson> ReviewNotes::approvers(const ObjectId& commit, const People& people,
                                                  std::string& problem) const {
  std::vector<TrailerPerson> found;
  if (!problem_.empty())
    problem = problem_;
  const auto [first, last] = blobs_.equal_range(commit);
  for (auto at = first; at != last; ++at) {
    const auto header = evidence_.repository.header(at->second);
    if (!header || header->size > message_limit) {
      problem = header ? fmt::format("a note has {} bytes; at most {} are read", header->size, message_limit)
                       : fmt::format("object {} is missing or unreadable", at->second.hex());
      continue;
    }
    const repository::ReadResult read = evidence_.repository.read(at->second);
    if (!read.object) {
      problem = read.problem;
      continue;
    }
    for (TrailerPerson& one : people.in(repository::note_lines(read.object.bytes()), repository::approves))
      found.push_back(std::move(one));
  }
  return found;
}

bool Review::by_other(const std::vector<TrailerPerson>& some) const {
  return std::any_of(some.begin(), some.end(), [this](const TrailerPerson& one) {
    return !one.person.may_be(author) &&
           std::none_of(co_authors.begin(), co_authors.end(),
                        [&one](const TrailerPerson& other) { return one.person.may_be(other.person); });
  });
}

Review read_review(const ObjectId& commit, const repository::CommitView& view, const People& people,
                   const ReviewNotes& notes) {
  Review review;
  review.author = people.of(view.author);
  review.approvers = notes.approvers(commit, people, review.notes_unknown);
  if (view.message.size() > message_limit) {
    review.unknown =
        fmt::format("a message has {} bytes; at most {} are read", view.message.size(), message_limit);
    return review;
  }
  const std::vector<repository::Trailer> trailers = repository::trailers_of(view.message);
  review.co_authors = people.in(trailers, [](std::string_view token) { return token == "co-authored-by"; });
  review.reviewers = people.in(trailers, repository::names_reviewer);
  return review;
}

void Authors::add_names(const repository::Person& person) {
  if (!person.name.empty())
    names_.insert(ascii_lower(person.name));
  if (!person.email.empty())
    emails_.insert(ascii_lower(person.email));
}

void Authors::add(const repository::CommitView& view, const Review& review, const People& people) {
  if (!view.author.readable) {
    unknown_ = "a commit has no author that can be read";
    return;
  }
  keys_.insert(people.of(view.author).key());
  add_names(review.author);
  for (const TrailerPerson& one : review.co_authors)
    add_names(one.person);
}

bool Authors::may_have(const repository::Person& person) const {
  return (!person.name.empty() && names_.count(ascii_lower(person.name)) > 0) ||
         (!person.email.empty() && emails_.count(ascii_lower(person.email)) > 0);
}

std::optional<std::int64_t> pull_request_of(std::string_view message) {
  const std::string subject = repository::subject_of(message.substr(0, message_limit));
  const std::string_view text = subject;
  constexpr std::string_view merge = "Merge pull request ", azure = "Merged PR ",
                             gitlab = "See merge request ";
  if (text.starts_with(merge))
    return text.substr(merge.size(), 1) == "#" ? number_at(text, merge.size() + 1)
                                               : number_in_brackets(text, "(#");
  if (text.starts_with(azure))
    return number_at(text, azure.size());
  if (text.starts_with("Merged in "))
    return number_in_brackets(text, "(pull request #");
  if (text.ends_with(")"))
    if (const auto number = number_in_brackets(text, "(#"))
      return number;
  for (std::size_t at = 0; (at = message.find(gitlab, at)) != message.npos; at += gitlab.size()) {
    if (at > 0 && message[at - 1] != '\n')
      continue;
    const std::string_view line = message.substr(at, message.find('\n', at) - at);
    if (const std::size_t mark = line.rfind('!'); mark != line.npos)
      return number_at(line, mark + 1);
  }
  return std::nullopt;
}

} // namespace assay::evidence

// SPDX-License-Identifier: Apache-2.0
//
// What an audit has to know of a repository before it asks for evidence: the commit, the release before, the state of the
// clone.
#include "audit/audit.hpp"

#include "audit/base/error.hpp"
#include "audit/evidence/library.hpp"
#include "audit/recorded_refs.hpp"
#include "audit/repository/newest_release.hpp"
#include "audit/repository/objects.hpp"
#include "audit/repository/previous_release.hpp"
#include "audit/repository/tree.hpp"

#include <fmt/format.h>

namespace assay {

namespace {

constexpr std::string_view tags = "refs/tags/";

// A release as the object that names it: an annotated tag is dated by its tagger, a commit by its committer.
struct Release {
  ObjectId commit, tree;
  std::optional<Seconds> time;
};

Release release_of(const repository::Repository& repository, const ObjectId& named) {
  const repository::PeeledTag peeled = repository::peel(repository, named);
  if (!peeled.problem.empty())
    throw Error::input(peeled.problem);
  const repository::ReadResult read = repository.read(peeled.target);
  if (!read.object)
    throw Error::input(read.problem);
  if (read.object.type() != repository::ObjectType::commit)
    throw Error::input(fmt::format("object {} names no commit", named.hex()));
  repository::CommitView view;
  (void)repository::parse_commit(read.object.bytes(), view); // what else is malformed about it, its items tell
  const auto tree = ObjectId::parse(view.tree);
  if (!tree)
    throw Error::input(fmt::format("commit {} names no tree", peeled.target.hex()));
  return {peeled.target, *tree, peeled.time ? peeled.time : view.committer.time};
}

void find_previous_release(const repository::Repository& repository, report::Subject& subject) {
  std::size_t broken = 0; // no release of theirs could be read
  const auto found = repository::previous_release(repository, release_of(repository, subject.named).commit,
                                                  subject.revision, repository.refs(std::string(tags), broken),
                                                  subject.clone.boundary);
  if (!found)
    return;
  subject.since = found->name.substr(tags.size());
  subject.since_named = found->id;
  subject.since_found = true;
}

} // namespace

void read_releases(const repository::Repository& repository, report::Subject& subject) {
  const Release audited = release_of(repository, subject.named);
  subject.commit = audited.commit;
  subject.tree = audited.tree;
  subject.release_time = audited.time;
  if (!subject.since_named)
    return;
  const Release previous = release_of(repository, *subject.since_named);
  subject.since_commit = previous.commit;
  subject.previous_release_time = previous.time;
}

report::Subject survey_subject(const repository::Repository& repository, const std::string& revision,
                               const std::optional<std::string>& since) {
  report::Subject subject;
  subject.id = "s1";
  subject.revision = revision;
  subject.clone = repository.clone_state();
  subject.named = repository.resolve(revision);
  if (since) {
    subject.since = *since;
    if (!since->empty())
      subject.since_named = repository.resolve(*since);
  } else {
    find_previous_release(repository, subject);
  }
  read_releases(repository, subject);
  return subject;
}

void confine(const repository::Repository& repository, report::Subject& subject, const std::string& directory) {
  const auto entry = repository::find_entry(repository, subject.tree, directory);
  if (!entry || entry->mode != repository::mode_tree)
    throw Error::input(fmt::format("commit {} has no directory {}", subject.commit.hex(), directory))
        .hint("the product file names it: attribute path of a repository");
  subject.path = directory;
}

std::string declared_revision(const repository::Repository& repository,
                              const evaluation::ProductRepository& declared) {
  if (!declared.revision.empty())
    return declared.revision;
  std::size_t broken = 0; // no release of theirs could be read
  const auto found = repository::newest_release(repository.refs(std::string(tags), broken), declared.tags);
  if (!found)
    throw Error::input(fmt::format("repository {}: no tag of this clone matches {} and states a version", declared.id,
                                   declared.tags))
        .hint("fetch the tags: git fetch --tags");
  return *found;
}

evidence::Evidence evidence_of(const repository::Repository& repository, const report::Subject& subject,
                               const std::vector<SourceFile>& supplied, const trust::TrustStore& trust,
                               const Progress& progress) {
  return {repository,
          subject.commit,
          {subject.tree, subject.path},
          subject.since_commit,
          subject.clone,
          subject.refs,
          subject.unreadable_refs,
          supplied,
          std::make_shared<evidence::DocumentLibrary>(repository, repository::TreePart{subject.tree, subject.path}, supplied),
          trust,
          progress,
          read_recorded_refs(supplied, repository, subject.id)};
}

schema::ParameterValues standard_values(Seconds as_of, const report::Subject& subject) {
  schema::ParameterValues values;
  const auto bind = [&](const char* name, std::optional<Seconds> time) {
    // A year that RFC 3339 cannot express is no time a rule could reckon with.
    if (time && parse_rfc3339(format_rfc3339(*time)))
      values[name] = {schema::ParameterType::time, format_rfc3339(*time)};
  };
  bind("as-of", as_of);
  bind("release-time", subject.release_time);
  bind("previous-release-time", subject.previous_release_time);
  return values;
}

} // namespace assay

// SPDX-License-Identifier: Apache-2.0
//
// The tables follow "Secure use reference" and "Webhook events and payloads" of GitHub's documentation. They name what
// is free text. Not among them, because nobody can put shell syntax there: numbers, ids, commit ids (".sha"), addresses,
// logins and names of repositories.
#include "audit/evidence/readers/ci_untrusted.hpp"

#include <algorithm>

namespace assay::evidence {

namespace {

// "*" is any one step, "**" at the end any number.
constexpr std::string_view free_text_of_anyone[] = {
    "github.event.answer.body",
    "github.event.changes.body.from",
    "github.event.changes.title.from",
    "github.event.check_run.check_suite.head_branch",
    "github.event.check_run.check_suite.pull_requests.*.head.ref",
    "github.event.check_run.pull_requests.*.head.ref",
    "github.event.check_suite.head_branch",
    "github.event.check_suite.head_commit.author.email",
    "github.event.check_suite.head_commit.author.name",
    "github.event.check_suite.head_commit.message",
    "github.event.check_suite.pull_requests.*.head.ref",
    "github.event.comment.body",
    "github.event.comment.diff_hunk",
    "github.event.comment.path",
    "github.event.commits.*.added.*",
    "github.event.commits.*.author.email",
    "github.event.commits.*.author.name",
    "github.event.commits.*.committer.email",
    "github.event.commits.*.committer.name",
    "github.event.commits.*.message",
    "github.event.commits.*.modified.*",
    "github.event.commits.*.removed.*",
    "github.event.discussion.body",
    "github.event.discussion.title",
    "github.event.forkee.description",
    "github.event.forkee.homepage",
    "github.event.head_commit.added.*",
    "github.event.head_commit.author.email",
    "github.event.head_commit.author.name",
    "github.event.head_commit.committer.email",
    "github.event.head_commit.committer.name",
    "github.event.head_commit.message",
    "github.event.head_commit.modified.*",
    "github.event.head_commit.removed.*",
    "github.event.issue.body",
    "github.event.issue.title",
    "github.event.merge_group.head_commit.author.email",
    "github.event.merge_group.head_commit.author.name",
    "github.event.merge_group.head_commit.message",
    "github.event.pages.*.page_name",
    "github.event.pages.*.summary",
    "github.event.pages.*.title",
    "github.event.pull_request.body",
    "github.event.pull_request.head.label",
    "github.event.pull_request.head.ref",
    "github.event.pull_request.head.repo.default_branch",
    "github.event.pull_request.head.repo.description",
    "github.event.pull_request.head.repo.homepage",
    "github.event.pull_request.title",
    "github.event.review.body",
    "github.event.review_comment.body",
    "github.event.workflow_run.display_title",
    "github.event.workflow_run.head_branch",
    "github.event.workflow_run.head_commit.author.email",
    "github.event.workflow_run.head_commit.author.name",
    "github.event.workflow_run.head_commit.committer.email",
    "github.event.workflow_run.head_commit.committer.name",
    "github.event.workflow_run.head_commit.message",
    "github.event.workflow_run.head_repository.description",
    "github.event.workflow_run.pull_requests.*.head.ref",
    "github.head_ref",
};

constexpr std::string_view free_text_of_insiders[] = {
    "github.base_ref",
    "github.event.base_ref",
    "github.event.client_payload.**",
    "github.event.deployment.description",
    "github.event.deployment.environment",
    "github.event.deployment.payload.**",
    "github.event.deployment.ref",
    "github.event.deployment.task",
    "github.event.deployment_status.description",
    "github.event.inputs.*",
    "github.event.issue.labels.*.description",
    "github.event.issue.labels.*.name",
    "github.event.issue.milestone.title",
    "github.event.label.description",
    "github.event.label.name",
    "github.event.milestone.description",
    "github.event.milestone.title",
    "github.event.pull_request.base.ref",
    "github.event.pull_request.labels.*.description",
    "github.event.pull_request.labels.*.name",
    "github.event.pull_request.milestone.title",
    "github.event.ref",
    "github.event.release.body",
    "github.event.release.name",
    "github.event.release.tag_name",
    "github.event.release.target_commitish",
    "github.ref",
    "github.ref_name",
    "github.workflow_ref",
    "inputs.*",
};

constexpr std::string_view heads[] = {
    "github.event.check_run.head_sha",
    "github.event.check_suite.head_branch",
    "github.event.check_suite.head_sha",
    "github.event.pull_request.head.**",
    "github.event.pull_request.merge_commit_sha",
    "github.event.workflow_run.head_branch",
    "github.event.workflow_run.head_commit.id",
    "github.event.workflow_run.head_repository.**",
    "github.event.workflow_run.head_sha",
    "github.event.workflow_run.pull_requests.*.head.**",
    "github.head_ref",
};

constexpr std::string_view own[] = {
    "github.base_ref",
    "github.event.after",
    "github.event.before",
    "github.event.client_payload.**",
    "github.event.inputs.**",
    "github.event.pull_request.base.**",
    "github.event.ref",
    "github.event.release.**",
    "github.event.repository.**",
    "github.ref",
    "github.ref_name",
    "github.repository",
    "github.sha",
    "github.workflow_sha",
    "inputs.**",
    "vars.**",
};

std::string_view take_step(std::string_view& path) {
  const std::size_t end = std::min(path.find('.'), path.size());
  const std::string_view step = path.substr(0, end);
  path.remove_prefix(std::min(end + 1, path.size()));
  return step;
}

bool fits(const ContextFlow& flow, std::string_view pattern) {
  std::string_view path = flow.path;
  while (!pattern.empty() && !path.empty()) {
    const std::string_view wanted = take_step(pattern), step = take_step(path);
    if (wanted == "**")
      return true;
    if (wanted != "*" && step != "*" && wanted != step)
      return false;
  }
  // What is left of the pattern is a part of what is taken whole.
  return path.empty() && (pattern.empty() || flow.whole);
}

template <std::size_t size>
bool fits_any(const ContextFlow& flow, const std::string_view (&patterns)[size]) {
  return std::any_of(std::begin(patterns), std::end(patterns),
                     [&](std::string_view pattern) { return fits(flow, pattern); });
}

} // namespace

std::string_view to_string(TextSource source) {
  return source == TextSource::anyone ? "anyone" : source == TextSource::insider ? "insider" : "none";
}

TextSource source_of(const ContextFlow& flow) {
  return fits_any(flow, free_text_of_anyone)     ? TextSource::anyone
         : fits_any(flow, free_text_of_insiders) ? TextSource::insider
                                                 : TextSource::none;
}

bool names_pull_request_head(const ContextFlow& flow) {
  // The object itself is no ref, but whoever writes it means its head.
  return flow.path == "github.event.workflow_run" || flow.path == "github.event.pull_request.head" || fits_any(flow, heads);
}

bool names_own_revision(const ContextFlow& flow) {
  return fits_any(flow, own);
}

} // namespace assay::evidence

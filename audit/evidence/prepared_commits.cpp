// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/prepared_commits.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <system_error>
#include <thread>

namespace assay::evidence {

namespace {

constexpr std::size_t most_commits = 1024;
constexpr std::size_t most_bytes = 16u << 20;
constexpr std::size_t share = 128; // commits that a thread takes at once: neighbours have most trees in common
// Paths of a batch that are kept waiting; the changes of commits behind them are found when it is their turn.
constexpr std::size_t most_paths = 65536;

} // namespace

PreparedCommits::PreparedCommits(const Evidence& evidence, Wanted wanted, Sink sink)
    : evidence_(evidence), wanted_(wanted), sink_(std::move(sink)), trees_(evidence.repository),
      bag_(wanted.changes && evidence.repository.cache() != nullptr
               ? &evidence.repository.cache()->bag("changed-paths")
               : nullptr) {}

void PreparedCommits::add(const repository::VisitedCommit& commit) {
  if (!wanted_.signatures && !wanted_.changes)
    return sink_(commit, {{commit.view.signature, std::nullopt}, {}, {}});
  pending_.push_back({commit.id, std::string(commit.view.raw), commit.first_parent, commit.in_release, {}});
  pending_.back().found.signature.kind = commit.view.signature;
  bytes_ += commit.view.raw.size();
  if (pending_.size() == most_commits || bytes_ >= most_bytes)
    finish();
}

void PreparedCommits::judge(Pending& commit) const {
  const repository::SignedObject object = repository::signed_commit(commit.raw);
  if (object.kind == repository::SignatureKind::none)
    return;
  repository::CommitView view;
  (void)repository::parse_commit(commit.raw, view); // the walk has said what is malformed about it
  commit.found.signature = judge_signature(evidence_.trust, object, view.committer.time);
}

void PreparedCommits::find_changes(Pending& commit, const repository::Repository& repository,
                                   repository::TreeChanges& trees) const {
  Preparation& found = commit.found;
  repository::CommitView view;
  (void)repository::parse_commit(commit.raw, view);
  const auto tree = ObjectId::parse(view.tree);
  if (!tree) {
    found.changes_unknown = "the commit names no tree";
    return;
  }
  std::optional<ObjectId> before;
  if (!view.parents.empty()) {
    if (repository::is_boundary(evidence_.clone.boundary, commit.id)) {
      found.changes_unknown = "its parents are not in this shallow clone";
      return;
    }
    repository::CommitReader parent{repository, repository::Integrity::plain}; // as itself it is checked strictly
    if (!parent.read(view.parents.front())) {
      found.changes_unknown = parent.problem;
      return;
    }
    before = ObjectId::parse(parent.view.tree);
    if (!before) {
      found.changes_unknown = "its first parent names no tree";
      return;
    }
  }
  found.changes_unknown = trees.find(before, *tree, found.changes);
}

void PreparedCommits::prepare(Pending& commit, Worker& worker) {
  if (wanted_.signatures)
    judge(commit);
  if (!wanted_.changes || paths_ > most_paths || (bag_ != nullptr && bag_->find(commit.id)))
    return;
  find_changes(commit, worker.repository, worker.trees);
  commit.changes_found = true;
  paths_ += commit.found.changes.size();
}

void PreparedCommits::prepare_all() {
  std::atomic<std::size_t> next{0};
  std::atomic<bool> failed{false};
  std::exception_ptr failure; // the first; a thread must not end by one
  const auto work = [&](Worker& worker) {
    try {
      for (std::size_t begin = next.fetch_add(share); begin < pending_.size() && !failed; begin = next.fetch_add(share))
        for (std::size_t i = begin; i < std::min(begin + share, pending_.size()); ++i)
          prepare(pending_[i], worker);
    } catch (...) {
      if (!failed.exchange(true))
        failure = std::current_exception();
    }
  };
  const std::size_t wanted =
      std::clamp<std::size_t>(pending_.size() / share, 1, std::max(1u, std::thread::hardware_concurrency()));
  while (workers_.size() < wanted)
    workers_.emplace_back(evidence_.repository);
  std::vector<std::thread> threads;
  try {
    for (std::size_t i = 1; i < wanted; ++i)
      threads.emplace_back(work, std::ref(workers_[i]));
  } catch (const std::system_error&) {
    // No more threads are to be had: those there are do all the work.
  }
  work(workers_.front());
  for (std::thread& thread : threads)
    thread.join();
  if (failure)
    std::rethrow_exception(failure);
}

// On the handle that all of the audit uses: it remembers which objects could not be had.
void PreparedCommits::settle_changes(Pending& commit) {
  const auto known = bag_ == nullptr ? std::nullopt : bag_->find(commit.id);
  if (known)
    commit.found.changes = repository::unpack(*known);
  else if (!commit.changes_found || !commit.found.changes_unknown.empty())
    find_changes(commit, evidence_.repository, trees_);
  if (!known && bag_ != nullptr && commit.found.changes_unknown.empty())
    bag_->add(commit.id, repository::pack(commit.found.changes));
}

void PreparedCommits::finish() {
  if (pending_.empty())
    return;
  paths_ = 0;
  prepare_all();
  repository::CommitView view;
  for (Pending& commit : pending_) {
    if (wanted_.changes)
      settle_changes(commit);
    (void)repository::parse_commit(commit.raw, view);
    sink_({commit.id, view, commit.first_parent, commit.in_release}, commit.found);
    commit.found = {};
  }
  pending_.clear();
  bytes_ = 0;
}

} // namespace assay::evidence

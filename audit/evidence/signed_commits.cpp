// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/signed_commits.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <system_error>
#include <thread>

namespace assay::evidence {

namespace {

constexpr std::size_t most_commits = 1024;
constexpr std::size_t most_bytes = 16u << 20;

} // namespace

SignedCommits::SignedCommits(const trust::TrustStore& trust, Sink sink) : trust_(trust), sink_(std::move(sink)) {}

void SignedCommits::add(const repository::VisitedCommit& commit) {
  pending_.push_back({commit.id, std::string(commit.view.raw), commit.first_parent, commit.in_release, {}});
  bytes_ += commit.view.raw.size();
  if (pending_.size() == most_commits || bytes_ >= most_bytes)
    finish();
}

void SignedCommits::judge(Pending& commit) const {
  const repository::SignedObject object = repository::signed_commit(commit.raw);
  if (object.kind == repository::SignatureKind::none)
    return;
  repository::CommitView view;
  (void)repository::parse_commit(commit.raw, view); // the walk has said what is malformed about it
  commit.signature = judge_signature(trust_, object, view.committer.time);
}

void SignedCommits::judge_all() {
  std::atomic<std::size_t> next{0};
  std::atomic<bool> failed{false};
  std::exception_ptr failure; // the first; a thread must not end by one
  const auto work = [&] {
    try {
      for (std::size_t i = next++; i < pending_.size() && !failed; i = next++)
        judge(pending_[i]);
    } catch (...) {
      if (!failed.exchange(true))
        failure = std::current_exception();
    }
  };
  // One thread does the work of few commits sooner than others can be started.
  const std::size_t helpers = std::min<std::size_t>(std::thread::hardware_concurrency(), pending_.size() / 16);
  std::vector<std::thread> threads;
  threads.reserve(helpers);
  try {
    for (std::size_t i = 1; i < helpers; ++i)
      threads.emplace_back(work);
  } catch (const std::system_error&) {
    // No more threads are to be had: those there are do all the work.
  }
  work();
  for (std::thread& thread : threads)
    thread.join();
  if (failure)
    std::rethrow_exception(failure);
}

void SignedCommits::finish() {
  judge_all();
  repository::CommitView view;
  for (const Pending& commit : pending_) {
    (void)repository::parse_commit(commit.raw, view);
    sink_({commit.id, view, commit.first_parent, commit.in_release}, commit.signature);
  }
  pending_.clear();
  bytes_ = 0;
}

} // namespace assay::evidence

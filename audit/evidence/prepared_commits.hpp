// SPDX-License-Identifier: Apache-2.0
//
// Commits with what takes long to find out about them, found on all cores: whether their signature holds, and which
// paths they change. They are handed on in the order they came in. Memory is bounded by the size of a batch. Knows
// nothing of items.
#pragma once

#include "audit/evidence/population.hpp"
#include "audit/evidence/signature_fields.hpp"
#include "audit/repository/history.hpp"
#include "audit/repository/tree_changes.hpp"

#include <atomic>
#include <deque>
#include <functional>
#include <string>
#include <vector>

namespace assay::evidence {

struct Preparation {
  JudgedSignature signature;
  std::vector<repository::TreeChange> changes; // against the first parent; of a root, everything
  std::string changes_unknown;                 // why they are not known
};

class PreparedCommits {
public:
  using Sink = std::function<void(const repository::VisitedCommit&, const Preparation&)>;
  // What is to be found; the rest of a preparation stays empty.
  struct Wanted {
    bool signatures = false, changes = false;
  };
  PreparedCommits(const Evidence& evidence, Wanted wanted, Sink sink);

  void add(const repository::VisitedCommit& commit);
  // Hands on what has come in; to be called at the end.
  void finish();

private:
  struct Pending {
    ObjectId id;
    std::string raw;
    bool first_parent;
    std::optional<bool> in_release;
    Preparation found;
    bool changes_found = false;
  };
  // What one thread needs for itself.
  struct Worker {
    explicit Worker(const repository::Repository& own) : repository(own.another()), trees(repository) {}
    repository::Repository repository;
    repository::TreeChanges trees;
  };
  void judge(Pending& commit) const;
  void find_changes(Pending& commit, const repository::Repository& repository, repository::TreeChanges& trees) const;
  void prepare(Pending& commit, Worker& worker);
  void prepare_all();
  void settle_changes(Pending& commit);

  const Evidence& evidence_;
  Wanted wanted_;
  Sink sink_;
  repository::TreeChanges trees_;
  repository::ObjectBag* bag_; // of changes that are known already; may be null
  std::deque<Worker> workers_; // one for each thread; made when they are needed
  std::atomic<std::size_t> paths_ = 0; // of the changes in this batch
  std::vector<Pending> pending_;
  std::size_t bytes_ = 0;
};

} // namespace assay::evidence

// SPDX-License-Identifier: Apache-2.0
//
// Commits whose signatures are verified on all cores, handed on in the order they came in. Memory is bounded by the
// size of a batch. Knows nothing of items.
#pragma once

#include "audit/evidence/signature_fields.hpp"
#include "audit/repository/history.hpp"

#include <functional>
#include <string>
#include <vector>

namespace assay::evidence {

class SignedCommits {
public:
  using Sink = std::function<void(const repository::VisitedCommit&, const JudgedSignature&)>;
  SignedCommits(const trust::TrustStore& trust, Sink sink);

  void add(const repository::VisitedCommit& commit);
  // Hands on what has come in; to be called at the end.
  void finish();

private:
  struct Pending {
    ObjectId id;
    std::string raw;
    bool first_parent;
    std::optional<bool> in_release;
    JudgedSignature signature;
  };
  void judge(Pending& commit) const;
  void judge_all();

  const trust::TrustStore& trust_;
  Sink sink_;
  std::vector<Pending> pending_;
  std::size_t bytes_ = 0;
};

} // namespace assay::evidence

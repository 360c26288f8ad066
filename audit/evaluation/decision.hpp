// SPDX-License-Identifier: Apache-2.0
//
// The outcome tree of a control, decided by findings and by what people stated.
#pragma once

#include "audit/evaluation/kleene.hpp"
#include "audit/evaluation/selection.hpp"
#include "audit/evaluation/testimony.hpp"

#include <string>
#include <vector>

namespace assay::evaluation {

// A node of an outcome tree with its truth.
struct Judged {
  const schema::Node* node;
  Truth truth = Truth::unknown;
  bool votes = true; // an indicator in a schema of law does not, nor does what consists of such
  const Finding* finding = nullptr;       // of a rule
  const Testimony* attestation = nullptr; // of an attestation: the one that counts
  std::string note;                       // of an attestation: why none counts
  std::vector<Judged> children;
};

// `about` is what was stated about the control; `law` says that indicators do not vote.
Judged decide(const schema::Node& tree, const Evaluation& evaluation, const std::vector<ParameterUse>& parameters,
              bool law, const std::vector<const Testimony*>& about);

// What a decision rests on, in words.
std::string explain(const Judged& decision);

} // namespace assay::evaluation

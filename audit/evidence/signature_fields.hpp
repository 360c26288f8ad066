// SPDX-License-Identifier: Apache-2.0
//
// The fields of a child `signature`, which commits and tags share, and the verification behind them.
#pragma once

#include "audit/evidence/population.hpp"
#include "audit/repository/signed_object.hpp"
#include "audit/trust/store.hpp"

#include <optional>
#include <string>

namespace assay::evidence {

// What is known of one signature. `verdict` is absent when the object has none, or one of no kind that is known.
struct JudgedSignature {
  repository::SignatureKind kind = repository::SignatureKind::none;
  std::optional<trust::Verdict> verdict;
};

// Verifies what `object` is signed with. `claimed` is the time of its committer or tagger. Safe to call from several
// threads.
JudgedSignature judge_signature(const trust::TrustStore& trust, const repository::SignedObject& object,
                                std::optional<Seconds> claimed, std::string_view name_space = "git");

// Adds the element and its fields to a declaration.
void declare_signature(std::vector<Field>& fields);

// Whether a rule reads more of signatures than that they are there, `element` being the place of the element
// `signature`, which its fields follow.
bool wants_verdict(const FieldSet& wanted, std::size_t element);

// Fills them. Without a verdict, all but the kind stay unknown.
void set_signature(Item& item, std::size_t element, const JudgedSignature& signature, const trust::TrustStore& trust);

} // namespace assay::evidence

// SPDX-License-Identifier: Apache-2.0
//
// What one rule with one set of parameter values found in one population.
#pragma once

#include "audit/base/digest.hpp"
#include "audit/base/spool.hpp"
#include "audit/schema/model.hpp"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace assay::evaluation {

enum class Result { supported, contradicted, silent };

std::string_view to_string(Result result);

// What a file or document is found by, when few were tested: the report points to them.
struct TestedContent {
  std::string item, digest; // object id of the content, or SHA-256 of a supplied file
};
constexpr std::size_t tested_limit = 20;

// The report prints so many exceptions and unknowns of a finding; all ids go to a member of the dossier.
constexpr std::size_t shown_limit = 100;

struct Finding {
  std::string id; // the subject if there are several, rule id, and a short digest of the values if it has parameters
  std::shared_ptr<const schema::Rule> rule;
  schema::ParameterValues values;             // the rule's parameters, all bound
  schema::Rate tolerable_deviation;
  std::uint64_t minimum = 1;

  Result result = Result::silent;
  std::string reason;   // why it is silent, or what qualifies it; may be empty
  std::string sentence; // the result in one line, with its numbers
  std::uint64_t known = 0;      // items after `where` of which the assertion is known
  std::uint64_t exceptions = 0; // of these, those it does not hold for
  std::uint64_t unknown = 0;    // items that an unknown field leaves undecided
  Digest fingerprint{};
  std::vector<std::pair<std::string, std::string>> shown_exceptions; // item id, sentence
  std::vector<std::pair<std::string, std::string>> shown_unknowns;   // item id, reason
  Spool exception_ids; // all of them, a line each
  std::vector<TestedContent> tested; // the first known items, where items have a digest

  std::uint64_t population_size() const { return known + unknown; }
};

// The parameters that have a value: "kind licence, days 90".
std::string values_of(const Finding& finding);

// Settles result, reason and sentence from the counts, by the rule's tolerance and minimum and by how far the
// examination of its population came.
void conclude(Finding& finding, const evidence::Examination& examination);

} // namespace assay::evaluation

// SPDX-License-Identifier: Apache-2.0
//
// Draws each population once and lets every rule of it see each item once. A finding is identified by its rule
// and parameter values, whichever controls refer to it.
#pragma once

#include "audit/evaluation/finding.hpp"

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace assay::evaluation {

// The id of the finding for a rule with these values, within one subject.
std::string finding_id(const schema::Rule& rule, const schema::ParameterValues& values);

class Evaluation {
public:
  // `standard` are the values of the standard parameters that have one. `subject` is named in front of the ids that
  // findings are shown by: where there are several subjects each has its own finding of a rule.
  explicit Evaluation(schema::ParameterValues standard, std::string subject = {})
      : standard_(std::move(standard)), subject_(std::move(subject)) {}

  // Asks for a finding; asking twice gives the same one. `values` must bind every parameter of the rule.
  const Finding& require(const std::shared_ptr<const schema::Rule>& rule, schema::ParameterValues values);
  // Settles all findings asked for.
  void run(const evidence::Evidence& evidence);
  // Settles those of one population, whose items `examine` passes to the sink with the wanted fields set, and says how far
  // it came. Throws what `examine` throws, but no Error::input: that leaves the examination incomplete.
  using Examine = std::function<evidence::Examination(evidence::FieldSet wanted, const evidence::ItemSink& sink)>;
  void run(const evidence::Population& population, const Examine& examine);
  // Settles one of them as somebody supposes, without evidence: for trying out what follows.
  void suppose(const std::string& id, Result result);

  // By finding_id().
  const std::map<std::string, std::unique_ptr<Finding>>& findings() const { return findings_; }
  // By the name of the population; only those some rule asked for.
  const std::map<std::string, evidence::Examination>& examinations() const { return examinations_; }

private:
  schema::ParameterValues standard_;
  std::string subject_;
  std::map<std::string, std::unique_ptr<Finding>> findings_;
  std::map<std::string, evidence::Examination> examinations_;
};

} // namespace assay::evaluation

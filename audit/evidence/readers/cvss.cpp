// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/readers/cvss.hpp"

#include <algorithm>
#include <cmath>
#include <initializer_list>

namespace assay::evidence {

namespace {

constexpr std::size_t metric_limit = 64; // of a vector; the versions have fewer

struct Weight {
  std::string_view value;
  double weight;
};

// The metrics of one vector by weight; remembers whether one was missing or none of its values.
class Weights {
public:
  explicit Weights(const CvssMetrics& metrics) : metrics_(metrics) {}

  std::string_view value(std::string_view metric) const {
    const auto found = metrics_.find(metric);
    return found == metrics_.end() ? std::string_view() : found->second;
  }
  // Without a default the metric must be there.
  double of(std::string_view metric, std::initializer_list<Weight> weights, std::optional<double> otherwise = {}) {
    const std::string_view stated = value(metric);
    if (stated.empty() && otherwise)
      return *otherwise;
    return weight(stated, weights);
  }
  double weight(std::string_view stated, std::initializer_list<Weight> weights) {
    const auto found = std::find_if(weights.begin(), weights.end(), [&](const Weight& one) { return one.value == stated; });
    if (found == weights.end()) {
      whole_ = false;
      return 0;
    }
    return found->weight;
  }
  bool whole() const { return whole_; }

private:
  const CvssMetrics& metrics_;
  bool whole_ = true;
};

double rounded(double score) {
  return std::round(score * 10) / 10;
}

std::int64_t tenths(double score) {
  return std::llround(score * 10);
}

// Of version 2, section 3.2.
std::optional<CvssScores> version_2(const CvssMetrics& metrics) {
  Weights weights(metrics);
  const double exploitability = 20 * weights.of("AV", {{"L", 0.395}, {"A", 0.646}, {"N", 1}}) *
                                weights.of("AC", {{"H", 0.35}, {"M", 0.61}, {"L", 0.71}}) *
                                weights.of("Au", {{"M", 0.45}, {"S", 0.56}, {"N", 0.704}});
  double untouched = 1, untouched_here = 1;
  for (const auto& [metric, requirement] : {std::pair("C", "CR"), std::pair("I", "IR"), std::pair("A", "AR")}) {
    const double impact = weights.of(metric, {{"N", 0}, {"P", 0.275}, {"C", 0.66}});
    untouched *= 1 - impact;
    untouched_here *= 1 - impact * weights.of(requirement, {{"L", 0.5}, {"M", 1}, {"H", 1.51}, {"ND", 1}}, 1);
  }
  const auto base_of = [&](double impact) {
    return rounded((0.6 * impact + 0.4 * exploitability - 1.5) * (impact == 0 ? 0 : 1.176));
  };
  const double time = weights.of("E", {{"U", 0.85}, {"POC", 0.9}, {"F", 0.95}, {"H", 1}, {"ND", 1}}, 1) *
                      weights.of("RL", {{"OF", 0.87}, {"TF", 0.9}, {"W", 0.95}, {"U", 1}, {"ND", 1}}, 1) *
                      weights.of("RC", {{"UC", 0.9}, {"UR", 0.95}, {"C", 1}, {"ND", 1}}, 1);
  const double base = base_of(10.41 * (1 - untouched));
  const double here = rounded(base_of(std::min(10.0, 10.41 * (1 - untouched_here))) * time);
  const double damage =
      weights.of("CDP", {{"N", 0}, {"L", 0.1}, {"LM", 0.3}, {"MH", 0.4}, {"H", 0.5}, {"ND", 0}}, 0);
  const double targets = weights.of("TD", {{"N", 0}, {"L", 0.25}, {"M", 0.75}, {"H", 1}, {"ND", 1}}, 1);
  const CvssScores scores{tenths(base), tenths(rounded(base * time)), tenths(rounded((here + (10 - here) * damage) * targets))};
  return weights.whole() ? std::optional(scores) : std::nullopt;
}

// Of version 3, section 7; 3.1 rounds and treats the changed scope of its environmental score differently (appendix A).
class Version3 {
public:
  Version3(const CvssMetrics& metrics, bool minor_1) : weights_(metrics), minor_1_(minor_1) {}

  std::optional<CvssScores> scores() {
    const double base = score(false, 1);
    const double time = weights_.of("E", {{"X", 1}, {"H", 1}, {"F", 0.97}, {"P", 0.94}, {"U", 0.91}}, 1) *
                        weights_.of("RL", {{"X", 1}, {"U", 1}, {"W", 0.97}, {"T", 0.96}, {"O", 0.95}}, 1) *
                        weights_.of("RC", {{"X", 1}, {"C", 1}, {"R", 0.96}, {"U", 0.92}}, 1);
    const CvssScores scores{tenths(base), tenths(round_up(base * time)), tenths(score(true, time))};
    return weights_.whole() ? std::optional(scores) : std::nullopt;
  }

private:
  double round_up(double score) const {
    if (!minor_1_)
      return std::ceil(score * 10) / 10;
    const long long whole = std::llround(score * 100000);
    return whole % 10000 == 0 ? static_cast<double>(whole) / 100000 : static_cast<double>(whole / 10000 + 1) / 10;
  }

  // The modified metric where the environment has one.
  std::string_view value(std::string_view metric, bool modified) const {
    const std::string_view own = modified ? weights_.value(std::string("M") + std::string(metric)) : std::string_view();
    return own.empty() || own == "X" ? weights_.value(metric) : own;
  }

  double score(bool modified, double time) {
    const std::string_view scope = value("S", modified);
    const bool changed = weights_.weight(scope, {{"U", 0}, {"C", 1}}) > 0;
    double untouched = 1;
    for (const auto& [metric, requirement] : {std::pair("C", "CR"), std::pair("I", "IR"), std::pair("A", "AR")}) {
      const double needed =
          modified ? weights_.of(requirement, {{"X", 1}, {"H", 1.5}, {"M", 1}, {"L", 0.5}}, 1) : 1;
      untouched *= 1 - needed * weights_.weight(value(metric, modified), {{"H", 0.56}, {"L", 0.22}, {"N", 0}});
    }
    const double sum = modified ? std::min(1 - untouched, 0.915) : 1 - untouched;
    const double tail = modified && minor_1_ ? std::pow(sum * 0.9731 - 0.02, 13) : std::pow(sum - 0.02, 15);
    const double impact = changed ? 7.52 * (sum - 0.029) - 3.25 * tail : 6.42 * sum;
    const double privileges = changed
                                  ? weights_.weight(value("PR", modified), {{"N", 0.85}, {"L", 0.68}, {"H", 0.5}})
                                  : weights_.weight(value("PR", modified), {{"N", 0.85}, {"L", 0.62}, {"H", 0.27}});
    const double exploitability =
        8.22 * weights_.weight(value("AV", modified), {{"N", 0.85}, {"A", 0.62}, {"L", 0.55}, {"P", 0.2}}) *
        weights_.weight(value("AC", modified), {{"L", 0.77}, {"H", 0.44}}) * privileges *
        weights_.weight(value("UI", modified), {{"N", 0.85}, {"R", 0.62}});
    if (impact <= 0)
      return 0;
    const double whole = round_up(std::min((changed ? 1.08 : 1) * (impact + exploitability), 10.0));
    return modified ? round_up(whole * time) : whole;
  }

  Weights weights_;
  bool minor_1_;
};

} // namespace

std::optional<CvssMetrics> cvss_metrics(std::string_view vector) {
  CvssMetrics metrics;
  if (vector.starts_with("CVSS:"))
    vector.remove_prefix(std::min(vector.find('/'), vector.size() - 1) + 1);
  while (!vector.empty()) {
    const std::string_view metric = vector.substr(0, vector.find('/'));
    vector.remove_prefix(std::min(metric.size() + 1, vector.size()));
    const std::size_t colon = metric.find(':');
    if (colon == std::string_view::npos || colon == 0 || colon + 1 == metric.size() || metrics.size() >= metric_limit ||
        !metrics.emplace(metric.substr(0, colon), metric.substr(colon + 1)).second)
      return std::nullopt;
  }
  return metrics;
}

std::optional<CvssScores> cvss_scores(std::string_view vector) {
  const std::optional<CvssMetrics> metrics = cvss_metrics(vector);
  if (!metrics)
    return std::nullopt;
  if (vector.starts_with("CVSS:3.0/") || vector.starts_with("CVSS:3.1/"))
    return Version3(*metrics, vector[7] == '1').scores();
  return vector.starts_with("CVSS:") ? std::nullopt : version_2(*metrics);
}

std::string_view cvss_severity(std::int64_t tenths) {
  return tenths == 0 ? "NONE" : tenths < 40 ? "LOW" : tenths < 70 ? "MEDIUM" : tenths < 90 ? "HIGH" : "CRITICAL";
}

} // namespace assay::evidence

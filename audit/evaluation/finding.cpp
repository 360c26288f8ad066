// SPDX-License-Identifier: Apache-2.0
#include "audit/evaluation/finding.hpp"

#include "audit/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace assay::evaluation {

using schema::IfFewer;

std::string_view to_string(Result result) {
  switch (result) {
  case Result::supported: return "supported";
  case Result::contradicted: return "contradicted";
  case Result::silent: return "silent";
  }
  return {};
}

namespace {

// Names of populations are plurals.
std::string singular(const std::string& what) {
  if (what.ends_with("ies"))
    return what.substr(0, what.size() - 3) + "y";
  if (what.ends_with("yses"))
    return what.substr(0, what.size() - 2) + "is";
  return what.ends_with("s") ? what.substr(0, what.size() - 1) : what;
}

std::string counted(std::uint64_t number, const std::string& what) {
  return fmt::format("{} {}", grouped(std::to_string(number)), number == 1 ? singular(what) : what);
}

// The numbers of a finding in words, whatever its result.
std::string numbers(const Finding& finding) {
  const std::string& what = finding.rule->population->name;
  if (finding.population_size() == 0) // that there was no exception among none would sound like something
    return fmt::format("no {} to test", what);
  std::string text = fmt::format("{} tested, {}", counted(finding.population_size(), what),
                                 finding.exceptions == 0 ? "no exception" : counted(finding.exceptions, "exceptions"));
  if (finding.unknown > 0)
    text += fmt::format(", {} not known", grouped(std::to_string(finding.unknown)));
  return text;
}

void settle(Finding& finding, Result result, std::string reason = {}) {
  finding.result = result;
  finding.reason = std::move(reason);
  finding.sentence = numbers(finding);
}

} // namespace

std::string values_of(const Finding& finding) {
  std::vector<std::string> values;
  for (const auto& [name, value] : finding.values)
    if (!value.text.empty())
      values.push_back(fmt::format("{} {}", name, value.text));
  return fmt::format("{}", fmt::join(values, ", "));
}

void conclude(Finding& finding, const evidence::Examination& examination) {
  const std::uint64_t size = finding.population_size();
  if (!examination.available)
    return settle(finding, Result::silent, "the population is not available: " + examination.reason);
  const bool too_many = finding.tolerable_deviation.exceeded_by(finding.exceptions, size);
  if (!examination.complete()) {
    // Without tolerance one exception decides, whatever else there may be; a share of what is not known does not.
    if (finding.exceptions > 0 && finding.tolerable_deviation.numerator == 0)
      return settle(finding, Result::contradicted,
                    "the examination was not complete, yet one exception is enough: " + examination.reason);
    return settle(finding, Result::silent, "the examination was not complete: " + examination.reason);
  }
  if (too_many)
    return settle(finding, Result::contradicted);
  // Whatever a parameter made of the minimum, nothing never supports.
  const std::uint64_t least = std::max<std::uint64_t>(finding.minimum, 1);
  if (size < least) {
    const std::string reason =
        fmt::format("{} found where at least {} {} asked for", size == 0 ? "none was" : grouped(std::to_string(size)),
                    grouped(std::to_string(least)), least == 1 ? "is" : "are");
    switch (finding.rule->if_fewer) {
    case IfFewer::contradicted: return settle(finding, Result::contradicted, reason);
    case IfFewer::supported:
      return examination.examined > 0
                 ? settle(finding, Result::supported)
                 : settle(finding, Result::silent, "nothing was examined, so nothing was found");
    case IfFewer::silent: break;
    }
    return settle(finding, Result::silent, reason);
  }
  if (finding.known < least)
    return settle(finding, Result::silent, "too few items are known");
  if (finding.tolerable_deviation.exceeded_by(finding.exceptions + finding.unknown, size))
    return settle(finding, Result::silent,
                  fmt::format("{} not known, and could be exceptions", counted(finding.unknown, "items")));
  settle(finding, Result::supported);
}

} // namespace assay::evaluation

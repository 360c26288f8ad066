// SPDX-License-Identifier: Apache-2.0
//
// Reads SARIF 2.1.0 logs (OASIS Standard with Errata 01). Versions after it are read as far as they have kept its
// members, and are not valid; version 1 and 2.0 are refused. Bounds, besides document_limit: 10,000 runs, 2 million
// results, and for each run 1 million rules, 10,000 extensions and invocations, 2 million artifacts. Results are not kept:
// whoever wants them walks over the document again.
#include "audit/base/error.hpp"
#include "audit/base/json.hpp"
#include "audit/base/shortened.hpp"
#include "audit/base/text.hpp"
#include "audit/base/time.hpp"
#include "audit/evidence/readers/analysis.hpp"
#include "audit/evidence/readers/sarif_grammar.hpp"
#include "audit/evidence/readers/sarif_places.hpp"
#include "audit/evidence/readers/sarif_rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace assay::evidence {

namespace {

constexpr std::size_t run_limit = 10000;
constexpr std::int64_t result_limit = 2000000;

// 3.11.5: {0} is the first argument, {{ an opening brace.
std::string with_arguments(std::string_view text, JsonValue arguments) {
  std::vector<std::string_view> values;
  arguments.each([&](JsonValue one, std::size_t) { values.push_back(one.text_or({})); });
  std::string out;
  for (std::size_t at = 0; at < text.size() && out.size() <= shown_text_limit; ++at) {
    if ((text[at] == '{' || text[at] == '}') && text.substr(at + 1, 1) == text.substr(at, 1)) {
      out += text[at++];
      continue;
    }
    std::size_t index = 0;
    const char* end = text.data() + text.size();
    const auto number = std::from_chars(text.data() + at + 1, end, index);
    if (text[at] == '{' && number.ec == std::errc() && number.ptr != end && *number.ptr == '}' &&
        index < values.size()) {
      out += values[index].substr(0, shown_text_limit + 1);
      at = static_cast<std::size_t>(number.ptr - text.data());
    } else {
      out += text[at];
    }
  }
  return out;
}

// 3.27.23: a result is suppressed when it has suppressions and each of them is accepted, as one without a status is.
void read_suppressions(JsonValue suppressions, AnalysisResult& result) {
  if (!suppressions.is_array())
    return;
  result.states_suppressions = true;
  result.justified = suppressions.size() > 0;
  const auto rank = [](std::string_view status) {
    return status == "rejected" ? 3 : status == "underReview" ? 2 : status == "accepted" ? 0 : 1;
  };
  suppressions.each([&](JsonValue one, std::size_t index) {
    const std::string_view status = one["status"].text_or("accepted");
    if (index == 0 || rank(status) > rank(result.suppression_status))
      result.suppression_status = status;
    const std::string_view justification = trimmed(one["justification"].text_or({}));
    result.justified = result.justified && !justification.empty();
    if (result.justification.empty())
      result.justification = shortened(justification);
  });
  result.suppressed = suppressions.size() > 0 && rank(result.suppression_status) == 0;
}

std::string first_fingerprint(JsonValue fingerprints) {
  std::string first;
  fingerprints.each_member([&](std::string_view name, JsonValue value) {
    if (first.empty() && value.is_string())
      first = shortened(fmt::format("{}:{}", shortened(name), shortened(*value.text())));
  });
  return first;
}

// All that results of one run need from it.
struct RunContext {
  explicit RunContext(JsonValue run)
      : rules(run, "rules", "ruleConfigurationOverrides"), places(run) {}

  AnalysisResult read(JsonValue one) const {
    AnalysisResult result;
    const SarifRule* rule = rules.of_result(one);
    result.kind = one["kind"].text_or("fail");
    result.level = level_of(one, result.kind, rule);
    read_suppressions(one["suppressions"], result);
    result.baseline_state = one["baselineState"].text_or({});
    result.security_severity = security_severity(one["properties"]);
    if (!result.security_severity && rule != nullptr)
      result.security_severity = rule->security_severity;
    result.rule = shortened(one["ruleId"].text_or(one["rule"]["id"].text_or(rule == nullptr ? "" : rule->id)));
    return result;
  }

  void read_rest(JsonValue one, AnalysisResult& result) const {
    const JsonValue location = one["locations"][std::size_t{0}]["physicalLocation"];
    const std::optional<std::string> path = places.path(location["artifactLocation"]);
    result.path_too_long = !path;
    result.path = path.value_or(std::string());
    result.line = location["region"]["startLine"].integer();
    const JsonValue message = one["message"];
    const std::optional<std::string_view> text = message["text"].text();
    result.message = shortened(with_arguments(
        text ? *text : rules.message(rules.of_result(one), message["id"].text_or({})), message["arguments"]));
    result.fingerprint = first_fingerprint(one["fingerprints"]);
    if (result.fingerprint.empty())
      result.fingerprint = first_fingerprint(one["partialFingerprints"]);
  }

  std::optional<std::string_view> level_of(JsonValue one, std::string_view kind, const SarifRule* rule) const {
    if (const auto stated = one["level"].text())
      return stated;
    if (kind != "fail")
      return "none";
    if (rule == nullptr && rules.elsewhere())
      return std::nullopt;
    return rules.level(rule, one["provenance"]);
  }

  SarifRules rules;
  SarifPlaces places;
};

void read_tool(JsonValue driver, AnalysisRun& run) {
  run.tool = shortened(driver["name"].text_or({}));
  for (const char* member : {"version", "semanticVersion", "dottedQuadFileVersion"})
    if (run.tool_version.empty())
      run.tool_version = shortened(driver[member].text_or({}));
}

void read_invocations(JsonValue json, AnalysisRun& run) {
  std::string_view latest_end, latest_start;
  const auto latest = [](std::string_view& known, std::string_view stated) {
    if (!stated.empty() && parse_timestamp(stated) >= parse_timestamp(known))
      known = stated;
  };
  const SarifRules notifications(json, "notifications", "notificationConfigurationOverrides");
  json["invocations"].each([&](JsonValue one, std::size_t) {
    if (const std::optional<bool> successful = one["executionSuccessful"].boolean())
      run.succeeded = run.succeeded.value_or(true) && *successful;
    latest(latest_end, one["endTimeUtc"].text_or({}));
    latest(latest_start, one["startTimeUtc"].text_or({}));
    for (const char* list : {"toolExecutionNotifications", "toolConfigurationNotifications"})
      one[list].each([&](JsonValue said, std::size_t) {
        const std::string_view level = said["level"].text_or(
            notifications.level(notifications.of_reference(said["descriptor"]), JsonValue()));
        run.error_notifications += level == "error" ? 1 : 0;
      });
  });
  run.time_as_stated = shortened(latest_end.empty() ? latest_start : latest_end);
  run.time = parse_timestamp(run.time_as_stated);
}

class SarifLog : public Analysis {
public:
  explicit SarifLog(const Document& document) : json_(document.text, document.name) {
    const JsonValue root = json_.root();
    version = shortened(root["version"].text_or({}));
    if (version.starts_with("1.") || version.starts_with("2.0"))
      throw Error::input(fmt::format("it is SARIF {}, which is not read; SARIF 2.1.0 is", version));
    if (!root["runs"].is_array() && !root["runs"].is_null())
      throw Error::input(fmt::format("`runs` is {}: this is no SARIF log", root["runs"].kind()));
    if (root["runs"].size() > run_limit)
      throw Error::input(fmt::format("it has more than {} runs", run_limit));
    sarif_grammar().check(root, flaws);
    root["runs"].each([&](JsonValue run, std::size_t index) { runs.push_back(summary(run, index)); });
  }

  void each_result(const std::function<void(const AnalysisResult&)>& visit) const override {
    json_.root()["runs"].each([&](JsonValue run, std::size_t index) {
      const RunContext context(run);
      const std::string list = json_pointer(runs[index].place, "results");
      run["results"].each([&](JsonValue one, std::size_t number) {
        AnalysisResult result = context.read(one);
        context.read_rest(one, result);
        result.run = &runs[index];
        result.place = json_pointer(list, number);
        visit(result);
      });
    });
  }

private:
  AnalysisRun summary(JsonValue json, std::size_t index) {
    AnalysisRun run;
    run.place = json_pointer("/runs", index);
    read_tool(json["tool"]["driver"], run);
    run.category = shortened(json["automationDetails"]["id"].text_or({}));
    json["versionControlProvenance"].each([&](JsonValue one, std::size_t) {
      if (const auto revision = one["revisionId"].text())
        run.revisions.push_back(shortened(*revision));
    });
    read_invocations(json, run);
    read_results(json, run);
    return run;
  }

  void read_results(JsonValue json, AnalysisRun& run) {
    const JsonValue results = json["results"];
    if (json["externalPropertyFileReferences"]["results"].size() > 0)
      run.why_unknown = "its results are in a file beside this one";
    else if (results && !results.is_array() && !results.is_null())
      run.why_unknown = fmt::format("its `results` is {}, not an array", results.kind());
    else
      run.has_results = results.is_array();
    const RunContext context(json);
    run.rules = static_cast<std::int64_t>(context.rules.count());
    results.each([&](JsonValue one, std::size_t) {
      if (++results_ > result_limit)
        throw Error::input(fmt::format("it has more than {} results", result_limit));
      const AnalysisResult result = context.read(one);
      ++run.results;
      run.errors += result.level == "error" ? 1 : 0;
      run.warnings += result.level == "warning" ? 1 : 0;
      run.notes += result.level == "note" ? 1 : 0;
      run.levels_unknown += result.level ? 0 : 1;
      run.suppressed += result.suppressed ? 1 : 0;
    });
  }

  JsonDocument json_;
  std::int64_t results_ = 0;
};

} // namespace

bool names_sarif(const Appearance& path_only) {
  return path_only.ends_with(".sarif") || path_only.ends_with(".sarif.json");
}

bool is_sarif(const Appearance& appearance) {
  if (names_sarif(appearance)) // nothing else is called so: what it cannot be, the reader says
    return true;
  if (appearance.syntax != Syntax::json || appearance.root_is_array)
    return false;
  return (appearance.has("runs") && appearance.has("version")) ||
         appearance.value("$schema").find("sarif-schema") != std::string_view::npos;
}

std::unique_ptr<Content> read_sarif(const Document& document) {
  return std::make_unique<SarifLog>(document);
}

} // namespace assay::evidence

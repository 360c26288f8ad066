// SPDX-License-Identifier: Apache-2.0
//
// Predicates of attestations: which they are, and what those of SLSA say – build provenance 0.1, 0.2 and 1, and
// verification summaries 0.1 to 1.
#include "audit/base/shortened.hpp"
#include "audit/base/text.hpp"
#include "audit/evidence/readers/attestation_parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace assay::evidence {

namespace {

constexpr std::size_t level_limit = 100;

// Types begin so, without their scheme; what follows is a version. The first that fits counts.
struct Row {
  std::string_view beginning, name;
};
constexpr Row rows[] = {{"slsa.dev/provenance/v0.1", "slsa-provenance-0.1"},
                        {"slsa.dev/provenance/v0.2", "slsa-provenance-0.2"},
                        {"slsa.dev/provenance/v1", "slsa-provenance-1"},
                        {"slsa.dev/verification_summary", "vsa"},
                        {"spdx.dev/Document", "spdx"},
                        {"spdx.dev/document", "spdx"},
                        {"cyclonedx.org/bom", "cyclonedx"},
                        {"cyclonedx.org/schema", "cyclonedx"},
                        {"openvex.dev/ns", "openvex"},
                        {"in-toto.io/attestation/test-result", "test-result"},
                        {"in-toto.io/attestation/link", "link"},
                        {"in-toto.io/Link", "link"},
                        {"in-toto.io/attestation/release", "release"},
                        {"in-toto.io/attestation/scai", "scai"},
                        {"in-toto.io/attestation/vulns", "vulnerabilities"},
                        {"cosign.sigstore.dev/attestation/vuln", "vulnerabilities"}};

// A commit of git in a digest set.
std::string_view commit_in(JsonValue digest) {
  for (const char* name : {"gitCommit", "sha1"})
    if (const auto text = digest[name].text(); text && !text->empty())
      return *text;
  return {};
}

class Reader {
public:
  Reader(JsonValue json, const std::string& at, AttestationStatement& out) : json_(json), at_(at), out_(out) {}

  void read() {
    if (out_.predicate == "slsa-provenance-1")
      read_provenance_1();
    else if (out_.predicate == "slsa-provenance-0.2")
      read_provenance_02();
    else if (out_.predicate == "slsa-provenance-0.1")
      read_provenance_01();
    else if (out_.predicate == "vsa")
      read_summary();
  }

private:
  void need(bool there, std::string_view path) {
    if (!there)
      out_.flaws.add(fmt::format("{}/{}", at_, path), "it is missing");
  }

  std::string required(JsonValue json, std::string_view path) {
    const auto text = json.text();
    need(text && !text->empty(), path);
    return shortened(text.value_or(std::string_view()));
  }

  // Where it came from: that resource, or the first of the list that names a commit.
  void set_source(JsonValue resource, JsonValue list) {
    out_.source = shortened(resource["uri"].text_or({}));
    out_.commit = shortened(commit_in(resource["digest"]));
    if (!out_.commit.empty())
      return;
    bool found = false;
    list.each([&](JsonValue one, std::size_t) {
      const std::string_view commit = commit_in(one["digest"]), uri = one["uri"].text_or({});
      if (found || commit.empty() || (!out_.source.empty() && uri != out_.source))
        return;
      found = true;
      out_.source = shortened(uri);
      out_.commit = shortened(commit);
    });
  }

  void read_provenance_1() {
    const JsonValue definition = json_["buildDefinition"], run = json_["runDetails"];
    out_.builder = required(run["builder"]["id"], "runDetails/builder/id");
    out_.build_type = required(definition["buildType"], "buildDefinition/buildType");
    const JsonValue parameters = definition["externalParameters"];
    need(parameters.is_object(), "buildDefinition/externalParameters");
    set_source(parameters["source"], definition["resolvedDependencies"]);
    for (const char* member : {"workflow", "buildConfigSource"})
      if (out_.source.empty())
        out_.source = shortened(parameters[member]["repository"].text_or({}));
    out_.started = shortened(run["metadata"]["startedOn"].text_or({}));
    out_.finished = shortened(run["metadata"]["finishedOn"].text_or({}));
  }

  void read_provenance_02() {
    out_.builder = required(json_["builder"]["id"], "builder/id");
    out_.build_type = required(json_["buildType"], "buildType");
    set_source(json_["invocation"]["configSource"], json_["materials"]);
    read_times();
  }

  void read_provenance_01() {
    out_.builder = required(json_["builder"]["id"], "builder/id");
    out_.build_type = shortened(json_["recipe"]["type"].text_or({}));
    const auto defined = json_["recipe"]["definedInMaterial"].integer();
    const JsonValue material = defined && *defined >= 0 ? json_["materials"][static_cast<std::size_t>(*defined)] : JsonValue();
    set_source(material, json_["materials"]);
    read_times();
  }

  void read_times() {
    out_.started = shortened(json_["metadata"]["buildStartedOn"].text_or({}));
    out_.finished = shortened(json_["metadata"]["buildFinishedOn"].text_or({}));
  }

  // Version 0.1 wrote its members with underscores.
  JsonValue member(const char* name, const char* older) const {
    const JsonValue found = json_[name];
    return found ? found : json_[older];
  }

  void read_summary() {
    out_.verifier = required(json_["verifier"]["id"], "verifier/id");
    out_.verified = required(member("timeVerified", "time_verified"), "timeVerified");
    out_.resource = required(member("resourceUri", "resource_uri"), "resourceUri");
    out_.verification_result = required(member("verificationResult", "verification_result"), "verificationResult");
    need(json_["policy"].is_object(), "policy");
    const JsonValue levels = json_["verifiedLevels"], level = member("policyLevel", "policy_level");
    need(levels.is_array() || level.is_string(), "verifiedLevels");
    std::set<std::string> seen;
    const auto add = [&](std::string_view text) {
      if (!text.empty() && out_.levels.size() < level_limit && seen.insert(shortened(text)).second)
        out_.levels.push_back(shortened(text));
    };
    levels.each([&](JsonValue one, std::size_t) { add(one.text_or({})); });
    add(level.text_or({}));
  }

  JsonValue json_;
  const std::string& at_;
  AttestationStatement& out_;
};

} // namespace

const std::vector<std::string>& predicate_names() {
  static const std::vector<std::string> names = [] {
    std::set<std::string> all = {"layout"};
    for (const Row& row : rows)
      all.emplace(row.name);
    return std::vector<std::string>(all.begin(), all.end());
  }();
  return names;
}

std::string_view predicate_name(std::string_view type) {
  if (const std::size_t scheme = type.find("://"); scheme != std::string_view::npos)
    type.remove_prefix(scheme + 3);
  for (const Row& row : rows)
    if (type.starts_with(row.beginning)) {
      const std::string_view rest = type.substr(row.beginning.size());
      if (rest.empty() || rest.find_first_of("/.?#@-") == 0)
        return row.name;
    }
  return "other";
}

void read_predicate(JsonValue predicate, const std::string& at, AttestationStatement& out) {
  Reader(predicate, at, out).read();
}

} // namespace assay::evidence

// SPDX-License-Identifier: Apache-2.0
//
// What people stated about controls, in files that they signed: attestations, waivers and plans. Values, after they were
// read and checked; schemas/testimony.xsd is the grammar of the files.
#pragma once

#include "audit/base/time.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace assay::evaluation {

struct Milestone {
  std::string due, done; // days; `done` is empty until then
  std::string text;
  bool operator==(const Milestone&) const = default;
};

struct Testimony {
  enum class Kind { attestation, waiver, plan };
  Kind kind = Kind::attestation;
  std::string document; // path in the tree, or name of the supplied file
  bool supplied = false;
  std::string sha256; // of the file
  std::string schema, control;
  std::string role;      // attestation: in which the person speaks, as the schema asks for it
  std::string statement; // attestation: the schema's sentence; waiver: the reason; plan: the weakness
  std::string remark;    // attestation: in the person's own words; may be empty
  std::string person;    // who attests, approves or owns, by name
  std::string requested_by;          // waiver: by name
  std::string given, expires;        // days; a plan does not expire
  std::vector<std::string> items;    // waiver: ids of excepted items; none means whatever contradicts the control
  std::vector<Milestone> milestones; // plan
  // What it holds for: commits, and files as path and SHA-256.
  std::vector<std::string> commits;
  std::vector<std::pair<std::string, std::string>> files;
  std::string signature; // "good" … as signatures of commits have it, or "none"
  std::string refused;   // why it does not count; empty when it does. Plans never count.

  bool operator==(const Testimony&) const = default;
  bool counts() const { return refused.empty() && kind != Kind::plan; }
};

std::string_view to_string(Testimony::Kind kind);

} // namespace assay::evaluation

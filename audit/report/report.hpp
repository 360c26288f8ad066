// SPDX-License-Identifier: Apache-2.0
//
// The record of an audit as XML: schemas/report.xsd is its grammar, and everything that is rendered is read from
// it. Built from values alone; two audits of the same inputs give the same bytes.
#pragma once

#include "audit/base/time.hpp"
#include "audit/evaluation/outcome.hpp"
#include "audit/evaluation/product.hpp"

#include <pugixml.hpp>

#include <string>
#include <vector>

namespace assay::report {

// One audited repository at one commit, as it was read.
struct Subject {
  std::string id;        // "s1", …
  std::string revision;  // as the user wrote it
  ObjectId named;        // what it named then: the commit, or a tag that leads to it
  ObjectId commit;
  ObjectId tree;
  std::string path; // the directory of a tree of several products that is meant; empty: all of it
  std::optional<Seconds> release_time; // of the annotated tag that was named, else of the commit
  std::string since;        // previous release as the user wrote it, or the tag that was found; empty if there is none
  bool since_found = false; // whether it was looked for among the tags
  std::optional<ObjectId> since_named; // what that named
  std::optional<ObjectId> since_commit;
  std::optional<Seconds> previous_release_time;
  repository::CloneState clone;
  std::vector<repository::Ref> refs; // those that populations read
  std::uint64_t unreadable_refs = 0; // of those, how many led to no readable object
};

struct Sealer {
  std::string subject;
  std::string certificate_sha256;
  bool self_made = false; // made by assay itself: nobody vouches for the name
};

struct Input {
  std::string kind; // schema, rules, profile, template, trust, evidence
  std::string name, sha256;
  std::uint64_t size = 0;
  bool built_in = false;
};

struct JudgedSchema {
  evaluation::Selection selection;
  std::vector<evaluation::ControlResult> controls; // in the schema's order
};

// A subject with what was found in it.
struct ExaminedSubject {
  Subject subject;
  const evaluation::Evaluation* evaluation = nullptr;
  std::vector<std::string> keyless;              // kinds of signatures there was no key for
  std::size_t unread_repository_keys = 0;        // keys in its tree that could not be read
  std::vector<std::string> unreadable_testimony; // files that look like it, each with the reason
};

// What the statement of a dossier settles.
struct Provenance {
  std::string tool_version;
  Seconds as_of = 0;
  Sealer sealer;
  std::vector<Input> inputs;
};

struct Contents : Provenance {
  std::vector<ExaminedSubject> subjects; // at least one
  bool trust_repository = false;
  bool shares_evidence = false; // whether supplied files counted in each of several subjects
  std::size_t unread_trust = 0; // entries of the trust store that could not be read
  std::vector<JudgedSchema> schemas;
  const evaluation::Product* product = nullptr; // if one was declared
};

// How often each outcome occurs, in the order of evaluation::all_outcomes.
using OutcomeCounts = std::vector<std::pair<evaluation::Outcome, std::size_t>>;
OutcomeCounts count_outcomes(const std::vector<const evaluation::ControlResult*>& controls);
OutcomeCounts count_outcomes(const std::vector<JudgedSchema>& schemas);

// The bytes of report.xml.
std::string write(const Contents& contents);

// What of a report its statement settles: the tool, the time, the sealer, the subjects and the inputs, written as they
// are in report.xml. `provenance_of` takes the same out of a report.
std::string write_provenance(const Provenance& provenance, const std::vector<Subject>& subjects);
std::string provenance_of(pugi::xml_node report);

// The member of the dossier that lists a finding's exceptions.
std::string exceptions_member(const evaluation::Finding& finding);

} // namespace assay::report

// SPDX-License-Identifier: Apache-2.0
//
// An audit as a pure function: inputs by value and a repository in, the record out. Used alike to make a dossier
// and to replay one. Reads no clock, no environment and no file.
#pragma once

#include "audit/base/file.hpp"
#include "audit/evaluation/outcome.hpp"
#include "audit/product.hpp"
#include "audit/report/report.hpp"
#include "audit/schema/load.hpp"
#include "audit/testimony.hpp"
#include "audit/trust/store.hpp"

#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace assay {

using Progress = std::function<void(std::string_view what, std::uint64_t count)>;

// The version of this library and tool; dossiers are replayed by the version that made them.
std::string_view version();

// Everything an audit depends on besides the repository. File names are those of the dossier's members.
struct AuditInputs {
  std::vector<SourceFile> schemas;       // at least one
  std::vector<SourceFile> rules;         // rule libraries
  std::vector<SourceFile> profile_files; // profiles kept in files of their own
  std::vector<std::string> profiles;     // "profile", or "schema:profile" when there are several schemas
  std::vector<SourceFile> products;      // at most one: what the vendor declares about the product
  std::vector<SourceFile> templates;
  std::vector<SourceFile> trust;
  std::vector<SourceFile> evidence;
  bool trust_repository = false; // trust keys in the audited tree too, as self-asserted
  Seconds as_of = 0;
  report::Sealer sealer;
};

// The default and built-in inputs: all rule libraries and report templates.
std::vector<SourceFile> builtin_rules();
std::vector<SourceFile> builtin_templates();

// The objects that an audit asked for and could not have: how many, and the SHA-256 of their ids, a line each, sorted
// within each subject.
struct MissingObjects {
  std::uint64_t count = 0;
  std::string sha256;
  bool operator==(const MissingObjects&) const = default;
};

struct AuditResult {
  std::string report_xml;
  MissingObjects missing;
  std::vector<report::JudgedSchema> schemas; // point into the audit that ran
  std::string summary;                       // the outcomes counted, in a sentence
  bool any(evaluation::Outcome outcome) const;
};

// A subject and the clone it is read from.
struct AuditedSubject {
  const repository::Repository& repository;
  report::Subject subject;
};

// What was found in one subject.
struct Examined {
  std::unique_ptr<trust::TrustStore> trust; // keys of the subject's own tree are in it, if they are trusted
  std::unique_ptr<evaluation::Evaluation> evaluation;
  TestimonyOnFile testimony;
};

class Audit {
public:
  // Loads and checks all schemas, rules and profiles. Throws Error::input with every problem found.
  explicit Audit(AuditInputs inputs);

  // Reads what the audit has to know about the repository: the commit, the range, the state of the clone, and
  // the refs that some rule reads. `since` as for survey_subject().
  report::Subject survey(const repository::Repository& repository, const std::string& revision,
                         const std::optional<std::string>& since) const;

  // Tests the subjects, at least one, each with an id of its own. Asks their repositories for objects only; everything
  // else comes from the subjects.
  AuditResult run(const std::vector<AuditedSubject>& subjects, const Progress& progress = {});

  const AuditInputs& inputs() const { return inputs_; }
  // The time that the next run sees.
  void set_as_of(Seconds time) { inputs_.as_of = time; }
  // What the vendor declares; null when nothing was handed in.
  const evaluation::Product* product() const { return product_ ? &*product_ : nullptr; }
  // After run(): what was found, in the order of the subjects.
  const std::vector<Examined>& examined() const { return examined_; }
  // After run(): the findings of all subjects with their exceptions.
  std::vector<const evaluation::Finding*> findings() const;

private:
  void layer_profiles();
  const schema::Profile* choose_profile(const schema::ComplianceSchema& schema) const;
  Examined examine(const AuditedSubject& audited, const std::vector<AuditedSubject>& all,
                   const Progress& progress) const;
  std::vector<report::JudgedSchema> judge(const std::vector<AuditedSubject>& subjects) const;

  AuditInputs inputs_;
  std::vector<std::unique_ptr<schema::ComplianceSchema>> schemas_;
  std::vector<std::unique_ptr<schema::Profile>> file_profiles_;
  std::vector<evaluation::Selection> selections_;
  std::optional<evaluation::Product> product_;
  std::vector<Examined> examined_; // by the last run
};

// The kinds of input files, in the order reports list them. The files of each lie in a folder of their own in a dossier:
// a schema that called itself evidence would be nobody's to know.
struct InputKind {
  std::string_view name, folder;
  std::vector<SourceFile> AuditInputs::*files;
  bool nested; // whether the folder may have folders
};
const std::array<InputKind, 7>& input_kinds();
const InputKind* find_input_kind(std::string_view name);

// No input file is larger.
constexpr std::uint64_t input_limit = 512u << 20;

// All input files of an audit with their kind.
std::vector<std::pair<std::string, const SourceFile*>> input_files(const AuditInputs& inputs);

// Fills in what the objects that a subject is named by say: commits, tree and times. Throws Error::input when one
// cannot be had.
void read_releases(const repository::Repository& repository, report::Subject& subject);

// Resolves a revision and reads the state of the clone; the subject is called s1 and its refs stay empty. `since` names the previous
// release; empty, the range is the whole history; absent, the release before is looked for among the tags.
report::Subject survey_subject(const repository::Repository& repository, const std::string& revision,
                               const std::optional<std::string>& since);

// Confines a subject to what belongs to one directory of its tree. Throws Error::input when the tree has none of that name.
void confine(const repository::Repository& repository, report::Subject& subject, const std::string& directory);

// Of a repository that a product is declared to be built from: the revision that is named, or the tag of the highest
// version that its pattern matches, prereleases aside. Throws Error::input when there is no such tag.
std::string declared_revision(const repository::Repository& repository, const evaluation::ProductRepository& declared);

// The standard parameters that have a value for this subject.
schema::ParameterValues standard_values(Seconds as_of, const report::Subject& subject);

// The evidence of a subject, ready to draw populations from. It refers to `repository`, `supplied` and `trust`.
evidence::Evidence evidence_of(const repository::Repository& repository, const report::Subject& subject,
                               const std::vector<SourceFile>& supplied, const trust::TrustStore& trust,
                               const Progress& progress);

} // namespace assay

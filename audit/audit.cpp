// SPDX-License-Identifier: Apache-2.0
#include "audit/audit.hpp"

#include "audit/base/error.hpp"
#include "audit/builtin.hpp"
#include "audit/dossier.hpp"
#include "audit/evidence/supplied.hpp"
#include "audit/report/wording.hpp"
#include "audit/seal/member_names.hpp"
#include "audit/trust_material.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace assay {

using evaluation::Outcome;

std::string_view version() {
  return ASSAY_VERSION;
}

std::vector<SourceFile> builtin_rules() {
  return builtins_in("schemas/rules/", ".xml");
}

std::vector<SourceFile> builtin_templates() {
  std::vector<SourceFile> files = builtins_in("templates/", ".mustache");
  std::vector<SourceFile> styles = builtins_in("templates/", ".css");
  files.insert(files.end(), std::make_move_iterator(styles.begin()), std::make_move_iterator(styles.end()));
  std::sort(files.begin(), files.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  return files;
}

bool AuditResult::any(Outcome outcome) const {
  const report::OutcomeCounts counts = report::count_outcomes(schemas);
  return std::any_of(counts.begin(), counts.end(),
                     [&](const auto& one) { return one.first == outcome && one.second > 0; });
}

const std::array<InputKind, 7>& input_kinds() {
  static constexpr std::array<InputKind, 7> kinds = {{{"schema", "schemas/", &AuditInputs::schemas, false},
                                                      {"rules", "schemas/rules/", &AuditInputs::rules, false},
                                                      {"profile", "profiles/", &AuditInputs::profile_files, false},
                                                      {"product", "product/", &AuditInputs::products, false},
                                                      {"template", "templates/", &AuditInputs::templates, false},
                                                      {"trust", "trust/", &AuditInputs::trust, true},
                                                      {"evidence", "evidence/", &AuditInputs::evidence, true}}};
  return kinds;
}

const InputKind* find_input_kind(std::string_view name) {
  const auto& kinds = input_kinds();
  const auto* const found = std::find_if(kinds.begin(), kinds.end(), [&](const auto& one) { return one.name == name; });
  return found == kinds.end() ? nullptr : found;
}

std::vector<std::pair<std::string, const SourceFile*>> input_files(const AuditInputs& inputs) {
  std::vector<std::pair<std::string, const SourceFile*>> files;
  for (const InputKind& kind : input_kinds())
    for (const SourceFile& file : inputs.*kind.files)
      files.emplace_back(kind.name, &file);
  return files;
}

Audit::Audit(AuditInputs inputs) : inputs_(std::move(inputs)) {
  // What cannot become a member of a dossier is told before an audit is made, not after.
  std::vector<std::string> names = {member::report, member::html, member::markdown, member::statement, member::chain};
  for (const auto& [kind, file] : input_files(inputs_))
    names.push_back(file->name);
  if (const auto problem = seal::names_problem(names))
    throw Error::input(fmt::format("no audit was made: its inputs cannot all be put into a dossier: {}", *problem))
        .hint("rename the file");
  const SourceFile xsd = builtin("schemas/compliance-schema.xsd");
  schema::Loader loader(xsd.bytes);
  for (const SourceFile& file : inputs_.rules) {
    Diagnostics diagnostics;
    loader.add_rules(file, diagnostics);
    diagnostics.throw_if_any("rule library " + file.shown);
  }
  std::set<std::string> ids;
  for (const SourceFile& file : inputs_.schemas) {
    Diagnostics diagnostics;
    schemas_.push_back(std::make_unique<schema::ComplianceSchema>(loader.load_schema(file, diagnostics)));
    diagnostics.throw_if_any("compliance schema " + file.shown);
    if (!ids.insert(schemas_.back()->id).second)
      throw Error::input(fmt::format("no audit was made: schema {} is named twice", schemas_.back()->id));
  }
  for (const SourceFile& file : inputs_.profile_files) {
    // A profile names its schema; which one it is is known only after the file was read.
    Diagnostics diagnostics;
    const std::string target_id = loader.profile_target(file, diagnostics);
    const schema::ComplianceSchema* target = nullptr;
    for (const auto& candidate : schemas_)
      if (candidate->id == target_id)
        target = candidate.get();
    if (target == nullptr && diagnostics.empty())
      throw Error::input(fmt::format("profile {} is for a schema that is not part of this audit", file.shown));
    if (target != nullptr)
      file_profiles_.push_back(
          std::make_unique<schema::Profile>(loader.load_profile(file, *target, diagnostics)));
    diagnostics.throw_if_any("profile " + file.shown);
  }
  if (inputs_.products.size() > 1)
    throw Error::usage("an audit is of one product");
  if (!inputs_.products.empty())
    product_ = read_product(inputs_.products.front(), inputs_.evidence);
  layer_profiles();
  std::set<std::string> profiled;
  const auto once = [&](const std::string& profile, const std::string& of) {
    if (ids.count(of) == 0)
      throw Error::usage(fmt::format("profile {}: schema {} is not part of this audit", profile, of));
    if (!profiled.insert(of).second)
      throw Error::usage(fmt::format("profile {}: schema {} has been given a profile already", profile, of));
  };
  for (const auto& profile : file_profiles_)
    once(profile->id, profile->schema);
  for (const std::string& wanted : inputs_.profiles) {
    const std::size_t colon = wanted.find(':');
    if (colon == std::string::npos && schemas_.size() > 1)
      throw Error::usage(fmt::format("profile {}: which schema is meant?", wanted))
          .hint(fmt::format("with several schemas write --profile {}:{}", schemas_.front()->id, wanted));
    once(wanted, colon == std::string::npos ? schemas_.front()->id : wanted.substr(0, colon));
  }
  for (const auto& one : schemas_) {
    selections_.push_back({*one, choose_profile(*one)});
    if (const schema::Profile* profile = selections_.back().profile; profile != nullptr && profile->controls.empty())
      throw Error::input(fmt::format("profile {} of schema {} leaves no control to test", profile->id, one->id));
  }
}

// Puts each profile in a file over the one that it changes; those that were only changed are then done with.
void Audit::layer_profiles() {
  const auto find = [&](const std::string& id, const std::string& of) -> const schema::Profile* {
    for (const auto& one : file_profiles_)
      if (one->id == id && one->schema == of)
        return one.get();
    for (const auto& one : schemas_)
      if (one->id == of)
        return one->find_profile(id);
    return nullptr;
  };
  std::set<const schema::Profile*> changed;
  for (const auto& profile : file_profiles_)
    for (std::size_t layers = 0; !profile->base.empty(); ++layers) {
      const schema::Profile* base = find(profile->base, profile->schema);
      if (base == nullptr)
        throw Error::input(fmt::format("profile {} changes profile {}, which neither schema {} has nor a file that was given",
                                       profile->id, profile->base, profile->schema));
      if (base == profile.get() || layers > file_profiles_.size())
        throw Error::input(fmt::format("profile {} changes itself", profile->id));
      changed.insert(base);
      *profile = profile->over(*base);
    }
  std::erase_if(file_profiles_, [&](const auto& one) { return changed.count(one.get()) != 0; });
}

const schema::Profile* Audit::choose_profile(const schema::ComplianceSchema& schema) const {
  for (const auto& profile : file_profiles_)
    if (profile->schema == schema.id)
      return profile.get();
  for (const std::string& wanted : inputs_.profiles) {
    const std::size_t colon = wanted.find(':');
    if (colon != std::string::npos && wanted.substr(0, colon) != schema.id)
      continue;
    const std::string id = colon == std::string::npos ? wanted : wanted.substr(colon + 1);
    const schema::Profile* profile = schema.find_profile(id);
    if (profile == nullptr) {
      std::vector<std::string> known;
      for (const schema::Profile& one : schema.profiles)
        known.push_back(one.id);
      throw Error::usage(fmt::format("schema {} has no profile {}", schema.id, id))
          .hint(known.empty() ? "it has none at all" : fmt::format("it has: {}", fmt::join(known, ", ")));
    }
    return profile;
  }
  return schema.profiles.empty() ? nullptr : &schema.profiles.front();
}

report::Subject Audit::survey(const repository::Repository& repository, const std::string& revision,
                              const std::optional<std::string>& since) const {
  report::Subject subject = survey_subject(repository, revision, since);
  evaluation::Evaluation wanted({});
  for (const evaluation::Selection& selection : selections_)
    evaluation::require_findings(wanted, selection);
  std::set<std::string> prefixes;
  for (const auto& [id, finding] : wanted.findings())
    prefixes.insert(finding->rule->population->refs);
  prefixes.erase("");
  std::string_view covered = " "; // no ref's name begins so
  for (const std::string& prefix : prefixes) {
    if (prefix.starts_with(covered)) // such as refs/tags/ behind refs/
      continue;
    covered = prefix;
    std::size_t broken = 0;
    std::vector<repository::Ref> refs = repository.refs(prefix, broken);
    subject.refs.insert(subject.refs.end(), refs.begin(), refs.end());
    subject.unreadable_refs += broken;
  }
  return subject;
}

namespace {

// Of which of several subjects a supplied file is: the one whose id its folder has; empty when it is of all.
std::string subject_of(const SourceFile& file, const std::vector<AuditedSubject>& all) {
  const std::string_view path = evidence::supplied_path(file);
  const std::string_view folder = path.substr(0, std::min(path.find('/'), path.size()));
  for (const AuditedSubject& one : all)
    if (folder.size() < path.size() && one.subject.id == folder)
      return one.subject.id;
  return {};
}

// The supplied files that are about one of several subjects.
std::vector<SourceFile> files_about(const report::Subject& subject, const std::vector<AuditedSubject>& all,
                                    const std::vector<SourceFile>& supplied) {
  std::vector<SourceFile> files;
  for (const SourceFile& file : supplied)
    if (const std::string of = subject_of(file, all); of.empty() || of == subject.id)
      files.push_back(file);
  return files;
}

// Throws Error::input when subjects are not what the product is declared to be built from.
void hold_against(const evaluation::Product& product, const std::vector<AuditedSubject>& subjects) {
  for (const AuditedSubject& one : subjects) {
    const evaluation::ProductRepository* declared = product.find_repository(one.subject.id);
    if ((declared == nullptr && subjects.size() > 1) ||
        one.subject.path != (declared == nullptr ? std::string() : declared->path))
      throw Error::input(fmt::format("the product file declares no repository {} of which {} is audited", one.subject.id,
                                     one.subject.path.empty() ? "all" : "directory " + one.subject.path));
  }
}

} // namespace

Examined Audit::examine(const AuditedSubject& audited, const std::vector<AuditedSubject>& all,
                        const Progress& progress) const {
  const auto& [repository, subject] = audited;
  std::vector<std::string> commits;
  for (const AuditedSubject& one : all)
    commits.push_back(one.subject.commit.hex());
  const bool several = all.size() > 1;
  const std::vector<SourceFile> own = several ? files_about(subject, all, inputs_.evidence) : std::vector<SourceFile>();
  const std::vector<SourceFile>& supplied = several ? own : inputs_.evidence; // which may be large: no copy without need
  Examined out;
  out.evaluation = std::make_unique<evaluation::Evaluation>(standard_values(inputs_.as_of, subject),
                                                            several ? subject.id : std::string());
  for (const evaluation::Selection& selection : selections_)
    evaluation::require_findings(*out.evaluation, selection);
  out.trust = trust_store(inputs_.trust, inputs_.trust_repository, repository, subject.tree, inputs_.as_of);
  out.evaluation->run(evidence_of(repository, subject, supplied, *out.trust, progress));
  out.testimony = read_testimony({repository, subject.commit, {subject.tree, subject.path}, supplied, inputs_.trust, *out.trust,
                                  selections_, *out.evaluation, inputs_.as_of, commits});
  return out;
}

std::vector<report::JudgedSchema> Audit::judge(const std::vector<AuditedSubject>& subjects) const {
  evaluation::Circumstances circumstances{inputs_.as_of, {}, {}};
  if (product_) {
    circumstances.placed_on_market = product_->placed_on_market_time();
    circumstances.substantially_modified = product_->modified_time();
  }
  std::vector<evaluation::ExaminedSubject> examined;
  for (std::size_t i = 0; i < subjects.size(); ++i)
    examined.push_back({subjects[i].subject.id, *examined_[i].evaluation, examined_[i].testimony.read});
  std::vector<report::JudgedSchema> schemas;
  for (const evaluation::Selection& selection : selections_) {
    report::JudgedSchema judged{selection, {}};
    for (const schema::Group& group : selection.schema.groups)
      for (const schema::Control& control : group.controls)
        if (selection.selects(control))
          judged.controls.push_back(evaluation::judge(control, selection, examined, circumstances));
    schemas.push_back(std::move(judged));
  }
  return schemas;
}

AuditResult Audit::run(const std::vector<AuditedSubject>& subjects, const Progress& progress) {
  if (product_)
    hold_against(*product_, subjects);
  examined_.clear();
  report::Contents contents;
  contents.tool_version = version();
  contents.as_of = inputs_.as_of;
  contents.sealer = inputs_.sealer;
  contents.trust_repository = inputs_.trust_repository;
  contents.product = product();
  AuditResult result;
  Sha256 missing;
  for (const AuditedSubject& audited : subjects) {
    audited.repository.forget_missing();
    examined_.push_back(examine(audited, subjects, progress));
    const Examined& examined = examined_.back();
    result.missing.count += audited.repository.missing().size();
    for (const ObjectId& id : audited.repository.missing())
      missing.update(id.hex() + "\n");
    report::ExaminedSubject part{audited.subject, examined.evaluation.get(), {}, 0, examined.testimony.unreadable};
    for (const auto& [form, called] : {std::pair{trust::SignatureForm::openpgp, "OpenPGP"},
                                       {trust::SignatureForm::ssh, "SSH"},
                                       {trust::SignatureForm::x509, "X.509"}})
      if (!examined.trust->has_keys(form))
        part.keyless.push_back(called);
    part.unread_repository_keys = examined.trust->repository_problems().size();
    contents.unread_trust = examined.trust->problems().size(); // the same files for each
    contents.subjects.push_back(std::move(part));
  }
  contents.shares_evidence =
      subjects.size() > 1 && std::any_of(inputs_.evidence.begin(), inputs_.evidence.end(),
                                         [&](const SourceFile& file) { return subject_of(file, subjects).empty(); });
  result.missing.sha256 = to_hex(missing.finish());
  for (const auto& [kind, file] : input_files(inputs_))
    contents.inputs.push_back({kind, file->name, file->sha256(), file->bytes.size(), is_builtin(*file)});
  contents.schemas = judge(subjects);
  result.report_xml = report::write(contents);
  result.summary = report::summary_sentence(report::count_outcomes(contents.schemas));
  result.schemas = std::move(contents.schemas);
  return result;
}

std::vector<const evaluation::Finding*> Audit::findings() const {
  std::vector<const evaluation::Finding*> all;
  for (const Examined& one : examined_)
    for (const auto& [id, finding] : one.evaluation->findings())
      all.push_back(finding.get());
  return all;
}

} // namespace assay

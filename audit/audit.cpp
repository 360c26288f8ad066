// SPDX-License-Identifier: Apache-2.0
#include "audit/audit.hpp"

#include "audit/base/error.hpp"
#include "audit/builtin.hpp"
#include "audit/report/wording.hpp"
#include "audit/repository/objects.hpp"

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

bool AuditResult::not_satisfied() const {
  return std::any_of(outcomes.begin(), outcomes.end(),
                     [](const auto& one) { return one.first == Outcome::not_satisfied && one.second > 0; });
}

bool AuditResult::undetermined() const {
  return std::any_of(outcomes.begin(), outcomes.end(),
                     [](const auto& one) { return one.first == Outcome::undetermined && one.second > 0; });
}

std::vector<std::pair<std::string, const SourceFile*>> input_files(const AuditInputs& inputs) {
  std::vector<std::pair<std::string, const SourceFile*>> files;
  const auto add = [&files](const char* kind, const std::vector<SourceFile>& some) {
    for (const SourceFile& file : some)
      files.emplace_back(kind, &file);
  };
  add("schema", inputs.schemas);
  add("rules", inputs.rules);
  add("profile", inputs.profile_files);
  add("template", inputs.templates);
  add("trust", inputs.trust);
  add("evidence", inputs.evidence);
  return files;
}

Audit::Audit(AuditInputs inputs) : inputs_(std::move(inputs)) {
  std::set<std::string> names;
  for (const auto& [kind, file] : input_files(inputs_))
    if (!names.insert(file->name).second)
      throw Error::input(fmt::format("no audit was made: two inputs are called {} in the dossier", file->name))
          .hint("rename one of the files");
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
  for (const std::string& wanted : inputs_.profiles)
    if (const std::size_t colon = wanted.find(':'); colon != std::string::npos && ids.count(wanted.substr(0, colon)) == 0)
      throw Error::usage(fmt::format("profile {}: schema {} is not part of this audit", wanted, wanted.substr(0, colon)));
  for (const auto& one : schemas_)
    selections_.push_back({*one, choose_profile(*one)});
}

const schema::Profile* Audit::choose_profile(const schema::ComplianceSchema& schema) const {
  for (const auto& profile : file_profiles_)
    if (profile->schema == schema.id)
      return profile.get();
  for (const std::string& wanted : inputs_.profiles) {
    const std::size_t colon = wanted.find(':');
    if (colon == std::string::npos && schemas_.size() > 1)
      throw Error::usage(fmt::format("profile {}: which schema is meant?", wanted))
          .hint(fmt::format("with several schemas write --profile {}:{}", schemas_.front()->id, wanted));
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

report::Subject survey_subject(const repository::Repository& repository, const std::string& revision,
                               const std::string& since) {
  report::Subject subject;
  subject.id = "s1";
  subject.revision = revision;
  subject.since = since;
  subject.clone = repository.clone_state();
  // The time of an annotated tag that was named, else the commit's own.
  const auto time_of = [&](const repository::Revision& found, ObjectId* tree) {
    const repository::ReadResult read = repository.read(found.commit);
    repository::CommitView view;
    const std::string problem = read.object ? repository::parse_commit(read.object.bytes(), view) : read.problem;
    if (!read.object)
      throw Error::input(fmt::format("no audit was made: {}", problem));
    if (tree != nullptr) {
      const auto id = ObjectId::parse(view.tree);
      if (!id)
        throw Error::input(fmt::format("no audit was made: commit {} names no tree", found.commit.hex()));
      *tree = *id;
    }
    return found.tag_time ? found.tag_time : view.committer.time;
  };
  const repository::Revision audited = repository.resolve(revision);
  subject.commit = audited.commit;
  subject.release_time = time_of(audited, &subject.tree);
  if (!since.empty()) {
    const repository::Revision previous = repository.resolve(since);
    subject.since_commit = previous.commit;
    subject.previous_release_time = time_of(previous, nullptr);
  }
  return subject;
}

report::Subject Audit::survey(const repository::Repository& repository, const std::string& revision,
                              const std::string& since) const {
  report::Subject subject = survey_subject(repository, revision, since);
  evaluation::Evaluation wanted({});
  for (const evaluation::Selection& selection : selections_)
    evaluation::require_findings(wanted, selection);
  std::set<std::string> prefixes;
  for (const auto& [id, finding] : wanted.findings())
    prefixes.insert(finding->rule->population->refs);
  prefixes.erase("");
  for (const std::string& prefix : prefixes) {
    std::size_t broken = 0;
    std::vector<repository::Ref> refs = repository.refs(prefix, broken);
    subject.refs.insert(subject.refs.end(), refs.begin(), refs.end());
  }
  return subject;
}

evidence::Evidence evidence_of(const repository::Repository& repository, const report::Subject& subject,
                               std::vector<SourceFile> supplied, const Progress& progress) {
  return {repository,   subject.commit, subject.tree,        subject.since_commit,
          subject.clone, subject.refs,   std::move(supplied), progress};
}

schema::ParameterValues standard_values(Seconds as_of, const report::Subject& subject) {
  schema::ParameterValues values;
  const auto bind = [&](const char* name, std::optional<Seconds> time) {
    // A year that RFC 3339 cannot express is no time a rule could reckon with.
    if (time && parse_rfc3339(format_rfc3339(*time)))
      values[name] = {schema::ParameterType::time, format_rfc3339(*time)};
  };
  bind("as-of", as_of);
  bind("release-time", subject.release_time);
  bind("previous-release-time", subject.previous_release_time);
  return values;
}

AuditResult Audit::run(const repository::Repository& repository, const report::Subject& subject,
                       const Progress& progress) {
  evaluation_ = std::make_unique<evaluation::Evaluation>(standard_values(inputs_.as_of, subject));
  for (const evaluation::Selection& selection : selections_)
    evaluation::require_findings(*evaluation_, selection);
  evaluation_->run(evidence_of(repository, subject, inputs_.evidence, progress));

  report::Contents contents;
  contents.tool_version = version();
  contents.as_of = inputs_.as_of;
  contents.sealer = inputs_.sealer;
  contents.subjects = {subject};
  contents.evaluation = evaluation_.get();
  for (const auto& [kind, file] : input_files(inputs_))
    contents.inputs.push_back({kind, file->name, file->sha256(), file->bytes.size(), is_builtin(*file)});
  for (const evaluation::Selection& selection : selections_) {
    report::JudgedSchema judged{selection, {}};
    for (const schema::Group& group : selection.schema.groups)
      for (const schema::Control& control : group.controls)
        if (selection.selects(control))
          judged.controls.push_back(evaluation::judge(control, selection, *evaluation_, inputs_.as_of));
    contents.schemas.push_back(std::move(judged));
  }
  AuditResult result{report::write(contents), {}, report::count_outcomes(contents.schemas)};
  result.summary = report::summary_sentence(result.outcomes);
  return result;
}

} // namespace assay

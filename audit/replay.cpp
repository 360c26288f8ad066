// SPDX-License-Identifier: Apache-2.0
#include "audit/replay.hpp"

#include "audit/base/error.hpp"
#include "audit/base/escape.hpp"
#include "audit/repository/objects.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace assay {

namespace {

AuditInputs inputs_from(const Statement& statement, const seal::Container& container) {
  AuditInputs inputs;
  inputs.as_of = statement.as_of;
  inputs.profiles = statement.profiles;
  inputs.trust_repository = statement.trust_repository;
  inputs.sealer = statement.sealer;
  for (const StatementInput& input : statement.inputs) {
    if (!container.size(input.name))
      throw Error::input(fmt::format("input {} is missing", input.name));
    SourceFile file{input.name, container.read(input.name, input_limit), input.name};
    (inputs.*find_input_kind(input.kind)->files).push_back(std::move(file)); // read_statement() knew the kind
  }
  return inputs;
}

// What the clone's objects say otherwise than the statement does, or empty. Throws Error::input when one of those that
// name the subject cannot be had.
std::string contradiction(const repository::Repository& clone, const report::Subject& stated) {
  report::Subject found = stated;
  read_releases(clone, found);
  if (found.commit != stated.commit || found.tree != stated.tree || found.since_commit != stated.since_commit)
    return fmt::format("object {} leads to commit {} with tree {}", found.named.hex(), found.commit.hex(),
                       found.tree.hex());
  if (found.release_time != stated.release_time || found.previous_release_time != stated.previous_release_time)
    return "the releases are dated otherwise than stated";
  if (!stated.path.empty())
    confine(clone, found, stated.path);
  for (const repository::Ref& ref : stated.refs) {
    const repository::PeeledTag peeled = repository::peel(clone, ref.id);
    if (!peeled.problem.empty())
      throw Error::input(fmt::format("{}, which {} named", peeled.problem, escape_text(ref.name)));
    if (peeled.target != ref.peeled)
      return fmt::format("{} leads to {}, not to {}", escape_text(ref.name), peeled.target.hex(), ref.peeled.hex());
  }
  return {};
}

std::vector<std::string> changed_refs(const repository::Repository& clone, const report::Subject& subject) {
  std::size_t broken = 0;
  const std::vector<repository::Ref> now = clone.refs("refs/", broken);
  std::vector<std::string> changed;
  for (const repository::Ref& ref : recorded_refs(subject)) {
    const auto found = std::lower_bound(now.begin(), now.end(), ref.name,
                                        [](const auto& one, const std::string& name) { return one.name < name; });
    if (found == now.end() || found->name != ref.name)
      changed.push_back(fmt::format("{} is not in this clone", escape_text(ref.name)));
    else if (found->id != ref.id)
      changed.push_back(fmt::format("{} was {} and is {}", escape_text(ref.name), ref.id.hex(), found->id.hex()));
  }
  return changed;
}

// A clone that a subject is read from, and in which of the recorded refs it is not as it was.
struct Chosen {
  std::unique_ptr<repository::Repository> clone;
  std::vector<std::string> changed;
};

// Of the clones that hold what the subject is named by, the one that is most as it was: by the refs that were recorded, and
// by where its history ends; the first of equal ones. If none holds it the first, which then is asked what it lacks.
Chosen choose(const report::Subject& subject, const std::vector<std::filesystem::path>& clones) {
  Chosen best;
  std::size_t least = 0;
  for (const std::filesystem::path& path : clones) {
    Chosen one{std::make_unique<repository::Repository>(path), {}};
    if (!one.clone->header(subject.named))
      continue;
    one.changed = changed_refs(*one.clone, subject);
    const std::size_t differences =
        one.changed.size() + (one.clone->clone_state().boundary == subject.clone.boundary ? 0 : 1);
    if (best.clone && differences >= least)
      continue;
    best = std::move(one);
    least = differences;
  }
  if (!best.clone)
    best.clone = std::make_unique<repository::Repository>(clones.front());
  return best;
}

// Why an audit of these clones is another one: it can read other objects than the audit could.
std::string missing_otherwise(const std::vector<AuditedSubject>& subjects, std::uint64_t then) {
  std::size_t now = 0;
  std::string example;
  for (const AuditedSubject& one : subjects) {
    now += one.repository.missing().size();
    if (example.empty() && !one.repository.missing().empty())
      example = one.repository.missing().begin()->hex();
  }
  return fmt::format("the audit lacked {} of the objects it asked for, and now {} are lacking{}", then, now,
                     example.empty() ? "" : fmt::format(", {} among them", example));
}

// The first line in which two texts differ.
std::string first_difference(std::string_view ours, std::string_view theirs) {
  const auto [a, b] = std::mismatch(ours.begin(), ours.end(), theirs.begin(), theirs.end());
  const auto line = 1 + std::count(ours.begin(), a, '\n');
  const auto line_of = [](std::string_view text, std::string_view::iterator place) {
    const std::size_t at = static_cast<std::size_t>(place - text.begin());
    const std::size_t start = at == 0 ? 0 : text.rfind('\n', at - 1) + 1;
    return text.substr(start, std::min<std::size_t>(text.find('\n', at) - start, 160));
  };
  return fmt::format("line {} of report.xml is now '{}' and was '{}'", line, line_of(ours, a), line_of(theirs, b));
}

} // namespace

ReplayAnswer replay(const Statement& statement, const seal::Container& container, const std::string& report_xml,
                    const std::vector<std::filesystem::path>& clones, const Progress& progress) {
  ReplayAnswer answer;
  if (statement.tool_version != version()) {
    answer.reason = fmt::format("the audit was made by assay {}, and this is {}", statement.tool_version, version());
    return answer;
  }
  const auto differs = [&](std::string reason) {
    answer.result = ReplayResult::differs;
    answer.reason = std::move(reason);
    return answer;
  };
  try {
    std::vector<Chosen> opened;
    std::vector<AuditedSubject> audited;
    for (const report::Subject& subject : statement.subjects) {
      opened.push_back(choose(subject, clones));
      const repository::Repository& clone = *opened.back().clone;
      const std::string named = statement.subjects.size() > 1 ? subject.id + ": " : std::string();
      if (const std::string reason = contradiction(clone, subject); !reason.empty())
        return differs(named + reason);
      for (const std::string& changed : opened.back().changed)
        answer.refs_changed.push_back(named + changed);
      audited.push_back({clone, subject});
    }
    Audit audit(inputs_from(statement, container));
    const AuditResult result = audit.run(audited, progress);
    if (result.missing != statement.missing) {
      answer.reason = missing_otherwise(audited, statement.missing.count);
      return answer;
    }
    if (result.report_xml != report_xml)
      return differs(first_difference(result.report_xml, report_xml));
    for (const evaluation::Finding* finding : audit.findings()) {
      const std::string name = report::exceptions_member(*finding);
      if (finding->exceptions > 0 &&
          (!container.size(name) || container.sha256(name) != finding->exception_ids.sha256()))
        return differs(fmt::format("{} is not the list of exceptions found", name));
    }
    answer.result = ReplayResult::reproduced;
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::internal)
      throw;
    answer.reason = error.message();
  }
  return answer;
}

} // namespace assay

// SPDX-License-Identifier: Apache-2.0
#include "audit/replay.hpp"

#include "audit/base/error.hpp"
#include "audit/base/escape.hpp"
#include "audit/repository/objects.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace assay {

namespace {

constexpr std::uint64_t input_limit = 512u << 20;

AuditInputs inputs_from(const Statement& statement, const seal::Container& container) {
  AuditInputs inputs;
  inputs.as_of = statement.as_of;
  inputs.profiles = statement.profiles;
  inputs.sealer = statement.sealer;
  for (const StatementInput& input : statement.inputs) {
    if (!container.size(input.name))
      throw Error::input(fmt::format("input {} is missing", input.name));
    SourceFile file{input.name, container.read(input.name, input_limit), input.name};
    std::vector<SourceFile>* list = input.kind == "schema"     ? &inputs.schemas
                                    : input.kind == "rules"    ? &inputs.rules
                                    : input.kind == "profile"  ? &inputs.profile_files
                                    : input.kind == "template" ? &inputs.templates
                                    : input.kind == "trust"    ? &inputs.trust
                                    : input.kind == "evidence" ? &inputs.evidence
                                                               : nullptr;
    if (list == nullptr)
      throw Error::input(fmt::format("input {} is of the unknown kind {}", input.name, input.kind));
    list->push_back(std::move(file));
  }
  if (inputs.schemas.empty())
    throw Error::input("the statement names no schema");
  return inputs;
}

// Why the clone cannot serve, or empty.
std::string missing_from(const repository::Repository& clone, const report::Subject& subject) {
  const repository::ReadResult read = clone.read(subject.commit);
  repository::CommitView view;
  if (!read.object)
    return read.problem;
  (void)repository::parse_commit(read.object.bytes(), view);
  if (view.tree != subject.tree.hex())
    return fmt::format("commit {} has another tree than stated", subject.commit.hex());
  if (subject.clone.partial)
    return "the audit was made on a partial clone, and which objects it lacked is not recorded";
  if (subject.since_commit && !clone.header(*subject.since_commit))
    return fmt::format("object {} is missing", subject.since_commit->hex());
  for (const repository::Ref& ref : subject.refs)
    for (const ObjectId& id : {ref.id, ref.peeled})
      if (!clone.header(id))
        return fmt::format("object {}, which {} named, is missing", id.hex(), escape_text(ref.name));
  // The recorded boundary is where history ended then; it must not end earlier here.
  for (const ObjectId& id : clone.clone_state().boundary)
    if (!std::binary_search(subject.clone.boundary.begin(), subject.clone.boundary.end(), id))
      return fmt::format("this clone is shallow at commit {}", id.hex());
  return {};
}

std::vector<std::string> changed_refs(const repository::Repository& clone, const report::Subject& subject) {
  std::size_t broken = 0;
  const std::vector<repository::Ref> now = clone.refs("refs/", broken);
  std::vector<std::string> changed;
  for (const repository::Ref& ref : subject.refs) {
    const auto found = std::find_if(now.begin(), now.end(), [&](const auto& one) { return one.name == ref.name; });
    if (found == now.end())
      changed.push_back(fmt::format("{} is not in this clone", escape_text(ref.name)));
    else if (found->id != ref.id)
      changed.push_back(fmt::format("{} was {} and is {}", escape_text(ref.name), ref.id.hex(), found->id.hex()));
  }
  return changed;
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
                    const std::filesystem::path& clone_path, const Progress& progress) {
  ReplayAnswer answer;
  if (statement.tool_version != version()) {
    answer.reason = fmt::format("the audit was made by assay {}, and this is {}", statement.tool_version, version());
    return answer;
  }
  const report::Subject& subject = statement.subjects.front();
  try {
    const repository::Repository clone(clone_path);
    answer.reason = missing_from(clone, subject);
    if (!answer.reason.empty())
      return answer;
    answer.refs_changed = changed_refs(clone, subject);
    Audit audit(inputs_from(statement, container));
    const AuditResult result = audit.run(clone, subject, progress);
    const auto& missing = clone.first_missing();
    if (missing && report_xml.find(missing->hex()) == std::string::npos) {
      answer.reason = fmt::format("object {} cannot be had from this clone", missing->hex());
      return answer;
    }
    if (result.report_xml != report_xml) {
      answer.result = ReplayResult::differs;
      answer.reason = first_difference(result.report_xml, report_xml);
      return answer;
    }
    for (const auto& [id, finding] : audit.evaluation().findings()) {
      const std::string name = report::exceptions_member(*finding);
      if (finding->exceptions > 0 &&
          (!container.size(name) || container.sha256(name) != finding->exception_ids.sha256())) {
        answer.result = ReplayResult::differs;
        answer.reason = fmt::format("{} is not the list of exceptions found", name);
        return answer;
      }
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

// SPDX-License-Identifier: Apache-2.0
#include "audit/recorded_refs.hpp"

#include "audit/base/error.hpp"
#include "audit/dossier.hpp"
#include "audit/seal/container.hpp"
#include "audit/statement.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace assay {

namespace {

// Nothing when a file is no dossier. Throws Error::input when it is one and cannot be read whole.
std::optional<Statement> statement_in(const SourceFile& file) {
  if (!seal::Container::begins(file.bytes))
    return std::nullopt;
  const auto opened = seal::Container::open_bytes(file.bytes, file.shown);
  if (const auto* malformed = std::get_if<seal::Malformed>(&opened))
    throw Error::input(malformed->reason);
  const auto& container = std::get<seal::Container>(opened);
  if (!container.size(member::statement))
    return std::nullopt;
  if (const auto difference = seal::difference_from_canonical(container))
    throw Error::input(*difference);
  return read_statement(container.read(member::statement, statement_limit));
}

bool holds(const repository::Repository& repository, const ObjectId& id) {
  return repository.header(id).has_value();
}

} // namespace

evidence::RecordedRefs read_recorded_refs(const std::vector<SourceFile>& supplied,
                                          const repository::Repository& repository, const std::string& subject_id) {
  struct Record {
    Seconds as_of;
    std::vector<repository::Ref> refs;
  };
  evidence::RecordedRefs recorded;
  std::vector<Record> records;
  for (const SourceFile& file : supplied) {
    try {
      const auto statement = statement_in(file);
      if (!statement)
        continue;
      bool related = false;
      const auto& subjects = statement->subjects;
      const bool named = std::any_of(subjects.begin(), subjects.end(), [&](const auto& one) { return one.id == subject_id; });
      for (const report::Subject& subject : subjects) {
        std::vector<repository::Ref> refs = recorded_refs(subject);
        if (subjects.size() > 1 && (named ? subject.id != subject_id : !holds(repository, subject.commit)))
          continue;
        if (!holds(repository, subject.commit) &&
            std::none_of(refs.begin(), refs.end(), [&](const auto& ref) { return holds(repository, ref.id); }))
          continue; // of another repository
        related = true;
        records.push_back({statement->as_of, std::move(refs)});
      }
      if (!related)
        recorded.unrelated.push_back(file.name);
    } catch (const Error& error) {
      if (error.kind() != ErrorKind::input)
        throw;
      if (recorded.problem.empty())
        recorded.problem = fmt::format("dossier {} cannot be read: {}", file.name, error.message());
    }
  }
  std::stable_sort(records.begin(), records.end(), [](const auto& a, const auto& b) { return a.as_of < b.as_of; });
  for (const Record& record : records)
    for (const repository::Ref& ref : record.refs)
      recorded.ids[ref.name] = ref.id;
  return recorded;
}

} // namespace assay

// SPDX-License-Identifier: Apache-2.0
//
// Populations, examined in a test.
#pragma once

#include "audit/evidence/library.hpp"
#include "audit/evidence/population.hpp"
#include "test_repository_support.hpp"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace evidence_tests {

using Row = std::map<std::string, std::string>;

struct Answer {
  std::vector<Row> rows; // fields by their names; "unknown: why" where a field is not known
  assay::evidence::Examination examination;

  const Row& of(const std::string& field, const std::string& value) const {
    for (const Row& row : rows)
      if (row.count(field) > 0 && row.at(field) == value)
        return row;
    FAIL(("no item with " + field + " " + value));
    return rows.front();
  }
};

// Of the commit at HEAD and these supplied files.
inline Answer examine(const repository_tests::TempRepository& made, const assay::evidence::Population& population,
                      const std::vector<assay::SourceFile>& supplied = {}) {
  const assay::repository::Repository repository(made.path());
  const assay::trust::TrustStore nobody({}, {}, 0);
  assay::evidence::Evidence evidence{
      repository, repository.resolve("HEAD"), {},     std::nullopt, repository.clone_state(), {},
      0,          supplied,                   nullptr, nobody,       nullptr};
  if (!population.refs.empty())
    evidence.refs = repository.refs(population.refs, evidence.unreadable_refs);
  evidence.tree = *assay::ObjectId::parse(made.lines("git rev-parse HEAD^{tree}").front());
  evidence.documents = std::make_shared<assay::evidence::DocumentLibrary>(repository, evidence.tree, supplied);
  Answer answer;
  answer.examination = population.examine(
      population, evidence, assay::evidence::FieldSet().set(), [&](const assay::evidence::Item& item) {
        Row row;
        for (const pugi::xml_attribute attribute : item.node().attributes())
          row[attribute.name()] = attribute.value();
        for (const auto& [field, reason] : item.unknowns())
          row[population.fields[field].path.substr(1)] = "unknown: " + reason;
        answer.rows.push_back(std::move(row));
      });
  return answer;
}

inline assay::SourceFile supplied(const std::string& name, const std::string& bytes) {
  return {"evidence/" + name, bytes, name};
}

} // namespace evidence_tests

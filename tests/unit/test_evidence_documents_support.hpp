// SPDX-License-Identifier: Apache-2.0
//
// Populations that are drawn from documents, examined in a test.
#pragma once

#include "audit/evidence/library.hpp"
#include "audit/evidence/population.hpp"
#include "test_repository_support.hpp"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace document_tests {

using Row = std::map<std::string, std::string>;

struct Answer {
  std::vector<Row> rows; // fields by their names; "unknown: why" where a field is not known
  assay::evidence::Examination examination;
};

// Of the audited tree at HEAD and these supplied files.
inline Answer examine(const repository_tests::TempRepository& made, const assay::evidence::Population& population,
                      const std::vector<assay::SourceFile>& supplied = {}) {
  const assay::repository::Repository repository(made.path());
  const assay::trust::TrustStore nobody({}, {}, 0);
  assay::evidence::Evidence evidence{
      repository, repository.resolve("HEAD"), {},     std::nullopt, repository.clone_state(), {},
      0,          supplied,                   nullptr, nobody, nullptr};
  evidence.tree = *assay::ObjectId::parse(made.lines("git rev-parse HEAD^{tree}").front());
  evidence.library = std::make_shared<assay::evidence::DocumentLibrary>(repository, evidence.tree, supplied);
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

} // namespace document_tests

// SPDX-License-Identifier: Apache-2.0
//
// Manifests and lock files of a test, as readers and populations give them back.
#pragma once

#include "audit/base/error.hpp"
#include "audit/evidence/library.hpp"
#include "audit/evidence/population.hpp"
#include "audit/evidence/readers/dependencies.hpp"

#include "test_repository_support.hpp"

#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace dependency_tests {

using assay::evidence::Content;
using assay::evidence::DependencyList;
using assay::evidence::Document;

using Reader = std::unique_ptr<Content> (*)(const Document&);
using Row = std::map<std::string, std::string>;
using Files = std::vector<std::pair<std::string, std::string>>;

inline std::unique_ptr<DependencyList> read(Reader reader, std::string text, const std::string& name = "a/file") {
  Document document{assay::evidence::Origin::supplied, name, {}, text, text};
  return std::unique_ptr<DependencyList>(static_cast<DependencyList*>(reader(document).release()));
}

// Why it cannot be read; empty when it can.
inline std::string problem(Reader reader, const std::string& text) {
  try {
    read(reader, text);
  } catch (const assay::Error& error) {
    return error.message();
  }
  return {};
}

// "name(alias)@version requirement scope source address commit hash direct exact", leaving out what is not there.
inline std::string in_words(const assay::evidence::Dependency& one) {
  std::string text = one.name + (one.alias.empty() ? "" : "(" + one.alias + ")") + "@" + one.version;
  const auto add = [&](const std::string& word) { text += word.empty() ? "" : " " + word; };
  add(one.requirement.empty() ? "" : "'" + one.requirement + "'");
  if (one.scope)
    add(std::string(to_string(*one.scope)));
  if (one.source != assay::evidence::DependencySource::registry)
    add(std::string(to_string(one.source)));
  add(one.address);
  add(one.commit.substr(0, 8));
  add(one.hash_algorithm);
  if (one.direct)
    add(*one.direct ? "direct" : "indirect");
  add(one.exact ? "exact" : "");
  return text;
}

inline std::vector<std::string> in_words(const DependencyList& list) {
  std::vector<std::string> all;
  for (const auto& one : list.dependencies)
    all.push_back(in_words(one));
  return all;
}

struct Answer {
  std::vector<Row> rows;
  assay::evidence::Examination examination;

  const Row& of(const std::string& field, const std::string& value) const {
    for (const Row& row : rows)
      if (row.count(field) > 0 && row.at(field) == value)
        return row;
    FAIL(("no item with " + field + " " + value));
    return rows.front();
  }
};

// The items of a population over a tree and over supplied files.
inline Answer examine(const assay::evidence::Population& population, const Files& tree, const Files& supplied = {}) {
  const repository_tests::TempRepository made;
  for (const auto& [path, text] : tree) {
    const std::filesystem::path file = made.path() + "/" + path;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << text;
  }
  made.run("git add -A && git commit -q --allow-empty -m files");
  const assay::repository::Repository repository(made.path());
  const assay::trust::TrustStore nobody({}, {}, 0);
  const assay::ObjectId root = *assay::ObjectId::parse(made.lines("git rev-parse HEAD^{tree}").front());
  std::vector<assay::SourceFile> files;
  for (const auto& [path, text] : supplied)
    files.push_back({"evidence/" + path, text, path});
  const assay::evidence::Evidence evidence{
      repository, repository.resolve("HEAD"), root, std::nullopt, repository.clone_state(), {}, 0, files,
      std::make_shared<const assay::evidence::DocumentLibrary>(repository, root, files), nobody, nullptr};
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

} // namespace dependency_tests

// SPDX-License-Identifier: Apache-2.0
//
// Manifests and lock files of a test, as readers and populations give them back.
#pragma once

#include "audit/evidence/readers/dependencies.hpp"

#include "test_evidence_readers_support.hpp"
#include "test_evidence_support.hpp"

#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

namespace dependency_tests {

using assay::evidence::Content;
using assay::evidence::DependencyList;
using assay::evidence::Document;

using Reader = std::unique_ptr<Content> (*)(const Document&);
using evidence_tests::Answer;
using evidence_tests::Row;
using Files = std::vector<std::pair<std::string, std::string>>;

inline std::unique_ptr<DependencyList> read(Reader reader, const std::string& text, const std::string& name = "a/file") {
  return reader_tests::read<DependencyList>(reader, text, name);
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

// The items of a population over a tree and over supplied files.
inline Answer examine(const assay::evidence::Population& population, const Files& tree, const Files& supplied = {}) {
  const repository_tests::TempRepository made;
  for (const auto& [path, text] : tree) {
    const std::filesystem::path file = made.path() + "/" + path;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << text;
  }
  made.run("git add -A && git commit -q --allow-empty -m files");
  std::vector<assay::SourceFile> files;
  for (const auto& [path, text] : supplied)
    files.push_back(evidence_tests::supplied(path, text));
  return evidence_tests::examine(made, population, files);
}

} // namespace dependency_tests

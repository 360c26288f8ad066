// SPDX-License-Identifier: Apache-2.0
//
// What the tests of rendering share: the grammar of reports, the made-up report of tests/data, and templates as text.
#pragma once

#include "audit/base/error.hpp"
#include "audit/render/renderer.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <string>
#include <vector>

namespace render_tests {

using assay::SourceFile;

inline SourceFile from_tree(const std::string& name) {
  return {name, assay::read_file(std::filesystem::path(ASSAY_SOURCE_DIR) / name, 1u << 26), name};
}

inline const std::string& grammar() {
  static const std::string xsd = from_tree("schemas/report.xsd").bytes;
  return xsd;
}

// A report that has every outcome, and names that a hostile repository would choose.
inline const SourceFile& made_up_report() {
  static const SourceFile report = from_tree("tests/data/report.xml");
  return report;
}

inline std::vector<SourceFile> own_templates() {
  std::vector<SourceFile> files;
  for (const auto& entry : std::filesystem::directory_iterator(std::filesystem::path(ASSAY_SOURCE_DIR) / "templates"))
    if (entry.path().extension() != ".md")
      files.push_back(from_tree("templates/" + entry.path().filename().string()));
  return files;
}

inline std::string render(const SourceFile& file, const std::vector<SourceFile>& partials = {}) {
  return assay::render::render(file, partials, made_up_report(), grammar());
}

// The error that rendering ends with; empty when it succeeds.
inline std::string complaint(const SourceFile& file, const std::vector<SourceFile>& partials = {}) {
  try {
    render(file, partials);
  } catch (const assay::Error& error) {
    CHECK(error.kind() == assay::ErrorKind::input);
    return error.message();
  }
  return {};
}

} // namespace render_tests

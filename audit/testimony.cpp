// SPDX-License-Identifier: Apache-2.0
#include "audit/testimony.hpp"

#include "audit/base/escape.hpp"
#include "audit/base/xml.hpp"
#include "audit/builtin.hpp"
#include "audit/evidence/supplied.hpp"
#include "audit/testimony_check.hpp"
#include "audit/testimony_recognition.hpp"

#include <fmt/format.h>

#include <map>

namespace assay {

TestimonyOnFile read_testimony(const TestimonySources& sources) {
  const TestimonyFiles files(sources.repository, sources.tree, sources.supplied);
  const TestimonyCheck check(sources, files);
  const SourceFile xsd = builtin("schemas/testimony.xsd");
  TestimonyOnFile out;
  const auto take = [&](const SourceFile& file, bool supplied, const std::vector<DetachedSignature>& signatures) {
    Diagnostics diagnostics;
    const XmlDocument document(file, xsd.bytes, diagnostics, {.bytes = TestimonyFiles::largest});
    if (!diagnostics.empty()) {
      out.unreadable.push_back(fmt::format("{}: {}", file.shown, diagnostics.sorted().front().message));
      return;
    }
    out.read.push_back(check.examine(file, supplied, document.root(), signatures));
    const evaluation::Testimony& one = out.read.back();
    // No control can show it.
    for (const evaluation::Selection& selection : sources.selections)
      if (selection.schema.id == one.schema && selection.schema.find_control(one.control) == nullptr)
        out.unreadable.push_back(fmt::format("{}: schema {} has no control {}", file.shown, one.schema, one.control));
  };
  if (!files.problem().empty())
    out.unreadable.push_back("some files of the tree: " + files.problem());
  for (const std::string& path : files.named()) {
    const auto file = files.in_tree(path);
    if (!file) {
      out.unreadable.push_back(fmt::format("{}: it is larger than a megabyte or missing", escape_text(path)));
      continue;
    }
    take(*file, false, evidence::signatures_beside(path, [&](const std::string& name) {
           const auto beside = files.in_tree(name);
           return beside ? std::optional(beside->bytes) : std::nullopt;
         }));
  }
  std::map<std::string_view, const SourceFile*> by_name;
  for (const SourceFile& file : sources.supplied)
    by_name.emplace(file.name, &file);
  for (const SourceFile& file : sources.supplied) {
    if (!looks_like_testimony(file))
      continue;
    const auto signatures = evidence::signatures_beside(file.name, [&](const std::string& name) {
      const auto beside = by_name.find(name);
      return beside == by_name.end() ? std::nullopt : std::optional(beside->second->bytes);
    });
    take({file.name, file.bytes, escape_text(evidence::supplied_path(file))}, true, signatures);
  }
  return out;
}

} // namespace assay

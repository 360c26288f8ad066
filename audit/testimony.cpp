// SPDX-License-Identifier: Apache-2.0
#include "audit/testimony.hpp"

#include "audit/base/escape.hpp"
#include "audit/base/xml.hpp"
#include "audit/builtin.hpp"
#include "audit/evidence/supplied.hpp"
#include "audit/testimony_check.hpp"

#include <fmt/format.h>

#include <array>

namespace assay {

namespace {

constexpr std::array<std::pair<const char*, trust::SignatureForm>, 3> endings = {{{".sig", trust::SignatureForm::ssh},
                                                                                  {".p7s", trust::SignatureForm::x509},
                                                                                  {".asc", trust::SignatureForm::openpgp}}};

// The root element's name, as far as a file that may be anything has one.
std::string_view root_name(std::string_view bytes) {
  for (std::size_t at = bytes.find('<'); at != bytes.npos; at = bytes.find('<', at)) {
    if (bytes.substr(at, 2) == "<?")
      at = bytes.find("?>", at);
    else if (bytes.substr(at, 4) == "<!--")
      at = bytes.find("-->", at);
    else
      return bytes.substr(at + 1, bytes.find_first_of(" \t\r\n/>", at) - at - 1);
    if (at == bytes.npos)
      break;
  }
  return {};
}

bool is_testimony(const SourceFile& file) {
  if (!file.name.ends_with(".xml") || file.bytes.size() > TestimonyFiles::largest)
    return false;
  const std::string_view root = root_name(file.bytes);
  return root == "attestation" || root == "waiver" || root == "plan";
}

} // namespace

TestimonyOnFile read_testimony(const TestimonySources& sources) {
  const TestimonyFiles files(sources.repository, sources.tree, sources.supplied);
  const TestimonyCheck check(sources, files);
  const SourceFile xsd = builtin("schemas/testimony.xsd");
  TestimonyOnFile out;
  const auto take = [&](const SourceFile& file, bool supplied, const std::vector<DetachedSignature>& signatures) {
    Diagnostics diagnostics;
    const XmlDocument document(file, xsd.bytes, diagnostics);
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
    std::vector<DetachedSignature> signatures;
    for (const auto& [ending, form] : endings)
      if (const auto beside = files.in_tree(path + ending))
        signatures.push_back({form, beside->bytes});
    take(*file, false, signatures);
  }
  std::map<std::string_view, const SourceFile*> by_name;
  for (const SourceFile& file : sources.supplied)
    by_name.emplace(file.name, &file);
  for (const SourceFile& file : sources.supplied) {
    if (!is_testimony(file))
      continue;
    std::vector<DetachedSignature> signatures;
    for (const auto& [ending, form] : endings)
      if (const auto beside = by_name.find(file.name + ending); beside != by_name.end())
        signatures.push_back({form, beside->second->bytes});
    take({file.name, file.bytes, escape_text(evidence::supplied_path(file))}, true, signatures);
  }
  return out;
}

} // namespace assay

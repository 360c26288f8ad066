// SPDX-License-Identifier: Apache-2.0
#include "audit/builtin.hpp"

#include "audit/base/error.hpp"
#include "audit/scenarios.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace assay {

namespace {

SourceFile to_source(const BuiltinFile& file) {
  return {std::string(file.name), std::string(file.bytes), fmt::format("built-in {}", file.name)};
}

} // namespace

SourceFile builtin(std::string_view name) {
  for (const BuiltinFile& file : builtin_files())
    if (file.name == name)
      return to_source(file);
  throw Error::internal(fmt::format("there is no built-in file {}", name));
}

std::vector<SourceFile> builtins_in(std::string_view folder, std::string_view ending) {
  std::vector<SourceFile> found;
  for (const BuiltinFile& file : builtin_files()) {
    const std::string_view name = file.name;
    const bool here = name.substr(0, folder.size()) == folder && name.find('/', folder.size()) == name.npos;
    if (here && name.size() >= ending.size() && name.substr(name.size() - ending.size()) == ending)
      found.push_back(to_source(file));
  }
  return found;
}

std::vector<SourceFile> builtin_schemas() {
  std::vector<SourceFile> schemas = builtins_in("schemas/", ".xml");
  std::erase_if(schemas, [](const SourceFile& file) { return file.name.ends_with(scenarios_ending); });
  return schemas;
}

bool is_builtin_name(std::string_view name) {
  const auto& files = builtin_files();
  return std::any_of(files.begin(), files.end(), [&](const BuiltinFile& known) { return known.name == name; });
}

bool is_builtin(const SourceFile& file) {
  const auto& files = builtin_files();
  return std::any_of(files.begin(), files.end(), [&](const BuiltinFile& known) {
    return known.name == file.name && known.bytes == file.bytes;
  });
}

} // namespace assay

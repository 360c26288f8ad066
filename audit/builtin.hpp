// SPDX-License-Identifier: Apache-2.0
//
// The schemas, rules, grammars and templates that are compiled into the binary, under the paths they have in the
// source tree.
#pragma once

#include "audit/base/file.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace assay {

struct BuiltinFile {
  std::string_view name;
  std::string_view bytes;
};

// By name.
const std::vector<BuiltinFile>& builtin_files();

// Throws Error::internal when there is no such file.
SourceFile builtin(std::string_view name);
// All built-in files directly in `folder` ("schemas/rules/") whose name ends in `ending`.
std::vector<SourceFile> builtins_in(std::string_view folder, std::string_view ending);
// The compliance schemas, without the scenarios beside them.
std::vector<SourceFile> builtin_schemas();
bool is_builtin_name(std::string_view name);
// Whether `file` is byte for byte the built-in file of its name.
bool is_builtin(const SourceFile& file);

} // namespace assay

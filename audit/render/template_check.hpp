// SPDX-License-Identifier: Apache-2.0
//
// Reads a template before anything is rendered with it and finds what mustache would pass over in silence: names
// that no report has, sections left open, partials that do not exist or never end, and values that would get into
// the output where escaping does not make them inert.
#pragma once

#include "audit/base/diagnostics.hpp"
#include "audit/base/file.hpp"
#include "audit/render/fields.hpp"
#include "audit/render/markup.hpp"

#include <map>
#include <string>
#include <vector>

namespace assay::render {

// One {{tag}}.
struct Tag {
  enum class Kind { variable, section, inverted, close, partial, comment };
  Kind kind;
  std::string name;
  std::size_t start, end; // in the file
};

using Partials = std::map<std::string, const SourceFile*>;

// The tags of a file in their order. Tags that are not allowed become problems.
std::vector<Tag> parse_tags(const SourceFile& file, Diagnostics& diagnostics);

// Checks a template and the partials it includes against the elements of a report.
void check_template(const SourceFile& file, Markup markup, const Partials& partials, const Fields& fields,
                    Diagnostics& diagnostics);

} // namespace assay::render

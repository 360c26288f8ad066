// SPDX-License-Identifier: Apache-2.0
//
// Renders a report with a mustache template. Pure: the bytes handed in decide the bytes that come out.
#pragma once

#include "audit/base/file.hpp"
#include "audit/base/xml.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace assay::render {

// A report lists every ref and input it rests on, so it may be larger than what people write.
constexpr XmlLimits report_limits = {64u << 20, 200, 256};
constexpr std::uint64_t largest_rendering = 512u << 20;

// What `{{> name}}` calls a file: its name without folders and without ".mustache".
std::string partial_name(const SourceFile& file);

// Renders `report_xml`, which must be valid by `report_xsd` (schemas/report.xsd). The template's name decides the
// language and so how values are escaped: *.html.mustache, *.md.mustache or *.txt.mustache. `partials` are the
// files that `{{> name}}` may include, where `name` is a file's name without folders and ".mustache"; it may hold
// more than are used, and the template itself.
//
// Throws Error::input, with every problem and its place, when the template uses a name that no report has, an
// unescaped value, an unknown or endless partial, leaves a section open, or puts a value where escaping does not
// hold; when the report is not valid; and when more than `limit` bytes would come out.
std::string render(const SourceFile& template_file, const std::vector<SourceFile>& partials,
                   const SourceFile& report_xml, std::string_view report_xsd,
                   std::uint64_t limit = largest_rendering);

} // namespace assay::render

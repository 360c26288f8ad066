// SPDX-License-Identifier: Apache-2.0
//
// assay render: renders a report again, with a built-in template or one's own.
#include "cli/command.hpp"
#include "cli/inputs.hpp"

#include "audit/base/diagnostics.hpp"
#include "audit/builtin.hpp"
#include "audit/render/renderer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

namespace assay::cli {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view ending = ".mustache";

void declare(po::options_description& options, po::positional_options_description& positions) {
  options.add_options()("report", po::value<std::string>()->required(), "report");
  options.add_options()("template", po::value<std::string>()->required()->value_name("NAME|FILE"),
                        "template: report, report.md, report.txt, summary, release-gate, technical-documentation, declaration-of-conformity, or a file");
  options.add_options()("template-dir", po::value<std::string>()->value_name("DIR"),
                        "templates and partials of your own, which go before the built-in ones");
  options.add_options()("out", po::value<std::string>()->value_name("FILE"), "file to write (default: standard output)");
  positions.add("report", 1);
}

std::string base_name(const SourceFile& file) {
  return fs::path(file.name).filename().string();
}

// The built-in templates, with those of a directory in the place of their namesakes.
std::vector<SourceFile> templates_with(const std::string& directory) {
  std::vector<SourceFile> files = read_inputs(directory, "templates");
  for (SourceFile& file : builtin_templates())
    if (std::none_of(files.begin(), files.end(), [&](const auto& own) { return base_name(own) == base_name(file); }))
      files.push_back(std::move(file));
  return files;
}

// "report" is report.html.mustache, "report.md" is report.md.mustache; what looks like a path is a file.
SourceFile choose_template(const std::string& name, const std::vector<SourceFile>& templates) {
  if (name.find('/') != std::string::npos || name.ends_with(ending))
    return read_input(name, "templates");
  std::vector<std::string> names;
  for (const char* language : {"", ".html", ".md", ".txt"})
    for (const SourceFile& file : templates) {
      if (base_name(file) == name + language + std::string(ending))
        return file;
      if (base_name(file).ends_with(ending) && *language == '\0')
        names.push_back(render::partial_name(file));
    }
  const std::string near = nearest_name(name, names);
  throw Error::usage(fmt::format("there is no template {}", name))
      .hint(near.empty() ? "there are: report, report.md, report.txt, summary, release-gate, technical-documentation, declaration-of-conformity" : fmt::format("did you mean {}?", near));
}

int run(const Arguments& arguments, Terminal& terminal) {
  const std::vector<SourceFile> templates = templates_with(arguments.text("template-dir"));
  const SourceFile chosen = choose_template(arguments.text("template"), templates);
  const std::string path = arguments.text("report");
  const SourceFile report{path, read_file(path, render::report_limits.bytes), path};
  const std::string rendering = render::render(chosen, templates, report, builtin("schemas/report.xsd").bytes);
  if (arguments.has("out"))
    replace_file(arguments.text("out"), rendering);
  else
    terminal.print_raw(rendering);
  return met;
}

} // namespace

const Command& render_command() {
  static const Command command = {"render",
                                  "render a report with another template",
                                  "REPORT.xml --template NAME|FILE [--template-dir DIR] [--out FILE]",
                                  "Fills a template from a report. What is rendered is as true as the report: only\n"
                                  "'assay verify' says whether that is the one that was sealed.",
                                  declare, run};
  return command;
}

} // namespace assay::cli

// SPDX-License-Identifier: Apache-2.0
//
// assay render: renders a report again, with a built-in template or one's own, or writes it in a format that other
// tools read.
#include "cli/command.hpp"
#include "cli/inputs.hpp"

#include "audit/base/diagnostics.hpp"
#include "audit/builtin.hpp"
#include "audit/dossier.hpp"
#include "audit/render/renderer.hpp"
#include "audit/report/exports.hpp"
#include "audit/seal/container.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

namespace assay::cli {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view ending = ".mustache";
constexpr std::string_view template_names = "report, report.md, report.txt, summary, release-gate, "
                                            "technical-documentation, declaration-of-conformity";

std::string format_names() {
  std::string names;
  for (const report::Export& one : report::exports())
    names += fmt::format("{}{}", names.empty() ? "" : ", ", one.name);
  return names;
}

void declare(po::options_description& options, po::positional_options_description& positions) {
  options.add_options()("report", po::value<std::string>()->required(), "report");
  options.add_options()("template", po::value<std::string>()->value_name("NAME|FILE"),
                        fmt::format("template: {}, or a file", template_names).c_str());
  options.add_options()("format", po::value<std::string>()->value_name("NAME"),
                        fmt::format("instead of a template: {}", format_names()).c_str());
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
      .hint(near.empty() ? fmt::format("there are: {}", template_names) : fmt::format("did you mean {}?", near));
}

// A report.xml, or that of a dossier, whose seal is not looked at.
SourceFile read_report(const std::string& path) {
  if (fs::path(path).extension() != ".asice")
    return {path, read_file(path, render::report_limits.bytes), path};
  const auto opened = seal::Container::open(path);
  const auto* container = std::get_if<seal::Container>(&opened);
  if (container == nullptr)
    throw Error::input(fmt::format("{} is no dossier: {}", path, std::get<seal::Malformed>(opened).reason));
  if (!container->size(member::report))
    throw Error::input(fmt::format("{} is no dossier: it holds no report", path));
  return {path, container->read(member::report, render::report_limits.bytes), path + ":" + member::report};
}

std::string in_format(const SourceFile& report, const std::string& name) {
  const report::Export* format = report::find_export(name);
  if (format == nullptr)
    throw Error::usage(fmt::format("there is no format {}", name)).hint(fmt::format("there are: {}", format_names()));
  const SourceFile xsd = builtin("schemas/report.xsd");
  Diagnostics problems;
  const XmlDocument document(report, xsd.bytes, problems, render::report_limits);
  problems.throw_if_any(report.shown);
  return format->write(document.root());
}

std::string with_template(const SourceFile& report, const Arguments& arguments) {
  const std::vector<SourceFile> templates = templates_with(arguments.text("template-dir"));
  const SourceFile chosen = choose_template(arguments.text("template"), templates);
  return render::render(chosen, templates, report, builtin("schemas/report.xsd").bytes);
}

int run(const Arguments& arguments, Terminal& terminal) {
  if (arguments.has("template") == arguments.has("format"))
    throw Error::usage("'assay render' needs a --template or a --format, and not both");
  if (arguments.has("format") && arguments.has("template-dir"))
    throw Error::usage("--template-dir goes with --template alone");
  const SourceFile report = read_report(arguments.text("report"));
  const std::string rendering = arguments.has("format") ? in_format(report, arguments.text("format"))
                                                        : with_template(report, arguments);
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
                                  "REPORT.xml|DOSSIER --template NAME|FILE [--template-dir DIR] [--out FILE]\n"
                                  "       assay render REPORT.xml|DOSSIER --format NAME [--out FILE]",
                                  "Fills a template from a report, or writes it in a format that other tools read. What\n"
                                  "is rendered is as true as the report: only 'assay verify' says whether that is the\n"
                                  "one that was sealed.",
                                  declare, run};
  return command;
}

} // namespace assay::cli

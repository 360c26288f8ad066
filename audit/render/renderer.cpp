// SPDX-License-Identifier: Apache-2.0
#include "audit/render/renderer.hpp"

#include "audit/base/error.hpp"
#include "audit/base/xml.hpp"
#include "audit/render/template_check.hpp"
#include "audit/render/view.hpp"

#include <fmt/format.h>

namespace assay::render {

namespace {

// What mustache writes, up to a limit. Mustache hands out whole lines, so values are counted on their own too: a
// line of them could grow without end.
class Output {
public:
  explicit Output(std::uint64_t limit) : limit_(limit) {}

  Output& operator<<(const std::string& text) {
    check(text_.size() + text.size());
    text_ += text;
    return *this;
  }
  std::string count(std::string value) {
    check(values_ += value.size());
    return value;
  }
  std::string take() { return std::move(text_); }

private:
  void check(std::uint64_t size) const {
    if (size > limit_)
      throw Error::input(fmt::format("the template was not rendered: more than {} bytes would come out", limit_));
  }

  std::uint64_t limit_;
  std::uint64_t values_ = 0;
  std::string text_;
};

std::string escape_value(Markup markup, const std::string& value) {
  const char mark = value.empty() ? '\0' : value.front();
  if (mark == code_mark)
    return escape_code(markup, std::string_view(value).substr(1));
  if (mark == link_mark)
    return escape_link(markup, std::string_view(value).substr(1));
  return escape(markup, value);
}

Partials by_name(const std::vector<SourceFile>& files) {
  Partials partials;
  for (const SourceFile& file : files)
    if (!partials.emplace(partial_name(file), &file).second)
      throw Error::input(fmt::format("two templates are called {}: {} and {}", partial_name(file),
                                     partials.at(partial_name(file))->shown, file.shown));
  return partials;
}

} // namespace

std::string partial_name(const SourceFile& file) {
  constexpr std::string_view ending = ".mustache";
  std::string name = file.name.substr(file.name.rfind('/') + 1);
  if (name.ends_with(ending))
    name.resize(name.size() - ending.size());
  return name;
}

std::string render(const SourceFile& template_file, const std::vector<SourceFile>& partials,
                   const SourceFile& report_xml, std::string_view report_xsd, std::uint64_t limit) {
  const std::optional<Markup> markup = markup_of(template_file.name);
  if (!markup)
    throw Error::input(fmt::format("the language of the template {} is not known", template_file.shown))
        .hint("its name must end in .html.mustache, .md.mustache or .txt.mustache");
  const Fields fields(report_xsd);
  const Partials named = by_name(partials);
  Diagnostics template_problems;
  check_template(template_file, *markup, named, fields, template_problems);
  template_problems.throw_if_any(template_file.shown);

  Diagnostics report_problems;
  const XmlDocument report(report_xml, report_xsd, report_problems, report_limits);
  report_problems.throw_if_any(report_xml.shown);

  std::map<std::string, std::string> texts;
  for (const auto& [name, file] : named)
    texts.emplace(name, file->bytes);
  View view(fields, report.root(), texts);
  kainjow::mustache::mustache mustache(template_file.bytes);
  if (!mustache.is_valid())
    throw Error::input(fmt::format("the template {} was not rendered: {}", template_file.shown,
                                   mustache.error_message()));
  Output output(limit);
  mustache.set_custom_escape([&](const std::string& value) { return output.count(escape_value(*markup, value)); });
  mustache.render(view, output);
  if (!mustache.is_valid()) // a partial
    throw Error::input(fmt::format("the template {} was not rendered: {}", template_file.shown,
                                   mustache.error_message()));
  return output.take();
}

} // namespace assay::render

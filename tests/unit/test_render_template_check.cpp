// SPDX-License-Identifier: Apache-2.0
#include "test_render_support.hpp"

using namespace render_tests;

namespace {

std::string complaint_html(const std::string& text, const std::vector<SourceFile>& partials = {}) {
  return complaint({"t.html.mustache", text, "t.html.mustache"}, partials);
}

std::string complaint_md(const std::string& text) {
  return complaint({"t.md.mustache", text, "t.md.mustache"});
}

bool says(const std::string& message, std::string_view words) {
  INFO(message);
  return message.find(words) != std::string::npos;
}

} // namespace

TEST_CASE("a template's message says where, what and what to try") {
  CHECK(complaint_html("<p>\n{{titel}}</p>") ==
        "t.html.mustache was not loaded: 1 problem\n"
        "t.html.mustache:2:1: a report has no titel here (within report)\n"
        "    {{titel}}</p>\n"
        "    ^\n"
        "    hint: did you mean title?");
}

TEST_CASE("what mustache would pass over in silence is a problem") {
  CHECK(says(complaint_html("{{#summary}}"), "the section summary is not closed"));
  CHECK(says(complaint_html("{{/summary}}"), "{{/summary}} closes no section"));
  CHECK(says(complaint_html("{{#summary}}{{/schema}}{{/summary}}"), "stands where the section summary is open"));
  CHECK(says(complaint_html("{{title"), "the tag is not closed"));
  CHECK(says(complaint_html("{{{title}}}"), "values are never put in unescaped"));
  CHECK(says(complaint_html("{{&title}}"), "values are never put in unescaped"));
  CHECK(says(complaint_html("{{=<% %>=}}"), "the delimiters cannot be changed"));
  CHECK(says(complaint_html("{{summary}}"), "summary is an element"));
  CHECK(says(complaint_html("{{has-finding}}"), "is yes or no and prints nothing"));
  CHECK(says(complaint_html("{{> nothing.html}}"), "there is no partial nothing.html"));
}

TEST_CASE("values stand only where escaping holds") {
  CHECK(complaint_html("<p title=\"{{title}}\">{{title}}</p>").empty());
  CHECK(says(complaint_html("<p {{title}}>"), "must be within a quoted attribute value"));
  CHECK(says(complaint_html("<p title={{title}}>"), "must be within a quoted attribute value"));
  CHECK(says(complaint_html("<!-- {{title}} -->"), "may not be in a comment"));
  CHECK(says(complaint_html("<script>{{title}}</script>"), "may not be in a script"));
  CHECK(says(complaint_html("<style>{{title}}</style>"), "may not be in a script or a style sheet"));
  CHECK(says(complaint_html("<p onclick=\"{{title}}\">"), "may not be in the attribute onclick"));
  CHECK(says(complaint_html("<p style=\"{{title}}\">"), "may not be in the attribute style"));
  CHECK(says(complaint_html("<a href=\"{{title}}\">"), "takes a checked address alone"));
  CHECK(says(complaint_html("<a href=\"https://x/{{title}}\">"), "takes a checked address alone"));
  CHECK(complaint_html("{{#schema}}<a href=\"#{{anchor}}\">x</a>{{/schema}}").empty());
  CHECK(says(complaint_html("<p {{#summary}}>{{/summary}}"), "begins and ends in different places"));
  CHECK(says(complaint_md("`{{title}}`"), "may not be within backticks"));
  CHECK(says(complaint_md("[x]({{title}})"), "must be a checked address"));
}

TEST_CASE("partials: of the same language, and they come to an end") {
  const auto partial = [](const std::string& name, const std::string& text) {
    return SourceFile{"templates/" + name + ".mustache", text, name};
  };
  CHECK(says(complaint_html("{{> a.md}}", {partial("a.md", "x")}), "is in another language"));
  CHECK(says(complaint_html("{{> a.html}}", {partial("a.html", "{{> a.html}}")}), "include itself without end"));
  CHECK(says(complaint_html("{{> a.html}}", {partial("a.html", "{{#schema}}{{> a.html}}{{/schema}}")}),
             "include itself without end"));
  CHECK(says(complaint_html("<p {{> a.html}}>", {partial("a.html", "x")}), "only be included between elements"));
  CHECK(says(complaint_html("{{> a.css}}", {SourceFile{"templates/a.css", "p {}", "a.css"}}), "within <style>"));
  CHECK(says(complaint_html("<style>{{> a.css}}</style>", {SourceFile{"templates/a.css", "</style>", "a.css"}}),
             "would end the style sheet"));
}

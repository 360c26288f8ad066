// SPDX-License-Identifier: Apache-2.0
#include "audit/base/base64.hpp"
#include "audit/base/digest.hpp"
#include "audit/base/xml.hpp"
#include "audit/render/reference.hpp"
#include "test_render_support.hpp"

#include <fstream>

using namespace render_tests;

namespace {

std::string between(const std::string& text, const std::string& start, const std::string& end) {
  const std::size_t from = text.find(start);
  REQUIRE(from != std::string::npos);
  const std::size_t to = text.find(end, from + start.size());
  REQUIRE(to != std::string::npos);
  return text.substr(from + start.size(), to - from - start.size());
}

std::string csp_hash(const std::string& text) {
  const assay::Digest digest = assay::sha256(text);
  return "'sha256-" + assay::to_base64({reinterpret_cast<const char*>(digest.data()), digest.size()}) + "'";
}

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t number = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size()))
    ++number;
  return number;
}

} // namespace

TEST_CASE("render: text, values, sections and what is absent") {
  const SourceFile file{"t.txt.mustache",
                        "{{title}}|{{#summary}}{{controls}} {{#count}}{{outcome}}={{number}}{{^is-last}},{{/is-last}}"
                        "{{/count}}{{/summary}}|{{#subject}}{{revision}}{{/subject}}",
                        "t.txt.mustache"};
  CHECK(render(file) == "Test of commit 84a516841ba7 against First steps and one other schema|16 "
                        "satisfied=6,not-satisfied=3,undetermined=3,not-applicable=2,attested=1,waived=1|v2.6.0");
}

TEST_CASE("render: the same bytes every time, and no more than the limit") {
  const SourceFile html = from_tree("templates/report.html.mustache");
  const std::string once = render(html, own_templates());
  CHECK(once == render(html, own_templates()));
  CHECK_THROWS_WITH_AS(assay::render::render(html, own_templates(), made_up_report(), grammar(), 1000),
                       "the template was not rendered: more than 1000 bytes would come out", assay::Error);
}

TEST_CASE("render: a report that is no report is refused") {
  const SourceFile html = from_tree("templates/report.html.mustache");
  const SourceFile broken{"report.xml", "<report format=\"1\"/>", "report.xml"};
  CHECK_THROWS_AS(assay::render::render(html, own_templates(), broken, grammar()), assay::Error);
}

TEST_CASE("the HTML report: hostile text is inert, and only its own script and style run") {
  const std::string html = render(from_tree("templates/report.html.mustache"), own_templates());
  CHECK(count(html, "<script") == 1);
  CHECK(count(html, "javascript:") == count(made_up_report().bytes, "javascript:")); // as text only
  CHECK(html.find("href=\"javascript") == std::string::npos);
  CHECK(html.find(" onclick=\"") == std::string::npos);
  CHECK(html.find("\xE2\x80\xAE") == std::string::npos);
  const std::string policy = between(html, "Content-Security-Policy\" content=\"", "\"");
  const std::string script = between(html, "<script>", "</script>"), style = between(html, "<style>", "</style>");
  CHECK_MESSAGE(policy.find("script-src " + csp_hash(script)) != std::string::npos, "write script-src ", csp_hash(script),
                " into report.html.mustache");
  CHECK_MESSAGE(policy.find("style-src " + csp_hash(style)) != std::string::npos, "write style-src ", csp_hash(style),
                " into report.html.mustache");
}

TEST_CASE("every template renders the made-up report, and pages allow their own style alone") {
  for (const SourceFile& file : own_templates()) {
    const std::string name = file.name.substr(file.name.rfind('/') + 1);
    if (name.find("report.") == 0 || name.find("summary.") == 0 || name.find("release-gate.") == 0 ||
        name.find("technical-documentation.") == 0 || name.find("declaration-of-conformity.") == 0) {
      if (name.find(".css") != std::string::npos)
        continue;
      const std::string out = render(file, own_templates());
      CHECK(out.find("84a516841ba77a5b4648de2cd0dfcb30ea46dbb4") != std::string::npos);
      if (name.find(".html.") != std::string::npos)
        CHECK(out.find("style-src " + csp_hash(between(out, "<style>", "</style>"))) != std::string::npos);
    }
  }
}

TEST_CASE("the HTML and Markdown reports show every control, finding and limit") {
  const std::string html = render(from_tree("templates/report.html.mustache"), own_templates());
  const std::string markdown = render(from_tree("templates/report.md.mustache"), own_templates());
  const std::string& xml = made_up_report().bytes;
  CHECK(count(html, "<article class=\"control\"") == count(xml, "<control "));
  CHECK(count(html, "<article class=\"finding\"") == count(xml, "<finding "));
  CHECK(count(markdown, "fingerprint `") == count(xml, "<finding "));
  for (const std::string outcome : {"satisfied", "not-satisfied", "undetermined", "not-applicable", "attested", "waived"})
    CHECK(count(markdown, "| " + outcome + " | **") == count(xml, "outcome=\"" + outcome + "\">") +
                                                          count(xml, "outcome=\"" + outcome + "\" applies"));
}

TEST_CASE("templates/README.md holds the field reference as the grammar gives it") {
  const std::string reference = assay::render::field_reference(assay::render::Fields(grammar()));
  const std::string readme = from_tree("templates/README.md").bytes;
  if (readme.find(reference) == std::string::npos) {
    const auto path = std::filesystem::temp_directory_path() / "assay-field-reference.md";
    std::ofstream(path) << reference;
    FAIL("templates/README.md is behind schemas/report.xsd; the reference as it should be is in ", path.string());
  }
}

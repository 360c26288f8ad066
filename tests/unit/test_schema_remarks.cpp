// SPDX-License-Identifier: Apache-2.0
#include "audit/schema/remarks.hpp"

#include "audit/audit.hpp"
#include "audit/builtin.hpp"
#include "audit/schema/load.hpp"

#include <doctest/doctest.h>

using namespace assay;

namespace {

using Remarks = std::vector<std::string>;

schema::ComplianceSchema load(const std::string& rules, const std::string& control, const std::string& profiles = "") {
  const SourceFile xsd = builtin("schemas/compliance-schema.xsd");
  schema::Loader loader(xsd.bytes);
  Diagnostics diagnostics;
  for (const SourceFile& file : builtin_rules())
    loader.add_rules(file, diagnostics);
  const std::string text =
      "<compliance-schema format=\"1\" id=\"t\" title=\"T\" version=\"1\" publisher=\"p\" jurisdiction=\"none\" law=\"no\" "
      "status=\"s\">" + profiles + rules + "<group id=\"g\" title=\"G\"><control id=\"c\" title=\"C\"><statement>s</statement>"
      "<citation confidence=\"memory\">x</citation>" + control + "<remedy>r</remedy></control></group></compliance-schema>";
  schema::ComplianceSchema schema = loader.load_schema({"schemas/t.xml", text, "t.xml"}, diagnostics);
  diagnostics.throw_if_any("t.xml");
  return schema;
}

std::string rule(const std::string& where, const std::string& assertion, const std::string& population = "commits",
                 const std::string& scope = "history") {
  return "<rule id=\"r\" title=\"R\" population=\"" + population + "\" scope=\"" + scope + "\">" +
         (where.empty() ? "" : "<where>" + where + "</where>") + "<assert>" + assertion +
         "</assert><exception>e</exception></rule>";
}

const std::string uses_it = "<decision><rule ref=\"r\" basis=\"text\"/></decision>";

Remarks of_rule(const std::string& where, const std::string& assertion, const std::string& population = "commits",
                const std::string& scope = "history") {
  return remarks(load(rule(where, assertion, population, scope), uses_it));
}

std::string document_present(const std::string& kind) {
  return "<decision><rule ref=\"document-present\" basis=\"text\"><with parameter=\"kind\" value=\"" + kind +
         "\"/></rule></decision>";
}

} // namespace

TEST_CASE("rules that match or hold for no item, or hold for every one, are told") {
  CHECK(of_rule("@parents &gt; 1", "@subject-length &gt; 3") == Remarks{});
  CHECK(of_rule("@parents &gt; 1 and @parents &lt; 1", "@subject-length &gt; 3") ==
        Remarks{"rule r: matches no item: @parents > 1 never holds together with @parents < 1"});
  CHECK(of_rule("", "@parents &gt; 1 and @parents &lt; 1") ==
        Remarks{"rule r: holds for no item: @parents > 1 never holds together with @parents < 1"});
  CHECK(of_rule("", "count(trailer) &gt;= 0") == Remarks{"rule r: holds for every item that is known"});
  CHECK(of_rule("@parents &gt; 1", "1 = 1") ==
        Remarks{"rule r: its <assert> reads no field, so it is the same for every item"});
}

TEST_CASE("what where keeps may be just what assert says, or what it denies: that is how rules show, and look for exceptions") {
  CHECK(of_rule("@parents &gt; 1", "@parents &gt; 1") == Remarks{});
  CHECK(of_rule("@first-parent = 'no'", "@first-parent = 'yes'") == Remarks{});
}

TEST_CASE("the scope counts too") {
  CHECK(of_rule("@executable = 'no'", "@size &gt; 3", "binaries", "executables") ==
        Remarks{"rule r: matches no item: @executable = 'yes' never holds together with @executable = 'no'"});
  CHECK(of_rule("@executable = 'no'", "@size &gt; 3", "binaries", "all") == Remarks{});
}

TEST_CASE("values that a control or a profile gives are told where no item has them") {
  CHECK(remarks(load("", document_present("licence"))) == Remarks{});
  const Remarks told = remarks(load("", document_present("licnce")));
  REQUIRE(told.size() == 1);
  CHECK(told[0].substr(0, 103) == "control c: rule document-present with kind 'licnce' matches no item: @kind is never 'licnce'; its value");
  const std::string parameter = "<parameter name=\"k\" type=\"string\" default=\"licence\">k</parameter>" + document_present("$k");
  const std::string profile = "<profile id=\"p\" title=\"P\"><select control=\"c\"/></profile>";
  CHECK(remarks(load("", parameter, profile)) == Remarks{});
  const Remarks by_profile =
      remarks(load("", parameter, "<profile id=\"p\" title=\"P\"><select control=\"c\"/>"
                                  "<set control=\"c\" parameter=\"k\" value=\"licnce\"/></profile>"));
  REQUIRE(by_profile.size() == 1);
  const std::string waits = "<parameter name=\"k\" type=\"string\" default=\"\">k</parameter>" + document_present("$k");
  CHECK(remarks(load("", waits, profile)) == Remarks{}); // a profile is to give it
  CHECK(by_profile[0].substr(0, 74) == "control c by profile p: rule document-present with kind 'licnce' matches n");
}

TEST_CASE("nothing is to be told of the rules that are built in, and of how they are used") {
  const SourceFile xsd = builtin("schemas/compliance-schema.xsd");
  schema::Loader loader(xsd.bytes);
  Diagnostics diagnostics;
  for (const SourceFile& file : builtin_rules())
    loader.add_rules(file, diagnostics);
  std::vector<schema::ComplianceSchema> schemas;
  for (const SourceFile& file : builtin_schemas())
    schemas.push_back(loader.load_schema(file, diagnostics));
  REQUIRE(diagnostics.empty());
  const auto told = [](const Remarks& all) { // of rules
    std::string text;
    for (const std::string& one : all)
      if (one.find("rule ") != one.npos)
        text += one + "\n";
    return text;
  };
  for (const schema::ComplianceSchema& schema : schemas)
    CHECK(told(remarks(schema)) == "");
  CHECK(told(remarks(loader.rules(), schemas)) == "");
  schemas.pop_back();
  schemas.erase(schemas.begin(), schemas.end() - 1);
  CHECK(remarks(loader.rules(), schemas).size() > 1);
}

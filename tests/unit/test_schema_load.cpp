// SPDX-License-Identifier: Apache-2.0
#include "audit/builtin.hpp"
#include "audit/schema/load.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace assay;

namespace {

const std::string head = "<compliance-schema format=\"1\" id=\"t\" title=\"T\" version=\"1\" publisher=\"p\" "
                         "jurisdiction=\"none\" law=\"no\" status=\"s\">\n";

std::string rule(const std::string& body, const std::string& attributes = "population=\"commits\"") {
  return "<rule id=\"r\" title=\"R\" " + attributes + ">\n" + body + "\n</rule>\n";
}

std::string control(const std::string& decision, const std::string& before = "") {
  return "<group id=\"g\" title=\"G\"><control id=\"c\" title=\"C\"><statement>s</statement>" + before +
         "<decision>" + decision + "</decision></control></group>\n</compliance-schema>\n";
}

const std::string good_rule = rule("<assert>@parents = 1</assert><exception>e</exception>");
const std::string good_control = control("<rule ref=\"r\" basis=\"text\"/>");

Diagnostics load(const std::string& text) {
  const SourceFile xsd = builtin("schemas/compliance-schema.xsd");
  schema::Loader loader(xsd.bytes);
  Diagnostics diagnostics;
  for (const SourceFile& file : builtins_in("schemas/rules/", ".xml"))
    loader.add_rules(file, diagnostics);
  REQUIRE(diagnostics.empty());
  const SourceFile file{"schemas/t.xml", text, "t.xml"};
  loader.load_schema(file, diagnostics);
  return diagnostics;
}

// "line:column: message" of every problem, a line each.
std::string problems(const std::string& text) {
  std::string all;
  for (const Problem& problem : load(text).sorted())
    all += std::to_string(problem.location.line) + ":" + std::to_string(problem.location.column) + ": " +
           problem.message + "\n";
  return all;
}

} // namespace

TEST_CASE("a good schema has no problem") {
  CHECK(problems(head + good_rule + good_control) == "");
}

TEST_CASE("all problems of a file are told at once, each with its place") {
  CHECK(problems(head + rule("<assert>@tiem = 1</assert><exception>e</exception>") +
                 control("<all><rule ref=\"r\" basis=\"text\"/><rule ref=\"q\" basis=\"text\"/></all>")) ==
        "3:9: population commits has no field @tiem\n"
        "5:124: there is no rule q\n");
  CHECK(problems(head + rule("<where>@time &lt;&gt; 1</where>\n<assert>@first-parent = 'true'</assert>"
                             "<exception>By <value-of select=\"@author-name\"/></exception>") +
                 good_control) == "3:18: a field, a value or a function is expected here, not '>'\n4:25: @first-parent is never 'true'\n"
                                  "4:72: @author-name names a person, which an exception must not print\n");
}

TEST_CASE("the grammar is enforced") {
  CHECK(problems(head + good_rule + "<group id=\"g\" title=\"G\"/></compliance-schema>").find("Missing child element") !=
        std::string::npos);
  CHECK(problems("<compliance-schema format=\"2\"/>").find("not an element of the set {'1'}") != std::string::npos);
  CHECK(problems(head + good_rule + control("<all/>")).find("Missing child element") != std::string::npos);
  CHECK(problems("<rules format=\"1\" id=\"x\">" + good_rule + "</rules>") ==
        "1:2: the root element is <rules>; <compliance-schema> is expected here\n");
}

TEST_CASE("references, ids and types are checked") {
  const auto has = [](const std::string& text, const std::string& wanted) {
    const std::string found = problems(text);
    CHECK_MESSAGE(found.find(wanted) != std::string::npos, found);
  };
  has(head + good_rule + good_rule + good_control, "there is a rule r already");
  has(head + "<rule id=\"document-present\" title=\"R\" population=\"files\"><assert>@size = 1</assert>"
             "<exception>e</exception></rule>" + good_control, "there is a rule document-present already");
  has(head + rule("<assert>@a = 1</assert><exception>e</exception>", "population=\"comits\"") + good_control,
      "there is no population comits");
  has(head + rule("<assert>@parents = 1</assert><exception>e</exception>", "population=\"commits\" scope=\"x\"") +
          good_control, "population commits has no scope x");
  has(head + rule("<parameter name=\"n\" type=\"integer\" default=\"x\"/><assert>@parents = $n</assert>"
                  "<exception>e</exception>") + good_control, "'x' is no integer");
  has(head + rule("<parameter name=\"n\" type=\"integer\"/><assert>@parents = 1</assert><exception>e</exception>") +
          good_control, "parameter n is never used");
  has(head + rule("<parameter name=\"n\" type=\"integer\"/><assert>@parents = $n</assert><exception>e</exception>") +
          good_control, "rule r needs a value for its parameter n");
  has(head + rule("<parameter name=\"as-of\" type=\"time\"/><assert>@time = $as-of</assert><exception>e</exception>") +
          good_control, "$as-of is always there");
  has(head + good_rule + control("<rule ref=\"r\" basis=\"text\"><with parameter=\"n\" value=\"1\"/></rule>"),
      "rule r has no parameter n");
  has(head + good_rule + control("<at-least number=\"2\"><rule ref=\"r\" basis=\"text\"/></at-least>"),
      "at least 2 of 1 can never hold");
  has(head + good_rule + control("<rule ref=\"document-present\" basis=\"text\"><with parameter=\"kind\" "
                                 "value=\"$k\"/></rule>"), "the control declares no parameter $k");
  has(head + rule("<assert>@parents = 1</assert><tolerable-deviation>100%</tolerable-deviation>"
                  "<exception>e</exception>") + good_control, "'100%' is no rate");
  has(head + rule("<assert>@parents = 1</assert><minimum>0</minimum><exception>e</exception>") + good_control,
      "a minimum of 0 would let an empty population support the rule");
  has(head + rule("<assert>@parents = 1</assert><if-fewer>supported</if-fewer><exception>e</exception>") + good_control,
      "emptiness supports nothing");
  has(head + "<profile id=\"p\" title=\"P\"><select control=\"d\"/></profile>" + good_rule + good_control,
      "schema t has no control d");
}

TEST_CASE("in law, indicators alone may not decide") {
  std::string law = head;
  law.replace(law.find("law=\"no\""), 8, "law=\"yes\"");
  CHECK(problems(law + good_rule + good_control) == "");
  CHECK(problems(law + good_rule + control("<rule ref=\"r\" basis=\"indicator\"/>"))
            .find("claims to decide by indicators alone") != std::string::npos);
  CHECK(problems(head + good_rule + control("<rule ref=\"r\" basis=\"indicator\"/>")) == "");
}

TEST_CASE("hostile files are refused before anything expands or recurses") {
  CHECK(problems("") == "0:0: the file is empty\n");
  CHECK(problems(" \n ") == "0:0: the file is empty\n");
  CHECK(problems(head).find("not well-formed") != std::string::npos);
  CHECK(problems("<?xml version=\"1.0\"?>\n<!DOCTYPE x [<!ENTITY a \"b\">]>\n<x/>").find("a DOCTYPE is not allowed") !=
        std::string::npos);
  std::string deep;
  for (int i = 0; i < 1000; ++i)
    deep += "<a>";
  for (int i = 0; i < 1000; ++i)
    deep += "</a>";
  CHECK(problems(deep).find("nested deeper than 200") != std::string::npos);
  std::string wide = "<a";
  for (int i = 0; i < 100000; ++i)
    wide += " a" + std::to_string(i) + "=\"\"";
  CHECK(problems(wide + "/>").find("at most 256 are read") != std::string::npos);
  CHECK(problems(std::string(9u << 20, ' ')).find("at most 8388608 are read") != std::string::npos);
  CHECK(problems("<a b=\"1\" b=\"2\"/>").find("Attribute b redefined") != std::string::npos);
  CHECK(problems("<?xml version=\"1.0\" encoding=\"UTF-16\"?><a/>").find("only UTF-8 is read") != std::string::npos);
  CHECK(problems("\xff\xfe<\0a\0").find("not well-formed") != std::string::npos);
  CHECK(problems(head + "\x01" + good_control) != "");
}

TEST_CASE("every built-in file loads") {
  const SourceFile xsd = builtin("schemas/compliance-schema.xsd");
  schema::Loader loader(xsd.bytes);
  Diagnostics diagnostics;
  for (const SourceFile& file : builtins_in("schemas/rules/", ".xml"))
    loader.add_rules(file, diagnostics);
  for (const SourceFile& file : builtin_schemas()) {
    const auto schema = loader.load_schema(file, diagnostics);
    CHECK("schemas/" + schema.id + ".xml" == file.name);
    CHECK(schema.control_count() > 0);
  }
  CHECK(diagnostics.empty());
}

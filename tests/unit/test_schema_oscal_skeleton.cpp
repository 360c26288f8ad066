// SPDX-License-Identifier: Apache-2.0
#include "audit/schema/oscal_skeleton.hpp"

#include "audit/builtin.hpp"
#include "audit/schema/catalog_coverage.hpp"
#include "audit/schema/load.hpp"
#include "test_schema_oscal_support.hpp"

using namespace assay;
using namespace assay::schema;
using namespace oscal_tests;

namespace {

Skeleton made_of(const std::string& text) {
  return skeleton_of(select_all(std::make_shared<const OscalCatalog>(SourceFile{"c.xml", text, "c.xml"})), "made");
}

ComplianceSchema loaded(const std::string& xml) {
  const SourceFile xsd = builtin("schemas/compliance-schema.xsd");
  const Loader loader(xsd.bytes);
  Diagnostics diagnostics;
  const ComplianceSchema schema = loader.load_schema({"made.xml", xml, "made.xml"}, diagnostics);
  diagnostics.throw_if_any("made.xml");
  return schema;
}

std::string refused(const std::string& text) {
  try {
    made_of(text);
  } catch (const Error& error) {
    return (error.location() ? error.location()->to_string() + ": " : "") + error.message();
  }
  return "";
}

std::string statement(const std::string& parts, const std::string& before = "") {
  return loaded(made_of(catalog(before + control("c", parts))).xml).find_control("c")->statement;
}

std::string parameter(const std::string& id, const std::string& inside) {
  return "<param id='" + id + "'>" + inside + "</param>";
}

std::string insert(const std::string& id) {
  return "<part name='statement'><p>Within <insert type='param' id-ref='" + id + "'/>.</p></part>";
}

} // namespace

TEST_CASE("a skeleton has every control that is not withdrawn, in flat groups, and loads") {
  const Skeleton skeleton = made_of(catalog(
      control("top") + "<group id='g'><title>Outer</title>" + control("c1", control("c1.1")) +
      "<group><title>Inner</title>" + control("c2") + control("c3", "<prop name='status' value='Withdrawn'/>") +
      "</group></group><group id='empty'/>"));
  CHECK(skeleton.controls == 4);
  CHECK(skeleton.groups == 3);
  CHECK(skeleton.withdrawn == 1);
  CHECK(skeleton.without_statement == 4);
  const ComplianceSchema schema = loaded(skeleton.xml);
  CHECK(schema.id == "made");
  CHECK(schema.title == "A title");
  REQUIRE(schema.groups.size() == 3);
  CHECK(schema.groups[0].title == "A title");
  CHECK(schema.groups[1].id == "g");
  CHECK(schema.groups[2].id == "group-3");
  CHECK(schema.groups[2].title == "Outer: Inner");
  CHECK(schema.groups[1].controls.size() == 2);
  const Control& control = schema.groups[1].controls[1];
  CHECK(control.id == "c1.1");
  CHECK(control.citation->text == "A title 2, c1.1");
  CHECK(control.decision.kind == Node::Kind::attestation);
  CHECK(control.decision.role == "assessor");
  CHECK(control.decision.statement == control.statement);
}

TEST_CASE("a statement is what the parts of that name say, folded, with labels") {
  CHECK(statement("<part name='overview'><p>Not this.</p></part><part name='statement'><p>Do\n  <em>all</em> of it:</p>"
                  "<part name='item'><prop name='label' class='x' value='[01]'/><prop name='label' value='a.'/>"
                  "<p>this;</p></part><part name='item'><p>th<b>a</b>t</p><ul><li>now</li><li><q>here</q></li></ul></part>"
                  "</part>") == "Do all of it: a. this; that now “here”");
}

TEST_CASE("a parameter stands as its value, else as its label or its choices in brackets") {
  CHECK(statement(insert("p"), parameter("p", "<label>a time</label>")) == "Within [a time].");
  CHECK(statement(insert("p"), parameter("p", "<label>a time</label><value>a day</value><value>2</value>")) ==
        "Within a day, 2.");
  CHECK(statement(insert("p"), parameter("p", "<label>a time</label><constraint><description><p>at most a week</p>"
                                              "</description></constraint>")) == "Within [a time: at most a week].");
  CHECK(statement(insert("p"), parameter("q", "<label>a day</label>") +
                                   parameter("p", "<select how-many='one-or-more'><choice>a <insert type='param' "
                                                  "id-ref='q'/></choice><choice>b</choice></select>")) ==
        "Within [one or more of: a [a day]; b].");
  CHECK(statement(insert("p")) == "Within [p].");
  CHECK(statement(insert("p"), parameter("p", "<select><choice><insert id-ref='p'/></choice></select>"))
            .find("[one of: [one of: ") != std::string::npos); // it ends, though it inserts itself
  CHECK(statement(insert("p"), parameter("p", "<value><insert id-ref='p'/></value>")) == "Within [p].");
}

TEST_CASE("a statement that parameters make too long is refused with its place") {
  std::string parameters;
  for (int i = 0; i < 8; ++i) {
    std::string choices;
    for (int j = 0; j < 16; ++j)
      choices += "<choice>one of many choices <insert id-ref='p" + std::to_string(i + 1) + "'/></choice>";
    parameters += parameter("p" + std::to_string(i), "<select>" + choices + "</select>");
  }
  const std::string message = refused(catalog(parameters + control("c", insert("p0"))));
  CHECK(message.find("c.xml:1:") == 0);
  CHECK(message.find("the text of a control has more than 65536 bytes") != std::string::npos);
}

TEST_CASE("parameters that say nothing and insert others without end are refused") {
  std::string parameters = parameter("p8", "<value/>");
  for (int i = 0; i < 8; ++i) {
    std::string value;
    for (int j = 0; j < 50; ++j)
      value += "<insert id-ref='p" + std::to_string(i + 1) + "'/>";
    parameters += parameter("p" + std::to_string(i), "<value>" + value + "</value>");
  }
  CHECK(refused(catalog(parameters + control("c", insert("p0")))).find("more than 10000 parameters") !=
        std::string::npos);
}

TEST_CASE("what is no catalog that can be read is refused, and said to be what it is") {
  CHECK(refused("  {\"catalog\": {}}") == "c.xml is JSON; OSCAL is read in XML alone");
  CHECK(refused("catalog:\n  uuid: x") == "c.xml is no XML in UTF-8; OSCAL is read in XML alone");
  CHECK(refused("<catalog/>") == "c.xml:1:2: the root is <catalog>: this is no OSCAL catalog or profile");
  CHECK(refused(catalog(control("c"), "2.0.0")).find("its OSCAL version is '2.0.0'") != std::string::npos);
  CHECK(refused(catalog(control("c"), "1.20")).find("its OSCAL version is '1.20'") != std::string::npos);
  for (const char* version : {"1.0.0", "1.0.0-rc2", "v1.1.3", "1.2.1", " 1.1.2 "})
    CHECK(refused(catalog(control("c"), version)) == "");
  CHECK(refused(catalog("")).find("the catalog has no control") != std::string::npos);
  CHECK(refused(catalog(control("c") + control("c"))).find("there is a control c already") != std::string::npos);
  CHECK(refused(catalog("<kontrol/>" + control("c"))).find("<kontrol> is not known in <catalog>") != std::string::npos);
  CHECK(refused(catalog(control("_c"))).find("_c cannot be the id of a control") != std::string::npos);
  CHECK(refused(catalog(control("c", "<prop name='status' value='withdrawn'/>"))).find("withdrawn") != std::string::npos);
  CHECK(refused(document("profile", "")).find("a catalog is needed here") != std::string::npos);
}

TEST_CASE("a prefix is as good as a default namespace") {
  CHECK(made_of("<o:catalog xmlns:o='http://csrc.nist.gov/ns/oscal/1.0'><o:metadata><o:title>T</o:title>"
                "<o:oscal-version>1.1.2</o:oscal-version></o:metadata><o:control id='c'><o:title>C</o:title></o:control>"
                "</o:catalog>").controls == 1);
}

TEST_CASE("coverage is by id, by group, and by the relations that can mean the catalog") {
  const OscalCatalog catalog_of_six({"c.xml",
                                     catalog(control("A-1") + control("A-2") + control("A-3") + control("A-4") + control("A-5") +
                                             control("A-6", "<prop name='status' value='withdrawn'/>")),
                                     "c.xml"});
  ComplianceSchema schema;
  schema.groups.push_back({"a-2", "G", {}});
  for (const char* id : {"a-1", "x", "y"}) {
    Control one;
    one.id = id;
    schema.groups[0].controls.push_back(one);
  }
  std::vector<Control>& controls = schema.groups[0].controls;
  controls[1].relations = {{"subset", "cat", "a-3", {}}, {"superset", "cat", "A-4", {}}, {"equal", "other", "A-5", {}},
                           {"equal", "other", "B-1", {}}};
  const CatalogCoverage coverage = coverage_of(schema, catalog_of_six);
  std::string told;
  for (const CatalogCoverage::Entry& entry : coverage.entries)
    told += entry.control->id + std::to_string(static_cast<int>(entry.state)) + entry.how + ";";
  CHECK(told == "A-10;A-20group a-2 has its id;A-30x includes it;A-41x is a part of it;A-52;");
  CHECK(coverage.withdrawn == 1);
  CHECK(coverage.taken_for == std::vector<std::string>{"cat"});
  CHECK(coverage.passed_over == std::vector<std::string>{"other"});
  REQUIRE(coverage.beyond.size() == 1);
  CHECK(coverage.beyond[0]->id == "y");
}

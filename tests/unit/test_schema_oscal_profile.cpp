// SPDX-License-Identifier: Apache-2.0
#include "audit/schema/oscal_profile.hpp"
#include "test_schema_oscal_support.hpp"

using namespace assay;
using namespace assay::schema;
using namespace oscal_tests;

namespace {

const std::string tree = "<group id='g'><title>G</title>" +
                         control("a", control("a.1", control("a.1.x")) + control("a.2")) + control("b") + "</group>";

std::string profile(const std::string& inside, const std::string& more = "") {
  return document("profile", inside + more);
}

// The ids that a profile selects out of catalog.xml, or the message of the error.
std::string selected(const std::string& text, std::map<std::string, std::string> files = {}) {
  files.emplace("catalog.xml", catalog(tree));
  try {
    const OscalSelection selection =
        select_by_profile({"p.xml", text, "p.xml"}, [&](const OscalImport& import) -> SourceFile {
          const auto found = files.find(import.references.front());
          if (found == files.end())
            throw Error::input("there is no " + import.references.front());
          return {found->first, found->second, found->first};
        });
    std::string ids;
    for (const OscalSelection::Chosen& chosen : selection.controls)
      ids += chosen.get().id + " ";
    for (const std::string& note : selection.not_applied)
      ids += "; " + note;
    return ids;
  } catch (const Error& error) {
    return error.message();
  }
}

std::string import(const std::string& inside, const std::string& href = "catalog.xml") {
  return "<import href='" + href + "'>" + inside + "</import>";
}

std::string with(const std::string& ids, const std::string& children = "no") {
  return "<include-controls with-child-controls='" + children + "'>" + ids + "</include-controls>";
}

} // namespace

TEST_CASE("controls are included and excluded by id and by pattern, with their children where that is asked for") {
  CHECK(selected(profile(import("<include-all/>"))) == "a a.1 a.1.x a.2 b ");
  CHECK(selected(profile(import(with("<with-id>a</with-id>")))) == "a ");
  CHECK(selected(profile(import(with("<with-id> a </with-id>", "yes")))) == "a a.1 a.1.x a.2 ");
  CHECK(selected(profile(import(with("<matching pattern='a.?'/>")))) == "a.1 a.2 ");
  CHECK(selected(profile(import(with("<matching pattern='^a'/><with-id>b</with-id>")))) == "b ");
  CHECK(selected(profile(import("<include-all/><exclude-controls><with-id>a.1</with-id></exclude-controls>"))) ==
        "a a.1.x a.2 b ");
  CHECK(selected(profile(import("<include-all/><exclude-controls with-child-controls='yes'><with-id>a.1</with-id>"
                                "</exclude-controls>"))) == "a a.2 b ");
}

TEST_CASE("what a profile names must be there") {
  CHECK(selected(profile(import(with("<with-id>c</with-id>")))) == "what is imported has no control c");
  CHECK(selected(profile(import(""))) == "the import includes nothing");
  CHECK(selected(profile("")) == "the profile imports nothing");
  CHECK(selected(profile(import(with("<matching pattern='c*'/>")))) == "the profile selects no control");
  CHECK(selected(profile(import("<include-all/>", "#1"))) == "the back matter has no resource #1");
  CHECK(selected(profile(import("<include-everything/>"))) == "<include-everything> is not known in <import>");
}

TEST_CASE("a reference into the back matter leads to its XML") {
  const std::string resource = "<back-matter><resource uuid='AB'><rlink href='catalog.json'/>"
                               "<rlink media-type='application/oscal.catalog+yaml' href='x'/>"
                               "<rlink href='catalog.xml'/></resource></back-matter>";
  CHECK(selected(profile(import("<include-all/>", "#ab"), resource)) == "a a.1 a.1.x a.2 b ");
}

TEST_CASE("profiles of profiles narrow what they import, and no circle is followed") {
  const std::string inner = profile(import(with("<with-id>a</with-id>", "yes")));
  CHECK(selected(profile(import("<include-all/><exclude-controls><with-id>a</with-id></exclude-controls>", "inner.xml")),
                 {{"inner.xml", inner}}) == "a.1 a.1.x a.2 ");
  CHECK(selected(profile(import("<include-all/>", "inner.xml")), {{"inner.xml", profile(import("<include-all/>", "p.xml"))},
                                                                  {"p.xml", ""}}) ==
        "the profile p.xml imports itself by way of inner.xml");
  CHECK(selected(profile(import(with("<with-id>b</with-id>"), "inner.xml")), {{"inner.xml", inner}}) ==
        "what is imported has no control b");
  // Twice the same control of the same catalog is that control; of two catalogs it is a mistake.
  CHECK(selected(profile(import("<include-all/>") + import("<include-all/>", "inner.xml")), {{"inner.xml", inner}}) ==
        "a a.1 a.1.x a.2 b ");
  CHECK(selected(profile(import("<include-all/>") + import("<include-all/>", "other.xml")),
                 {{"other.xml", catalog(control("b"))}}) == "two catalogs have a control b");
}

TEST_CASE("what is not applied is told") {
  CHECK(selected(profile(import(with("<with-id>a</with-id>")),
                         "<merge><custom/></merge><modify><alter control-id='a'><add><part name='statement'/></add></alter>"
                         "<alter control-id='a'><remove by-name='x'/></alter>"
                         "<alter control-id='b'><add><prop name='x' value='y'/></add></alter></modify>")) ==
        "a ; the order that p.xml gives with <custom>; 2 alterations of what controls say, by p.xml with <alter>");
}

TEST_CASE("the outermost profile has the last word about a parameter") {
  const std::string inner = profile(import("<include-all/>"),
                                    "<modify><set-parameter param-id='p'><label>inner</label><value>1</value>"
                                    "</set-parameter></modify>");
  const std::string part = "<part name='statement'><p>It is <insert type='param' id-ref='p'/>.</p></part>";
  const std::map<std::string, std::string> files = {
      {"catalog.xml", catalog("<param id='p'><label>first</label></param>" + control("a", part))}, {"inner.xml", inner}};
  const auto said = [&](const std::string& setting) {
    const std::string outer = profile(import("<include-all/>", "inner.xml"),
                                      "<modify><set-parameter param-id='p'>" + setting + "</set-parameter></modify>");
    const OscalSelection selection = select_by_profile({"p.xml", outer, "p.xml"}, [&](const OscalImport& import) {
      const std::string& name = import.references.front();
      return SourceFile{name, files.at(name), name};
    });
    const OscalSelection::Chosen& chosen = selection.controls.front();
    return OscalText(chosen.catalog->parameters(), selection.settings).statement(chosen.get().node);
  };
  CHECK(said("") == "It is 1.");
  CHECK(said("<value>2</value>") == "It is 2.");
  CHECK(said("<select><choice>x</choice></select>") == "It is [one of: x].");
  CHECK(said("<label>outer</label><select><choice>x</choice></select>") == "It is [outer].");
}

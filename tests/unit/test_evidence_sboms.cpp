// SPDX-License-Identifier: Apache-2.0
//
// What readers of SBOMs say of small documents: what they state, what is wrong with them, and hostile ones.
#include "audit/base/error.hpp"
#include "audit/evidence/readers/sbom.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>

using namespace assay;
using namespace assay::evidence;

namespace {

using Reader = std::unique_ptr<Content> (*)(const Document&);

Sbom read(Reader reader, std::string text) {
  const Document document{Origin::supplied, "bom", "00", text, text};
  return static_cast<Sbom&>(*reader(document));
}

std::string error_of(Reader reader, std::string text) {
  try {
    read(reader, std::move(text));
  } catch (const Error& error) {
    REQUIRE(error.kind() == ErrorKind::input);
    return error.message();
  }
  return {};
}

std::string cyclonedx(std::string_view members, std::string_view version = "1.6") {
  return fmt::format(R"({{"bomFormat":"CycloneDX","specVersion":"{}","version":1{}{}}})", version,
                     members.empty() ? "" : ",", members);
}

std::string xml(std::string_view content, std::string_view version = "1.6") {
  return fmt::format(R"(<?xml version="1.0"?><bom xmlns="http://cyclonedx.org/schema/bom/{}" version="1">{}</bom>)", version,
                     content);
}

std::string spdx(std::string_view members, std::string_view version = "2.3") {
  return fmt::format(R"x({{"spdxVersion":"SPDX-{}","SPDXID":"SPDXRef-DOCUMENT","name":"n","dataLicense":"CC0-1.0",
    "documentNamespace":"https://example.com/n","creationInfo":{{"created":"2025-01-01T00:00:00Z","creators":
    ["Tool: syft-1.2.3","Organization: Example (info@example.com)"]}}{}{}}})x", version, members.empty() ? "" : ",", members);
}

std::string flaw(const Sbom& sbom) {
  return sbom.flaws.first;
}

} // namespace

TEST_CASE("a CycloneDX document in JSON is read as it stands") {
  const Sbom sbom = read(read_cyclonedx_json, cyclonedx(R"(
    "serialNumber":"urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79",
    "metadata":{"timestamp":"2025-01-01T00:00:00Z","lifecycles":[{"phase":"build"}],
      "tools":{"components":[{"type":"application","name":"maker","version":"2"}]},
      "manufacturer":{"name":"Example","contact":[{"email":"info@example.com"}]},
      "component":{"type":"application","bom-ref":"app","name":"app","version":"1.0"}},
    "components":[
      {"type":"library","bom-ref":"a","name":"a","version":"1","purl":"pkg:npm/a@1","supplier":{"name":"S"},
       "hashes":[{"alg":"SHA-256","content":"E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855"}],
       "licenses":[{"license":{"id":"MIT","acknowledgement":"declared"}}],
       "components":[{"type":"file","bom-ref":"inner","name":"inner"}]},
      {"type":"library","bom-ref":"b","name":"b","version":"NOASSERTION"},
      {"type":"library","bom-ref":"alone","name":"alone"}],
    "dependencies":[{"ref":"app","dependsOn":["a"]},{"ref":"a","dependsOn":["b","nowhere"]},{"ref":"b"}],
    "compositions":[{"aggregate":"complete","dependencies":["app"]}])"));
  CHECK(flaw(sbom) == "");
  CHECK(sbom.version == "1.6");
  CHECK(sbom.time == 1735689600);
  CHECK(sbom.authors == std::vector<std::string>{"Example"});
  CHECK(sbom.author_contact == "info@example.com");
  REQUIRE(sbom.tools.size() == 1);
  CHECK(sbom.tools[0].version == "2");
  CHECK(sbom.generation_context == "build");
  CHECK(sbom.completeness == "complete");
  CHECK(sbom.dangling_references == 1);
  REQUIRE(sbom.components.size() == 5);
  const auto& components = sbom.components;
  CHECK(components[0].primary);
  CHECK(components[0].depth == 0);
  CHECK(components[1].place == "/components/0");
  CHECK(components[1].depth == 1);
  CHECK(components[1].supplier == "S");
  CHECK(components[1].hashes[0].first == "sha-256");
  CHECK(components[1].hashes[0].second.substr(0, 8) == "e3b0c442");
  CHECK(components[1].licences == std::vector<std::string>{"MIT"});
  CHECK(components[2].place == "/components/0/components/0");
  CHECK(components[2].depth == 2);
  CHECK(components[3].depth == 2);
  CHECK(components[3].version == "");
  CHECK(components[3].states_dependencies);
  CHECK_FALSE(components[4].depth);
}

TEST_CASE("the same is read from XML") {
  const Sbom sbom = read(read_cyclonedx_xml, xml(R"(<metadata><timestamp>2025-01-01T00:00:00Z</timestamp>
    <component type="application" bom-ref="app"><name>app</name><version>1.0</version></component></metadata>
    <components><component type="library" bom-ref="a"><name>a</name><version>1</version>
      <hashes><hash alg="SHA-1">da39a3ee5e6b4b0d3255bfef95601890afd80709</hash></hashes>
      <licenses><license><id>MIT</id></license></licenses>
      <externalReferences><reference type="vcs"><url>https://example.com/a</url></reference></externalReferences>
    </component></components>
    <dependencies><dependency ref="app"><dependency ref="a"/></dependency></dependencies>)"));
  CHECK(flaw(sbom) == "");
  REQUIRE(sbom.components.size() == 2);
  CHECK(sbom.components[1].place == "/bom/components/component[1]");
  CHECK(sbom.components[1].depth == 1);
  CHECK(sbom.components[1].hashes[0].first == "sha-1");
  CHECK(sbom.components[1].licences == std::vector<std::string>{"MIT"});
  CHECK(sbom.components[1].source_uri == "https://example.com/a");
}

TEST_CASE("flaws against the schema of CycloneDX are found, with their place") {
  const auto first = [](std::string_view members, std::string_view version = "1.6") {
    return flaw(read(read_cyclonedx_json, cyclonedx(members, version)));
  };
  CHECK(first("") == "");
  CHECK(first(R"("components":[{"name":"a"}])") == "/components/0: has no type");
  CHECK(first(R"("components":[{"type":"engine","name":"a"}])") == "/components/0/type: engine is not among its values");
  CHECK(first(R"("components":[{"type":"library","name":"a","colour":"red"}])") ==
        "/components/0/colour: is no member that the format has here");
  CHECK(first(R"("components":{})") == "/components: is an object, not an array");
  CHECK(first(R"("components":[{"type":"data","name":"a"}])") == "");
  CHECK(first(R"("components":[{"type":"data","name":"a","version":"1"}])", "1.4") ==
        "/components/0/type: data is not among its values");
  CHECK(first(R"("components":[{"type":"file","name":"a"},{"name":"a","type":"file"}])") ==
        "/components/1: is the same as an element before it");
  CHECK(first(R"("components":[{"type":"file","name":"a","licenses":[{"license":{"id":"MIT","name":"MIT"}}]}])") != "");
  CHECK(first(R"("components":[{"type":"file","name":"a","licenses":[{"expression":"MIT"}]}])") == "");
  CHECK(first(R"("components":[{"type":"file","name":"a","licenses":[{"license":{"id":"MITT"}}]}])") != "");
  CHECK(first(R"("components":[{"type":"file","name":"a","version":"1","versionRange":"vers:x/*","isExternal":true}])", "1.7") ==
        "/components/0: has both version and versionRange");
  CHECK(first(R"("components":[{"type":"file","name":"a","versionRange":"vers:x/*"}])", "1.7") ==
        "/components/0: has a versionRange and is not external");
  CHECK(first(R"("metadata":{"timestamp":"yesterday"})") == "/metadata/timestamp: yesterday has not the form it must have");
  CHECK(first(R"("serialNumber":"1")") == "/serialNumber: 1 has not the form it must have");
  const Sbom later = read(read_cyclonedx_json, cyclonedx(R"("novelty":1,"components":[{"name":"a"}])", "1.8"));
  CHECK(later.flaws.count == 0);
  CHECK(later.unchecked != "");
  CHECK(later.components.size() == 1);
}

TEST_CASE("flaws against the schema of CycloneDX are found in XML") {
  const auto first = [](std::string_view content, std::string_view version = "1.6") {
    return flaw(read(read_cyclonedx_xml, xml(content, version)));
  };
  const std::string good = R"(<components><component type="library"><name>a</name>{}</component></components>)";
  CHECK(first("") == "");
  CHECK(first(R"(<components><component type="library"/></components>)") ==
        "/bom/components/component: ends before name");
  CHECK(first(fmt::format(fmt::runtime(good), "<colour/>")) == "/bom/components/component/colour: is not expected here");
  CHECK(first(fmt::format(fmt::runtime(good), "<scope>foo</scope>")) != "");
  CHECK(first(fmt::format(fmt::runtime(good), "<scope>optional</scope>")) == "");
  CHECK(first(fmt::format(fmt::runtime(good), "<purl>pkg:a/b</purl><cpe>cpe:/a:b</cpe>")) != ""); // in the wrong order
  CHECK(first(fmt::format(fmt::runtime(good), R"(<x:colour xmlns:x="urn:x">red</x:colour>)")) == "");
  CHECK(first(R"(<components><component name="a"><name>a</name></component></components>)") != ""); // no type
  CHECK(first(R"(<components>text</components>)") == "/bom/components: has text where only elements may be");
  CHECK(first(R"(<components><component type="file" bom-ref="a"><name>a</name></component>
                 <component type="file" bom-ref="a"><name>b</name></component></components>)") ==
        "/bom/components/component[2]: has a bom-ref that another element has");
  CHECK(first("", "9.9") == "/bom: is in the namespace of no version of CycloneDX");
}

TEST_CASE("an SPDX document in JSON is read as it stands") {
  const Sbom sbom = read(read_spdx_json, spdx(R"x(
    "packages":[{"SPDXID":"SPDXRef-a","name":"a","versionInfo":"1","downloadLocation":"NOASSERTION",
      "supplier":"Organization: Example (info@example.com)","primaryPackagePurpose":"OPERATING_SYSTEM",
      "externalRefs":[{"referenceCategory":"PACKAGE-MANAGER","referenceType":"purl","referenceLocator":"pkg:npm/a@1"}],
      "checksums":[{"algorithm":"SHA256","checksumValue":"AB"}]},
     {"SPDXID":"SPDXRef-b","name":"b","downloadLocation":"git+https://example.com/b"}],
    "relationships":[{"spdxElementId":"SPDXRef-DOCUMENT","relationshipType":"DESCRIBES","relatedSpdxElement":"SPDXRef-a"},
     {"spdxElementId":"SPDXRef-b","relationshipType":"DEPENDENCY_OF","relatedSpdxElement":"SPDXRef-a"},
     {"spdxElementId":"SPDXRef-b","relationshipType":"DEPENDS_ON","relatedSpdxElement":"NONE"},
     {"spdxElementId":"SPDXRef-c","relationshipType":"OTHER","relatedSpdxElement":"DocumentRef-x:SPDXRef-y"}])x"));
  CHECK(flaw(sbom) == "");
  CHECK(sbom.authors == std::vector<std::string>{"Example"});
  CHECK(sbom.author_contact == "info@example.com");
  REQUIRE(sbom.tools.size() == 1);
  CHECK(sbom.tools[0].name == "syft");
  CHECK(sbom.tools[0].version == "1.2.3");
  CHECK(sbom.dangling_references == 1);
  REQUIRE(sbom.components.size() == 2);
  CHECK(sbom.components[0].primary);
  CHECK(sbom.components[0].type == "operating-system");
  CHECK(sbom.components[0].supplier == "Example");
  CHECK(sbom.components[0].purl == "pkg:npm/a@1");
  CHECK(sbom.components[0].hashes == SbomHashes{{"sha-256", "ab"}});
  CHECK(sbom.components[0].depends_on == std::vector<std::string>{"SPDXRef-b"});
  CHECK(sbom.components[1].depth == 1);
  CHECK(sbom.components[1].states_dependencies);
  CHECK(sbom.components[1].source_uri == "git+https://example.com/b");
}

TEST_CASE("an SPDX document within another object is read, and is flawed by its own members only") {
  const Sbom sbom = read(read_spdx_json, R"({"Document":)" + spdx(R"("reviewers":[])") + "}");
  CHECK(flaw(sbom) == "/Document/reviewers: is no member that the format has here");
  CHECK(read(read_spdx_json, spdx("", "2.2")).flaws.count == 0);
  CHECK(read(read_spdx_json, spdx("", "2.9")).unchecked != "");
}

TEST_CASE("SPDX as tags and values is read as it stands") {
  const std::string head = "SPDXVersion: SPDX-2.3\nDataLicense: CC0-1.0\nSPDXID: SPDXRef-DOCUMENT\nDocumentName: n\n"
                           "DocumentNamespace: https://example.com/n\nCreator: Tool: ko 0.12.0\n"
                           "Created: 2025-01-01T00:00:00Z\n";
  const Sbom sbom = read(read_spdx_tag_value, head + R"(
# a package
PackageName: a
SPDXID: SPDXRef-a
PackageVersion: 1
PackageDownloadLocation: NONE
PackageCopyrightText: <text>several
lines: of it</text>
ExternalRef: PACKAGE-MANAGER purl pkg:npm/a@1
PackageChecksum: SHA256: AB
Relationship: SPDXRef-DOCUMENT DESCRIBES SPDXRef-a
Relationship: SPDXRef-a CONTAINS SPDXRef-f
FileName: ./dir/f.c
SPDXID: SPDXRef-f
FileChecksum: SHA1: da39a3ee5e6b4b0d3255bfef95601890afd80709
)");
  CHECK(flaw(sbom) == "");
  CHECK(sbom.serial == "https://example.com/n");
  CHECK(sbom.tools[0].name == "ko");
  REQUIRE(sbom.components.size() == 2);
  CHECK(sbom.components[0].primary);
  CHECK(sbom.components[0].place == "line 10");
  CHECK(sbom.components[0].purl == "pkg:npm/a@1");
  CHECK(sbom.components[0].copyright == "several\nlines: of it");
  CHECK(sbom.components[1].file_name == "f.c");
  CHECK(sbom.components[1].depth == 1);
  CHECK(flaw(read(read_spdx_tag_value, head + "PackageName: a\n")) == "line 8: begins what has no PackageDownloadLocation");
  CHECK(flaw(read(read_spdx_tag_value, head + "Colour: red\n")) == "line 8: has the unknown tag Colour");
  CHECK(flaw(read(read_spdx_tag_value, head + "DocumentComment: <text>no end\n")) == "line 8: has a text without end");
  CHECK(flaw(read(read_spdx_tag_value, head + "no value\n")) == "line 8: is no tag with a value");
  CHECK(error_of(read_spdx_tag_value, "PackageName: a\n") == "it names no version of SPDX");
}

TEST_CASE("SPDX 3 is read as it stands") {
  const Sbom sbom = read(read_spdx3_json, R"({"@context":"https://spdx.org/rdf/3.0.1/spdx-context.jsonld","@graph":[
    {"type":"CreationInfo","@id":"_:c","specVersion":"3.0.1","created":"2025-01-01T00:00:00Z","createdBy":["urn:p"]},
    {"type":"Person","spdxId":"urn:p","name":"P","externalIdentifier":[
      {"type":"ExternalIdentifier","externalIdentifierType":"email","identifier":"p@example.com"}]},
    {"type":"SpdxDocument","spdxId":"urn:d","creationInfo":"_:c","rootElement":["urn:s"]},
    {"type":"software_Sbom","spdxId":"urn:s","rootElement":["urn:a"],"software_sbomType":["build"]},
    {"type":"software_Package","spdxId":"urn:a","name":"a","software_packageVersion":"1"},
    {"type":"software_File","spdxId":"urn:f","name":"a.jar","software_additionalPurpose":["archive"],
      "verifiedUsing":[{"type":"Hash","algorithm":"sha512","hashValue":"AB"}]},
    {"type":"simplelicensing_LicenseExpression","spdxId":"urn:l","simplelicensing_licenseExpression":"MIT"},
    {"type":"Relationship","spdxId":"urn:1","from":"urn:a","relationshipType":"hasDistributionArtifact","to":["urn:f"]},
    {"type":"Relationship","spdxId":"urn:2","from":"urn:a","relationshipType":"hasDeclaredLicense","to":["urn:l"]},
    {"type":"Relationship","spdxId":"urn:3","from":"urn:a","relationshipType":"dependsOn","to":["urn:x"]}]})");
  CHECK(flaw(sbom) == "");
  CHECK(sbom.version == "3.0.1");
  CHECK(sbom.serial == "urn:d");
  CHECK(sbom.author_contact == "p@example.com");
  CHECK(sbom.generation_context == "build");
  CHECK(sbom.dangling_references == 1);
  REQUIRE(sbom.components.size() == 2);
  CHECK(sbom.components[0].primary);
  CHECK(sbom.components[0].licences == std::vector<std::string>{"MIT"});
  CHECK(sbom.components[0].deployable_hashes == SbomHashes{{"sha-512", "ab"}});
  CHECK(sbom.components[0].archive == true);
  CHECK(sbom.components[0].executable == false);
  const Sbom poor = read(read_spdx3_json, R"({"@context":"https://spdx.org/rdf/3.0.1/spdx-context.jsonld","@graph":[]})");
  CHECK(flaw(poor) == "/@graph: has no SpdxDocument");
}

TEST_CASE("what is no document is refused with a reason") {
  CHECK(error_of(read_cyclonedx_json, "[]") != "");
  CHECK(error_of(read_cyclonedx_json, "{") != "");
  CHECK(error_of(read_cyclonedx_json, "") != "");
  CHECK(error_of(read_cyclonedx_json, R"({"bomFormat":"CycloneDX","bomFormat":"CycloneDX"})") != "");
  CHECK(error_of(read_cyclonedx_xml, "<bom") != "");
  CHECK(error_of(read_cyclonedx_xml, R"(<!DOCTYPE bom [<!ENTITY a "b">]><bom/>)") != "");
  CHECK(error_of(read_spdx_json, "3") != "");
  CHECK(error_of(read_spdx3_json, "[]") != "");
  CHECK(error_of(refuse_spdx_elsewise, "<Document/>") != "");
}

TEST_CASE("documents made to be a burden are answered in time") {
  // Members of the wrong kind everywhere.
  const Sbom odd = read(read_cyclonedx_json, R"({"bomFormat":7,"specVersion":"1.6","version":"x","metadata":[],
    "components":[1,null,"a",[],{"components":[{"components":7}],"hashes":{},"licenses":{}}],"dependencies":[[]]})");
  CHECK(odd.flaws.count > 5);
  // Nested as deep as JSON may be, every level an array whose elements must differ.
  std::string deep, end;
  for (int i = 0; i < 400; ++i) {
    deep += R"({"type":"file","name":"a","components":[)";
    end += R"(]})";
  }
  const Sbom nested = read(read_cyclonedx_json, cyclonedx("\"components\":[" + deep + end + "]"));
  CHECK(nested.components.size() == 400);
  // A dependency circle, and everything depending on everything.
  std::string components, dependencies;
  constexpr int count = 400;
  std::string all;
  for (int i = 0; i < count; ++i)
    all += fmt::format("{}\"{}\"", i == 0 ? "" : ",", i);
  for (int i = 0; i < count; ++i) {
    components += fmt::format(R"({}{{"type":"file","name":"a","bom-ref":"{}"}})", i == 0 ? "" : ",", i);
    dependencies += fmt::format(R"({}{{"ref":"{}","dependsOn":[{}]}})", i == 0 ? "" : ",", i, all);
  }
  const Sbom tangle = read(read_cyclonedx_json, cyclonedx(fmt::format(
      R"("metadata":{{"component":{{"type":"file","name":"a","bom-ref":"main"}}}},"components":[{}],"dependencies":[{},
         {{"ref":"main","dependsOn":["7"]}}])", components, dependencies)));
  CHECK(tangle.components.back().depth == 2);
  // Names that mean nothing to XML's namespaces.
  const Sbom prefixed = read(read_cyclonedx_xml, R"(<a:bom xmlns:a="http://cyclonedx.org/schema/bom/1.6"><components/>
    <a:components><b:component xmlns:b="http://cyclonedx.org/schema/bom/1.6" type="file"><b:name>n</b:name></b:component>
    </a:components></a:bom>)");
  CHECK(prefixed.flaws.count > 0);
}

TEST_CASE("members that nobody knows are flaws only where the version's schema is closed") {
  const std::string unknown = R"("novelty":1)";
  CHECK(read(read_cyclonedx_json, cyclonedx(unknown, "1.3")).flaws.count == 0);
  CHECK(read(read_cyclonedx_json, cyclonedx(unknown, "1.4")).flaws.count == 1);
}

TEST_CASE("alternatives of a value are told apart") {
  const auto flaws = [](std::string_view dataset) {
    return read(read_cyclonedx_json, cyclonedx(fmt::format(R"("components":[{{"type":"data","name":"a","modelCard":
      {{"modelParameters":{{"datasets":[{}]}}}}}}])", dataset))).flaws.count;
  };
  CHECK(flaws(R"({"type":"dataset","name":"d"})") == 0);
  CHECK(flaws(R"({"ref":"d"})") == 0);
  CHECK(flaws(R"({"name":"d"})") > 0);
  CHECK(flaws("7") > 0);
  const std::string transform = R"(<components><component type="cryptographic-asset"><name>a</name><cryptoProperties>
    <assetType>protocol</assetType><protocolProperties><ikev2TransformTypes><encr>{}</encr></ikev2TransformTypes>
    </protocolProperties></cryptoProperties></component></components>)";
  CHECK(read(read_cyclonedx_xml, xml(fmt::format(fmt::runtime(transform), "ref"), "1.7")).flaws.count == 0);
  CHECK(read(read_cyclonedx_xml, xml(fmt::format(fmt::runtime(transform), "<name>n</name>"), "1.7")).flaws.count == 0);
  CHECK(read(read_cyclonedx_xml, xml(fmt::format(fmt::runtime(transform), "<name>n</name>"), "1.6")).flaws.count == 1);
}

TEST_CASE("more components than are kept are refused") {
  std::string text = "\"components\":[{}";
  for (std::size_t i = 0; i < sbom_component_limit; ++i)
    text += ",{}";
  CHECK(error_of(read_cyclonedx_json, cyclonedx(text + "]")) == "it has more than 500000 components");
}

TEST_CASE("a document as tags and values without a version is read, and flawed") {
  const Sbom sbom = read(read_spdx_tag_value, "b'SPDXVersion: SPDX-2.2\nSPDXID: SPDXRef-DOCUMENT\nDocumentName: n\n"
                                              "PackageName: a\nSPDXID: SPDXRef-a\n");
  CHECK(sbom.components.size() == 1);
  CHECK(sbom.flaws.count > 0);
}

TEST_CASE("contacts and tools are told from names") {
  CHECK(contact_of("info@example.com") == "info@example.com");
  CHECK(contact_of("Jane (jane@example.com)") == "jane@example.com");
  CHECK(contact_of("https://example.com") == "https://example.com");
  CHECK(contact_of("Jane Doe") == "");
  CHECK(contact_of("a@b") == "");
  CHECK(contact_of("@example.com") == "");
  CHECK(contact_of("()") == "");
  CHECK(stated(" NOASSERTION ") == "");
  CHECK(hash_name("SHA256") == "sha-256");
  CHECK(hash_name("SHA3-256") == "sha3-256");
  CHECK(hash_name("sha3_512") == "sha3-512");
}

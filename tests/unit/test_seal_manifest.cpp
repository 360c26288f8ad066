// SPDX-License-Identifier: Apache-2.0
#include "test_seal_support.hpp"

using namespace seal_tests;

namespace {

Reference reference(const std::string& name, const std::string& content) {
  return {name, mime_type(name), assay::sha256(content)};
}

const Contents data{{"a b&c.txt", "one"}, {"report.xml", "<report/>"}};

std::string good_manifest() {
  std::vector<Reference> references;
  for (const auto& [name, content] : data)
    references.push_back(reference(name, content));
  return write_manifest(references);
}

// What is wrong with a container of `data`, this manifest and further members of META-INF/.
std::vector<std::string> problems(const std::string& manifest, const Contents& members = data,
                                  const std::string& further = "") {
  const TempDir dir;
  Contents contents{mimetype_member};
  contents.insert(contents.end(), members.begin(), members.end());
  contents.emplace_back(manifest_name, manifest);
  if (!further.empty())
    contents.emplace_back(further, "x");
  contents.emplace_back(signature_name, "signature");
  if (further > signature_name)
    std::swap(contents[contents.size() - 1], contents[contents.size() - 2]);
  put(dir / "c", raw_zip(contents));
  return manifest_problems(opened(dir / "c"));
}

std::string replaced(std::string text, std::string_view part, std::string_view by) {
  const std::size_t at = text.find(part);
  REQUIRE(at != std::string::npos);
  return text.replace(at, part.size(), by);
}

} // namespace

TEST_CASE("the manifest has one form, whatever the order of the list") {
  const std::string manifest = good_manifest();
  CHECK(manifest == write_manifest({reference("report.xml", "<report/>"), reference("a b&c.txt", "one")}));
  CHECK(manifest ==
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<asic:ASiCManifest xmlns:asic=\"http://uri.etsi.org/02918/v1.2.1#\" "
        "xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\">\n"
        "  <asic:SigReference URI=\"META-INF/signature001.p7s\" MimeType=\"application/pkcs7-signature\" />\n"
        "  <asic:DataObjectReference URI=\"a%20b&amp;c.txt\" MimeType=\"text/plain\">\n"
        "    <ds:DigestMethod Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha256\" />\n"
        "    <ds:DigestValue>dpLDrTVAu4A8Ags67mbNiIcSMjTqDG5xQ8Ct1z/0Me0=</ds:DigestValue>\n"
        "  </asic:DataObjectReference>\n"
        "  <asic:DataObjectReference URI=\"report.xml\" MimeType=\"application/xml\">\n"
        "    <ds:DigestMethod Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha256\" />\n"
        "    <ds:DigestValue>4UxNUTz4oGT90J4H5bzFEHrjYmMosh+U01h8gmFU/PQ=</ds:DigestValue>\n"
        "  </asic:DataObjectReference>\n"
        "</asic:ASiCManifest>\n");
  CHECK(error_of([] { write_manifest({}); }).first == ErrorKind::input);
}

TEST_CASE("names become relative references, letters beyond ASCII as UTF-8 in percent signs") {
  const std::string manifest = write_manifest({reference("Größe 100%.txt", ""), reference("a+b/(c)='d'@e!,;$", "")});
  CHECK(contains(manifest, "URI=\"Gr%C3%B6%C3%9Fe%20100%25.txt\""));
  CHECK(contains(manifest, "URI=\"a+b/(c)='d'@e!,;$\""));
}

TEST_CASE("mime types go by the extension") {
  CHECK(mime_type("report.xml") == "application/xml");
  CHECK(mime_type("a.b/report.html") == "text/html");
  CHECK(mime_type("statement.json") == "application/json");
  CHECK(mime_type("report.md") == "text/markdown");
  CHECK(mime_type("x.mustache") == "text/x-mustache");
  CHECK(mime_type("x.css") == "text/css");
  CHECK(mime_type("x.pem") == "application/x-pem-file");
  CHECK(mime_type("x.txt") == "text/plain");
  CHECK(mime_type("txt") == "application/octet-stream");
  CHECK(mime_type("x.XML") == "application/octet-stream");
}

TEST_CASE("a manifest that fits its container has no problems") {
  CHECK(problems(good_manifest()).empty());
}

TEST_CASE("members, digests and the list are held against each other") {
  const auto first = [](const std::vector<std::string>& list) { return list.empty() ? std::string() : list.front(); };
  CHECK(first(problems(good_manifest(), {{"a b&c.txt", "ONE"}, {"report.xml", "<report/>"}})) ==
        "a b&c.txt does not have the digest the manifest gives");
  CHECK(first(problems(good_manifest(), {{"a b&c.txt", "one"}})) ==
        "the manifest lists report.xml, which is not there");
  CHECK(first(problems(good_manifest(), {{"a b&c.txt", "one"}, {"extra", ""}, {"report.xml", "<report/>"}})) ==
        "extra is not in the manifest");
  CHECK(first(problems(good_manifest(), data, "META-INF/ASiCManifest002.xml")) ==
        "META-INF/ASiCManifest002.xml is neither the manifest nor the signature");
  CHECK(first(problems(good_manifest(), data, "META-INF/signature002.p7s")) ==
        "META-INF/signature002.p7s is neither the manifest nor the signature");
  const std::string manifest = good_manifest();
  const std::size_t start = manifest.find("  <asic:DataObjectReference");
  const std::size_t second = manifest.find("  <asic:DataObjectReference", start + 1);
  const std::size_t end = manifest.find("</asic:ASiCManifest>");
  const std::string one = manifest.substr(start, second - start), two = manifest.substr(second, end - second);
  const auto of = [&](const std::string& lines) { return manifest.substr(0, start) + lines + manifest.substr(end); };
  CHECK(first(problems(of(one + one + two))) == "the manifest lists a%20b&c.txt twice");
  CHECK(first(problems(of(two + one))) == "the manifest does not list the members in their order");
  CHECK(problems(of("")).front() == "the manifest lists nothing");
  CHECK(problems("").size() == 4);
}

TEST_CASE("a manifest that says the same in other bytes is refused") {
  const std::string manifest = good_manifest();
  for (const auto& one : std::vector<std::pair<std::string, std::string>>{
           {"<asic:SigReference", "<!-- --><asic:SigReference"},
           {"\n  <asic:SigReference", "<asic:SigReference"},
           {"report.xml", "&#x72;eport.xml"},
           {"a%20b", "a%20%62"},
           {"text/plain", "text&#47;plain"},
           {" MimeType=\"text/plain\"", ""},
           {"\"report.xml\"", "'report.xml'"},
           {" />", "/>"},
           {"xmlenc#sha256", "xmlenc#sha512"},
           {"signature001", "signature002"},
           {"ASiCManifest>\n", "ASiCManifest>\n<x/>"},
           {"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n", ""},
           {"<asic:ASiCManifest", "<!DOCTYPE a><asic:ASiCManifest"},
           {"4UxNUT", "4UxNUT\n"}})
    CHECK_MESSAGE(!problems(replaced(manifest, one.first, one.second)).empty(), one.first);
  for (const std::string& bytes :
       {std::string("<"), std::string(100'000, '<'), std::string("\0", 1), "\xff" + manifest, manifest + '\0'})
    CHECK_FALSE(problems(bytes).empty());
}

TEST_CASE("a hostile manifest costs little and is told in few words") {
  std::string deep;
  for (int i = 0; i < 200'000; ++i)
    deep += "<a>";
  CHECK_FALSE(problems(deep).empty());
  std::string many = "<asic:ASiCManifest>";
  for (int i = 0; i < 50'000; ++i)
    many += fmt::format("<asic:DataObjectReference URI=\"\x1b[31m{}\"/>", i);
  const auto told = problems(many + "</asic:ASiCManifest>");
  CHECK(told.size() == 21);
  for (const std::string& problem : told)
    CHECK_FALSE(contains(problem, "\x1b"));
  CHECK(problems(std::string(max_manifest_bytes + 1, ' ')).size() == 1);
}

TEST_CASE("a container without manifest or signature says so") {
  const TempDir dir;
  put(dir / "c", raw_zip({mimetype_member, {"a", "x"}}));
  CHECK(manifest_problems(opened(dir / "c")) == std::vector<std::string>{"META-INF/ASiCManifest001.xml is missing"});
  put(dir / "c", raw_zip({mimetype_member, {"a", "x"}, {std::string(manifest_name), "x"}}));
  CHECK(manifest_problems(opened(dir / "c")) == std::vector<std::string>{"META-INF/signature001.p7s is missing"});
}

TEST_CASE("xmllint reads the manifest") {
  if (!have("xmllint"))
    return;
  const TempDir dir;
  put(dir / "m.xml", good_manifest());
  CHECK(run(dir.path(), "xmllint --noout m.xml").output.empty());
}

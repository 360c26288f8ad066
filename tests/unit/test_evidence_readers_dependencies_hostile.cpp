// SPDX-License-Identifier: Apache-2.0
//
// Every reader of manifests and locks on documents that nobody honest writes: an answer or an Error, soon, with the memory
// of a few times the document.
#include "test_evidence_dependencies_support.hpp"

#include <chrono>

using namespace assay::evidence;
using reader_tests::refusal;

namespace {

const std::vector<dependency_tests::Reader>& readers() {
  static const std::vector<dependency_tests::Reader> all = {
      read_cargo_lock,   read_cargo_manifest,      read_cmake,          read_composer_lock,  read_composer_manifest,
      read_conan_lock,   read_conanfile,           read_gemfile,        read_gemfile_lock,   read_go_mod,
      read_go_sum,       read_gradle_lock,         read_gradle_catalog, read_gradle_verification, read_msbuild,
      read_npm_lock,     read_npm_manifest,        read_nuget_lock,     read_pipfile,        read_pipfile_lock,
      read_pnpm_lock,    read_poetry_lock,         read_pom,            read_pyproject,      read_requirements,
      read_uv_lock,      read_vcpkg_configuration, read_vcpkg_manifest, read_yarn_lock};
  return all;
}

std::string repeated(std::string_view piece, std::size_t times) {
  std::string text;
  for (std::size_t i = 0; i < times; ++i)
    text += piece;
  return text;
}

void survive(const std::string& text) {
  for (const dependency_tests::Reader reader : readers()) {
    const auto start = std::chrono::steady_clock::now();
    (void)refusal(reader, text);
    CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(30));
  }
}

} // namespace

TEST_CASE("readers of dependencies: bytes of every kind") {
  std::string all;
  for (int i = 0; i < 256; ++i)
    all += static_cast<char>(i);
  for (const std::string& text : {std::string(), std::string(1, '\0'), all, std::string("\xff\xfe"), std::string("{"),
                                  std::string("["), std::string("<"), std::string("a"), std::string("{}"), std::string("[]"),
                                  std::string("null"), std::string("\""), std::string("--- !!x\n"), std::string("=")})
    survive(text);
}

TEST_CASE("readers of dependencies: documents that are all of one piece") {
  for (const std::string_view piece : {"[", "{", "{\"a\":", "(", "a ", "\\", "\"", "'", "#", "a.", "a=1\n", "[a]\n", "[[=", "${a",
                                       "gem 'a',", "a@b, ", "- ", "a:\n ", "<a>", "  ", "\n", "--hash ", "//", "require (", "&a *a "})
    survive(repeated(piece, 200000));
}

TEST_CASE("readers of dependencies: members of the wrong kinds") {
  for (const std::string_view value : {"null", "1", "\"x\"", "[]", "{}", "[null]", "[[{}]]", "{\"a\":null}", "{\"a\":{\"a\":[]}}", "{\"\":\"\"}"})
    survive(fmt::format(R"({{"lockfileVersion": 3, "packages": {0}, "packages-dev": {0}, "dependencies": {0}, "devDependencies": {0},
      "overrides": {0}, "features": {0}, "_meta": {{}}, "default": {0}, "require": {0}, "requires": {0}, "graph_lock": {0}, "version": {0}}})",
                        value));
  for (const std::string_view value : {"1", "'x'", "[]", "{}", "[{}]", "[[{}]]", "{a = 1}", "{a = {a = []}}", "[1, 'x', {x = 1}]"})
    survive(fmt::format("package = {0}\nproject = {0}\ndependencies = {0}\nworkspace = {0}\ntarget = {0}\ntool = {{poetry = {0}, uv = {0}}}\n"
                        "libraries = {0}\nversions = {0}\nplugins = {0}\npackages = {0}\nmetadata = {0}\nbuild-system = {0}\n",
                        value));
  for (const std::string_view value : {"~", "1", "[]", "{}", "[~]", "{a: ~}", "{a: {version: {}}}", "{'': ''}"})
    survive(fmt::format("lockfileVersion: 9.0\n__metadata: {0}\nimporters: {0}\npackages: {0}\nspecifiers: {0}\na: {0}\n", value));
}

TEST_CASE("readers of dependencies: what repeats a long text is bounded") {
  const std::string longest(1 << 20, 'x');
  const std::string one = "<dependency><groupId>g</groupId><artifactId>a</artifactId><version>${p}</version></dependency>";
  survive("<project><properties><p>" + longest + "</p></properties><dependencies>" + repeated(one, 2000) + "</dependencies></project>");
  survive("<project><properties><p>${p}${p}</p></properties><dependencies>" + repeated(one, 2000) + "</dependencies></project>");
  survive("set(p " + longest + ")\n" + repeated("FetchContent_Declare(a URL ${p})\n", 2000));
  std::string asked, folder = repeated("a/", 500000);
  for (int i = 0; i < 20000; ++i)
    asked += fmt::format("{}\"d{}\": \"1\"", i == 0 ? "" : ",", i);
  survive(fmt::format(R"({{"lockfileVersion": 3, "packages": {{"{}b": {{"dependencies": {{{}}}}}}}}})", folder, asked));
}

TEST_CASE("readers of dependencies: more than a million entries are refused") {
  std::string text;
  for (int i = 0; i <= 1000000; ++i)
    text += "a.b/c v1 h1:x\n";
  CHECK(refusal(read_go_sum, text) == "it lists more than 1000000 dependencies");
}

// SPDX-License-Identifier: Apache-2.0
//
// Manifests and locks brought together, as the populations `dependencies` and `dependency-files` show them.
#include "test_evidence_dependencies_support.hpp"

#include <set>

using dependency_tests::Answer;
using dependency_tests::examine;
using dependency_tests::Files;
using dependency_tests::Row;

namespace {

Answer dependencies(const Files& tree, const Files& supplied = {}) {
  return examine(assay::evidence::dependencies(), tree, supplied);
}

Answer files(const Files& tree, const Files& supplied = {}) {
  return examine(assay::evidence::dependency_files(), tree, supplied);
}

const std::string workspace_lock = R"({"lockfileVersion": 3, "packages": {"": {"dependencies": {"a": "^1"}},
  "w": {"name": "w", "dependencies": {"b": "^2"}}, "node_modules/a": {"version": "1.1.0", "integrity": "sha512-x"},
  "node_modules/b": {"version": "2.0.0", "integrity": "sha512-x"}, "node_modules/c": {"version": "3.0.0"}}})";
const Files workspace = {{"package.json", R"({"workspaces": ["w"], "dependencies": {"a": "^1"}})"},
                         {"w/package.json", R"({"name": "w", "dependencies": {"b": "^2", "gone": "1.0.0"}})"},
                         {"other/package.json", R"({"dependencies": {"a": "1.0.0"}, "peerDependencies": {"p": "*"}})"},
                         {"package-lock.json", workspace_lock}};

} // namespace

TEST_CASE("dependencies: a manifest with the lock beside it, and with that of its workspace") {
  const Answer answer = dependencies(workspace);
  CHECK(answer.examination.examined == 4);
  CHECK(answer.examination.complete());
  CHECK(answer.rows.size() == 6);
  const Row& a = answer.of("id", "revision:package.json:/dependencies/a:a@1.1.0");
  CHECK(a.at("requirement") == "^1");
  CHECK(a.at("declared") + a.at("locked") + a.at("hash") + a.at("direct") + a.at("pinned") == "yesyesyesyesyes");
  CHECK(a.at("hash-algorithm") == "sha512");
  CHECK(a.at("purl") == "pkg:npm/a@1.1.0");
  CHECK(a.at("lock-document") == "package-lock.json");
  CHECK(a.count("in-sbom") == 0);
  CHECK(answer.of("name", "b").at("manifest") == "w/package.json");
  CHECK(answer.of("name", "b").at("locked") == "yes");
  const Row& gone = answer.of("name", "gone");
  CHECK(gone.at("locked") + gone.at("pinned") == "noyes");
  // No workspace of the lock's, so not locked by it.
  CHECK(answer.of("id", "revision:other/package.json:/dependencies/a:a@1.0.0").at("locked") == "no");
  const Row& c = answer.of("name", "c");
  CHECK(c.at("declared") + c.at("direct") + c.at("hash") == "nonono");
  CHECK(c.at("document") == "package-lock.json");
  CHECK(c.count("manifest") == 0);
}

TEST_CASE("dependency-files: locks that belong to manifests, and what they lack") {
  const Answer answer = files(workspace);
  REQUIRE(answer.rows.size() == 4);
  const Row& root = answer.of("document", "package.json");
  CHECK(root.at("role") + root.at("has-lock") + root.at("lock-complete") == "manifestyesyes");
  const Row& member = answer.of("document", "w/package.json");
  CHECK(member.at("lock-document") == "package-lock.json");
  CHECK(member.at("lock-complete") + member.at("not-locked") == "nogone");
  CHECK(answer.of("document", "other/package.json").at("has-lock") == "no");
  const Row& lock = answer.of("document", "package-lock.json");
  CHECK(lock.at("role") + lock.at("has-manifest") + lock.at("dependencies") + lock.at("without-hash") == "lockyes31");
  CHECK(lock.at("direct-dependencies") == "2");
}

TEST_CASE("dependencies: another entry of the same version lends no digest") {
  const Answer answer = dependencies({{"package-lock.json", R"({"lockfileVersion": 3, "packages": {
    "node_modules/a": {"version": "1.0.0", "integrity": "sha512-x"}, "node_modules/b/node_modules/a": {"version": "1.0.0"}}})"}});
  REQUIRE(answer.rows.size() == 2);
  CHECK(answer.rows[0].at("hash") + answer.rows[1].at("hash") == "yesno");
}

TEST_CASE("dependencies: a Cargo workspace, with requirements that members inherit") {
  const Files tree = {{"Cargo.toml", "[workspace]\nmembers = ['m']\n[workspace.dependencies]\ns = {version = '1', package = 'serde'}\n"},
                      {"m/Cargo.toml", "[package]\nname = 'm'\n[dependencies]\ns = {workspace = true}\nlost = {workspace = true}\n"},
                      {"Cargo.lock", "version = 3\n[[package]]\nname = 'm'\nversion = '0.1.0'\ndependencies = ['serde']\n[[package]]\n"
                                     "name = 'serde'\nversion = '1.0.9'\nsource = 'registry+x'\nchecksum = '" + std::string(64, 'a') + "'\n"}};
  const Answer answer = dependencies(tree);
  REQUIRE(answer.rows.size() == 2);
  const Row& serde = answer.of("name", "serde");
  CHECK(serde.at("alias") + serde.at("requirement") + serde.at("version") + serde.at("hash-algorithm") == "s11.0.9sha256");
  CHECK(answer.of("name", "lost").at("pinned").starts_with("unknown: "));
}

TEST_CASE("dependencies: go.mod with go.sum, each module in its own version") {
  const Answer answer = dependencies({{"go.mod", "module m\nrequire (\n\ta.org/a v1.0.0\n\ta.org/b v1.0.0 // indirect\n)\n"},
                                      {"go.sum", "a.org/a v1.0.0 h1:x=\na.org/b v0.9.0 h1:x=\n"}});
  REQUIRE(answer.rows.size() == 3);
  CHECK(answer.of("name", "a.org/a").at("locked") == "yes");
  const Row& b = answer.of("id", "revision:go.mod:line 4:a.org/b@v1.0.0");
  CHECK(b.at("locked") + b.at("direct") + b.at("pinned") == "nonoyes");
  CHECK(answer.of("document", "go.sum").at("declared") == "no");
}

TEST_CASE("dependencies: the lock alone knows no more than it says") {
  const Files alone = {{"poetry.lock", "[[package]]\nname = 'a'\nversion = '1'\n"}};
  CHECK(dependencies(alone).rows.at(0).at("direct").starts_with("unknown: "));
  CHECK(files(alone).rows.at(0).at("has-manifest") == "no");
  Files both = alone;
  both.push_back({"pyproject.toml", "[project]\nname = 'p'\ndependencies = ['b']\n[build-system]\nrequires = ['hatchling']\n"});
  CHECK(dependencies(both).of("name", "a").at("direct") == "no");
  const Row project = files(both).of("document", "pyproject.toml");
  CHECK(project.at("not-locked") == "b");
}

TEST_CASE("dependencies: digests from another file of the project") {
  const Answer answer = dependencies({{"gradle/libs.versions.toml", "[libraries]\na = 'g:a:1.0'\n"},
                                      {"gradle.lockfile", "g:a:1.0=x\ng:b:2.0=x\n"},
                                      {"gradle/verification-metadata.xml",
                                       "<verification-metadata><components><component group='g' name='a' version='1.0'><artifact name='a'>"
                                       "<sha256 value='a'/></artifact></component><component group='g' name='z' version='9'/></components>"
                                       "</verification-metadata>"}});
  REQUIRE(answer.rows.size() == 3);
  CHECK(answer.of("name", "g:a").at("hash-algorithm") == "sha256");
  CHECK(answer.of("name", "g:b").at("hash") == "no");
  CHECK(answer.of("name", "g:z").at("document") == "gradle/verification-metadata.xml");
}

TEST_CASE("dependencies: Yarn, pip and NuGet find what was asked for") {
  const Answer yarn = dependencies({{"package.json", R"({"dependencies": {"a": "^1", "b": "^9"}})"},
                                    {"yarn.lock", "a@^1, a@^1.1:\n  version \"1.2.0\"\n  integrity sha512-x\na@^2:\n  version \"2.0.0\"\n"}});
  CHECK(yarn.of("requirement", "^1").at("version") == "1.2.0");
  CHECK(yarn.of("name", "b").at("locked") == "no");
  CHECK(yarn.of("document", "yarn.lock").at("version") == "2.0.0");
  const Answer pip = dependencies({{"requirements.in", "A_a>=1\n"}, {"requirements.txt", "a-a==1.5 --hash=sha256:ab\nb==2 --hash=sha256:ab\n"}});
  CHECK(pip.of("name", "a-a").at("version") == "1.5");
  CHECK(pip.of("name", "b").at("direct") == "no");
  const Answer nuget = dependencies({{"Directory.Packages.props", "<Project><ItemGroup><PackageVersion Include='A' Version='[2.0]'/></ItemGroup></Project>"},
                                     {"p/p.csproj", "<Project><ItemGroup><PackageReference Include='A'/></ItemGroup></Project>"},
                                     {"p/packages.lock.json", R"({"dependencies": {"net8.0": {"a": {"type": "Direct", "resolved": "2.0"}}}})"}});
  REQUIRE(nuget.rows.size() == 1);
  CHECK(nuget.rows[0].at("requirement") + nuget.rows[0].at("locked") == "[2.0]yes");
}

TEST_CASE("dependencies: a baseline pins ports; tools without locks have no has-lock") {
  const Files tree = {{"vcpkg.json", R"({"dependencies": ["a"]})"},
                      {"vcpkg-configuration.json", R"({"default-registry": {"baseline": "0123456789012345678901234567890123456789"}})"}};
  CHECK(dependencies(tree).of("name", "a").at("pinned") == "yes");
  CHECK(dependencies({tree[0]}).of("name", "a").at("pinned") == "no");
  CHECK(files(tree).of("document", "vcpkg.json").count("has-lock") == 0);
}

TEST_CASE("dependencies: what cannot be read makes the population incomplete, and ids stay apart") {
  const Answer answer = dependencies({{"a/package.json", "{"}, {"CMakeLists.txt", "FetchContent_Declare(x URL u) FetchContent_Declare(x URL u)"}},
                                     {{"CMakeLists.txt", "FetchContent_Declare(x URL u)"}, {"sub/package.json", R"({"dependencies": {"a": "1.0.0"}})"}});
  CHECK_FALSE(answer.examination.complete());
  CHECK(answer.examination.reason.find("a/package.json") != std::string::npos);
  std::set<std::string> ids;
  for (const Row& row : answer.rows)
    ids.insert(row.at("id"));
  CHECK(ids == std::set<std::string>{"revision:CMakeLists.txt:line 1:x@", "revision:CMakeLists.txt:line 1:x@#2",
                                     "supplied:CMakeLists.txt:line 1:x@", "supplied:sub/package.json:/dependencies/a:a@1.0.0"});
  CHECK(dependencies({}).examination.examined == 0);
}

TEST_CASE("dependency-files: node_modules is not the project's, and a lock of another origin is not either") {
  const Answer answer = files({{"node_modules/x/package.json", "{}"}, {"package.json", R"({"dependencies": {"a": "1"}})"}},
                              {{"package-lock.json", workspace_lock}});
  CHECK(answer.rows.size() == 2);
  CHECK(answer.of("document", "package.json").at("has-lock") == "no");
  CHECK(answer.of("document", "package-lock.json").count("update-automation") == 0);
}

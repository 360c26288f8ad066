// SPDX-License-Identifier: Apache-2.0
//
// What the readers of manifests and lock files make of small documents; joins are another test's.
#include "test_evidence_dependencies_support.hpp"

using namespace assay::evidence;
using dependency_tests::in_words;
using reader_tests::refusal;
using dependency_tests::read;
using Words = std::vector<std::string>;

TEST_CASE("purl_of: each ecosystem in its own form") {
  Dependency one;
  one.name = "@babel/core";
  CHECK(purl_of(Ecosystem::npm, one, "7.0.0") == "pkg:npm/%40babel/core@7.0.0");
  one.name = "github.com/Masterminds/semver/v3";
  CHECK(purl_of(Ecosystem::go, one, "v3.2.0+incompatible") ==
        "pkg:golang/github.com/masterminds/semver/v3@v3.2.0%2Bincompatible");
  one.name = "org.apache:commons";
  CHECK(purl_of(Ecosystem::maven, one, "1") == "pkg:maven/org.apache/commons@1");
  CHECK(purl_of(Ecosystem::vcpkg, one, "1").empty());
  one.address = "git@github.com:FmtLib/fmt.git";
  CHECK(purl_of(Ecosystem::cmake, one, "9.1.0") == "pkg:github/fmtlib/fmt@9.1.0");
  one.address = "https://notgithub.com/a/b";
  CHECK(purl_of(Ecosystem::cmake, one, "1").empty());
  one.source = DependencySource::path;
  CHECK(purl_of(Ecosystem::npm, one, "1").empty());
}

TEST_CASE("integrity_algorithm: the strongest of several, and nothing of what is none") {
  CHECK(integrity_algorithm("sha1-aaaa sha512-bbbb") == "sha512");
  CHECK(integrity_algorithm("sha512-").empty());
  CHECK(integrity_algorithm("md5-aaaa").empty());
  CHECK(stronger("sha256", "md5") == "sha256");
  CHECK(stronger("", "blake2") == "blake2");
}

TEST_CASE("package.json: requirements of every form") {
  const auto list = read(read_npm_manifest, R"({"name": "p", "workspaces": ["x"],
    "dependencies": {"a": "^1.2", "b": "1.2.3", "c": "npm:@s/d@2.0.0", "e": "owner/repo#v1",
      "f": "git+https://h/r.git#0123456789012345678901234567890123456789", "g": "file:../g", "h": "https://h/x.tgz",
      "i": "workspace:^", "j": "1", "o": "1.0.0"},
    "optionalDependencies": {"o": "2.0.0"}, "devDependencies": {"k": "=3.0.0-rc.1", "l": 7},
    "peerDependencies": {"m": ">=1"}})");
  CHECK(in_words(*list) ==
        Words{"a@ '^1.2' runtime direct", "b@1.2.3 '1.2.3' runtime direct exact",
              "@s/d(c)@2.0.0 'npm:@s/d@2.0.0' runtime direct exact",
              "e@ 'owner/repo#v1' runtime git https://github.com/owner/repo direct",
              "f@ 'git+https://h/r.git#0123456789012345678901234567890123456789' runtime git git+https://h/r.git 01234567 "
              "direct exact",
              "g@ 'file:../g' runtime path ../g direct", "h@ 'https://h/x.tgz' runtime url https://h/x.tgz direct",
              "i@ 'workspace:^' runtime workspace direct", "j@ '1' runtime direct",
              "k@3.0.0-rc.1 '=3.0.0-rc.1' development direct exact", "o@2.0.0 '2.0.0' optional direct exact",
              "m@ '>=1' peer direct"});
  CHECK(list->flaws.count == 1);
  CHECK(list->flaws.first == "/devDependencies/l: is no string");
  CHECK(list->project == "p");
  CHECK(list->workspaces);
  CHECK(list->folder == "a/");
  CHECK(refusal(read_npm_manifest, "[]") == "its root is no object");
}

TEST_CASE("package-lock.json 3: what projects ask for is direct, through workspaces and nested folders") {
  const auto list = read(read_npm_lock, R"({"name": "p", "lockfileVersion": 3, "packages": {
    "": {"dependencies": {"a": "^1"}},
    "w": {"name": "w", "version": "0.1.0", "devDependencies": {"b": "2"}},
    "node_modules/a": {"version": "1.5.0", "resolved": "https://registry.npmjs.org/a/-/a-1.5.0.tgz", "integrity": "sha512-xx"},
    "node_modules/b": {"version": "1.0.0", "integrity": "sha1-xx", "dev": true},
    "node_modules/w": {"resolved": "w", "link": true},
    "w/node_modules/b": {"version": "2.0.0", "resolved": "git+ssh://git@h/b.git#0123456789012345678901234567890123456789"},
    "node_modules/a/node_modules/c": {"name": "real-c", "version": "3.0.0", "resolved": "https://h/c.tgz", "integrity": "x"}
    }})");
  CHECK(in_words(*list) ==
        Words{"a@1.5.0 '^1' runtime sha512 direct", "b@1.0.0 development sha1 indirect", "w@0.1.0 runtime workspace w indirect",
              "b@2.0.0 '2' runtime git git+ssh://git@h/b.git 01234567 direct exact",
              "real-c(c)@3.0.0 runtime url https://h/c.tgz indirect"});
  CHECK(list->flaws.first == "/packages/node_modules~1a~1node_modules~1c: its integrity is none");
  REQUIRE(list->projects.size() == 2);
  CHECK(*list->projects[1].folder == "w/");
}

TEST_CASE("package-lock.json 1: a tree, whose root says nothing of what is direct") {
  const auto list = read(read_npm_lock, R"({"lockfileVersion": 1, "dependencies": {
    "a": {"version": "1.0.0", "integrity": "sha512-x", "dependencies": {"b": {"version": "2.0.0", "dev": true}}},
    "c": {"version": "github:o/c#0123456789012345678901234567890123456789"}, "d": {}}})");
  CHECK(in_words(*list) == Words{"a@1.0.0 runtime sha512 exact", "b@2.0.0 development indirect exact",
                                 "c@ runtime git https://github.com/o/c 01234567 exact"});
  CHECK(list->flaws.first == "/dependencies/d: has no version");
  CHECK(refusal(read_npm_lock, R"({"lockfileVersion": 9, "packages": {}})").find("none of 1, 2 and 3") != std::string::npos);
  CHECK(refusal(read_npm_lock, "{}").find("neither") != std::string::npos);
}

TEST_CASE("pnpm-lock.yaml: versions 5, 6 and 9 write the same thing in three ways") {
  const Words expected = {"a@1.0.0 '^1' sha512 direct", "@s/b@2.0.0 sha512 indirect", "w@ runtime workspace ../w direct"};
  const auto v5 = read(read_pnpm_lock, "lockfileVersion: 5.4\nspecifiers:\n  a: ^1\n  w: workspace:*\ndependencies:\n"
                                       "  a: 1.0.0_@s+b@2.0.0\n  w: link:../w\npackages:\n  /a/1.0.0_@s+b@2.0.0:\n"
                                       "    resolution: {integrity: sha512-x}\n  /@s/b/2.0.0:\n"
                                       "    resolution: {integrity: sha512-y}\n");
  CHECK(in_words(*v5) == expected);
  const auto v6 = read(read_pnpm_lock, "lockfileVersion: '6.0'\nimporters:\n  .:\n    dependencies:\n      a:\n"
                                       "        specifier: ^1\n        version: 1.0.0(@s/b@2.0.0)\n      w:\n"
                                       "        specifier: workspace:*\n        version: link:../w\npackages:\n"
                                       "  /a@1.0.0(@s/b@2.0.0):\n    resolution: {integrity: sha512-x}\n"
                                       "  /a@1.0.0(@s/b@2.1.0):\n    resolution: {integrity: sha512-x}\n"
                                       "  /@s/b@2.0.0:\n    resolution: {integrity: sha512-y}\n");
  CHECK(in_words(*v6) == expected);
  const auto v9 = read(read_pnpm_lock, "lockfileVersion: '9.0'\nimporters:\n  .:\n    dependencies:\n      a:\n"
                                       "        specifier: ^1\n        version: 1.0.0(@s/b@2.0.0)\n      w:\n"
                                       "        specifier: workspace:*\n        version: link:../w\n      x:\n"
                                       "        specifier: ^1\n        version: 1.0.0\npackages:\n"
                                       "  a@1.0.0:\n    resolution: {integrity: sha512-x}\n"
                                       "  '@s/b@2.0.0':\n    resolution: {integrity: sha512-y}\n");
  CHECK(in_words(*v9) == expected);
  CHECK(v9->flaws.first == "line 11: leads to no package of the file");
  CHECK(refusal(read_pnpm_lock, "lockfileVersion: 12\n").find("none of 5 to 9") != std::string::npos);
}

TEST_CASE("yarn.lock: the form of Yarn 1") {
  const auto list = read(read_yarn_lock, "# yarn lockfile v1\n\n\"@s/a@^1.0.0\", \"@s/a@^1.1\":\n  version \"1.2.0\"\n"
                                         "  resolved \"https://r/@s/a/-/a-1.2.0.tgz#0123456789012345678901234567890123456789\"\n"
                                         "  integrity sha512-x\n  dependencies:\n    b \"2\"\n\nb@2:\n  version \"2.0.0\"\n"
                                         "  resolved \"https://r/b/-/b-2.0.0.tgz#0123456789012345678901234567890123456789\"\n");
  CHECK(in_words(*list) == Words{"@s/a@1.2.0 sha512", "b@2.0.0 sha1"});
  CHECK(list->selectors.at("@s/a@^1.1") == 0);
  CHECK(refusal(read_yarn_lock, "nothing of the kind\n").find("no yarn.lock") != std::string::npos);
}

TEST_CASE("yarn.lock: the form of Yarn 2 and later") {
  const auto list = read(read_yarn_lock, "__metadata:\n  version: 8\n\"a@npm:^1\":\n  version: 1.2.0\n  resolution: \"a@npm:1.2.0\"\n"
                                         "  checksum: 10c0/ab\n  linkType: hard\n\"root@workspace:.\":\n"
                                         "  version: 0.0.0-use.local\n  resolution: \"root@workspace:.\"\n  dependencies:\n"
                                         "    a: \"npm:^1\"\n  linkType: soft\n\"w@workspace:*, w@workspace:w\":\n"
                                         "  version: 0.0.0-use.local\n  resolution: \"w@workspace:w\"\n  linkType: soft\n");
  CHECK(in_words(*list) == Words{"a@1.2.0 sha512 direct", "w@ workspace w indirect"});
  REQUIRE(list->projects.size() == 2);
  CHECK(list->projects[0].entries.at("a") == 0);
  CHECK(*list->projects[1].folder == "w/");
}

TEST_CASE("Cargo.toml: tables, renames, targets and what a workspace has in common") {
  const auto list = read(read_cargo_manifest, "[package]\nname = 'p'\n[workspace.dependencies]\nc = '1'\n[dependencies]\n"
                                              "a = '1.2'\nb = {version = '=1.2.3', package = 'real', optional = true}\n"
                                              "c = {workspace = true}\n[dev-dependencies]\nd = {path = '../d'}\n"
                                              "[target.'cfg(unix)'.build-dependencies]\n"
                                              "e = {git = 'https://h/e', rev = '0123456789012345678901234567890123456789'}\n"
                                              "f = {git = 'https://h/f', branch = 'main'}\ng = {}\n");
  CHECK(in_words(*list) == Words{"a@ '1.2' runtime direct", "real(b)@1.2.3 '=1.2.3' optional direct exact",
                                 "c@ runtime direct", "d@ development path ../d direct",
                                 "e@ build git https://h/e 01234567 direct exact", "f@ build git https://h/f direct",
                                 "g@ build direct"});
  CHECK(list->dependencies[2].inherited);
  REQUIRE(list->central.size() == 1);
  CHECK(list->flaws.first == "line 14: has no version, git or path");
}

TEST_CASE("Cargo.lock: packages of the project are dependencies only where another asks for them") {
  const auto list = read(read_cargo_lock, "version = 4\n[[package]]\nname = 'p'\nversion = '0.1.0'\ndependencies = ['a 1.0.0', 'q', 'no']\n"
                                          "[[package]]\nname = 'q'\nversion = '0.2.0'\n"
                                          "[[package]]\nname = 'a'\nversion = '0.9.0'\nsource = 'registry+https://x'\nchecksum = '" +
                                              std::string(64, 'a') +
                                              "'\n[[package]]\nname = 'a'\nversion = '1.0.0'\nsource = 'sparse+https://x'\nchecksum = 'ab'\n"
                                              "[[package]]\nname = 'g'\nversion = '1.0.0'\n"
                                              "source = 'git+https://h/g?rev=01#0123456789012345678901234567890123456789'\n");
  CHECK(in_words(*list) == Words{"q@0.2.0 workspace direct", "a@0.9.0 sha256 indirect", "a@1.0.0 direct",
                                 "g@1.0.0 git https://h/g 01234567 indirect exact"});
  CHECK(list->version == "4");
  CHECK(list->flaws.count == 2);
  CHECK(list->projects[0].entries.at("a") == 2);
}

TEST_CASE("go.mod: blocks, comments, quotes and replacements") {
  const auto list = read(read_go_mod, "module example.org/p\n\ngo 1.21\nrequire example.org/a v1.0.0\nrequire (\n"
                                      "\texample.org/b v1.1.0 // indirect\n\t\"example.org/c\" v0.0.0-20200101000000-abcdefabcdef\n"
                                      "\texample.org/d v1.0.0 // why\n\texample.org/e v1.0.0\n)\n"
                                      "replace example.org/d => ../d\nreplace example.org/e v1.0.0 => example.net/e v1.2.0\n"
                                      "exclude example.org/x v1.0.0\nrequire nonsense\n");
  CHECK(in_words(*list) == Words{"example.org/a@v1.0.0 'v1.0.0' direct exact", "example.org/b@v1.1.0 'v1.1.0' indirect exact",
                                 "example.org/c@v0.0.0-20200101000000-abcdefabcdef 'v0.0.0-20200101000000-abcdefabcdef' "
                                 "direct exact",
                                 "example.org/d@v1.0.0 'v1.0.0' path ../d direct",
                                 "example.net/e(example.org/e)@v1.2.0 'v1.0.0' direct exact"});
  CHECK(list->flaws.first == "line 14: is no requirement");
}

TEST_CASE("go.sum: archives, and not the go.mod files that were only looked at") {
  const auto list = read(read_go_sum, "a.org/a v1.0.0 h1:xx=\na.org/a v1.0.0/go.mod h1:yy=\na.org/b v1.0.0/go.mod h1:zz=\nbad line\n"
                                      "a.org/c v1.0.0 h9:xx=\n");
  CHECK(in_words(*list) == Words{"a.org/a@v1.0.0 sha256 exact", "a.org/c@v1.0.0 exact"});
  CHECK(list->flaws.count == 2);
}

TEST_CASE("requirements.txt: options, hashes, addresses, continued lines") {
  const auto list = read(read_requirements, "# c\n-r other.txt\n--index-url https://x\nFoo_Bar[x]>=1,<2 ; python_version < '3' # c\n"
                                            "b == 1.0 \\\n    --hash=sha256:" + std::string(64, 'a') + " \\\n    --hash=md5:aa\n"
                                            "c @ https://h/c.whl#sha256=aa\n-e git+https://h/d.git@0123456789012345678901234567890123456789#egg=d\n"
                                            "./local\nwhat is this\ne==1.*\r\nf (==2.0)\n",
                         "requirements-dev.txt");
  CHECK(in_words(*list) ==
        Words{"foo-bar@ '>=1,<2' development direct", "b@1.0 '== 1.0' development sha256 direct exact",
              "c@ 'https://h/c.whl#sha256=aa' development url https://h/c.whl sha256 direct exact",
              "d@ 'git+https://h/d.git@0123456789012345678901234567890123456789#egg=d' development git https://h/d.git "
              "01234567 direct exact",
              "@ './local' development path ./local direct", "e@ '==1.*' development direct",
              "f@2.0 '(==2.0)' development direct exact"});
  CHECK(list->role == DependencyRole::manifest);
  CHECK(list->flaws.first == "line 11: is no requirement");
  CHECK(list->dependencies[1].place == "line 5");
}

TEST_CASE("requirements.txt: a lock when everything has a hash, or a compiler wrote it") {
  CHECK(read(read_requirements, "a==1 --hash=sha256:ab\n", "requirements.txt")->role == DependencyRole::lock);
  CHECK(read(read_requirements, "# autogenerated by pip-compile\na==1\n", "requirements.txt")->role == DependencyRole::lock);
  CHECK(read(read_requirements, "a==1\n", "requirements.txt")->role == DependencyRole::manifest);
  CHECK(read(read_requirements, "", "requirements.txt")->role == DependencyRole::manifest);
}

TEST_CASE("pyproject.toml: PEP 621, 735 and 518, Poetry and uv") {
  const auto list = read(read_pyproject, "[project]\nname = 'A.B'\ndependencies = ['a>=1', 'b', '&']\noptional-dependencies.x = ['c~=1.0']\n"
                                         "[dependency-groups]\ndev = ['d==1.0', {include-group = 'x'}]\n[build-system]\nrequires = ['hatchling']\n"
                                         "[tool.poetry.dependencies]\npython = '^3'\ne = '^1'\nf = {version = '1.2.3', optional = true}\n"
                                         "[tool.poetry.group.test.dependencies]\ng = {git = 'https://h/g', rev = 'main'}\n"
                                         "[tool.uv.sources]\nb = {workspace = true}\n");
  CHECK(in_words(*list) == Words{"a@ '>=1' runtime direct", "b@ runtime workspace direct", "c@ '~=1.0' optional direct",
                                 "d@1.0 '==1.0' development direct exact", "hatchling@ build direct", "e@ '^1' runtime direct",
                                 "f@1.2.3 '1.2.3' optional direct exact", "g@ development git https://h/g direct"});
  CHECK(list->project == "a-b");
  CHECK(list->flaws.first == "line 3: is no requirement");
}

TEST_CASE("poetry.lock, uv.lock, Pipfile.lock") {
  const auto poetry = read(read_poetry_lock, "[[package]]\nname = 'A_b'\nversion = '1'\nfiles = [{file = 'x', hash = 'sha256:aa'}]\n"
                                             "[[package]]\nname = 'c'\nversion = '2'\n[package.source]\ntype = 'git'\nurl = 'https://h/c'\n"
                                             "resolved_reference = '0123456789012345678901234567890123456789'\n[[package]]\nname = 'd'\n"
                                             "[metadata]\nlock-version = '2.0'\n");
  CHECK(in_words(*poetry) == Words{"a-b@1 sha256", "c@2 git https://h/c 01234567 exact"});
  CHECK(poetry->flaws.count == 1);
  const auto uv = read(read_uv_lock, "version = 1\n[[package]]\nname = 'p'\nversion = '0'\nsource = {editable = '.'}\n"
                                     "dependencies = [{name = 'a'}]\n[package.dev-dependencies]\ndev = [{name = 'b'}]\n"
                                     "[[package]]\nname = 'a'\nversion = '1'\nsource = {registry = 'https://x'}\nsdist = {url = 'u', hash = 'sha256:aa'}\n"
                                     "[[package]]\nname = 'b'\nversion = '2'\nsource = {registry = 'https://x'}\n"
                                     "[[package]]\nname = 'w'\nversion = '3'\nsource = {virtual = 'w'}\n");
  CHECK(in_words(*uv) == Words{"a@1 runtime sha256 direct", "b@2 development direct", "w@3 workspace w indirect"});
  const auto pipenv = read(read_pipfile_lock, R"({"_meta": {"pipfile-spec": 6}, "default": {"A": {"version": "==1", "hashes": ["sha256:aa"]}},
    "develop": {"b": {"git": "https://h/b", "ref": "0123456789012345678901234567890123456789"}, "c": {}}})");
  CHECK(in_words(*pipenv) == Words{"a@1 runtime sha256", "b@ development git https://h/b 01234567 exact", "c@ development"});
  CHECK(pipenv->flaws.count == 1);
}

TEST_CASE("CMakeLists.txt: what is fetched, by a commit, a tag or a hash") {
  const auto list = read(read_cmake, "set(TAG v1.2.3) # FetchContent_Declare(no)\n#[[ FetchContent_Declare(no) ]]\n"
                                     "FetchContent_Declare(a GIT_REPOSITORY https://github.com/o/a.git\n  GIT_TAG ${TAG})\n"
                                     "fetchcontent_declare(b GIT_REPOSITORY \"https://h/b\" GIT_TAG 0123456789012345678901234567890123456789)\n"
                                     "ExternalProject_Add(c URL https://h/c.tgz URL_HASH SHA256=" + std::string(64, 'a') + ")\n"
                                     "ExternalProject_Add(d URL https://h/d.tgz URL_HASH SHA256=${D} CMAKE_ARGS (x))\n"
                                     "CPMAddPackage(\"gh:o/e@1.0.0\")\nCPMAddPackage(NAME f GITHUB_REPOSITORY o/f VERSION 2.0.0)\n"
                                     "ExternalProject_Add(g SOURCE_DIR ${CMAKE_SOURCE_DIR}/g)\nFetchContent_Declare(h URL [=[https://h/h.tgz]=] URL_MD5 aa)\n"
                                     "FetchContent_Declare(open GIT_TAG");
  CHECK(in_words(*list) ==
        Words{"a@v1.2.3 'v1.2.3' build git https://github.com/o/a.git direct",
              "b@0123456789012345678901234567890123456789 '0123456789012345678901234567890123456789' build git https://h/b "
              "01234567 direct exact",
              "c@ build url https://h/c.tgz sha256 direct exact", "d@ build url https://h/d.tgz direct",
              "e@1.0.0 '1.0.0' build git https://github.com/o/e direct", "f@2.0.0 '2.0.0' build git https://github.com/o/f direct",
              "g@ build path ${CMAKE_SOURCE_DIR}/g direct", "h@ build url https://h/h.tgz md5 direct exact"});
  CHECK(list->dependencies[3].digest_unresolved);
  CHECK(list->dependencies[3].place == "line 7");
  CHECK(list->flaws.first == "the end: a command is not closed");
}

TEST_CASE("pom.xml: properties, managed versions, ranges, plugins") {
  const auto list = read(read_pom, "<project xmlns='http://maven.apache.org/POM/4.0.0'><groupId>g</groupId><artifactId>p</artifactId>"
                                   "<version>1.0</version><properties><v>2.0</v></properties><dependencyManagement><dependencies>"
                                   "<dependency><groupId>o</groupId><artifactId>m</artifactId><version>${v}</version></dependency>"
                                   "</dependencies></dependencyManagement><dependencies>"
                                   "<dependency><groupId>${project.groupId}</groupId><artifactId>a</artifactId><version>${v}</version></dependency>"
                                   "<dependency><groupId>o</groupId><artifactId>m</artifactId><scope>test</scope></dependency>"
                                   "<dependency><groupId>o</groupId><artifactId>r</artifactId><version>[1,2)</version></dependency>"
                                   "<dependency><groupId>o</groupId><artifactId>s</artifactId><version>1-SNAPSHOT</version></dependency>"
                                   "<dependency><groupId>o</groupId><artifactId>u</artifactId><version>${x}</version></dependency>"
                                   "<dependency><artifactId>n</artifactId></dependency></dependencies>"
                                   "<build><plugins><plugin><artifactId>maven-jar-plugin</artifactId></plugin></plugins></build></project>");
  CHECK(in_words(*list) == Words{"g:a@2.0 '${v}' runtime direct exact", "o:m@2.0 '${v}' test direct exact",
                                 "o:r@ '[1,2)' runtime direct", "o:s@ '1-SNAPSHOT' runtime direct", "o:u@ '${x}' runtime direct",
                                 "org.apache.maven.plugins:maven-jar-plugin@ build direct"});
  CHECK(list->dependencies[4].unresolved);
  CHECK(list->flaws.count == 1);
  CHECK(refusal(read_pom, "<other/>") == "its root is no project");
}

TEST_CASE("Gradle: lock, catalog, verification metadata") {
  CHECK(in_words(*read(read_gradle_lock, "# c\ng:a:1.0=compileClasspath\nempty=x\nbad\n")) == Words{"g:a@1.0 exact"});
  const auto catalog = read(read_gradle_catalog, "[versions]\nv = '1.0'\nr = {strictly = '[1,2['}\n[libraries]\na = 'g:a:2.0'\n"
                                                 "b = {module = 'g:b', version.ref = 'v'}\nc = {group = 'g', name = 'c', version = '1.+'}\n"
                                                 "d = {module = 'g:d', version.ref = 'r'}\ne = {}\n[plugins]\np = {id = 'x.y', version = '3'}\n",
                            "gradle/libs.versions.toml");
  CHECK(in_words(*catalog) == Words{"g:a@2.0 '2.0' runtime direct exact", "g:b@1.0 '1.0' runtime direct exact",
                                    "g:c@ '1.+' runtime direct", "g:d@ '[1,2[' runtime direct",
                                    "x.y:x.y.gradle.plugin@3 '3' build direct exact"});
  CHECK(catalog->folder.empty());
  CHECK(catalog->flaws.count == 1);
  const auto verification = read(read_gradle_verification, "<verification-metadata><components><component group='g' name='a' version='1.0'>"
                                                           "<artifact name='a.jar'><sha256 value='aa'/><md5 value='b'/></artifact></component>"
                                                           "</components></verification-metadata>");
  CHECK(in_words(*verification) == Words{"g:a@1.0 sha256"});
}

TEST_CASE("NuGet, Composer, Bundler, Conan, vcpkg") {
  CHECK(in_words(*read(read_nuget_lock, R"x({"version": 1, "dependencies": {"net6.0": {"A": {"type": "Direct", "requested": "[1.0, )",
    "resolved": "1.0.0", "contentHash": "x"}, "p": {"type": "Project"}}, "net8.0": {"a": {"type": "Transitive", "resolved": "1.0.0"}}}})x")) ==
        Words{"A@1.0.0 '[1.0, )' sha512 direct", "p@ workspace indirect"});
  const auto project = read(read_msbuild, "<Project><ItemGroup><PackageReference Include='A' Version='[1.0.0]'/><PackageReference Include='B'>"
                                          "<Version>2.0</Version><PrivateAssets>all</PrivateAssets></PackageReference>"
                                          "<PackageReference Include='C'/><PackageVersion Include='C' Version='3'/></ItemGroup></Project>");
  CHECK(in_words(*project) == Words{"A@1.0.0 '[1.0.0]' runtime direct exact", "B@ '2.0' development direct", "C@ runtime direct"});
  CHECK(project->central.size() == 1);
  CHECK(in_words(*read(read_composer_manifest, R"({"require": {"php": ">=8", "A/b": "^1"}, "require-dev": {"c/d": "1.2.3"}})")) ==
        Words{"a/b@ '^1' runtime direct", "c/d@1.2.3 '1.2.3' development direct exact"});
  CHECK(in_words(*read(read_composer_lock, R"({"packages": [{"name": "a/b", "version": "v1.0.0", "dist": {"type": "zip", "shasum": ""}}],
    "packages-dev": [{"name": "c/d", "version": "1.2.3", "dist": {"type": "zip", "shasum": "aa"}}]})")) ==
        Words{"a/b@v1.0.0 runtime", "c/d@1.2.3 development sha1"});
  const auto gems = read(read_gemfile_lock, "GEM\n  remote: https://rubygems.org/\n  specs:\n    a (1.0)\n      b (~> 2)\n    b (2.1)\n\n"
                                            "GIT\n  remote: https://h/g\n  revision: 0123456789012345678901234567890123456789\n  specs:\n    g (0.1)\n\n"
                                            "DEPENDENCIES\n  a (~> 1)\n  g!\n\nCHECKSUMS\n  a (1.0) sha256=aa\n\nBUNDLED WITH\n   2.5.0\n");
  CHECK(in_words(*gems) == Words{"a@1.0 '~> 1' sha256 direct", "b@2.1 indirect", "g@0.1 git https://h/g 01234567 direct exact"});
  CHECK(gems->version == "2.5.0");
  CHECK(in_words(*read(read_gemfile, "gem 'a', '~> 1', '>= 1.2'\ngroup :test do\n  gem \"b\"\nend\ngem 'c', git: 'https://h/c', ref: 'x'\ngem name\n")) ==
        Words{"a@ '~> 1, >= 1.2' runtime direct", "b@ test direct", "c@ runtime git https://h/c direct"});
  CHECK(in_words(*read(read_conanfile, "[requires]\nzlib/1.3@u/c#rev # c\nfmt/[>9]\nbad\n[tool_requires]\ncmake/3.1\n[options]\nx/1=2\n")) ==
        Words{"zlib@1.3 '1.3' runtime rev direct exact", "fmt@ '>9' runtime direct", "cmake@3.1 '3.1' build direct exact"});
  CHECK(in_words(*read(read_conan_lock, R"({"version": "0.5", "requires": ["zlib/1.3#abc%17"], "build_requires": []})")) ==
        Words{"zlib@1.3 runtime abc exact"});
  const auto ports = read(read_vcpkg_manifest, R"({"builtin-baseline": "0123456789012345678901234567890123456789", "dependencies":
    ["a", {"name": "b", "version>=": "1"}], "overrides": [{"name": "a", "version": "2"}], "features": {"f": {"dependencies": ["c"]}}})");
  CHECK(in_words(*ports) == Words{"a@2 runtime direct exact", "b@ '1' runtime direct", "c@ optional direct"});
  CHECK_FALSE(ports->baseline.empty());
}

// SPDX-License-Identifier: Apache-2.0
//
// What a manifest declares and what a lock file fixes, whichever package manager it is written for.
#pragma once

#include "audit/evidence/document.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace assay::evidence {

enum class Ecosystem { bundler, cargo, cmake, composer, conan, go, gradle, maven, npm, nuget, python, vcpkg };
enum class DependencyRole { manifest, lock };
// What the dependency is needed for, as far as the document says.
enum class DependencyScope { runtime, development, build, optional, peer, test };
// Where it comes from. path: a folder or file; workspace: another package of the same project.
enum class DependencySource { registry, git, url, path, workspace };

std::string_view to_string(Ecosystem ecosystem);
std::vector<std::string> ecosystem_names();
std::string_view to_string(DependencyRole role);
std::string_view to_string(DependencyScope scope);
std::string_view to_string(DependencySource source);

// One dependency, declared or locked. Strings are empty when the document does not state the thing.
struct Dependency {
  std::string place;          // JSON pointer, XPath or "line 7"
  std::string name;           // of the package, as its registry knows it
  std::string alias;          // what the project calls it, where that is something else
  std::string version;        // exact
  std::string requirement;    // as declared: a range, or what the document writes instead
  std::string address;        // of a git repository, an archive or a folder
  std::string commit;         // what a git source is fixed to, when that is a full commit
  std::string hash_algorithm; // of the strongest digest stated: "sha512", "md5"
  std::optional<DependencyScope> scope;
  DependencySource source = DependencySource::registry;
  std::optional<bool> direct; // declared by the project itself
  bool exact = false;         // nothing but one version or content satisfies it
  bool lockable = true;       // whether lock files of its kind hold it
  bool inherited = false;     // another manifest, of a folder above, has the requirement
  bool unresolved = false;    // what it requires hangs on something that the document does not say: a variable, a parent
  bool digest_unresolved = false; // likewise the digest of its content
};

// A package of the project that a lock file was made for, and the entries that its own dependencies lead to.
struct LockedProject {
  std::string name;                    // empty when the lock does not call it by name
  std::optional<std::string> folder;   // relative to the lock, "" for its own; absent when the lock does not say
  std::map<std::string, std::size_t, std::less<>> entries; // by alias or name: place in DependencyList::dependencies
};

struct DependencyList : Content {
  static constexpr DocumentKind kind = DocumentKind::dependencies;
  static constexpr std::size_t limit = 1000000;

  Ecosystem ecosystem = Ecosystem::npm;
  DependencyRole role = DependencyRole::manifest;
  std::string folder;   // of the project: "" or ending with '/'
  std::string pair;     // manifests and locks of a folder and an ecosystem that differ in it have nothing to do with one another
  std::string version;  // of the format, as stated
  bool has_locks = true;       // whether the tool that reads it has lock files at all
  bool checksums_only = false; // a list of digests, which chooses nothing
  bool workspaces = false;     // a manifest of several packages
  std::string baseline;        // a commit of the registry, which fixes every version
  std::string project;         // name of the manifest's own package
  Flaws flaws;
  std::vector<Dependency> dependencies;
  std::vector<Dependency> central;     // requirements that manifests of this folder and those below inherit
  std::vector<LockedProject> projects; // of a lock
  std::map<std::string, std::size_t, std::less<>> selectors; // of a lock: "name@requirement" to a place in dependencies

  // The next dependency; throws Error::input beyond the limit.
  Dependency& add(std::string_view place, std::string_view name);
};

// The list to fill for a document, with the folder it lies in.
std::unique_ptr<DependencyList> start_list(const Document& document, Ecosystem ecosystem, DependencyRole role,
                                           std::string pair = {});
// "1.2.3", with a label behind or without.
bool is_full_version(std::string_view text);
bool is_full_commit(std::string_view text); // 40 or 64 hexadecimal digits
// A name as PyPI compares them: lower case, runs of "-_." as one "-" (PEP 503).
std::string python_name(std::string_view name);
// Fills address and commit from "https://host/repo#commit", "?rev=", or "@revision".
void set_git(Dependency& one, std::string_view address, std::string_view revision);
// The algorithm of the strongest of "sha512-… sha1-…" (Subresource Integrity); empty when it is none.
std::string integrity_algorithm(std::string_view integrity);
// The stronger of two algorithms of digests.
std::string stronger(std::string_view first, std::string_view second);
// A package URL (purl specification 1.0) without qualifiers; empty when the kind of package has none.
std::string purl_of(Ecosystem ecosystem, const Dependency& one, std::string_view version);

std::unique_ptr<Content> read_cargo_lock(const Document& document);
std::unique_ptr<Content> read_cargo_manifest(const Document& document);
std::unique_ptr<Content> read_cmake(const Document& document);
std::unique_ptr<Content> read_composer_lock(const Document& document);
std::unique_ptr<Content> read_composer_manifest(const Document& document);
std::unique_ptr<Content> read_conan_lock(const Document& document);
std::unique_ptr<Content> read_conanfile(const Document& document);
std::unique_ptr<Content> read_gemfile(const Document& document);
std::unique_ptr<Content> read_gemfile_lock(const Document& document);
std::unique_ptr<Content> read_go_mod(const Document& document);
std::unique_ptr<Content> read_go_sum(const Document& document);
std::unique_ptr<Content> read_gradle_lock(const Document& document);
std::unique_ptr<Content> read_gradle_catalog(const Document& document);
std::unique_ptr<Content> read_gradle_verification(const Document& document);
std::unique_ptr<Content> read_msbuild(const Document& document);
std::unique_ptr<Content> read_npm_lock(const Document& document);
std::unique_ptr<Content> read_npm_manifest(const Document& document);
std::unique_ptr<Content> read_nuget_lock(const Document& document);
std::unique_ptr<Content> read_pipfile(const Document& document);
std::unique_ptr<Content> read_pipfile_lock(const Document& document);
std::unique_ptr<Content> read_pnpm_lock(const Document& document);
std::unique_ptr<Content> read_poetry_lock(const Document& document);
std::unique_ptr<Content> read_pom(const Document& document);
std::unique_ptr<Content> read_pyproject(const Document& document);
std::unique_ptr<Content> read_requirements(const Document& document);
std::unique_ptr<Content> read_uv_lock(const Document& document);
std::unique_ptr<Content> read_vcpkg_configuration(const Document& document);
std::unique_ptr<Content> read_vcpkg_manifest(const Document& document);
std::unique_ptr<Content> read_yarn_lock(const Document& document);

// By the path alone.
bool is_npm_manifest(const Appearance& file);
bool is_requirements(const Appearance& file);
// A CMake file that mentions a command which fetches something.
bool is_cmake_name(const Appearance& file);
bool is_fetching_cmake(const Appearance& file);

} // namespace assay::evidence

// SPDX-License-Identifier: Apache-2.0
//
// Population `dependency-files`: manifests and lock files, whether they go together, and whether something has them
// updated.
#include "audit/base/text.hpp"
#include "audit/evidence/dependency_join.hpp"
#include "audit/evidence/document_fields.hpp"
#include "audit/evidence/population.hpp"
#include "audit/evidence/update_coverage.hpp"

#include <fmt/format.h>

#include <set>

namespace assay::evidence {

namespace {

enum : std::size_t {
  ecosystem = document_field::count,
  format,
  format_version,
  role,
  project,
  number,
  direct_number,
  hashes,
  has_lock,
  lock_document,
  lock_complete,
  missing,
  has_manifest,
  automation,
  flaws,
  first_flaw
};

std::vector<Field> declare() {
  return declare_document_fields("origin and document", {
      {"@ecosystem", FieldType::enumeration, "the package manager, or the family of those that share a registry", ecosystem_names()},
      {"@format", FieldType::enumeration, "of the document", format_names(DocumentKind::dependencies)},
      {"@format-version", FieldType::string, "as stated: of a go.mod the version of Go; absent when it is not"},
      {"@role", FieldType::enumeration, "whether it declares, or fixes what was declared", {"manifest", "lock"}},
      {"@project", FieldType::string, "name of the package that it is for; absent when it does not say"},
      {"@dependencies", FieldType::integer, "how many it lists"},
      {"@direct-dependencies", FieldType::integer, "how many of them the project itself asks for"},
      {"@without-hash", FieldType::integer,
       "of a lock: entries from elsewhere than the project's folders for which no digest is stated"},
      {"@has-lock", FieldType::yes_no,
       "of a manifest: whether a lock file that was read belongs to it; absent where the tool has none"},
      {"@lock-document", FieldType::string, "the first such lock file; absent without"},
      {"@lock-complete", FieldType::yes_no, "whether the lock files have every dependency that is declared; absent without"},
      {"@not-locked", FieldType::string, "the first that they do not have; absent when there is none"},
      {"@has-manifest", FieldType::yes_no, "of a lock: whether a manifest that was read belongs to it"},
      {"@update-automation", FieldType::yes_no,
       "whether a configuration of Dependabot or Renovate in the tree has its versions updated; absent for supplied files"},
      {"@flaws", FieldType::integer, "places in which it is made wrong, although it could be read"},
      {"@first-flaw", FieldType::string, "the first of them; absent without"},
  });
}

// Folders that a tool takes in with another one: where the manifest above says so.
class Workspaces {
public:
  explicit Workspaces(const DependencyJoin& join) {
    for (const ListedDocument& one : join.documents())
      if (one.list->workspaces)
        roots_.insert({one.list->ecosystem, one.list->folder});
  }

  std::vector<std::string> above(Ecosystem of, std::string folder) const {
    std::vector<std::string> found;
    while (!folder.empty()) {
      folder.pop_back();
      folder = folder_of(folder);
      if (roots_.count({of, folder}) > 0)
        found.push_back(folder);
    }
    return found;
  }

private:
  std::set<std::pair<Ecosystem, std::string>> roots_;
};

class Emitter {
public:
  Emitter(const Population& self, const Evidence& evidence, FieldSet wanted, const DependencyJoin& join)
      : item_("dependency-file", self.fields, wanted), join_(join), workspaces_(join) {
    const Drawn drawn = evidence.documents->each<UpdateConfiguration>(
        [&](const ReadDocument& document, const UpdateConfiguration& configuration) {
          if (document.origin == Origin::revision)
            coverage_.add(configuration);
        });
    updates_missing_ = drawn.incomplete;
  }

  void emit(std::size_t at, const ItemSink& sink) {
    const ListedDocument& listed = join_.documents()[at];
    const DependencyList& list = *listed.list;
    begin_document_item(item_, *listed.document);
    item_.set_name(ecosystem, to_string(list.ecosystem));
    item_.set_name(format, listed.document->format->name);
    set_stated(item_, format_version, list.version);
    item_.set_name(role, to_string(list.role));
    set_stated(item_, project, list.project);
    item_.set_number(number, static_cast<std::int64_t>(list.dependencies.size()));
    if (list.role == DependencyRole::manifest)
      emit_manifest(at, list);
    else
      emit_lock(at, list);
    if (listed.document->origin == Origin::revision)
      set_automation(at, list);
    set_flaws(item_, flaws, first_flaw, list.flaws);
    sink(item_);
  }

private:
  void emit_manifest(std::size_t at, const DependencyList& list) {
    std::int64_t direct = 0;
    const Dependency* unlocked = nullptr;
    join_.each_of(at, [&](const JoinedDependency& joined) {
      direct += joined.direct == true;
      const DependencySource source = joined.declared->source;
      const bool own = source == DependencySource::path || source == DependencySource::workspace;
      if (joined.locked == nullptr && joined.declared->lockable && !own && unlocked == nullptr)
        unlocked = joined.declared;
    });
    item_.set_number(direct_number, direct);
    if (!list.has_locks)
      return;
    const std::vector<std::size_t>& locks = join_.locks_of(at);
    item_.set_flag(has_lock, !locks.empty());
    if (locks.empty())
      return;
    item_.set_text(lock_document, join_.documents()[locks.front()].document->name);
    item_.set_flag(lock_complete, unlocked == nullptr);
    if (unlocked != nullptr)
      item_.set_text(missing, unlocked->name);
  }

  void emit_lock(std::size_t at, const DependencyList& list) {
    std::int64_t direct = 0, without = 0;
    bool known = true;
    for (const Dependency& one : list.dependencies) {
      direct += one.direct == true;
      known = known && one.direct;
      without += one.hash_algorithm.empty() && one.source != DependencySource::path &&
                 one.source != DependencySource::workspace;
    }
    if (known)
      item_.set_number(direct_number, direct);
    else
      item_.set_unknown(direct_number, "this lock file does not say which ones the project asks for");
    item_.set_number(hashes, without);
    item_.set_flag(has_manifest, join_.has_manifest(at));
  }

  // Tools that update a folder update what its lock is for, and the packages of its workspace.
  void set_automation(std::size_t at, const DependencyList& list) {
    std::vector<std::string> folders = workspaces_.above(list.ecosystem, list.folder);
    folders.push_back(list.folder);
    if (list.role == DependencyRole::manifest)
      for (const std::size_t lock : join_.locks_of(at))
        folders.push_back(join_.documents()[lock].list->folder);
    std::optional<bool> covered = false;
    for (const std::string& folder : folders) {
      const std::optional<bool> one = coverage_.covers(list.ecosystem, folder);
      if (one == true)
        return item_.set_flag(automation, true);
      if (!one)
        covered = std::nullopt;
    }
    if (!updates_missing_.empty())
      item_.set_unknown(automation, updates_missing_);
    else
      item_.set_flag(automation, covered, "it hangs on presets of Renovate that are kept elsewhere");
  }

  Item item_;
  const DependencyJoin& join_;
  const Workspaces workspaces_;
  UpdateCoverage coverage_;
  std::string updates_missing_;
};

Examination examine(const Population& self, const Evidence& evidence, FieldSet wanted, const ItemSink& sink) {
  std::vector<ListedDocument> documents;
  const Drawn drawn = evidence.documents->each<DependencyList>(
      [&](const ReadDocument& document, const DependencyList& list) { documents.push_back({&document, &list}); });
  const DependencyJoin join(std::move(documents));
  Emitter emitter(self, evidence, wanted, join);
  for (std::size_t i = 0; i < join.documents().size(); ++i)
    emitter.emit(i, sink);
  return examined(drawn);
}

} // namespace

const Population& dependency_files() {
  static const Population population = {
      "dependency-files",
      "manifests and lock files of dependencies",
      Completeness::as_found,
      false,
      "documents",
      "",
      declare(),
      {{"all", "", "all of them"},
       {"manifests", "@role = 'manifest' and @dependencies > 0", "manifests that declare something"},
       {"locks", "@role = 'lock'", "lock files"},
       {"revision", "@origin = 'revision'", "those of the audited tree"}},
      examine};
  return population;
}

} // namespace assay::evidence

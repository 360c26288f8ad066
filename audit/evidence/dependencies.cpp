// SPDX-License-Identifier: Apache-2.0
//
// Population `dependencies`: what manifests declare and lock files fix, each dependency once for the manifest that
// declares it, or for the lock that brings it in. Whether a range is met by the locked version is not examined.
#include "audit/evidence/bill_index.hpp"
#include "audit/evidence/dependency_join.hpp"
#include "audit/evidence/document_fields.hpp"
#include "audit/evidence/population.hpp"

#include <fmt/format.h>

#include <map>

namespace assay::evidence {

namespace {

enum : std::size_t {
  place = document_field::count,
  ecosystem,
  format,
  name,
  alias,
  version,
  requirement,
  declared,
  locked,
  hash,
  hash_algorithm,
  direct,
  scope,
  source,
  address,
  commit,
  pinned,
  purl,
  in_sbom,
  manifest,
  lock_document
};

constexpr const char* unresolved = "it hangs on a variable or on another file, of which nothing was read";

std::vector<Field> declare() {
  return declare_document_fields("origin, document, place, name and version", {
      {"@place", FieldType::string, "where in the document"},
      {"@ecosystem", FieldType::enumeration, "the package manager, or the family of those that share a registry",
       ecosystem_names()},
      {"@format", FieldType::enumeration, "of the document", format_names(DocumentKind::dependencies)},
      {"@name", FieldType::string, "of the package, as its registry knows it"},
      {"@alias", FieldType::string, "what the project calls it; absent when that is its name"},
      {"@version", FieldType::string, "the locked version, or the one that was declared exactly; absent when neither is"},
      {"@requirement", FieldType::string, "what was declared, as written; absent when nothing was"},
      {"@declared", FieldType::yes_no, "whether a manifest that was read declares it"},
      {"@locked", FieldType::yes_no, "whether a lock file that was read has it"},
      {"@hash", FieldType::yes_no, "whether a digest of its content is stated; a commit is none"},
      {"@hash-algorithm", FieldType::string, "of the strongest digest, as \"sha512\"; absent without"},
      {"@direct", FieldType::yes_no, "whether the project itself asks for it, and not only another dependency"},
      {"@scope", FieldType::enumeration, "what it is needed for; absent when the document does not say",
       {"runtime", "development", "build", "optional", "peer", "test"}},
      {"@source", FieldType::enumeration, "where it comes from; path: a folder or file; workspace: the same project",
       {"registry", "git", "url", "path", "workspace"}},
      {"@address", FieldType::string, "of a repository, archive or folder; absent for what a registry has"},
      {"@commit", FieldType::string, "what a repository's content is fixed to, when that is a full commit", {}, false,
       false, true},
      {"@pinned", FieldType::yes_no,
       "whether one version, commit or content is chosen, by the lock or by the manifest; absent for path and workspace"},
      {"@purl", FieldType::string, "package URL without qualifiers; absent for kinds of packages that have none"},
      {"@in-sbom", FieldType::yes_no,
       "whether a bill of materials that was read has it, by package URL, else by name and version; absent when none was "
       "read"},
      {"@manifest", FieldType::string, "the document that declares it; absent without"},
      {"@lock-document", FieldType::string, "the document that locks it; absent without"},
  });
}

class Emitter {
public:
  Emitter(const Population& self, const Evidence& evidence, FieldSet wanted, const DependencyJoin& join)
      : item_("dependency", self.fields, wanted), join_(join) {
    if (!wanted[in_sbom])
      return;
    const Drawn drawn = evidence.documents->each<Sbom>([&](const ReadDocument&, const Sbom& bill) { bills_.add(bill); });
    has_bills_ = drawn.documents > 0 || !drawn.incomplete.empty();
    bills_missing_ = drawn.incomplete;
  }

  void emit(const JoinedDependency& joined, const ItemSink& sink) {
    const ListedDocument& listed = join_.documents()[joined.document];
    const Dependency& main = joined.main();
    begin(joined, listed);
    item_.set_text(place, joined.place);
    item_.set_name(ecosystem, to_string(listed.list->ecosystem));
    item_.set_name(format, listed.document->format->name);
    item_.set_text(name, main.name);
    set_stated(item_, alias, joined.declared != nullptr ? joined.declared->alias : main.alias);
    set_stated(item_, version, joined.version());
    set_stated(item_, requirement, joined.declared != nullptr ? joined.declared->requirement : main.requirement);
    item_.set_flag(declared, joined.declared != nullptr);
    item_.set_flag(locked, joined.locked != nullptr);
    if (joined.hash_algorithm.empty() && main.digest_unresolved)
      item_.set_unknown(hash, unresolved);
    else
      item_.set_flag(hash, !joined.hash_algorithm.empty());
    set_stated(item_, hash_algorithm, joined.hash_algorithm);
    item_.set_flag(direct, joined.direct, "no manifest was read, and the lock file does not say");
    if (const auto& stated = joined.declared != nullptr ? joined.declared->scope : main.scope)
      item_.set_name(scope, to_string(*stated));
    item_.set_name(source, to_string(main.source));
    set_stated(item_, address, main.address);
    set_stated(item_, commit, main.commit);
    if (joined.unresolved)
      item_.set_unknown(pinned, unresolved);
    else if (joined.pinned)
      item_.set_flag(pinned, *joined.pinned);
    const std::string url = purl_of(listed.list->ecosystem, main, joined.version());
    set_stated(item_, purl, url);
    set_in_sbom(url, main.name, joined.version());
    if (joined.manifest)
      item_.set_text(manifest, join_.documents()[*joined.manifest].document->name);
    if (joined.lock)
      item_.set_text(lock_document, join_.documents()[*joined.lock].document->name);
    sink(item_);
  }

private:
  // Several may stand at one place, and even be alike.
  void begin(const JoinedDependency& joined, const ListedDocument& listed) {
    if (document_ != listed.document) {
      document_ = listed.document;
      ids_.clear();
    }
    std::string rest = fmt::format("{}:{}@{}", joined.place, joined.main().name, joined.version());
    if (const std::uint64_t before = ids_[rest]++; before > 0)
      rest += fmt::format("#{}", before + 1);
    begin_document_item(item_, *listed.document, rest);
  }

  void set_in_sbom(std::string_view url, std::string_view package, std::string_view package_version) {
    if (!has_bills_)
      return;
    if (bills_.holds(url, package, package_version))
      item_.set_flag(in_sbom, true);
    else if (bills_missing_.empty())
      item_.set_flag(in_sbom, false);
    else
      item_.set_unknown(in_sbom, bills_missing_);
  }

  Item item_;
  const DependencyJoin& join_;
  BillIndex bills_;
  bool has_bills_ = false;
  std::string bills_missing_;
  const ReadDocument* document_ = nullptr;
  std::unordered_map<std::string, std::uint64_t> ids_;
};

Examination examine(const Population& self, const Evidence& evidence, FieldSet wanted, const ItemSink& sink) {
  std::vector<ListedDocument> documents;
  const Drawn drawn = evidence.documents->each<DependencyList>(
      [&](const ReadDocument& document, const DependencyList& list) { documents.push_back({&document, &list}); });
  const DependencyJoin join(std::move(documents));
  Emitter emitter(self, evidence, wanted, join);
  Examination examination;
  examination.reason = drawn.incomplete;
  examination.examined = drawn.documents;
  for (std::size_t i = 0; i < join.documents().size(); ++i) {
    join.each_of(i, [&](const JoinedDependency& joined) { emitter.emit(joined, sink); });
    if (evidence.progress)
      evidence.progress("documents", i + 1);
  }
  return examination;
}

} // namespace

const Population& dependencies() {
  static const Population population = {
      "dependencies",
      "what manifests declare and lock files fix",
      Completeness::as_found,
      false,
      "documents",
      "",
      declare(),
      {{"all", "", "all dependencies"},
       {"direct", "@direct = 'yes'", "those that the project itself asks for"},
       {"fetched", "@source != 'path' and @source != 'workspace'", "those that come from elsewhere"},
       {"runtime", "@scope = 'runtime' and @direct = 'yes'", "those that the project asks for to run"},
       {"revision", "@origin = 'revision'", "those of the audited tree"}},
      examine};
  return population;
}

} // namespace assay::evidence

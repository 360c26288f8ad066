// SPDX-License-Identifier: Apache-2.0
//
// What a population is: a named, ordered sequence of items with declared, typed fields, drawn from the evidence
// of one subject. A population answers neutral questions and never judges.
#pragma once

#include "audit/base/file.hpp"
#include "audit/evidence/item.hpp"
#include "audit/repository/history.hpp"
#include "audit/repository/repository.hpp"
#include "audit/repository/tree.hpp"
#include "audit/trust/store.hpp"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace assay::evidence {

class DocumentLibrary;

// What stands behind the claim that a population is whole.
enum class Completeness {
  closed,      // closed by the object graph: nothing can be left out without breaking a hash
  as_found,    // what this clone happens to hold; another may hold more
  as_supplied, // what somebody handed in
};

std::string_view to_string(Completeness completeness);

// Part of a population that rules can be limited to, as an expression over its items.
struct Scope {
  std::string name;
  std::string where; // empty: every item
  std::string meaning;
};

// How far an examination came. An incomplete one never supports a rule.
struct Examination {
  bool available = true;
  std::uint64_t examined = 0;
  std::string reason; // why it is unavailable or incomplete; empty when it is complete
  std::vector<std::string> notes = {}; // sentences on what items cannot show; they make nothing incomplete
  bool complete() const { return available && reason.empty(); }
};

// What supplied dossiers of this repository recorded of its refs.
struct RecordedRefs {
  std::map<std::string, ObjectId> ids;  // by name, as the newest dossier that knows the ref has it
  std::string problem;                  // of a dossier that could not be read: what it recorded is missing here
  std::vector<std::string> unrelated;   // supplied files: dossiers of which this clone holds nothing
};

// The evidence of one subject, fixed before any population is drawn from it.
struct Evidence {
  const repository::Repository& repository;
  ObjectId commit;
  repository::TreePart tree; // what files and documents are drawn from
  std::optional<ObjectId> since;
  repository::CloneState clone;
  std::vector<repository::Ref> refs;    // the refs populations may read, by name
  std::uint64_t unreadable_refs = 0;    // those that lead to no readable object, and are not among them
  const std::vector<SourceFile>& supplied; // supplied files, by name
  std::shared_ptr<const DocumentLibrary> documents; // of the tree and of what was supplied
  const trust::TrustStore& trust;       // what signatures are verified with
  std::function<void(std::string_view what, std::uint64_t count)> progress;
  RecordedRefs recorded = {};
  // What populations that walk the history leave to each other (evidence/history.hpp).
  std::shared_ptr<std::optional<repository::Trail>> trail = std::make_shared<std::optional<repository::Trail>>();
};

// Reasons that several populations give for a field they do not know.
inline constexpr const char* time_unknown = "the commit states no readable time";
inline constexpr const char* release_unknown = "the history of the previous release is not all here";
inline constexpr const char* refs_unreadable = "{} refs lead to no object that can be read";
inline constexpr const char* identity_unknown = "the commit has no line for it that can be read";

using ItemSink = std::function<void(const Item&)>;

struct Population {
  std::string name;
  std::string meaning;
  Completeness completeness;
  bool exception_only;        // an empty one may support a rule, if all of it was examined
  std::string examined_what;  // the unit that `examined` counts, such as "commits"
  std::string refs;           // prefix of the refs it reads; empty: none
  std::vector<Field> fields;  // at most 128; the first is @id
  std::vector<Scope> scopes;  // the first is the one meant when a rule names none
  // Passes every item to the sink, in an order that depends on content alone, with the wanted fields computed.
  Examination (*examine)(const Population&, const Evidence&, FieldSet wanted, const ItemSink&);

  // The place of a field in `fields`, by its path ("@time", "trailer/@key").
  std::optional<std::size_t> find(std::string_view path) const;
  const Scope* find_scope(std::string_view scope_name) const;
};

// The table of all populations: audit/evidence/registry.cpp.
const std::vector<const Population*>& populations();
const Population* find_population(std::string_view name);

const Population& advisories();
const Population& analyses();
const Population& analysis_results();
const Population& attestations();
const Population& binaries();
const Population& branch_rules();
const Population& changelog_entries();
const Population& changes();
const Population& code_owners();
const Population& code_ownership();
const Population& commits();
const Population& components();
const Population& continuity();
const Population& contributors();
const Population& coverage();
const Population& declarations();
const Population& dependencies();
const Population& dependency_files();
const Population& documents();
const Population& files();
const Population& forge_settings();
const Population& licences();
const Population& notes();
const Population& project_policies();
const Population& refs();
const Population& sboms();
const Population& scans();
const Population& secrets();
const Population& secrets_in_all_refs();
const Population& security_contacts();
const Population& security_fixes();
const Population& security_insights();
const Population& security_policies();
const Population& security_txt();
const Population& submodules();
const Population& tags();
const Population& test_suites();
const Population& tests();
const Population& unreadable_documents();
const Population& update_automation();
const Population& vulnerabilities();
const Population& workflow_jobs();
const Population& workflow_steps();

} // namespace assay::evidence

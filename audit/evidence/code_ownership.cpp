// SPDX-License-Identifier: Apache-2.0
//
// Population `code-ownership`: files CODEOWNERS as wholes, and which paths of the audited tree nobody owns by them.
#include "audit/base/text.hpp"
#include "audit/evidence/document_fields.hpp"
#include "audit/evidence/population.hpp"
#include "audit/evidence/readers/code_owners.hpp"
#include "audit/repository/tree.hpp"

#include <algorithm>
#include <array>
#include <map>

namespace assay::evidence {

namespace {

enum : std::size_t {
  place = document_field::count,
  dialect,
  in_effect,
  rules,
  invalid_rules,
  unowned_rules,
  paths,
  unowned_paths,
  first_unowned,
};

// Pairs of a path and a rule that are compared at most: some ten seconds.
constexpr std::uint64_t comparison_limit = 200'000'000;

std::vector<Field> declare() {
  return declare_document_fields("origin and path", {
      {"@place", FieldType::string, "line 1: the document as a whole"},
      {"@dialect", FieldType::enumeration, "whose rules it follows, by its folder or by sections in it", {"github", "gitlab"}},
      {"@in-effect", FieldType::yes_no, "whether the forge reads it: of several it takes one by their folders"},
      {"@rules", FieldType::integer, "how many rules it has"},
      {"@invalid-rules", FieldType::integer, "how many of them the forge does not take"},
      {"@unowned-rules", FieldType::integer, "how many of them name no owner"},
      {"@paths", FieldType::integer, "files of the audited tree"},
      {"@unowned-paths", FieldType::integer, "those of them that nobody owns"},
      {"@first-unowned", FieldType::string, "the first of those, in git's order; absent when there is none"},
  });
}

// The forges look into these folders in this order and stop at the first file.
std::size_t precedence(const ReadDocument& read, const CodeOwners& owners) {
  static constexpr std::array<std::string_view, 3> github = {".github/", "", "docs/"}, gitlab = {"", "docs/", ".gitlab/"};
  const auto& order = owners.dialect == OwnersDialect::github ? github : gitlab;
  return static_cast<std::size_t>(std::find(order.begin(), order.end(), folder_of(read.name)) - order.begin());
}

struct Counted {
  std::uint64_t paths = 0, unowned = 0;
  std::string first;
  std::string problem;
};

Counted count_unowned(const Evidence& evidence, const CodeOwners& owners) {
  Counted counted;
  const Ownership ownership(owners);
  const std::uint64_t path_limit = comparison_limit / (owners.rules.size() + 1);
  counted.problem = repository::walk_tree(
      evidence.repository, evidence.tree,
      [&](const std::string& path, const repository::TreeEntry&) {
        ++counted.paths;
        if (ownership.is_owned(path))
          return;
        if (counted.unowned++ == 0)
          counted.first = path;
      },
      path_limit);
  return counted;
}

void fill_paths(Item& item, const Evidence& evidence, const CodeOwners& owners) {
  if (!item.wants(paths) && !item.wants(unowned_paths) && !item.wants(first_unowned))
    return;
  const Counted counted = count_unowned(evidence, owners);
  if (!counted.problem.empty())
    return item.set_unknown({paths, unowned_paths, first_unowned}, counted.problem);
  item.set_number(paths, static_cast<std::int64_t>(counted.paths));
  item.set_number(unowned_paths, static_cast<std::int64_t>(counted.unowned));
  if (counted.unowned > 0)
    item.set_text(first_unowned, counted.first);
}

void emit(Item& item, const Evidence& evidence, const ReadDocument& read, const CodeOwners& owners, bool takes_effect,
          const ItemSink& sink) {
  const auto count = [&](auto&& matches) { return std::count_if(owners.rules.begin(), owners.rules.end(), matches); };
  begin_document_item(item, read);
  item.set_name(place, "line 1");
  item.set_name(dialect, to_string(owners.dialect));
  item.set_flag(in_effect, takes_effect);
  item.set_number(rules, static_cast<std::int64_t>(owners.rules.size()));
  item.set_number(invalid_rules, count([](const OwnersRule& rule) { return !rule.problem.empty(); }));
  item.set_number(unowned_rules, count([](const OwnersRule& rule) { return rule.owners.empty(); }));
  fill_paths(item, evidence, owners);
  sink(item);
}

Examination examine(const Population& self, const Evidence& evidence, FieldSet wanted, const ItemSink& sink) {
  Item item("code-ownership", self.fields, wanted);
  std::map<OwnersDialect, std::size_t> best;
  evidence.documents->each<CodeOwners>([&](const ReadDocument& read, const CodeOwners& owners) {
    if (read.origin == Origin::revision) {
      const auto known = best.try_emplace(owners.dialect, precedence(read, owners)).first;
      known->second = std::min(known->second, precedence(read, owners));
    }
  });
  const Drawn drawn = evidence.documents->each<CodeOwners>([&](const ReadDocument& read, const CodeOwners& owners) {
    const bool takes_effect = read.origin == Origin::revision && best[owners.dialect] == precedence(read, owners);
    emit(item, evidence, read, owners, takes_effect, sink);
  });
  return examined(drawn);
}

} // namespace

const Population& code_ownership() {
  static const Population population = {
      "code-ownership",
      "files CODEOWNERS as wholes, with the paths that nobody owns by them",
      Completeness::as_found,
      false,
      "documents",
      "",
      declare(),
      {{"all", "", "all of them"},
       {"in-effect", "@in-effect = 'yes'", "those that the forge reads"},
       {"revision", "@origin = 'revision'", "those of the audited tree"}},
      examine};
  return population;
}

} // namespace assay::evidence

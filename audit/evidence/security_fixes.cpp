// SPDX-License-Identifier: Apache-2.0
//
// Population `security-fixes`: commits whose messages name a published vulnerability, and the first tag that
// has them. Whether such a commit mends the vulnerability, its message alone cannot tell.
#include "audit/evidence/history.hpp"
#include "audit/repository/advisories.hpp"
#include "audit/repository/containment.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace assay::evidence {

namespace {

enum : std::size_t {
  id,
  commit,
  identifier,
  kind,
  where,
  time,
  parents,
  in_release,
  first_tag,
  first_tag_time,
  delay_seconds
};

constexpr std::size_t message_limit = 1u << 20, most_of_one = 1000, most_of_all = 1'000'000;

std::vector<Field> declare() {
  return {
      {"@id", FieldType::string, "the commit's object id and the identifier, with a colon between them"},
      {"@commit", FieldType::string, "the commit's object id"},
      {"@identifier", FieldType::string,
       "CVE-YYYY-N or GHSA-xxxx-xxxx-xxxx, each in the case its publisher uses"},
      {"@kind", FieldType::enumeration, "which of them", {"cve", "ghsa"}},
      {"@where",
       FieldType::enumeration,
       "where the message names it: in its subject, else a trailer, else its body",
       {"subject", "trailer", "body"}},
      {"@time", FieldType::time, "committer's time, a claim"},
      {"@parents", FieldType::integer,
       "number of parents: 2 or more for a merge, whose message may repeat others'"},
      {"@in-release", FieldType::yes_no,
       "whether it came after the previous release (all did if there is none)"},
      {"@first-tag", FieldType::string,
       "ref of the first tag by time that contains it, of those this clone holds and "
       "that state a time; absent when none does"},
      {"@first-tag-time", FieldType::time,
       "that tag's time: the tagger's, or the committer's for a bare ref; a claim"},
      {"@delay-seconds", FieldType::integer,
       "@first-tag-time less @time; may be negative, as both are claims"},
  };
}

struct Found {
  ObjectId commit;
  repository::NamedAdvisory advisory;
  std::string_view where;
  std::optional<Seconds> time;
  std::size_t parents;
  std::optional<bool> in_release;
};

using FirstTags = std::unordered_map<ObjectId, std::optional<std::size_t>, ObjectIdHash>;

bool names(const std::vector<repository::NamedAdvisory>& some, const std::string& identifier) {
  return std::any_of(some.begin(), some.end(), [&](const auto& one) { return one.identifier == identifier; });
}

class Search {
public:
  void see(const repository::VisitedCommit& one) {
    const std::string_view message = one.view.message.substr(0, message_limit);
    std::vector<repository::NamedAdvisory> all = repository::advisories_in(message, most_of_one + 1);
    if (one.view.message.size() > message_limit)
      problem_ = fmt::format("commit {} has a message of more than {} bytes", one.id.hex(), message_limit);
    if (all.size() > most_of_one || found_.size() + all.size() > most_of_all) {
      problem_ = fmt::format("commit {} names more identifiers than are kept", one.id.hex());
      return;
    }
    if (all.empty())
      return;
    const auto subject = repository::advisories_in(repository::subject_of(message), most_of_one);
    std::string trailers;
    for (const repository::Trailer& trailer : repository::trailers_of(message))
      trailers += trailer.key + ": " + trailer.value + "\n";
    const auto in_trailers = repository::advisories_in(trailers, most_of_one);
    for (repository::NamedAdvisory& advisory : all) {
      const std::string_view place = names(subject, advisory.identifier)       ? "subject"
                                     : names(in_trailers, advisory.identifier) ? "trailer"
                                                                               : "body";
      found_.push_back({one.id, std::move(advisory), place, one.view.committer.time, one.view.parents.size(),
                        one.in_release});
    }
  }

  const std::vector<Found>& found() const { return found_; }
  const std::string& problem() const { return problem_; }

private:
  std::vector<Found> found_;
  std::string problem_;
};

// The tags that lead to commits and state a time, by time and name.
std::vector<repository::DatedTag> dated_tags(const Evidence& evidence, std::string_view prefix) {
  std::vector<repository::DatedTag> tags;
  repository::CommitReader reader{evidence.repository};
  for (const repository::Ref& ref : evidence.refs) {
    if (!ref.name.starts_with(prefix))
      continue;
    const auto header = evidence.repository.header(ref.peeled);
    if (!header || header->type != repository::ObjectType::commit)
      continue;
    std::optional<Seconds> when;
    if (ref.id != ref.peeled)
      when = repository::peel(evidence.repository, ref.id).time;
    else if (reader.read(ref.peeled))
      when = reader.view.committer.time;
    if (when)
      tags.push_back({ref.name, ref.peeled, *when});
  }
  std::sort(tags.begin(), tags.end(), [](const auto& a, const auto& b) {
    return a.time != b.time ? a.time < b.time : a.name < b.name;
  });
  return tags;
}

void fill(Item& item, const Found& one) {
  item.begin(one.commit.hex() + ":" + one.advisory.identifier);
  item.set_name(commit, one.commit.hex());
  item.set_name(identifier, one.advisory.identifier);
  item.set_name(kind, one.advisory.github ? "ghsa" : "cve");
  item.set_name(where, one.where);
  item.set_number(time, one.time, time_unknown);
  item.set_number(parents, static_cast<std::int64_t>(one.parents));
  item.set_flag(in_release, one.in_release, release_unknown);
}

void set_first_tag(Item& item, const Found& one, const std::vector<repository::DatedTag>& tags,
                   std::optional<std::size_t> place) {
  if (!place)
    return;
  const repository::DatedTag& tag = tags[*place];
  item.set_text(first_tag, tag.name);
  item.set_number(first_tag_time, tag.time);
  if (one.time)
    item.set_number(delay_seconds, tag.time - *one.time);
  else
    item.set_unknown(delay_seconds, time_unknown);
}

Examination examine(const Population& self, const Evidence& evidence, FieldSet wanted, const ItemSink& sink) {
  Item item("security-fix", self.fields, wanted);
  Examination examination;
  Search search;
  const repository::WalkEnd end =
      walk_history(evidence, [&](const repository::VisitedCommit& one) { search.see(one); });
  examination.examined = end.visited;
  FirstTags first;
  std::vector<repository::DatedTag> tags;
  std::string tags_unknown;
  if (!search.found().empty() &&
      (item.wants(first_tag) || item.wants(first_tag_time) || item.wants(delay_seconds))) {
    for (const Found& one : search.found())
      first.emplace(one.commit, std::nullopt);
    tags = dated_tags(evidence, self.refs);
    tags_unknown = repository::find_first_tags(evidence.repository, tags, evidence.clone.boundary, first);
    if (evidence.unreadable_refs > 0)
      tags_unknown = fmt::format(refs_unreadable, evidence.unreadable_refs);
  }
  for (const Found& one : search.found()) {
    fill(item, one);
    const auto place = first.find(one.commit);
    for (const std::size_t field : {first_tag, first_tag_time, delay_seconds})
      if (!tags_unknown.empty())
        item.set_unknown(field, tags_unknown);
    if (place != first.end() && tags_unknown.empty())
      set_first_tag(item, one, tags, place->second);
    sink(item);
  }
  examination.reason = end.cut_off.empty() ? search.problem() : end.cut_off;
  return examination;
}

} // namespace

const Population& security_fixes() {
  static const Population population = {
      "security-fixes",
      "identifiers of published vulnerabilities that messages of commits name, with the first tag that has "
      "the commit",
      Completeness::as_found,
      false,
      "commits",
      "refs/tags/",
      declare(),
      {{"release", "@in-release = 'yes'", "in commits since the previous release; all if there is none"},
       {"history", "", "in all commits"}},
      examine};
  return population;
}

} // namespace assay::evidence

// SPDX-License-Identifier: Apache-2.0
//
// Population `contributors`: the people and machines whom the history names as authors or committers, each
// once.
#include "audit/base/digest.hpp"
#include "audit/evidence/history.hpp"
#include "audit/evidence/people.hpp"
#include "audit/evidence/population.hpp"
#include "audit/repository/identities.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

namespace assay::evidence {

namespace {

enum : std::size_t {
  id,
  name,
  email,
  commits,
  authored,
  committed,
  in_release_commits,
  first_time,
  last_time,
  bot,
  forge
};

std::vector<Field> declare() {
  return {
      {"@id", FieldType::string,
       "SHA-256 of the address by the mailmap in lower case (of the name where there is no address); not the "
       "address, "
       "though whoever guesses it can tell"},
      {"@name",
       FieldType::string,
       "name by the mailmap, as the commit nearest to the audited one has it",
       {},
       true},
      {"@email", FieldType::string, "address by the mailmap, likewise", {}, true},
      {"@commits", FieldType::integer, "commits of which it is the author or the committer"},
      {"@authored", FieldType::integer, "commits of which it is the author"},
      {"@committed", FieldType::integer, "commits of which it is the committer"},
      {"@in-release-commits", FieldType::integer, "those of @commits that came after the previous release"},
      {"@first-time", FieldType::time,
       "the earliest committer's time of these commits, a claim; absent without any"},
      {"@last-time", FieldType::time, "the latest"},
      {"@bot", FieldType::yes_no, "whether a name or address it went by is that of a well-known automation"},
      {"@forge", FieldType::yes_no, "whether an address it went by is one that a forge commits with"},
  };
}

constexpr std::size_t longest = 4096; // bytes of a name or an address

struct Contributor {
  std::string id;
  repository::Person person;
  std::int64_t commits = 0, authored = 0, committed = 0, in_release = 0;
  std::optional<Seconds> first, last;
  bool bot = false, forge = false;
};

class Census {
public:
  explicit Census(People people) : people_(std::move(people)) {}

  void see(const repository::VisitedCommit& commit) {
    Contributor* author = find(commit.view.author);
    Contributor* committer = find(commit.view.committer);
    if (author != nullptr)
      ++author->authored;
    if (committer != nullptr)
      ++committer->committed;
    count(author, commit);
    if (committer != author)
      count(committer, commit);
    if (!commit.in_release)
      release_known_ = false;
  }

  // By id.
  std::vector<const Contributor*> all() const {
    std::vector<const Contributor*> list;
    for (const auto& [key, one] : by_key_)
      list.push_back(&one);
    std::sort(list.begin(), list.end(), [](const auto* a, const auto* b) { return a->id < b->id; });
    return list;
  }

  bool release_known() const { return release_known_; }
  std::uint64_t unreadable() const { return unreadable_; }

private:
  static void count(Contributor* one, const repository::VisitedCommit& commit) {
    if (one == nullptr)
      return;
    ++one->commits;
    one->in_release += commit.in_release.value_or(false) ? 1 : 0;
    if (const auto time = commit.view.committer.time) {
      one->first = std::min(one->first.value_or(*time), *time);
      one->last = std::max(one->last.value_or(*time), *time);
    }
  }

  Contributor* find(const repository::Identity& identity) {
    if (!identity.readable || identity.name.size() > longest || identity.email.size() > longest) {
      ++unreadable_;
      return nullptr;
    }
    repository::Person person = people_.of(identity);
    std::string key = person.key();
    const auto [at, added] = by_key_.try_emplace(key);
    Contributor& one = at->second; // an element of an unordered_map stays where it is
    if (added) {
      one.id = sha256_hex(key.substr(key.find(':') + 1));
      one.person = std::move(person);
    }
    one.bot = one.bot || repository::is_automation(identity.name, identity.email);
    one.forge = one.forge || repository::is_forge(identity.email);
    return &one;
  }

  People people_;
  std::unordered_map<std::string, Contributor> by_key_;
  bool release_known_ = true;
  std::uint64_t unreadable_ = 0;
};

void fill(Item& item, const Contributor& one, bool release_known) {
  item.begin(one.id);
  item.set_text(name, one.person.name);
  item.set_text(email, one.person.email);
  item.set_number(commits, one.commits);
  item.set_number(authored, one.authored);
  item.set_number(committed, one.committed);
  if (release_known)
    item.set_number(in_release_commits, one.in_release);
  else
    item.set_unknown(in_release_commits, release_unknown);
  if (one.first) {
    item.set_number(first_time, *one.first);
    item.set_number(last_time, *one.last);
  }
  item.set_flag(bot, one.bot);
  item.set_flag(forge, one.forge);
}

Examination examine(const Population& self, const Evidence& evidence, FieldSet wanted, const ItemSink& sink) {
  Item item("contributor", self.fields, wanted);
  People people(evidence, true);
  if (!people.problem().empty())
    return {false, 0, ".mailmap cannot be read: " + people.problem()};
  Census census(std::move(people));
  Examination examination;
  const repository::WalkEnd end =
      walk_history(evidence, [&](const repository::VisitedCommit& commit) { census.see(commit); });
  for (const Contributor* one : census.all()) {
    fill(item, *one, census.release_known());
    sink(item);
  }
  examination.examined = end.visited;
  examination.reason = end.cut_off;
  if (census.unreadable() > 0 && examination.reason.empty())
    examination.reason =
        fmt::format("{} authors or committers of commits cannot be read", census.unreadable());
  return examination;
}

} // namespace

const Population& contributors() {
  static const Population population = {
      "contributors",
      "whom the history names as authors or committers, one item for each address by the mailmap",
      Completeness::closed,
      false,
      "commits",
      "",
      declare(),
      {{"release", "@in-release-commits > 0", "those with a commit since the previous release"},
       {"history", "", "everybody"}},
      examine};
  return population;
}

} // namespace assay::evidence

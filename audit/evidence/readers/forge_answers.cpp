// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/readers/forge_answers.hpp"

#include "audit/base/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace assay::evidence {

namespace {

constexpr std::size_t answer_limit = 10'000, rule_limit = 10'000, check_limit = 1000;

std::string without_query(std::string_view path) {
  return std::string(path.substr(0, path.find('?')));
}

// A flag that one rule sets holds; else it is unknown if one might.
Known<bool> any_of_flags(const std::vector<const BranchRule*>& rules, Known<bool> BranchRule::*member,
                         const std::string& unknown) {
  Known<bool> result{std::nullopt, unknown};
  bool known = false;
  for (const BranchRule* rule : rules) {
    const Known<bool>& one = rule->*member;
    if (one.value == true)
      return said(true);
    known |= one.value.has_value();
    if (result.unknown.empty())
      result.unknown = one.unknown;
  }
  if (result.unknown.empty() && (known || rules.empty()))
    result.value = false;
  return result;
}

Known<std::int64_t> most_approvals(const std::vector<const BranchRule*>& rules, const std::string& unknown) {
  Known<std::int64_t> result{0, unknown};
  for (const BranchRule* rule : rules) {
    result.value = std::max(*result.value, rule->approvals.value.value_or(0));
    if (result.unknown.empty())
      result.unknown = rule->approvals.unknown;
  }
  if (!result.unknown.empty())
    result.value.reset(); // there may be more
  return result;
}

// Of the rules together, nobody is spared only if none of them spares anybody.
Known<bool> admins_of(const std::vector<const BranchRule*>& rules, const std::string& unknown) {
  Known<bool> result{std::nullopt, unknown};
  std::set<bool> values;
  for (const BranchRule* rule : rules) {
    if (rule->admins_included.value)
      values.insert(*rule->admins_included.value);
    if (result.unknown.empty())
      result.unknown = rule->admins_included.unknown;
  }
  if (values.size() == 2 && result.unknown.empty())
    result.unknown = "the rules that apply differ in it";
  if (values.size() == 1 && result.unknown.empty())
    result.value = *values.begin();
  return result;
}

} // namespace

ForgeAnswers::ForgeAnswers(JsonValue root, ForgeSnapshot& snapshot) {
  const JsonValue list = root["answers"];
  if (!list.is_array())
    throw Error::input("it has no array \"answers\"");
  if (list.size() > answer_limit)
    throw Error::input(fmt::format("it has more than {} answers", answer_limit));
  std::set<std::string_view> seen;
  list.each([&](JsonValue one, std::size_t index) {
    ForgeAnswer answer;
    answer.place = json_pointer("/answers", index);
    answer.path = one["path"].text_or({});
    answer.status = one["status"].integer().value_or(0);
    if (answer.path.empty() || answer.status < 100 || answer.status > 599)
      return snapshot.flaws.add(answer.place, "is no answer: it has no path or no status");
    if (!seen.insert(one["path"].text_or({})).second)
      return snapshot.flaws.add(answer.place, "answers a path that was answered before");
    ++snapshot.answers;
    if (answer.status < 300) {
      answer.body = one["body"];
    } else {
      ++snapshot.refused;
      answer.message = one["message"].text_or({});
      answer.unknown = fmt::format("the forge refused {} with status {}{}{}", answer.path, answer.status,
                                   answer.message.empty() ? "" : ": ", answer.message);
    }
    by_path_.emplace(without_query(answer.path), answers_.size());
    answers_.push_back(std::move(answer));
  });
}

ForgeAnswer ForgeAnswers::of(const std::string& path) const {
  if (const auto found = by_path_.find(path); found != by_path_.end())
    return answers_[found->second];
  ForgeAnswer none;
  none.path = path;
  none.unknown = fmt::format("the snapshot has no answer to {}", path);
  return none;
}

std::vector<const ForgeAnswer*> ForgeAnswers::all(std::string_view beginning, std::string_view ending) const {
  std::vector<const ForgeAnswer*> found;
  for (const ForgeAnswer& one : answers_) {
    const std::string_view path = std::string_view(one.path).substr(0, one.path.find('?'));
    if (path.size() >= beginning.size() + ending.size() && path.starts_with(beginning) && path.ends_with(ending))
      found.push_back(&one);
  }
  return found;
}

std::string ForgeAnswers::each(const std::string& path,
                               const std::function<void(JsonValue, const ForgeAnswer&)>& visit) const {
  constexpr std::size_t page = 100;
  const auto [first, last] = by_path_.equal_range(path);
  if (first == last)
    return of(path).unknown;
  std::size_t size = 0;
  for (auto one = first; one != last; ++one) {
    const ForgeAnswer& answer = answers_[one->second];
    if (!answer.unknown.empty())
      return answer.unknown;
    if (!answer.body.is_array())
      return fmt::format("the answer to {} is no list", answer.path);
    size = answer.body.size();
    answer.body.each([&](JsonValue element, std::size_t) { visit(element, answer); });
  }
  return size < page ? std::string() : fmt::format("the last page of {} is full, so that there may be more", path);
}

Known<bool> flag_of(const ForgeAnswer& answer, JsonValue value) {
  return {value.boolean(), answer.unknown};
}

Known<std::string> text_of(const ForgeAnswer& answer, JsonValue value) {
  const auto text = value.text();
  return {text ? std::optional(std::string(*text)) : std::nullopt, answer.unknown};
}

void count_roles(ForgeSnapshot& snapshot, const ForgeAnswers& answers, const std::string& path,
                 const std::function<std::string(std::string_view)>& name_of) {
  std::map<std::string, std::int64_t> people;
  const std::vector<const ForgeAnswer*> pages = answers.all(path);
  if (pages.empty())
    snapshot.roles_unknown = answers.of(path).unknown;
  for (const ForgeAnswer* page : pages) {
    if (!page->unknown.empty())
      snapshot.roles_unknown = page->unknown;
    page->body.each_member([&](std::string_view role, JsonValue count) {
      const auto number = count.integer();
      if (!number || *number < 0 || *number > 100)
        return snapshot.flaws.add(page->place, "counts the people of a role as something that is no count");
      people[name_of(role)] += *number;
    });
  }
  if (snapshot.roles_unknown.empty())
    for (const auto& [name, count] : people)
      snapshot.roles.push_back({name, count});
}

void add_branch_rule(ForgeSnapshot& snapshot, BranchRule rule) {
  if (snapshot.branches.size() == rule_limit)
    throw Error::input(fmt::format("it has more than {} rules on branches", rule_limit));
  if (rule.checks.size() > check_limit)
    throw Error::input(fmt::format("a rule in it names more than {} status checks", check_limit));
  snapshot.branches.push_back(std::move(rule));
}

void add_tag_rule(ForgeSnapshot& snapshot, TagRule rule) {
  if (snapshot.tags.size() == rule_limit)
    throw Error::input(fmt::format("it has more than {} rules on tags", rule_limit));
  snapshot.tags.push_back(std::move(rule));
}

BranchRule together(const std::vector<const BranchRule*>& rules, const std::string& unknown) {
  BranchRule all;
  all.source = "effective";
  for (const auto member :
       {&BranchRule::forbids_deletion, &BranchRule::forbids_force_push, &BranchRule::requires_pull_request,
        &BranchRule::dismisses_stale, &BranchRule::code_owner_review, &BranchRule::last_push_approval,
        &BranchRule::resolved_conversations, &BranchRule::requires_checks, &BranchRule::strict_checks,
        &BranchRule::signatures, &BranchRule::linear_history})
    all.*member = any_of_flags(rules, member, unknown);
  all.approvals = most_approvals(rules, unknown);
  all.admins_included = admins_of(rules, unknown);
  std::set<std::string> names;
  for (const BranchRule* rule : rules)
    names.insert(rule->checks.begin(), rule->checks.end());
  all.checks.assign(names.begin(), names.end());
  return all;
}

} // namespace assay::evidence

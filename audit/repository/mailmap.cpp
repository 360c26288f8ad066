// SPDX-License-Identifier: Apache-2.0
#include "audit/repository/mailmap.hpp"

#include "audit/base/text.hpp"
#include "audit/repository/tree.hpp"

namespace assay::repository {

namespace {

constexpr std::uint64_t longest_file = 16u << 20;

// "Name <email>" at the start of `text`, of which it takes that much. Without an address between brackets:
// nothing.
struct Part {
  std::optional<std::string> name;
  std::string email;
};

std::optional<Part> take_part(std::string_view& text, bool may_be_empty) {
  const std::size_t open = text.find('<');
  const std::size_t close = open == text.npos ? open : text.find('>', open);
  if (close == text.npos || (close == open + 1 && !may_be_empty))
    return std::nullopt;
  constexpr std::string_view blank = " \t\n\r"; // what git takes for white space
  std::string_view name = text.substr(0, open);
  name.remove_prefix(std::min(name.find_first_not_of(blank), name.size()));
  name.remove_suffix(name.size() - (name.find_last_not_of(blank) + 1));
  Part part{std::nullopt, std::string(text.substr(open + 1, close - open - 1))};
  if (!name.empty())
    part.name = std::string(name);
  text.remove_prefix(close + 1);
  return part;
}

} // namespace

std::string Person::key() const {
  return email.empty() ? "name:" + name : "email:" + ascii_lower(email);
}

bool Person::may_be(const Person& other) const {
  const auto same = [](const std::string& a, const std::string& b) {
    return !a.empty() && ascii_lower(a) == ascii_lower(b);
  };
  return same(email, other.email) || same(name, other.name);
}

Mailmap::Mailmap(std::string_view text) {
  text = text.substr(0, text.find('\0')); // as far as git reads it
  while (!text.empty()) {
    const std::string_view line = take_line(text);
    if (!line.starts_with('#'))
      add_line(line);
  }
}

void Mailmap::add_line(std::string_view line) {
  const auto first = take_part(line, false);
  if (!first)
    return;
  const auto second = take_part(line, true);
  Mapping& mapping = by_email_[ascii_lower(second ? second->email : first->email)];
  if (second && second->name) {
    mapping.named[ascii_lower(*second->name)] = {first->name, first->email};
    return;
  }
  // A later line changes what it names of an earlier one, and leaves the rest.
  if (first->name)
    mapping.any.name = first->name;
  if (second)
    mapping.any.email = first->email;
}

Person Mailmap::canonical(std::string_view name, std::string_view email) const {
  Person person{std::string(name), std::string(email)};
  const auto found = by_email_.find(ascii_lower(email));
  if (found == by_email_.end())
    return person;
  const Target* target = &found->second.any;
  if (const auto named = found->second.named.find(ascii_lower(name)); named != found->second.named.end())
    target = &named->second;
  if (target->name)
    person.name = *target->name;
  if (target->email)
    person.email = *target->email;
  return person;
}

MailmapFile read_mailmap(const Repository& repository, const ObjectId& tree) {
  const ReadResult read = read_root_file(repository, tree, ".mailmap", longest_file);
  return {read.object ? Mailmap(read.object.bytes()) : Mailmap(), read.problem};
}

} // namespace assay::repository

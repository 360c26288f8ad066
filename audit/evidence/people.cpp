// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/people.hpp"

#include "audit/base/text.hpp"
#include "audit/repository/identities.hpp"

namespace assay::evidence {

People::People(const Evidence& evidence, bool needed) {
  if (needed)
    file_ = repository::read_mailmap(evidence.repository, evidence.tree.tree);
}

repository::Person People::of(const repository::Identity& identity) const {
  return file_.map.canonical(identity.name, identity.email);
}

std::vector<TrailerPerson> People::in(const std::vector<repository::Trailer>& trailers,
                                      bool (*takes)(std::string_view token)) const {
  std::vector<TrailerPerson> people;
  for (const repository::Trailer& trailer : trailers) {
    std::string token = ascii_lower(trailer.key);
    const repository::NamedPerson named = repository::person_in(trailer.value);
    if (!takes(token) || (named.name.empty() && named.email.empty()))
      continue;
    // The mailmap maps addresses: a bare name stays as it is.
    people.push_back({named.email.empty() ? repository::Person{std::string(named.name), {}}
                                          : file_.map.canonical(named.name, named.email),
                      std::move(token)});
  }
  return people;
}

void declare_reviewer(std::vector<Field>& fields, std::string author_meaning) {
  fields.push_back(
      {"reviewer", FieldType::element,
       "somebody whom a trailer Reviewed-by or Approved-by names; no other trailer does, and a claim"});
  fields.push_back({"reviewer/@name", FieldType::string, "name, by the mailmap", {}, true});
  fields.push_back(
      {"reviewer/@email", FieldType::string, "address, by the mailmap; empty if none is written", {}, true});
  fields.push_back({"reviewer/@token",
                    FieldType::enumeration,
                    "the trailer's key in lower case",
                    {"reviewed-by", "approved-by"}});
  fields.push_back({"reviewer/@is-author", FieldType::yes_no, std::move(author_meaning)});
}

void set_reviewer(Item& item, std::size_t element, const TrailerPerson& reviewer, bool is_author) {
  item.begin_child(element);
  item.set_text(element + 1, reviewer.person.name);
  item.set_text(element + 2, reviewer.person.email);
  item.set_name(element + 3, reviewer.token);
  item.set_flag(element + 4, is_author);
}

} // namespace assay::evidence

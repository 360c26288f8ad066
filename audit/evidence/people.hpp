// SPDX-License-Identifier: Apache-2.0
//
// The people that commits and their trailers name, as the audited tree's .mailmap knows them.
#pragma once

#include "audit/evidence/population.hpp"
#include "audit/repository/mailmap.hpp"
#include "audit/repository/objects.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace assay::evidence {

struct TrailerPerson {
  repository::Person person;
  std::string token; // the trailer's key in lower case
};

class People {
public:
  // Reads the mailmap if anything needs it.
  People(const Evidence& evidence, bool needed);

  // Why nobody's canonical name is known; empty when it is.
  const std::string& problem() const { return file_.problem; }
  repository::Person of(const repository::Identity& identity) const;
  // Those whom trailers with such keys name; what names nobody is left out.
  std::vector<TrailerPerson> in(const std::vector<repository::Trailer>& trailers,
                                bool (*takes)(std::string_view token)) const;

private:
  repository::MailmapFile file_;
};

// Adds a child `reviewer` with its fields @name, @email, @token and @is-author to a declaration.
void declare_reviewer(std::vector<Field>& fields, std::string author_meaning);

// Fills one; `element` is the place of the element, its fields follow it.
void set_reviewer(Item& item, std::size_t element, const TrailerPerson& reviewer, bool is_author);

} // namespace assay::evidence

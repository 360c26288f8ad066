// SPDX-License-Identifier: Apache-2.0
//
// People as gitmailmap(5) maps them: the names and addresses they went by, to the ones they are to be known
// by.
#pragma once

#include "audit/repository/repository.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace assay::repository {

// Whom a commit or a trailer names; either part may be empty.
struct Person {
  std::string name;
  std::string email;

  // What makes two people one: the address without regard to case, or the name of somebody without an
  // address.
  std::string key() const;
  // Whether they share an address or a name, whatever the case of its letters.
  bool may_be(const Person& other) const;
};

class Mailmap {
public:
  Mailmap() = default;
  // Lines that map nothing are passed over, as git does.
  explicit Mailmap(std::string_view text);

  // What `git check-mailmap` answers for "name <email>".
  Person canonical(std::string_view name, std::string_view email) const;

private:
  struct Target {
    std::optional<std::string> name, email;
  };
  struct Mapping {
    Target any;                          // whatever the name
    std::map<std::string, Target> named; // by the name in lower case
  };
  void add_line(std::string_view line);

  std::map<std::string, Mapping> by_email_; // in lower case
};

struct MailmapFile {
  Mailmap map;
  std::string problem; // why nobody's canonical name is known
};

// The file .mailmap of a tree, of at most 16 MiB; without one everybody is called as written.
MailmapFile read_mailmap(const Repository& repository, const ObjectId& tree);

} // namespace assay::repository

// SPDX-License-Identifier: Apache-2.0
//
// The trust store's roles.xml: who may attest, waive, release and review, from when to when, and by which
// keys they are known. Knows nothing of how a signature is verified; it is asked with the verdict.
#pragma once

#include "audit/base/diagnostics.hpp"
#include "audit/base/file.hpp"
#include "audit/trust/verdict.hpp"

#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace assay::trust {

enum class Role { attest, waive, release, review };

// "attest" …, as roles.xml spells them.
std::string_view to_string(Role role);

// Both ends included.
struct Period {
  Seconds from = std::numeric_limits<Seconds>::min();
  Seconds until = std::numeric_limits<Seconds>::max();
  bool contains(Seconds time) const { return from <= time && time <= until; }
};

enum class KeyKind { ssh, openpgp, x509, principal };

struct PersonKey {
  KeyKind kind;
  std::string value; // as Verdict::key spells it; a principal as it stands
  Period period;
};

struct PersonRole {
  Role role;
  Period period;
  std::string as; // of attest: the role that schemas ask for in which the person may speak; empty: any
};

struct Person {
  std::string id;
  std::string name;
  std::vector<PersonKey> keys;
  std::vector<PersonRole> roles;

  bool may(Role role, Seconds time) const;
  // Whether the person may attest in the role that a schema asks for.
  bool speaks_as(std::string_view asked, Seconds time) const;
};

// The key as Verdict::key spells it (SSH "SHA256:…", OpenPGP in upper-case and X.509 in lower-case
// hexadecimal), from what people write: with spaces or colons between the digits, in either case. Empty when
// it is no such key.
std::string normalized_key(KeyKind kind, std::string_view text);

class Roles {
public:
  // Reads `file` with the grammar `xsd` (schemas/roles.xsd). Problems go to `diagnostics`; the result is
  // usable only if none were added.
  static Roles read(const SourceFile& file, std::string_view xsd, Diagnostics& diagnostics);

  // In the order of the file.
  const std::vector<Person>& persons() const { return persons_; }
  // Null when there is no such id.
  const Person* find(std::string_view id) const;

  // Whose key made a signature at a time. Nobody's, unless the verdict is good: anybody can write somebody
  // else's key into a signature. The fingerprint counts first; only when it is nobody's at any time do the
  // principals, and these not for a self-asserted key, because the audited repository named them, and not for
  // OpenPGP, whose user ids the key's owner chose. An SSH signer may have several principals, separated by
  // commas, and so several persons.
  std::vector<const Person*> persons(const Verdict& verdict, Seconds time) const;

private:
  // Sets `known` when the key is somebody's at any time.
  std::vector<const Person*> owners(KeyKind kind, std::string_view value, Seconds time, bool* known) const;

  std::vector<Person> persons_;
};

} // namespace assay::trust

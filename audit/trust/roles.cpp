// SPDX-License-Identifier: Apache-2.0
#include "audit/trust/roles.hpp"

#include "audit/base/text.hpp"
#include "audit/base/xml.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace assay::trust {

namespace {

constexpr Seconds last_second_of_day = 86'399;

bool is_principal(std::string_view text) {
  if (std::any_of(text.begin(), text.end(), [](char c) {
        return static_cast<unsigned char>(c) <= ' ' || c == '\x7f' || c == ',' || c == '*';
      }))
    return false;
  const std::size_t at = text.find('@');
  return (at != text.npos && at > 0 && at + 1 < text.size()) || text.find("://") != text.npos;
}

const char* expected(KeyKind kind) {
  switch (kind) {
  case KeyKind::ssh:
    return "\"SHA256:\" and 43 base64 digits are expected, as ssh-keygen -l prints them";
  case KeyKind::openpgp:
    return "40 or 64 hexadecimal digits are expected, as gpg --fingerprint prints them; key ids are too "
           "short";
  case KeyKind::x509:
    return "64 hexadecimal digits are expected, as openssl x509 -noout -fingerprint -sha256 prints them";
  case KeyKind::principal:
    break;
  }
  return "one e-mail address or URI is expected; patterns are not read here";
}

KeyKind key_kind(std::string_view name) {
  return name == "ssh"       ? KeyKind::ssh
         : name == "openpgp" ? KeyKind::openpgp
         : name == "x509"    ? KeyKind::x509
                             : KeyKind::principal;
}

// One file being read, its document and its problems.
struct RolesReader {
  const XmlDocument& document;
  Diagnostics& diagnostics;

  void complain(pugi::xml_node node, const char* attribute, std::string message,
                std::string hint = {}) const {
    diagnostics.add(document.location(node, node.attribute(attribute)), std::move(message), std::move(hint));
  }

  // The grammar has seen to the form of the dates.
  Period period(pugi::xml_node node) const {
    Period period;
    if (const auto from = parse_rfc3339(node.attribute("from").value()))
      period.from = *from;
    if (const auto until = parse_rfc3339(node.attribute("until").value()))
      period.until = *until + last_second_of_day;
    if (period.until < period.from)
      complain(node, "until", "the period ends before it begins", "until is the last day, from the first");
    return period;
  }

  PersonKey key(pugi::xml_node node) const {
    const KeyKind kind = key_kind(node.attribute("kind").value());
    PersonKey key{kind, normalized_key(kind, node.attribute("value").value()), period(node)};
    if (key.value.empty())
      complain(node, "value", fmt::format("this is no key of the kind {}", node.attribute("kind").value()),
               expected(kind));
    return key;
  }

  PersonRole role(pugi::xml_node node, const std::vector<PersonRole>& before) const {
    PersonRole role{Role::attest, period(node), node.attribute("as").value()};
    const std::string_view name = node.attribute("name").value();
    for (const Role known : {Role::attest, Role::waive, Role::release, Role::review})
      if (to_string(known) == name)
        role.role = known;
    if (!role.as.empty() && role.role != Role::attest)
      complain(node, "as", "only who attests speaks in a role that schemas ask for");
    for (const PersonRole& other : before)
      if (other.role == role.role && other.as == role.as && other.period.from <= role.period.until &&
          role.period.from <= other.period.until) {
        complain(node, "from", fmt::format("the person has the role {} already at some of this time", name),
                 "let one period begin on the day after the other ends, or make them one");
        break;
      }
    return role;
  }
};

} // namespace

std::string_view to_string(Role role) {
  switch (role) {
  case Role::attest:
    return "attest";
  case Role::waive:
    return "waive";
  case Role::release:
    return "release";
  case Role::review:
    break;
  }
  return "review";
}

bool Person::may(Role role, Seconds time) const {
  return std::any_of(roles.begin(), roles.end(),
                     [&](const PersonRole& held) { return held.role == role && held.period.contains(time); });
}

bool Person::speaks_as(std::string_view asked, Seconds time) const {
  return std::any_of(roles.begin(), roles.end(), [&](const PersonRole& held) {
    return held.role == Role::attest && held.period.contains(time) && (held.as.empty() || held.as == asked);
  });
}

std::string normalized_key(KeyKind kind, std::string_view text) {
  if (kind == KeyKind::principal)
    return is_principal(text) ? std::string(text) : std::string();
  if (kind == KeyKind::ssh) {
    constexpr std::string_view prefix = "SHA256:";
    constexpr std::string_view base64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const bool fits = text.size() == prefix.size() + 43 && text.substr(0, prefix.size()) == prefix &&
                      text.find_first_not_of(base64, prefix.size()) == text.npos;
    return fits ? std::string(text) : std::string();
  }
  std::string digits;
  for (const char c : text)
    if (c != ' ' && c != ':')
      digits += c;
  const bool length = digits.size() == 64 || (kind == KeyKind::openpgp && digits.size() == 40);
  if (!length || !is_hexadecimal(digits))
    return {};
  for (char& c : digits) {
    const bool upper = c >= 'A' && c <= 'F', lower = c >= 'a' && c <= 'f';
    if (kind == KeyKind::openpgp && lower)
      c = static_cast<char>(c - 'a' + 'A');
    else if (kind == KeyKind::x509 && upper)
      c = static_cast<char>(c - 'A' + 'a');
  }
  return digits;
}

Roles Roles::read(const SourceFile& file, std::string_view xsd, Diagnostics& diagnostics) {
  Roles roles;
  const XmlDocument document(file, xsd, diagnostics);
  if (!diagnostics.empty())
    return roles;
  const RolesReader reader{document, diagnostics};
  std::map<std::string, std::string> owner_of; // by kind and key
  std::set<std::string> ids;
  for (const pugi::xml_node node : document.root().children("person")) {
    Person person{node.attribute("id").value(), node.attribute("name").value(), {}, {}};
    if (!ids.insert(person.id).second)
      reader.complain(node, "id", fmt::format("there is a person {} already", person.id));
    for (const pugi::xml_node child : node.children("key")) {
      person.keys.push_back(reader.key(child));
      const PersonKey& key = person.keys.back();
      const auto [owner, is_new] =
          owner_of.emplace(fmt::format("{} {}", static_cast<int>(key.kind), key.value), person.id);
      if (!is_new && !key.value.empty())
        reader.complain(child, "value", fmt::format("{} has this key already", owner->second),
                        "a key tells one person from all others");
    }
    for (const pugi::xml_node child : node.children("role"))
      person.roles.push_back(reader.role(child, person.roles));
    roles.persons_.push_back(std::move(person));
  }
  return roles;
}

const Person* Roles::find(std::string_view id) const {
  for (const Person& person : persons_)
    if (person.id == id)
      return &person;
  return nullptr;
}

std::vector<const Person*> Roles::owners(KeyKind kind, std::string_view value, Seconds time,
                                         bool* known) const {
  std::vector<const Person*> found;
  for (const Person& person : persons_)
    for (const PersonKey& key : person.keys)
      if (key.kind == kind && key.value == value) {
        if (known != nullptr)
          *known = true;
        if (key.period.contains(time))
          found.push_back(&person);
      }
  return found;
}

std::vector<const Person*> Roles::persons(const Verdict& verdict, Seconds time) const {
  if (verdict.status != Status::good)
    return {};
  // The spellings of the three kinds differ.
  const auto is = [&](KeyKind kind) {
    return !verdict.key.empty() && normalized_key(kind, verdict.key) == verdict.key;
  };
  for (const KeyKind kind : {KeyKind::ssh, KeyKind::openpgp, KeyKind::x509}) {
    bool known = false;
    std::vector<const Person*> found;
    if (is(kind))
      found = owners(kind, verdict.key, time, &known);
    if (known)
      return found;
  }
  if (verdict.self_asserted)
    return {};
  if (is(KeyKind::x509))
    return owners(KeyKind::principal, verdict.signer, time, nullptr);
  std::vector<const Person*> found;
  for (std::string_view rest = is(KeyKind::ssh) ? verdict.signer : std::string_view(); !rest.empty();) {
    const std::string_view principal = rest.substr(0, rest.find(','));
    for (const Person* person : owners(KeyKind::principal, principal, time, nullptr))
      if (std::find(found.begin(), found.end(), person) == found.end())
        found.push_back(person);
    rest.remove_prefix(std::min(rest.size(), principal.size() + 1));
  }
  return found;
}

} // namespace assay::trust

// SPDX-License-Identifier: Apache-2.0
//
// Reading roles.xml, its problems with their places, and whom a verdict leads to.
#include "audit/trust/roles.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <stdlib.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

using namespace assay;
using namespace assay::trust;

namespace {

const std::string ssh_key = "SHA256:" + std::string(43, 'a');
const std::string pgp_key(40, 'A'), x509_key(64, 'a');

std::string grammar() {
  return read_file(ASSAY_SOURCE_DIR "/schemas/roles.xsd", 1 << 20);
}

std::string document(const std::string& persons) {
  return fmt::format("<roles format=\"1\">\n{}\n</roles>\n", persons);
}

std::string person(const std::string& inside, const std::string& id = "ann") {
  return fmt::format("<person id=\"{0}\" name=\"Ann Other\">{1}</person>", id, inside);
}

const std::string key = "<key kind=\"principal\" value=\"ann@example.org\"/>";

std::vector<Problem> problems(const std::string& xml) {
  Diagnostics diagnostics;
  const SourceFile file{"trust/roles.xml", xml, "roles.xml"};
  (void)Roles::read(file, grammar(), diagnostics);
  return diagnostics.sorted();
}

Roles reading(const std::string& xml) {
  Diagnostics diagnostics;
  const SourceFile file{"trust/roles.xml", xml, "roles.xml"};
  Roles roles = Roles::read(file, grammar(), diagnostics);
  REQUIRE(diagnostics.empty());
  return roles;
}

Seconds at(const char* time) {
  return parse_rfc3339(time).value();
}

Verdict good(const std::string& key, const std::string& signer = "") {
  Verdict verdict;
  verdict.status = Status::good;
  verdict.key = key;
  verdict.signer = signer;
  return verdict;
}

std::string ids(const std::vector<const Person*>& persons) {
  std::string text;
  for (const Person* person : persons)
    text += (text.empty() ? "" : " ") + person->id;
  return text;
}

// What xmllint says of the file and the grammar; nothing when it is not installed.
std::optional<bool> xmllint_accepts(const std::string& xml) {
  if (std::system("command -v xmllint >/dev/null 2>&1") != 0)
    return std::nullopt;
  std::string name = (std::filesystem::temp_directory_path() / "assay-roles-XXXXXX").string();
  const int descriptor = mkstemp(name.data());
  REQUIRE(descriptor >= 0);
  close(descriptor);
  std::ofstream(name) << xml;
  const int status = std::system(fmt::format("xmllint --noout --schema {} {} >/dev/null 2>&1",
                                             ASSAY_SOURCE_DIR "/schemas/roles.xsd", name)
                                     .c_str());
  std::filesystem::remove(name);
  return status == 0;
}

const std::string full =
    document("<person id=\"ann\" name=\"Ann Other\">\n"
             "  <key kind=\"ssh\" value=\"SHA256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\" "
             "until=\"2026-06-30\"/>\n"
             "  <key kind=\"openpgp\" value=\"aaaa aaaa aaaa aaaa aaaa  aaaa aaaa aaaa aaaa aaaa\"/>\n"
             "  <key kind=\"principal\" value=\"ann@example.org\"/>\n"
             "  <role name=\"attest\" from=\"2026-01-01\" until=\"2026-06-30\"/>\n"
             "  <role name=\"attest\" from=\"2026-07-01\" until=\"2026-12-31\"/>\n"
             "  <role name=\"review\" from=\"2026-01-01\"/>\n"
             "</person>\n"
             "<person id=\"bob\" name=\"Bob\">\n"
             "  <key kind=\"x509\" "
             "value=\"AA:AA:AA:AA:AA:AA:AA:AA:AA:AA:AA:AA:AA:AA:AA:AA:AA:AA:AA:AA:AA:AA:AA:AA:AA:AA:AA:AA:AA:"
             "AA:AA:AA\"/>\n"
             "  <key kind=\"principal\" value=\"https://example.org/w.yml@refs/heads/main\"/>\n"
             "</person>");

} // namespace

TEST_CASE("roles hold from the first second of one day to the last of another") {
  const Roles roles = reading(full);
  REQUIRE(roles.persons().size() == 2);
  const Person* ann = roles.find("ann");
  REQUIRE(ann != nullptr);
  CHECK(ann->name == "Ann Other");
  CHECK(roles.find("carol") == nullptr);
  CHECK_FALSE(ann->may(Role::attest, at("2025-12-31T23:59:59Z")));
  CHECK(ann->may(Role::attest, at("2026-01-01T00:00:00Z")));
  CHECK(ann->may(Role::attest, at("2026-06-30T23:59:59Z")));
  CHECK(ann->may(Role::attest, at("2026-07-01T00:00:00Z")));
  CHECK(ann->may(Role::attest, at("2026-12-31T23:59:59Z")));
  CHECK_FALSE(ann->may(Role::attest, at("2027-01-01T00:00:00Z")));
  CHECK(ann->may(Role::review, at("2099-01-01T00:00:00Z")));
  CHECK_FALSE(ann->may(Role::waive, at("2026-02-01T00:00:00Z")));
  CHECK_FALSE(roles.find("bob")->may(Role::release, at("2026-02-01T00:00:00Z")));
}

TEST_CASE("keys are compared as verdicts spell them") {
  CHECK(normalized_key(KeyKind::openpgp, "aaaa AAAA") == "");
  CHECK(normalized_key(KeyKind::openpgp, std::string(40, 'a')) == pgp_key);
  CHECK(normalized_key(KeyKind::openpgp, std::string(64, 'b')) == std::string(64, 'B'));
  CHECK(normalized_key(KeyKind::openpgp, std::string(16, 'a')) == ""); // a key id
  CHECK(normalized_key(KeyKind::openpgp, "0x" + std::string(40, 'a')) == "");
  CHECK(normalized_key(KeyKind::x509, std::string(64, 'A')) == x509_key);
  CHECK(normalized_key(KeyKind::x509, std::string(40, 'A')) == ""); // SHA-1
  CHECK(normalized_key(KeyKind::ssh, ssh_key) == ssh_key);
  for (const std::string& text :
       {ssh_key + "=", ssh_key + "a", std::string("MD5:aa:bb"), ssh_key.substr(1), std::string()})
    CHECK(normalized_key(KeyKind::ssh, text) == "");
  for (const char* text : {"a@b", "https://example.org/a?b=c", "a@b@c", "urn://x"})
    CHECK(normalized_key(KeyKind::principal, text) == text);
  for (const char* text : {"", "ann", "@b", "a@", "*@example.org", "a@b,c@d", "a @b", "a@b\n", "CN=ann"})
    CHECK(normalized_key(KeyKind::principal, text) == "");
}

TEST_CASE("a verdict leads to the person whose key it was then") {
  const Roles roles = reading(full);
  const Seconds may = at("2026-05-01T00:00:00Z"), august = at("2026-08-01T00:00:00Z");
  CHECK(ids(roles.persons(good(ssh_key), may)) == "ann");
  CHECK(ids(roles.persons(good(pgp_key), august)) == "ann");
  CHECK(ids(roles.persons(good(x509_key), august)) == "bob");
  CHECK(ids(roles.persons(good(ssh_key), at("2026-06-30T23:59:59Z"))) == "ann");
  CHECK(ids(roles.persons(good(ssh_key), august)) == "");
  // A key that was hers for a time is not hers for longer by her address.
  CHECK(ids(roles.persons(good(ssh_key, "ann@example.org"), august)) == "");

  const std::string other_ssh = "SHA256:" + std::string(43, 'b'), other_x509(64, 'b'), other_pgp(40, 'B');
  CHECK(ids(roles.persons(good(other_ssh, "ann@example.org"), august)) == "ann");
  CHECK(ids(roles.persons(
            good(other_ssh, "x@y,https://example.org/w.yml@refs/heads/main,ann@example.org,ann@example.org"),
            may)) == "bob ann");
  CHECK(ids(roles.persons(good(other_x509, "ann@example.org"), may)) == "ann");
  // A subject is no list.
  CHECK(ids(roles.persons(good(other_x509, "CN=x\\,ann@example.org,O=y"), may)) == "");
  CHECK(ids(roles.persons(good(other_x509, "x,ann@example.org"), may)) == "");
  // Whoever makes an OpenPGP key chooses its user ids.
  CHECK(ids(roles.persons(good(other_pgp, "ann@example.org"), may)) == "");
  CHECK(ids(roles.persons(good("", "ann@example.org"), may)) == "");

  // A key from the audited repository is known by its fingerprint and by nothing the repository says.
  Verdict asserted = good(ssh_key, "ann@example.org");
  asserted.self_asserted = true;
  CHECK(ids(roles.persons(asserted, may)) == "ann");
  asserted.key = other_ssh;
  CHECK(ids(roles.persons(asserted, may)) == "");
  for (const Status status :
       {Status::expired_signature, Status::expired_key, Status::revoked_key, Status::not_trusted,
        Status::unknown_key, Status::bad, Status::weak, Status::malformed}) {
    Verdict verdict = good(ssh_key);
    verdict.status = status;
    CHECK(roles.persons(verdict, may).empty());
  }
}

TEST_CASE("every problem has its place") {
  struct Case {
    std::string persons;
    std::size_t line, column;
    const char* message;
  };
  const std::string second = "\n" + person("\n<key kind=\"principal\" value=\"ann@example.org\"/>", "bob");
  for (const Case& c : {
           Case{person("<key kind=\"ssh\" value=\"MD5:aa\"/>"), 2, 51, "no key of the kind ssh"},
           Case{person("<key kind=\"openpgp\" value=\"DEADBEEF\"/>"), 2, 55, "no key of the kind openpgp"},
           Case{person("<key kind=\"x509\" value=\"ab\"/>"), 2, 52, "no key of the kind x509"},
           Case{person("<key kind=\"principal\" value=\"*@example.org\"/>"), 2, 57,
                "no key of the kind principal"},
           Case{person(key) + second, 4, 23, "ann has this key already"},
           Case{person(key + "\n" + key), 3, 23, "ann has this key already"},
           Case{person(key) + "\n" + person("<key kind=\"principal\" value=\"b@example.org\"/>"), 3, 9,
                "there is a person ann already"},
           Case{person(key + "\n<role name=\"waive\" from=\"2026-02-01\" until=\"2026-01-31\"/>"), 3, 38,
                "ends before it begins"},
           Case{person("<key kind=\"principal\" value=\"a@b\"\nfrom=\"2026-02-01\" until=\"2026-01-31\"/>"),
                3, 19, "ends before it begins"},
           Case{person(key + "\n<role name=\"waive\" from=\"2026-02-01\"/>\n<role name=\"waive\" "
                             "from=\"2030-01-01\"/>"),
                4, 20, "has the role waive already"},
           Case{person(key + "\n<role name=\"waive\" from=\"2026-02-01\" until=\"2026-03-01\"/>\n"
                             "<role name=\"waive\" from=\"2026-01-01\" until=\"2026-02-01\"/>"),
                4, 20, "has the role waive already"},
       }) {
    CAPTURE(c.persons);
    const std::vector<Problem> found = problems(document(c.persons));
    REQUIRE(found.size() == 1);
    CHECK(found[0].message.find(c.message) != std::string::npos);
    CHECK(found[0].location.file == "roles.xml");
    CHECK(found[0].location.line == c.line);
    CHECK(found[0].location.column == c.column);
    if (const auto accepted = xmllint_accepts(document(c.persons)))
      CHECK(*accepted); // the grammar cannot say these
  }
  // Other roles may overlap, and one of a name may follow at once.
  CHECK(
      problems(
          document(person(
              key + "<role name=\"waive\" from=\"2026-02-01\"/><role name=\"review\" from=\"2026-02-01\"/>")))
          .empty());
  CHECK(problems(document(person(key + "<role name=\"waive\" from=\"2026-02-01\" until=\"2026-02-01\"/>"
                                       "<role name=\"waive\" from=\"2026-02-02\"/>")))
            .empty());
}

TEST_CASE("the grammar refuses what it can, and xmllint with it") {
  const std::string role = "<role name=\"attest\" from=\"2026-01-01\"/>";
  struct Case {
    std::string xml;
    bool accepted;
  };
  for (const Case& c : {
           Case{full, true},
           Case{document(person(key)), true},
           Case{document(""), false},
           Case{document(person("")), false},
           Case{document(person(role)), false},
           Case{document(person(role + key)), false},
           Case{document(person(key, "")), false},
           Case{document(person(key, "a b")), false},
           Case{document(person(key + "<role name=\"boss\" from=\"2026-01-01\"/>")), false},
           Case{document(person(key + "<role name=\"attest\"/>")), false},
           Case{document(person(key + "<role name=\"attest\" from=\"2026-02-30\"/>")), false},
           Case{document(person(key + "<role name=\"attest\" from=\"2026-01-01Z\"/>")), false},
           Case{document(person(key + "<role name=\"attest\" from=\"2026-01-01\" since=\"x\"/>")), false},
           Case{document(person("<key kind=\"pgp\" value=\"x\"/>")), false},
           Case{document(person("<key kind=\"ssh\"/>")), false},
           Case{document(person(key) + "text"), false},
           Case{"<roles format=\"2\">" + person(key) + "</roles>", false},
           Case{"<roles>" + person(key) + "</roles>", false},
           Case{"<roles format=\"1\" xmlns=\"urn:x\">" + person(key) + "</roles>", false},
           Case{"<rules format=\"1\"/>", false},
       }) {
    CAPTURE(c.xml);
    const std::vector<Problem> found = problems(c.xml);
    CHECK(found.empty() == c.accepted);
    for (const Problem& problem : found)
      CHECK(problem.location.line > 0);
    const auto accepted = xmllint_accepts(c.xml);
    if (accepted)
      CHECK(*accepted == c.accepted);
    else
      MESSAGE("xmllint is not installed: its part of the test was left out");
  }
  CHECK_FALSE(problems("<!DOCTYPE roles><roles format=\"1\"/>").empty());
  CHECK_FALSE(problems("").empty());
}

// SPDX-License-Identifier: Apache-2.0
#include "audit/repository/signed_object.hpp"

#include <doctest/doctest.h>

using namespace assay::repository;

namespace {

const std::string tree = "tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\n";
const std::string people = "author A <a@x> 1 +0000\ncommitter A <a@x> 1 +0000\n";

// Both readers of a commit, or of a tag, agree on the kind of its signature.
SignatureKind kind_of_commit(const std::string& raw) {
  CommitView view;
  (void)parse_commit(raw, view);
  CHECK(signed_commit(raw).kind == view.signature);
  return view.signature;
}

SignatureKind kind_of_tag(const std::string& raw) {
  TagView view;
  (void)parse_tag(raw, view);
  CHECK(signed_tag(raw).kind == view.signature);
  return view.signature;
}

} // namespace

TEST_CASE("a commit comes apart into its signature and what was signed") {
  const std::string plain = tree + people + "\nmessage\n\n-----BEGIN SSH SIGNATURE-----\n";
  CHECK(kind_of_commit(plain) == SignatureKind::none);
  CHECK(signed_commit(plain).payload == plain);
  const std::string header = "gpgsig -----BEGIN SSH SIGNATURE-----\n abc\n -----END SSH SIGNATURE-----\n";
  const std::string other = "gpgsig-sha256 -----BEGIN PGP SIGNATURE-----\n xyz\n";
  const std::string raw = tree + people + other + header + "encoding x\n\nmessage\n";
  CHECK(kind_of_commit(raw) == SignatureKind::ssh);
  CHECK(signed_commit(raw).signature == "-----BEGIN SSH SIGNATURE-----\nabc\n-----END SSH SIGNATURE-----\n");
  CHECK(signed_commit(raw).payload == tree + people + "encoding x\n\nmessage\n");
  // The header's name on each line, as one commit of 2011 has it.
  const std::string repeated = tree + "gpgsig -----BEGIN PGP SIGNATURE-----\ngpgsig abc\n" + people + "\nm\n";
  CHECK(kind_of_commit(repeated) == SignatureKind::openpgp);
  CHECK(signed_commit(repeated).signature == "-----BEGIN PGP SIGNATURE-----\nabc\n");
  for (const char* odd : {"gpgsig \n", "gpgsig ", "gpgsig what is this\n", " gpgsig -----BEGIN SSH SIGNATURE-----\n"}) {
    CAPTURE(odd);
    (void)kind_of_commit(tree + people + odd);
    (void)kind_of_commit(odd);
  }
}

TEST_CASE("a tag's signature is what follows the last line that opens one") {
  const std::string head = "object 4b825dc642cb6eb9a060e54bf8d69288fbee4904\ntype tree\ntag t\n\nm\n";
  CHECK(kind_of_tag(head) == SignatureKind::none);
  const std::string first = "-----BEGIN PGP SIGNATURE-----\na\n", last = "-----BEGIN SSH SIGNATURE-----\nb\n";
  CHECK(kind_of_tag(head + first + last) == SignatureKind::ssh);
  CHECK(signed_tag(head + first + last).signature == last);
  CHECK(signed_tag(head + first + last).payload == head + first);
  CHECK(kind_of_tag("object x\n-----BEGIN SSH SIGNATURE-----\n") == SignatureKind::ssh);
}

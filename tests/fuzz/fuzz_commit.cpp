// SPDX-License-Identifier: Apache-2.0
//
// Raw commits: what is read lies within the object, and taking the signature out changes nothing else.
#include "fuzz.hpp"

#include "audit/repository/signed_object.hpp"

using namespace assay;
using namespace assay::repository;
using assay::fuzz::require;
using assay::fuzz::within;

namespace {

void check_identity(const Identity& identity, std::string_view raw) {
  require(within(identity.name, raw) && within(identity.email, raw), "an identity lies within the object");
  require(identity.readable || (identity.name.empty() && identity.email.empty() && !identity.time),
          "an unreadable identity says nothing");
  require(!identity.time || (*identity.time >= 0 && *identity.time <= Seconds{1} << 53), "times are exact numbers");
}

bool same(const Identity& one, const Identity& other) {
  return one.name == other.name && one.email == other.email && one.readable == other.readable &&
         one.time == other.time;
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view raw = fuzz::text_of(data, size);
  CommitView commit;
  const std::string problem = parse_commit(raw, commit);
  require(within(commit.tree, raw) && within(commit.message, raw), "tree and message lie within the object");
  check_identity(commit.author, raw);
  check_identity(commit.committer, raw);
  require(!problem.empty() || ObjectId::parse(commit.tree), "without a problem there is a tree");
  require(subject_of(commit.message).find('\n') == std::string::npos, "a subject is one line");

  const SignedObject split = signed_commit(raw);
  require(split.kind == commit.signature, "both readers see the same signature");
  if (split.kind == SignatureKind::none) {
    require(split.signature.empty(), "without a kind there is no signature");
    require(split.payload == raw || raw.find("gpgsig-sha256 ") != raw.npos, // which signs the commit's other form
            "what is not signed is its own payload");
  }
  require(split.signature.size() + split.payload.size() <= raw.size(), "nothing is added");
  const SignedObject again = signed_commit(split.payload);
  require(again.kind == SignatureKind::none && again.payload == split.payload, "a payload holds no signature");

  CommitView unsigned_commit;
  const std::string unsigned_problem = parse_commit(split.payload, unsigned_commit);
  require(unsigned_commit.message == commit.message, "the message is that of the payload");
  require(same(commit.author, unsigned_commit.author) && same(commit.committer, unsigned_commit.committer),
          "author and committer are those of the payload");
  if (problem.empty())
    require(unsigned_problem.empty() && unsigned_commit.tree == commit.tree &&
                unsigned_commit.parents == commit.parents,
            "tree and parents are those of the payload");
  return 0;
}

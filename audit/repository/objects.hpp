// SPDX-License-Identifier: Apache-2.0
//
// The raw text of commits and annotated tags, taken apart. libgit2's own parsers find a signature header inside
// the message and refuse reordered headers; these read the header region only, line by line, as git does.
#pragma once

#include "audit/base/object_id.hpp"
#include "audit/base/time.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace assay::repository {

class Repository;
enum class ObjectType;

// An author, committer or tagger line: "name <email> seconds zone". All views point into the object.
struct Identity {
  std::string_view name;
  std::string_view email;
  bool readable = false;       // false: there is no such line, there are two, or it has no address
  std::optional<Seconds> time; // absent when the line has no time or one beyond 2^53
};

enum class SignatureKind { none, openpgp, ssh, x509, unrecognised };

// The kind of signature that starts with this armour line.
SignatureKind signature_kind(std::string_view armour);

struct CommitView {
  std::string_view raw; // all of it
  std::string_view tree;
  std::vector<ObjectId> parents;
  Identity author;
  Identity committer;
  SignatureKind signature = SignatureKind::none;
  std::string_view message;
};

// Takes a raw commit apart into `commit` (whose vector is reused). The answer is empty, or says why tree and parents
// are not known for certain; what could be read is then still in `commit`.
std::string parse_commit(std::string_view raw, CommitView& commit);

struct TagView {
  std::string_view name; // the name it was made under
  std::optional<ObjectId> target;
  std::string_view type;
  std::optional<Identity> tagger;
  SignatureKind signature = SignatureKind::none;
};

std::string parse_tag(std::string_view raw, TagView& tag);

// What an object is once annotated tags are followed to their end.
struct PeeledTag {
  ObjectId target;
  ObjectType type{};
  std::optional<Seconds> time; // of the outermost tag
  std::string problem;         // a tag that could not be read, or tags nested deeper than 32
};

PeeledTag peel(const Repository& repository, ObjectId id);

// The first paragraph of a message with its lines joined by spaces: what `git log --format=%s` prints.
std::string subject_of(std::string_view message);

struct Trailer {
  std::string key;
  std::string value; // continuation lines joined by one space
};

// The trailers of a message by the rules of git-interpret-trailers(1): the last paragraph, if it is not the
// first, when all its lines are trailers, or when at least one was written by git itself and at least a quarter
// are trailers.
std::vector<Trailer> trailers_of(std::string_view message);

} // namespace assay::repository

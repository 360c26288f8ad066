// SPDX-License-Identifier: Apache-2.0
#include "audit/repository/objects.hpp"

#include "audit/base/text.hpp"
#include "audit/repository/repository.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace assay::repository {

namespace {

// As git's split_ident_line does: the name ends before the first '<', the address at the first '>' after it, and
// the time is looked for behind the last '>'.
std::optional<Identity> parse_identity(std::string_view line) {
  const std::size_t open = line.find('<');
  if (open == std::string_view::npos)
    return std::nullopt;
  const std::size_t close = line.find('>', open);
  if (close == std::string_view::npos)
    return std::nullopt;
  Identity identity;
  identity.name = line.substr(0, open);
  while (!identity.name.empty() && is_space(identity.name.back())) // what is before it stays, as in git
    identity.name.remove_suffix(1);
  identity.email = line.substr(open + 1, close - open - 1);
  std::string_view rest = line.substr(line.rfind('>') + 1);
  while (!rest.empty() && is_space(rest.front()))
    rest.remove_prefix(1);
  Seconds time = 0;
  const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), time);
  identity.readable = true;
  // Beyond 2^53 an expression's number could not hold it exactly. A sign is no digit to git.
  if (error == std::errc() && end != rest.data() && rest.front() != '-' && time <= (Seconds{1} << 53))
    identity.time = time;
  return identity;
}

bool starts_with(std::string_view text, std::string_view prefix) {
  return text.substr(0, prefix.size()) == prefix;
}

// The value of a header line "key value", if this is one.
bool header(std::string_view line, std::string_view key, std::string_view& value) {
  if (!starts_with(line, key) || line.size() <= key.size() || line[key.size()] != ' ')
    return false;
  value = line.substr(key.size() + 1);
  return true;
}

} // namespace

SignatureKind signature_kind(std::string_view armour) {
  if (starts_with(armour, "-----BEGIN PGP SIGNATURE-----") || starts_with(armour, "-----BEGIN PGP MESSAGE-----"))
    return SignatureKind::openpgp;
  if (starts_with(armour, "-----BEGIN SSH SIGNATURE-----"))
    return SignatureKind::ssh;
  if (starts_with(armour, "-----BEGIN SIGNED MESSAGE-----"))
    return SignatureKind::x509;
  return SignatureKind::unrecognised;
}

std::string parse_commit(std::string_view raw, CommitView& commit) {
  commit.raw = raw;
  commit.tree = {};
  commit.parents.clear();
  commit.author = commit.committer = {};
  commit.signature = SignatureKind::none;
  // git reads the tree and the parents at the top, in that order, and nowhere else.
  std::string problem = starts_with(raw, "tree ") ? "" : "its tree does not stand first, where git reads it";
  bool at_top = true;
  const auto take_identity = [&](std::string_view value, Identity& identity, bool& seen) {
    const auto parsed = parse_identity(value);
    identity = parsed && !seen ? *parsed : Identity{};
    seen = true;
  };
  bool author = false, committer = false;
  while (!raw.empty()) {
    const std::string_view line = take_line(raw);
    if (line.empty())
      break;
    if (line.front() == ' ') // continues the header before it
      continue;
    std::string_view value;
    const bool top = std::exchange(at_top, false);
    if (header(line, "tree", value) && commit.tree.empty()) {
      commit.tree = value;
      at_top = top;
    } else if (header(line, "parent", value)) {
      const auto id = ObjectId::parse(value);
      if (top && id)
        commit.parents.push_back(*id);
      else
        problem = top ? "a parent line holds no object id" : "a parent line stands where git reads none";
      at_top = top;
    } else if (header(line, "author", value)) {
      take_identity(value, commit.author, author);
    } else if (header(line, "committer", value)) {
      take_identity(value, commit.committer, committer);
    } else if (header(line, "gpgsig", value)) {
      // One commit of 2011 repeats the header's name on each line of its signature: the first line decides.
      if (commit.signature == SignatureKind::none)
        commit.signature = signature_kind(value);
    }
  }
  commit.message = raw.substr(0, raw.find('\0')); // as far as git reads it
  if (!ObjectId::parse(commit.tree))
    problem = "it names no tree";
  return problem;
}

std::string parse_tag(std::string_view raw, TagView& tag) {
  tag = {};
  // The signature of a tag is the end of its text, from the last line that opens one; to git, headers are text too.
  for (std::string_view rest = raw; !rest.empty();)
    if (const SignatureKind kind = signature_kind(take_line(rest)); kind != SignatureKind::unrecognised)
      tag.signature = kind;
  std::string_view value;
  const auto next_is = [&](std::string_view name) { return header(take_line(raw), name, value); };
  // To git an object with other lines at its start is no tag.
  if (!next_is("object"))
    return "it names no object";
  tag.target = ObjectId::parse(value);
  if (!tag.target)
    return "it names no object";
  if (!next_is("type"))
    return "its type is not where git reads it";
  tag.type = value;
  if (!next_is("tag"))
    return "its name is not where git reads it";
  tag.name = value;
  while (!raw.empty()) {
    const std::string_view line = take_line(raw);
    if (line.empty())
      break;
    if (header(line, "tagger", value) && !tag.tagger)
      tag.tagger = parse_identity(value);
  }
  return {};
}

PeeledTag peel(const Repository& repository, ObjectId id) {
  PeeledTag peeled;
  for (int depth = 0; depth < 32; ++depth) {
    const auto header = repository.header(id);
    if (!header) {
      peeled.problem = "object " + id.hex() + " is missing or unreadable";
      return peeled;
    }
    peeled.target = id;
    peeled.type = header->type;
    if (header->type != ObjectType::tag)
      return peeled;
    const ReadResult read = repository.read(id);
    TagView tag;
    peeled.problem = read.object ? parse_tag(read.object.bytes(), tag) : read.problem;
    if (!peeled.problem.empty())
      return peeled;
    if (depth == 0 && tag.tagger)
      peeled.time = tag.tagger->time;
    id = *tag.target;
  }
  peeled.problem = "tags are nested deeper than 32";
  return peeled;
}

std::string subject_of(std::string_view message) {
  std::string subject;
  while (!message.empty()) {
    std::string_view line = take_line(message);
    while (!line.empty() && is_space(line.back()))
      line.remove_suffix(1);
    if (line.empty()) {
      if (subject.empty())
        continue;
      break;
    }
    if (!subject.empty())
      subject += ' ';
    subject += line;
  }
  return subject;
}

} // namespace assay::repository

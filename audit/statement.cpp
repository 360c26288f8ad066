// SPDX-License-Identifier: Apache-2.0
#include "audit/statement.hpp"

#include "audit/base/error.hpp"
#include "audit/base/escape.hpp"
#include "audit/base/text.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>

namespace assay {

// Keys in the order they are written: readers are people too.
using Json = nlohmann::ordered_json;

Statement statement_of(const AuditInputs& inputs, const std::vector<report::Subject>& subjects,
                       const MissingObjects& missing) {
  Statement statement{std::string(version()), inputs.as_of, inputs.profiles, inputs.trust_repository,
                      inputs.sealer, subjects, {}, missing, {}};
  for (const auto& [kind, file] : input_files(inputs))
    statement.inputs.push_back({kind, file->name, file->sha256(), file->bytes.size()});
  return statement;
}

std::vector<repository::Ref> recorded_refs(const report::Subject& subject) {
  std::vector<repository::Ref> refs = subject.refs;
  const std::string since = "refs/tags/" + subject.since;
  const bool read = std::any_of(refs.begin(), refs.end(), [&](const auto& one) { return one.name == since; });
  if (subject.since_found && !read) // the tag that was found, though no rule read it
    refs.push_back({since, *subject.since_named, *subject.since_commit});
  return refs;
}

namespace {

Json digest(const char* algorithm, const std::string& hex) {
  return Json{{algorithm, hex}};
}

Json write_subject(const report::Subject& subject) {
  Json out = {{"id", subject.id},
              {"revision", escape_text(subject.revision)},
              {"named", subject.named.hex()},
              {"commit", subject.commit.hex()},
              {"tree", subject.tree.hex()}};
  if (!subject.path.empty())
    out["path"] = escape_text(subject.path);
  if (subject.release_time)
    out["releaseTime"] = *subject.release_time;
  if (subject.since_commit) {
    out["since"] = escape_text(subject.since);
    out["sinceFound"] = subject.since_found;
    out["sinceNamed"] = subject.since_named->hex();
    out["sinceCommit"] = subject.since_commit->hex();
  }
  if (subject.previous_release_time)
    out["previousReleaseTime"] = *subject.previous_release_time;
  Json boundary = Json::array();
  for (const ObjectId& id : subject.clone.boundary)
    boundary.push_back(id.hex());
  out["clone"] = {{"boundary", boundary},
                  {"partial", subject.clone.partial},
                  {"grafted", subject.clone.grafted},
                  {"replaced", subject.clone.replaced}};
  Json refs = Json::array();
  for (const repository::Ref& ref : subject.refs)
    refs.push_back({{"name", escape_text(ref.name)}, {"id", ref.id.hex()}, {"peeled", ref.peeled.hex()}});
  out["refs"] = refs;
  out["unreadableRefs"] = subject.unreadable_refs;
  return out;
}

// Reading: every access goes through these, so that what is amiss is told by its path.
[[noreturn]] void fail(const std::string& what) {
  throw Error::input("the statement cannot be read: " + what);
}

const Json& member(const Json& object, const char* name) {
  if (!object.is_object() || !object.contains(name))
    fail(fmt::format("'{}' is missing", name));
  return object[name];
}

std::string plain_text(const Json& value, const char* name) {
  if (!value.is_string())
    fail(fmt::format("'{}' is no text", name));
  std::string out = value.get<std::string>();
  // None is ever written, and a line break could pass itself off as another line of an answer.
  if (std::any_of(out.begin(), out.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; }))
    fail(fmt::format("'{}' holds a control character", name));
  return out;
}

std::string text(const Json& object, const char* name) {
  return plain_text(member(object, name), name);
}

bool flag(const Json& object, const char* name) {
  const Json& value = member(object, name);
  if (!value.is_boolean())
    fail(fmt::format("'{}' is neither true nor false", name));
  return value.get<bool>();
}

std::int64_t number(const Json& object, const char* name) {
  const Json& value = member(object, name);
  if (!value.is_number_integer())
    fail(fmt::format("'{}' is no integer", name));
  return value.get<std::int64_t>();
}

const Json& list(const Json& object, const char* name) {
  const Json& value = member(object, name);
  if (!value.is_array())
    fail(fmt::format("'{}' is no list", name));
  return value;
}

ObjectId object_id(const std::string& hex) {
  const auto id = ObjectId::parse(hex);
  if (!id)
    fail(fmt::format("'{}' is no object id", hex));
  return *id;
}

report::Subject read_subject(const Json& in) {
  report::Subject subject;
  subject.id = text(in, "id");
  subject.revision = unescape_text(text(in, "revision"));
  subject.named = object_id(text(in, "named"));
  subject.commit = object_id(text(in, "commit"));
  subject.tree = object_id(text(in, "tree"));
  if (in.contains("path"))
    subject.path = unescape_text(text(in, "path"));
  if (("/" + subject.path + "/").find("//") != std::string::npos && !subject.path.empty())
    fail(fmt::format("'{}' is no directory of a tree", escape_text(subject.path)));
  if (in.contains("releaseTime"))
    subject.release_time = number(in, "releaseTime");
  if (in.contains("since")) {
    subject.since = unescape_text(text(in, "since"));
    subject.since_found = flag(in, "sinceFound");
    subject.since_named = object_id(text(in, "sinceNamed"));
    subject.since_commit = object_id(text(in, "sinceCommit"));
  }
  if (in.contains("previousReleaseTime"))
    subject.previous_release_time = number(in, "previousReleaseTime");
  const Json& clone = member(in, "clone");
  for (const Json& id : list(clone, "boundary"))
    subject.clone.boundary.push_back(object_id(plain_text(id, "boundary")));
  subject.clone.partial = flag(clone, "partial");
  subject.clone.grafted = flag(clone, "grafted");
  subject.clone.replaced = flag(clone, "replaced");
  for (const Json& ref : list(in, "refs")) {
    subject.refs.push_back(
        {unescape_text(text(ref, "name")), object_id(text(ref, "id")), object_id(text(ref, "peeled"))});
    if (subject.refs.size() > 1 && subject.refs[subject.refs.size() - 2].name >= subject.refs.back().name)
      fail("its refs are not in the order of their names");
  }
  subject.unreadable_refs = static_cast<std::uint64_t>(std::max<std::int64_t>(number(in, "unreadableRefs"), 0));
  return subject;
}

StatementInput read_input(const Json& in) {
  StatementInput input{text(in, "kind"), text(in, "name"), text(in, "sha256"), 0};
  const std::int64_t size = number(in, "size");
  const InputKind* kind = find_input_kind(input.kind);
  if (kind == nullptr)
    fail(fmt::format("input {} is of the unknown kind {}", input.name, input.kind));
  const bool file_of_folder = kind->nested || input.name.find('/', kind->folder.size()) == input.name.npos;
  if (input.name.rfind(kind->folder, 0) != 0 || !file_of_folder || size < 0)
    fail(fmt::format("{} is no {}", input.name, input.kind));
  input.size = static_cast<std::uint64_t>(size);
  return input;
}

// JSON of a few levels: deeper nesting costs a parser memory out of proportion.
void refuse_deep(std::string_view bytes) {
  constexpr int deepest = 16;
  int depth = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const char c = bytes[i];
    if (quoted && c == '\\')
      ++i;
    else if (c == '"')
      quoted = !quoted;
    else if (!quoted && (c == '[' || c == '{') && ++depth > deepest)
      fail(fmt::format("it is nested deeper than {}", deepest));
    else if (!quoted && (c == ']' || c == '}'))
      --depth;
  }
}

} // namespace

std::string write_statement(const Statement& statement) {
  Json subjects = Json::array();
  for (const report::Subject& subject : statement.subjects)
    subjects.push_back({{"name", "commit " + subject.id}, {"digest", digest("gitCommit", subject.commit.hex())}});
  for (const auto& [name, sha256] : statement.members)
    subjects.push_back({{"name", name}, {"digest", digest("sha256", sha256)}});
  Json audited = Json::array();
  for (const report::Subject& subject : statement.subjects)
    audited.push_back(write_subject(subject));
  Json inputs = Json::array();
  for (const StatementInput& input : statement.inputs)
    inputs.push_back({{"kind", input.kind}, {"name", input.name}, {"sha256", input.sha256}, {"size", input.size}});
  const Json json = {{"_type", statement_type},
                     {"subject", subjects},
                     {"predicateType", predicate_type},
                     {"predicate",
                      {{"tool", {{"name", "assay"}, {"version", statement.tool_version}}},
                       {"asOf", format_rfc3339(statement.as_of)},
                       {"party", "first"},
                       {"profiles", statement.profiles},
                       {"trustRepository", statement.trust_repository},
                       {"sealer",
                        {{"subject", statement.sealer.subject},
                         {"certificateSha256", statement.sealer.certificate_sha256},
                         {"selfMade", statement.sealer.self_made}}},
                       {"subjects", audited},
                       {"missingObjects", {{"count", statement.missing.count}, {"sha256", statement.missing.sha256}}},
                       {"inputs", inputs}}}};
  return json.dump(2) + "\n";
}

Statement read_statement(std::string_view bytes) {
  refuse_deep(bytes);
  const Json json = Json::parse(bytes, nullptr, false);
  if (json.is_discarded())
    fail("it is no JSON");
  if (text(json, "_type") != statement_type)
    fail(fmt::format("its type is '{}'", text(json, "_type")));
  if (text(json, "predicateType") != predicate_type)
    fail(fmt::format("its predicate is of type '{}', which this version does not know", text(json, "predicateType")));
  const Json& predicate = member(json, "predicate");
  const Json& sealer = member(predicate, "sealer");
  Statement statement;
  statement.tool_version = text(member(predicate, "tool"), "version");
  const auto as_of = parse_rfc3339(text(predicate, "asOf"));
  if (!as_of)
    fail("'asOf' is no RFC 3339 time");
  statement.as_of = *as_of;
  for (const Json& profile : list(predicate, "profiles"))
    statement.profiles.push_back(plain_text(profile, "profiles"));
  statement.trust_repository = flag(predicate, "trustRepository");
  statement.sealer = {text(sealer, "subject"), text(sealer, "certificateSha256"), flag(sealer, "selfMade")};
  std::set<std::string> ids;
  for (const Json& subject : list(predicate, "subjects")) {
    statement.subjects.push_back(read_subject(subject));
    if (!ids.insert(ascii_lower(statement.subjects.back().id)).second)
      fail(fmt::format("subject {} is in it twice", statement.subjects.back().id));
  }
  if (ids.empty() || ids.size() > subjects_limit)
    fail(fmt::format("it has {} audited subjects, and an audit has 1 to {}", ids.size(), subjects_limit));
  std::set<std::string> names;
  bool schema = false;
  for (const Json& input : list(predicate, "inputs")) {
    statement.inputs.push_back(read_input(input));
    schema = schema || statement.inputs.back().kind == "schema";
    if (!names.insert(statement.inputs.back().name).second)
      fail(fmt::format("input {} is listed twice", statement.inputs.back().name));
  }
  if (!schema)
    fail("it names no schema");
  const Json& missing = member(predicate, "missingObjects");
  const std::int64_t count = number(missing, "count");
  statement.missing = {static_cast<std::uint64_t>(std::max<std::int64_t>(count, 0)), text(missing, "sha256")};
  for (const Json& subject : list(json, "subject"))
    if (const Json& digests = member(subject, "digest"); digests.contains("sha256"))
      statement.members.emplace_back(text(subject, "name"), text(digests, "sha256"));
  return statement;
}

} // namespace assay

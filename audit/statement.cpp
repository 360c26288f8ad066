// SPDX-License-Identifier: Apache-2.0
#include "audit/statement.hpp"

#include "audit/base/error.hpp"
#include "audit/base/escape.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace assay {

// Keys in the order they are written: readers are people too.
using Json = nlohmann::ordered_json;

Statement statement_of(const AuditInputs& inputs, const report::Subject& subject) {
  Statement statement{std::string(version()), inputs.as_of, inputs.profiles, inputs.sealer, {subject}, {}, {}};
  for (const auto& [kind, file] : input_files(inputs))
    statement.inputs.push_back({kind, file->name, file->sha256(), file->bytes.size()});
  return statement;
}

namespace {

Json digest(const char* algorithm, const std::string& hex) {
  return Json{{algorithm, hex}};
}

Json write_subject(const report::Subject& subject) {
  Json out = {{"id", subject.id},
              {"revision", escape_text(subject.revision)},
              {"commit", subject.commit.hex()},
              {"tree", subject.tree.hex()}};
  if (subject.release_time)
    out["releaseTime"] = *subject.release_time;
  if (subject.since_commit) {
    out["since"] = escape_text(subject.since);
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

std::string text(const Json& object, const char* name) {
  const Json& value = member(object, name);
  if (!value.is_string())
    fail(fmt::format("'{}' is no text", name));
  return value.get<std::string>();
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
  subject.commit = object_id(text(in, "commit"));
  subject.tree = object_id(text(in, "tree"));
  if (in.contains("releaseTime"))
    subject.release_time = number(in, "releaseTime");
  if (in.contains("since")) {
    subject.since = unescape_text(text(in, "since"));
    subject.since_commit = object_id(text(in, "sinceCommit"));
  }
  if (in.contains("previousReleaseTime"))
    subject.previous_release_time = number(in, "previousReleaseTime");
  const Json& clone = member(in, "clone");
  for (const Json& id : list(clone, "boundary")) {
    if (!id.is_string())
      fail("'boundary' holds what is no object id");
    subject.clone.boundary.push_back(object_id(id.get<std::string>()));
  }
  subject.clone.partial = flag(clone, "partial");
  subject.clone.grafted = flag(clone, "grafted");
  subject.clone.replaced = flag(clone, "replaced");
  for (const Json& ref : list(in, "refs"))
    subject.refs.push_back(
        {unescape_text(text(ref, "name")), object_id(text(ref, "id")), object_id(text(ref, "peeled"))});
  return subject;
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
                       {"sealer",
                        {{"subject", statement.sealer.subject},
                         {"certificateSha256", statement.sealer.certificate_sha256},
                         {"selfMade", statement.sealer.self_made}}},
                       {"subjects", audited},
                       {"inputs", inputs}}}};
  return json.dump(2) + "\n";
}

Statement read_statement(std::string_view bytes) {
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
  for (const Json& profile : list(predicate, "profiles")) {
    if (!profile.is_string())
      fail("'profiles' holds what is no text");
    statement.profiles.push_back(profile.get<std::string>());
  }
  statement.sealer = {text(sealer, "subject"), text(sealer, "certificateSha256"), flag(sealer, "selfMade")};
  for (const Json& subject : list(predicate, "subjects"))
    statement.subjects.push_back(read_subject(subject));
  if (statement.subjects.size() != 1)
    fail(fmt::format("it has {} audited subjects; this version reads exactly one", statement.subjects.size()));
  for (const Json& input : list(predicate, "inputs")) {
    const std::int64_t size = number(input, "size");
    if (size < 0)
      fail("'size' is negative");
    statement.inputs.push_back({text(input, "kind"), text(input, "name"), text(input, "sha256"),
                                static_cast<std::uint64_t>(size)});
  }
  for (const Json& subject : list(json, "subject"))
    if (const Json& digests = member(subject, "digest"); digests.contains("sha256"))
      statement.members.emplace_back(text(subject, "name"), text(digests, "sha256"));
  return statement;
}

} // namespace assay

// SPDX-License-Identifier: Apache-2.0
//
// in-toto statements: the Attestation Framework's 0.1 and 1, where a predicate is said of subjects known by digests; and
// of in-toto 0.9 links, whose products stand for subjects here, and layouts.
#include "audit/base/error.hpp"
#include "audit/base/shortened.hpp"
#include "audit/base/text.hpp"
#include "audit/base/uri.hpp"
#include "audit/evidence/readers/attestation_parts.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace assay::evidence {

namespace {

constexpr std::size_t digest_limit = 100'000;
constexpr std::string_view statement_types = "https://in-toto.io/Statement/";

// Hexadecimal digits of the algorithms that in-toto's digest sets define by name; 0 for others.
std::size_t hex_length(std::string_view algorithm) {
  struct Row {
    std::string_view name;
    std::size_t length;
  };
  static constexpr Row rows[] = {{"sha224", 56},     {"sha256", 64},     {"sha384", 96},      {"sha512", 128},
                                 {"sha512_224", 56}, {"sha512_256", 64}, {"sha3_224", 56},    {"sha3_256", 64},
                                 {"sha3_384", 96},   {"sha3_512", 128},  {"blake2b", 128},    {"blake2s", 64},
                                 {"md5", 32},        {"sha1", 40},       {"ripemd160", 40},   {"sm3", 64}};
  for (const Row& row : rows)
    if (row.name == algorithm)
      return row.length;
  return 0;
}

class Reader {
public:
  Reader(JsonValue json, const std::string& at, AttestationStatement& out) : json_(json), at_(at), out_(out) {}

  void read() {
    if (!json_.is_object()) {
      out_.problem = fmt::format("{} is {}, not an object", at_.empty() ? "the statement" : at_, json_.kind());
      out_.flaws.add(at_, "it is no object");
      return;
    }
    const std::string_view type = json_["_type"].text_or({});
    if (type == "link" || type == "layout") {
      out_.predicate = type == "link" ? "link" : "layout";
      read_products();
      return;
    }
    read_type(type);
    read_subjects();
    out_.predicate_type = shortened(json_["predicateType"].text_or({}));
    if (!out_.predicate_type.empty())
      out_.predicate = predicate_name(out_.predicate_type);
    if (out_.predicate_type.empty())
      flaw("predicateType", json_["predicate_type"] ? "it is missing; there is a predicate_type" : "it is missing");
    else if (!is_uri(out_.predicate_type))
      flaw("predicateType", "it is no URI");
    const JsonValue predicate = json_["predicate"];
    if (predicate && !predicate.is_object() && !predicate.is_null())
      flaw("predicate", "it is no object");
    read_predicate(predicate, at_ + "/predicate", out_);
  }

private:
  void flaw(std::string_view path, std::string_view what) { out_.flaws.add(fmt::format("{}/{}", at_, path), what); }

  void read_type(std::string_view type) {
    if (type.empty()) {
      flaw("_type", json_["type"] ? "it is missing; there is a type" : "it is missing");
      return;
    }
    const std::string_view version = type.starts_with(statement_types) ? type.substr(statement_types.size()) : "";
    out_.version = version == "v0.1" ? "0.1" : version == "v1" ? "1" : "other";
    if (out_.version == "other")
      flaw("_type", "it is that of no statement of version 0.1 or 1");
  }

  void read_subjects() {
    const JsonValue subjects = json_["subject"];
    if (!subjects.is_array() || subjects.size() == 0)
      flaw("subject", "there is none");
    subjects.each([&](JsonValue subject, std::size_t index) {
      ++out_.subject_count;
      const auto name = subject["name"].text();
      if (!name && out_.version == "0.1")
        flaw(fmt::format("subject/{}/name", index), "it is missing");
      add_digests(shortened(name.value_or(subject["uri"].text_or({}))), subject["digest"],
                  fmt::format("subject/{}/digest", index));
    });
  }

  void read_products() {
    json_["products"].each_member([&](std::string_view name, JsonValue digests) {
      ++out_.subject_count;
      add_digests(shortened(name), digests, "products");
    });
    if (out_.predicate == "link" && json_["name"].text_or({}).empty())
      flaw("name", "it is missing");
  }

  void add_digests(const std::string& name, JsonValue digests, const std::string& path) {
    const std::size_t before = out_.subjects.size();
    digests.each_member([&](std::string_view algorithm, JsonValue value) {
      const auto text = value.text();
      const std::size_t length = hex_length(algorithm);
      const bool hexadecimal = text && is_hexadecimal(*text) && *text == ascii_lower(*text);
      if (!text || text->empty())
        flaw(path, "a digest is no text");
      else if (length != 0 && (!hexadecimal || text->size() != length))
        flaw(path, "a digest is not as long as its algorithm's, in lower-case hexadecimal");
      if (text)
        add({name, shortened(algorithm), shortened(*text)});
    });
    if (out_.subjects.size() > before)
      return;
    flaw(path, "there is none");
    add({name, {}, {}});
  }

  void add(AttestedDigest one) {
    if (out_.subjects.size() == digest_limit)
      throw Error::input(fmt::format("a statement has more than {} digests of subjects", digest_limit));
    out_.subjects.push_back(std::move(one));
  }

  JsonValue json_;
  const std::string& at_;
  AttestationStatement& out_;
};

} // namespace

bool looks_like_statement(JsonValue json) {
  return json["_type"].text_or({}).starts_with(statement_types) || json["predicateType"] || json["predicate_type"];
}

void read_statement(JsonValue json, const std::string& at, AttestationStatement& out) {
  Reader(json, at, out).read();
}

} // namespace assay::evidence

// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/readers/attestation.hpp"

#include "audit/base/error.hpp"
#include "audit/base/shortened.hpp"
#include "audit/base/text.hpp"
#include "audit/evidence/readers/attestation_parts.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace assay::evidence {

namespace {

constexpr std::size_t size_limit = 32u << 20;
constexpr std::size_t statement_limit = 10'000;

bool is_bundle_type(std::string_view media_type) {
  return media_type.starts_with("application/vnd.dev.sigstore.bundle");
}

bool is_object(const Appearance& appearance) {
  return appearance.syntax == Syntax::json && !appearance.root_is_array;
}

void require_size(const Document& document) {
  if (document.text.size() > size_limit)
    throw Error::input(fmt::format("it has more than {} MiB, which no attestation has", size_limit >> 20));
}

// A line of several, as a document of its own.
JsonDocument parsed(std::string_view line, const std::string& name, std::size_t number) {
  try {
    return {line, name};
  } catch (const Error& error) {
    throw Error::input(error.message()).at({name, number, 0, {}, 0});
  }
}

class Collector {
public:
  explicit Collector(Attestations& out) : out_(out) {}

  // Whatever stands at the top of a document or a line.
  void add(JsonValue json, const std::string& place) {
    if (json.is_array())
      json.each([&](JsonValue one, std::size_t index) { add_one(one, json_pointer(place, index)); });
    else if (json["attestations"].is_array())
      add_list(json["attestations"], json_pointer(place, "attestations"));
    else if (json["provenance_summary"])
      add_cloud_build(json["provenance_summary"]["provenance"],
                      json_pointer(json_pointer(place, "provenance_summary"), "provenance"));
    else
      add_one(json, place);
  }

private:
  AttestationStatement& next(const std::string& place) {
    if (out_.statements.size() == statement_limit)
      throw Error::input(fmt::format("it has more than {} attestations", statement_limit));
    out_.statements.emplace_back().place = place;
    return out_.statements.back();
  }

  void add_one(JsonValue json, const std::string& place) {
    if (json["verificationMaterial"] || is_bundle_type(json["mediaType"].text_or({})))
      read_bundle(json, place, next(place));
    else if (json["payload"] && json["signatures"])
      read_envelope(json, place, next(place));
    else if (json["signed"] && json["signatures"])
      read_metablock(json, place, next(place));
    else if (looks_like_statement(json))
      read_statement(json, place, next(place));
    else
      throw Error::input(fmt::format("{} is neither an envelope nor a bundle nor a statement",
                                     place.empty() ? "the whole" : shortened(place)));
  }

  // {"attestations": [{"bundle": …}]}; npm says beside each bundle which predicate is in it.
  void add_list(JsonValue list, const std::string& place) {
    list.each([&](JsonValue one, std::size_t index) {
      const std::string at = json_pointer(place, index);
      add_one(one["bundle"], json_pointer(at, "bundle"));
      AttestationStatement& added = out_.statements.back();
      if (const auto type = one["predicateType"].text(); type && added.problem.empty() && *type != added.predicate_type)
        added.flaws.add(json_pointer(at, "predicateType"), "it is not that of the statement");
    });
  }

  // What `gcloud artifacts docker images describe --show-provenance` prints: each entry has an envelope, and beside it
  // a copy of what is in it.
  void add_cloud_build(JsonValue list, const std::string& place) {
    if (!list.is_array())
      throw Error::input(fmt::format("{} is {}, not an array", place, list.kind()));
    list.each([&](JsonValue one, std::size_t index) {
      const std::string at = json_pointer(place, index);
      if (one["envelope"])
        add_one(one["envelope"], json_pointer(at, "envelope"));
      else
        add_one(one["build"]["intotoStatement"], json_pointer(json_pointer(at, "build"), "intotoStatement"));
    });
  }

  // in-toto 0.9: signatures in hexadecimal over the canonical JSON of what stands beside them.
  void read_metablock(JsonValue json, const std::string& place, AttestationStatement& out) {
    out.envelope = "metablock";
    if (!json["signatures"].is_array())
      out.flaws.add(json_pointer(place, "signatures"), "it is no array");
    if (json["signatures"].size() > attestation_signature_limit)
      throw Error::input(fmt::format("it has more than {} signatures", attestation_signature_limit));
    json["signatures"].each([&](JsonValue one, std::size_t) {
      AttestationSignature signature;
      signature.key_id = shortened(one["keyid"].text_or({}));
      out.signatures.push_back(std::move(signature));
    });
    read_statement(json["signed"], json_pointer(place, "signed"), out);
  }

  Attestations& out_;
};

} // namespace

bool names_attestation(const Appearance& path_only) {
  for (const std::string_view ending :
       {".intoto.jsonl", ".intoto.json", ".intoto", ".intoto.sigstore", ".sigstore", ".sigstore.json", ".dsse",
        ".dsse.json", ".build.slsa", ".att", ".attestation", ".attestation.json", ".attestations.json", ".vsa.json",
        ".vsa.jsonl", ".provenance", ".provenance.json"})
    if (path_only.ends_with(ending))
      return true;
  const std::string& name = path_only.file_name;
  if (name == "attestation.json" || name == "attestations.json" || name == "provenance.json")
    return true;
  // name.01234567.link: a step, and the beginning of the key's id.
  constexpr std::string_view link = ".link";
  if (!name.ends_with(link) || name.size() < link.size() + 10)
    return false;
  const std::string_view id = std::string_view(name).substr(name.size() - link.size() - 9, 9);
  return id.front() == '.' && is_hexadecimal(id.substr(1));
}

bool is_dsse(const Appearance& appearance) {
  return is_object(appearance) && appearance.has("payload") && appearance.has("signatures") &&
         (appearance.has("payloadType") || names_attestation(appearance));
}

bool is_sigstore_bundle(const Appearance& appearance) {
  return is_object(appearance) &&
         (is_bundle_type(appearance.value("mediaType")) || appearance.has("verificationMaterial"));
}

bool is_statement(const Appearance& appearance) {
  if (!is_object(appearance))
    return false;
  const bool typed = appearance.value("_type").starts_with("https://in-toto.io/Statement");
  return typed || ((appearance.has("predicateType") || appearance.has("predicate_type")) &&
                   (appearance.has("subject") || appearance.has("predicate")));
}

bool is_metablock(const Appearance& appearance) {
  return is_object(appearance) && appearance.has("signed") && appearance.has("signatures") &&
         (appearance.ends_with(".link") || appearance.ends_with(".layout"));
}

bool is_attestation_list(const Appearance& appearance) {
  if (appearance.syntax != Syntax::json)
    return false;
  if (appearance.root_is_array)
    return (appearance.has("payload") && appearance.has("payloadType")) || appearance.has("verificationMaterial");
  return (appearance.has("attestations") && appearance.text.find("\"dsseEnvelope\"") != std::string_view::npos) ||
         (appearance.has("provenance_summary") && appearance.has("image_summary"));
}

bool is_attestation_lines(const Appearance& appearance) {
  if (appearance.syntax != Syntax::json_lines)
    return false;
  return (appearance.has("payload") && appearance.has("payloadType")) || appearance.has("verificationMaterial") ||
         appearance.value("_type").starts_with("https://in-toto.io/Statement");
}

std::unique_ptr<Content> read_attestations(const Document& document) {
  require_size(document);
  auto result = std::make_unique<Attestations>();
  const JsonDocument json(document.text, document.name);
  Collector(*result).add(json.root(), "");
  return result;
}

std::unique_ptr<Content> read_attestation_lines(const Document& document) {
  require_size(document);
  auto result = std::make_unique<Attestations>();
  Collector collector(*result);
  std::string_view rest = document.text;
  for (std::size_t number = 1; !rest.empty(); ++number) {
    const std::string_view line = trimmed(take_line(rest));
    if (line.empty())
      continue;
    const std::string place = fmt::format("line {}", number);
    collector.add(parsed(line, document.name, number).root(), place);
  }
  return result;
}

} // namespace assay::evidence

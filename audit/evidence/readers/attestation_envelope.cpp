// SPDX-License-Identifier: Apache-2.0
//
// DSSE envelopes, protocol 1.0.2: a payload in base64, its type, and signatures over both.
#include "audit/base/base64.hpp"
#include "audit/base/error.hpp"
#include "audit/base/shortened.hpp"
#include "audit/base/text.hpp"
#include "audit/evidence/readers/attestation_parts.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace assay::evidence {

namespace {

// The pre-authentication encoding: what the signatures are over.
std::string encoded(std::string_view type, std::string_view payload) {
  return fmt::format("DSSEv1 {} {} {} {}", type.size(), type, payload.size(), payload);
}

void read_signature(JsonValue json, const std::string& at, AttestationStatement& out) {
  AttestationSignature signature;
  signature.key_id = shortened(json["keyid"].text_or({}));
  const auto text = json["sig"].text();
  auto bytes = text ? decode_either_base64(*text) : std::nullopt;
  if (!text)
    signature.problem = "the signature is missing";
  else if (!bytes || bytes->empty())
    signature.problem = text->empty() ? "the signature is empty" : "the signature is no base64";
  else
    signature.value = std::move(*bytes);
  if (!signature.problem.empty())
    out.flaws.add(json_pointer(at, "sig"), signature.problem);
  // Not of DSSE: cosign and generators of SLSA provenance add the signer's certificate.
  if (const std::string_view certificate = json["cert"].text_or({}); !certificate.empty())
    signature.certificates.emplace_back(certificate);
  out.signatures.push_back(std::move(signature));
}

void read_payload(std::string_view payload, AttestationStatement& out) {
  const bool in_toto = out.payload_type.starts_with("application/vnd.in-toto");
  const std::string_view start = trimmed(payload.substr(0, 256));
  if (!in_toto && !start.starts_with('{'))
    return;
  try {
    const JsonDocument json(payload, "payload");
    if (!in_toto && !looks_like_statement(json.root()))
      return;
    if (!in_toto)
      out.flaws.add("payloadType", "it is not that of an in-toto statement");
    read_statement(json.root(), "payload", out);
  } catch (const Error& error) {
    if (!in_toto)
      return;
    out.problem = fmt::format("its payload is no JSON: {}", error.message());
    out.flaws.add("payload", "it is no JSON that can be read");
  }
}

} // namespace

std::optional<std::string> decode_either_base64(std::string_view text) {
  std::string standard(text);
  std::replace(standard.begin(), standard.end(), '-', '+');
  std::replace(standard.begin(), standard.end(), '_', '/');
  return from_base64(standard);
}

void read_envelope(JsonValue json, const std::string& at, AttestationStatement& out) {
  if (out.envelope == "none")
    out.envelope = "dsse";
  const std::string type(json["payloadType"].text_or({}));
  out.payload_type = shortened(type);
  if (type.empty())
    out.flaws.add(json_pointer(at, "payloadType"), "it is missing");
  const JsonValue signatures = json["signatures"];
  if (!signatures.is_array() || signatures.size() == 0)
    out.flaws.add(json_pointer(at, "signatures"), "there is none");
  if (signatures.size() > attestation_signature_limit)
    throw Error::input(fmt::format("an envelope has more than {} signatures", attestation_signature_limit));
  signatures.each([&](JsonValue one, std::size_t index) {
    read_signature(one, json_pointer(json_pointer(at, "signatures"), index), out);
  });
  const auto text = json["payload"].text();
  const auto payload = text ? decode_either_base64(*text) : std::nullopt;
  if (!payload) {
    out.problem = "its payload is no base64";
    out.flaws.add(json_pointer(at, "payload"), "it is no base64");
    return;
  }
  out.signed_bytes = encoded(type, *payload);
  read_payload(*payload, out);
}

} // namespace assay::evidence

// SPDX-License-Identifier: Apache-2.0
//
// Sigstore bundles, versions 0.1 to 0.3: a signature with what it takes to verify it. Their JSON is that of protocol
// buffers: numbers of 64 bits are strings, null is absence.
#include "audit/base/digest.hpp"
#include "audit/base/shortened.hpp"
#include "audit/evidence/readers/attestation_parts.hpp"

#include <fmt/format.h>

#include <charconv>

namespace assay::evidence {

namespace {

constexpr std::size_t time_stamp_limit = 64, certificate_limit = 16;

bool is_there(JsonValue json) {
  return json && !json.is_null();
}

// "0.3" of "application/vnd.dev.sigstore.bundle+json;version=0.3" and "application/vnd.dev.sigstore.bundle.v0.3+json".
std::string_view version_of(std::string_view media_type) {
  constexpr std::string_view name = "application/vnd.dev.sigstore.bundle", old = "+json;version=", end = "+json";
  if (!media_type.starts_with(name))
    return {};
  media_type.remove_prefix(name.size());
  if (media_type.starts_with(old))
    return media_type.substr(old.size());
  return media_type.starts_with(".v") && media_type.ends_with(end)
             ? media_type.substr(2, media_type.size() - 2 - end.size())
             : std::string_view();
}

std::optional<std::int64_t> number_of(JsonValue json) {
  if (const auto number = json.integer())
    return number;
  const std::string_view text = json.text_or({});
  std::int64_t value = 0;
  const auto end = std::from_chars(text.data(), text.data() + text.size(), value);
  return !text.empty() && end.ec == std::errc() && end.ptr == text.data() + text.size() ? std::optional(value)
                                                                                        : std::nullopt;
}

class Reader {
public:
  Reader(JsonValue json, const std::string& at, AttestationStatement& out) : json_(json), at_(at), out_(out) {}

  void read() {
    out_.envelope = "bundle";
    const std::string_view version = version_of(json_["mediaType"].text_or({}));
    out_.bundle_version = shortened(version);
    if (version != "0.1" && version != "0.2" && version != "0.3")
      flaw("mediaType", "it names none of the versions 0.1, 0.2 and 0.3");
    const JsonValue material = json_["verificationMaterial"];
    if (!material.is_object())
      flaw("verificationMaterial", "it is missing");
    AttestationSignature shared;
    read_key(material, shared);
    read_log(material["tlogEntries"]);
    read_time_stamps(material["timestampVerificationData"]["rfc3161Timestamps"], shared);
    read_content();
    for (AttestationSignature& one : out_.signatures) {
      if (one.key_id.empty())
        one.key_id = shared.key_id;
      one.certificates = shared.certificates;
      one.time_stamps = shared.time_stamps;
      if (one.problem.empty())
        one.problem = shared.problem;
    }
  }

private:
  void flaw(std::string_view path, std::string_view what) { out_.flaws.add(fmt::format("{}/{}", at_, path), what); }

  void read_key(JsonValue material, AttestationSignature& shared) {
    const JsonValue key = material["publicKey"], one = material["certificate"], chain = material["x509CertificateChain"];
    if (is_there(key) + is_there(one) + is_there(chain) != 1)
      flaw("verificationMaterial", "it has not exactly one of publicKey, certificate and x509CertificateChain");
    if (is_there(chain) && out_.bundle_version == "0.3")
      flaw("verificationMaterial/x509CertificateChain", "version 0.3 has the signer's certificate alone");
    shared.key_id = shortened(key["hint"].text_or({}));
    if (is_there(chain) && chain["certificates"].size() == 0)
      flaw("verificationMaterial/x509CertificateChain", "it is empty");
    if (chain["certificates"].size() > certificate_limit) {
      shared.problem = fmt::format("it comes with more than {} certificates", certificate_limit);
      return;
    }
    const auto add = [&](JsonValue certificate) {
      auto bytes = decode_either_base64(certificate["rawBytes"].text_or({}));
      if (!bytes || bytes->empty())
        shared.problem = "its certificate is no base64";
      else
        shared.certificates.push_back(std::move(*bytes));
    };
    if (is_there(one))
      add(one);
    chain["certificates"].each([&](JsonValue certificate, std::size_t) { add(certificate); });
    if (!shared.problem.empty())
      flaw("verificationMaterial", shared.problem);
  }

  void read_log(JsonValue entries) {
    entries.each([&](JsonValue entry, std::size_t index) {
      const auto entry_flaw = [&](std::string_view member, std::string_view what) {
        flaw(fmt::format("verificationMaterial/tlogEntries/{}/{}", index, member), what);
      };
      if (out_.log_entries++ == 0)
        out_.log_time = number_of(entry["integratedTime"]);
      if (number_of(entry["logIndex"]).value_or(0) < 0)
        entry_flaw("logIndex", "it is negative");
      if (out_.bundle_version == "0.1" && !is_there(entry["inclusionPromise"]))
        entry_flaw("inclusionPromise", "version 0.1 asks for it");
      if (out_.bundle_version != "0.1" && !is_there(entry["inclusionProof"]["checkpoint"]))
        entry_flaw("inclusionProof", "versions from 0.2 ask for a proof with a checkpoint");
    });
  }

  void read_time_stamps(JsonValue stamps, AttestationSignature& shared) {
    stamps.each([&](JsonValue stamp, std::size_t index) {
      auto bytes = decode_either_base64(stamp["signedTimestamp"].text_or({}));
      if (!bytes || bytes->empty())
        flaw(fmt::format("verificationMaterial/timestampVerificationData/rfc3161Timestamps/{}", index),
             "it is no base64");
      else if (shared.time_stamps.size() < time_stamp_limit)
        shared.time_stamps.push_back(std::move(*bytes));
    });
  }

  void read_content() {
    const JsonValue envelope = json_["dsseEnvelope"], message = json_["messageSignature"];
    if (is_there(envelope) == is_there(message))
      out_.flaws.add(at_.empty() ? "the whole" : at_, "it has not exactly one of dsseEnvelope and messageSignature");
    if (is_there(envelope)) {
      read_envelope(envelope, json_pointer(at_, "dsseEnvelope"), out_);
      if (out_.signatures.size() != 1)
        flaw("dsseEnvelope/signatures", "a bundle has exactly one");
    } else if (is_there(message)) {
      read_message(message);
    }
  }

  // A signature over a file, which is known by its digest.
  void read_message(JsonValue message) {
    AttestationSignature signature;
    auto value = decode_either_base64(message["signature"].text_or({}));
    if (value && !value->empty())
      signature.value = std::move(*value);
    else
      signature.problem = "the signature is no base64";
    if (!signature.problem.empty())
      flaw("messageSignature/signature", signature.problem);
    out_.signatures.push_back(std::move(signature));
    const std::string_view algorithm = message["messageDigest"]["algorithm"].text_or({});
    auto digest = decode_either_base64(message["messageDigest"]["digest"].text_or({}));
    struct Row {
      std::string_view stated, name;
      std::size_t size;
    };
    for (const Row& row : {Row{"SHA2_256", "sha256", 32}, Row{"SHA2_384", "sha384", 48}, Row{"SHA2_512", "sha512", 64}}) {
      if (algorithm != row.stated || !digest || digest->size() != row.size)
        continue;
      out_.subject_count = 1;
      out_.subjects.push_back({"", std::string(row.name), to_hex(*digest)});
      out_.message_algorithm = row.name;
      out_.message_digest = std::move(*digest);
      return;
    }
    flaw("messageSignature/messageDigest", "it is no digest of SHA2_256, SHA2_384 or SHA2_512");
  }

  JsonValue json_;
  const std::string& at_;
  AttestationStatement& out_;
};

} // namespace

void read_bundle(JsonValue json, const std::string& at, AttestationStatement& out) {
  Reader(json, at, out).read();
}

} // namespace assay::evidence

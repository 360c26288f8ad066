// SPDX-License-Identifier: Apache-2.0
#include "audit/trust/certificate_path.hpp"

#include "audit/base/error.hpp"
#include "audit/trust/cms_signature.hpp"

#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <limits>

namespace assay::trust {

namespace {

// Longer paths are of no use to anybody and only cost time.
constexpr int max_depth = 10;
constexpr std::size_t max_lists = 256;
constexpr std::size_t max_known_paths = 4096;

using Context = Handle<X509_STORE_CTX, X509_STORE_CTX_free>;

struct FreeStack {
  void operator()(STACK_OF(X509) * stack) const noexcept { sk_X509_free(stack); }
};

void must(bool done) {
  if (!done)
    throw Error::internal("OpenSSL could not be set up to build a path: " + openssl_reason());
}

std::size_t count_of(std::string_view part, std::string_view text) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != text.npos; at = text.find(part, at + part.size()))
    ++count;
  return count;
}

// Appends the lists of one file; false when it holds none or something besides.
bool read_lists(std::string_view bytes, std::vector<RevocationList>& lists) {
  const std::size_t blocks = count_of("-----BEGIN ", bytes);
  if (blocks == 0) {
    const auto* data = reinterpret_cast<const unsigned char*>(bytes.data());
    const unsigned char* end = data;
    lists.emplace_back(d2i_X509_CRL(nullptr, &end, static_cast<long>(bytes.size())));
    return lists.back() && end == data + bytes.size();
  }
  const Bio bio = bio_reading(bytes);
  for (std::size_t i = 0; i < blocks; ++i) { // the function steps over blocks of another kind
    lists.emplace_back(PEM_read_bio_X509_CRL(bio.get(), nullptr, nullptr, nullptr));
    if (!lists.back())
      return false;
  }
  return true;
}

std::vector<RevocationList> read_lists(const std::vector<SourceFile>& files) {
  std::vector<RevocationList> lists;
  for (const SourceFile& file : files) {
    const bool read = read_lists(file.bytes, lists);
    ERR_clear_error();
    if (!read)
      throw Error::input(
          fmt::format("{} holds no certificate revocation list, or something besides", file.shown));
    if (lists.size() > max_lists)
      throw Error::input(fmt::format("there are more than {} certificate revocation lists", max_lists));
  }
  return lists;
}

bool is_about_time(int error) {
  return error == X509_V_ERR_CERT_HAS_EXPIRED || error == X509_V_ERR_CERT_NOT_YET_VALID;
}

Path refusal(int error) {
  Path path;
  switch (error) {
  case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
  case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
  case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
  case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
  case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
  case X509_V_ERR_CERT_CHAIN_TOO_LONG:
    path.explanation = "no path leads from the signer's certificate to one in the trust store";
    return path;
  case X509_V_ERR_CERT_SIGNATURE_FAILURE:
    path.explanation =
        "a certificate bears the name of an issuer that did not sign it, so that no path leads to the "
        "trust store";
    return path;
  default:
    path.state = Path::State::refused;
    path.explanation = fmt::format("the path to the trust store breaks a rule of its certificates: {}",
                                   X509_verify_cert_error_string(error));
    return path;
  }
}

// Of the uses that fit a commit, those that the extended key usage leaves.
std::uint32_t uses(X509* certificate) {
  constexpr std::uint32_t fitting = XKU_CODE_SIGN | XKU_SMIME;
  const std::uint32_t stated = X509_get_extended_key_usage(certificate); // all bits when there is none
  return (stated & XKU_ANYEKU) != 0 ? fitting : stated & fitting;
}

std::optional<Seconds> revoked_since(X509_REVOKED* entry) {
  std::optional<Seconds> since = to_seconds(X509_REVOKED_get0_revocationDate(entry));
  const Handle<ASN1_GENERALIZEDTIME, ASN1_GENERALIZEDTIME_free> invalid(static_cast<ASN1_GENERALIZEDTIME*>(
      X509_REVOKED_get_ext_d2i(entry, NID_invalidity_date, nullptr, nullptr)));
  ERR_clear_error();
  const std::optional<Seconds> earlier = to_seconds(invalid.get());
  return since && earlier ? std::min(*since, *earlier) : since;
}

std::string cache_key(const X509* signer, const std::vector<Certificate>& untrusted) {
  Sha256 hash;
  hash.update_with_length(to_der(signer));
  for (const Certificate& certificate : untrusted)
    hash.update_with_length(to_der(certificate.get()));
  return to_hex(hash.finish());
}

} // namespace

CertificateStore make_store(const std::vector<Certificate>& anchors) {
  // A new store asks no default directory and no environment variable.
  CertificateStore store(X509_STORE_new());
  must(store != nullptr);
  for (const Certificate& anchor : anchors)
    must(X509_STORE_add_cert(store.get(), anchor.get()) == 1);
  must(X509_STORE_set_flags(store.get(), X509_V_FLAG_PARTIAL_CHAIN) == 1 &&
       X509_STORE_set_depth(store.get(), max_depth) == 1);
  return store;
}

PathBuilder::PathBuilder(const std::vector<SourceFile>& ca_files, const std::vector<SourceFile>& crl_files)
    : anchors_(read_anchors(ca_files, anchors_hint)), lists_(read_lists(crl_files)), store_(make_store(anchors_)) {}

Path PathBuilder::at(X509* signer, const std::vector<Certificate>& untrusted, Seconds time) const {
  const std::string key = cache_key(signer, untrusted);
  {
    const std::lock_guard lock(mutex_);
    const auto known = known_.find(key);
    if (known != known_.end() && known->second.from <= time && time <= known->second.until)
      return known->second;
  }
  Path path = build(signer, untrusted, time);
  const std::lock_guard lock(mutex_);
  if (known_.size() >= max_known_paths)
    known_.clear();
  if (path.state == Path::State::holds)
    known_[key] = path;
  return path;
}

Path PathBuilder::build(X509* signer, const std::vector<Certificate>& untrusted, Seconds time) const {
  const std::unique_ptr<STACK_OF(X509), FreeStack> others(sk_X509_new_null());
  must(others != nullptr);
  for (const Certificate& other : untrusted)
    must(sk_X509_push(others.get(), other.get()) > 0);
  // First at the time, so that of two paths the one valid then is found; if time is all that is wrong, once
  // more without looking at it, because OpenSSL says "expired" before it has checked every signature.
  const bool expressible = to_asn1(time) != nullptr;
  for (const bool timeless : {!expressible, true}) {
    const Context context(X509_STORE_CTX_new());
    must(context && X509_STORE_CTX_init(context.get(), store_.get(), signer, others.get()) == 1);
    X509_VERIFY_PARAM* parameters = X509_STORE_CTX_get0_param(context.get());
    if (timeless)
      must(X509_VERIFY_PARAM_set_flags(parameters, X509_V_FLAG_NO_CHECK_TIME) == 1);
    else
      X509_VERIFY_PARAM_set_time(parameters, static_cast<time_t>(time));
    // Not smime_sign, OpenSSL's purpose for CMS: it refuses code signing. `examine` looks at the usage
    // itself.
    must(X509_VERIFY_PARAM_set_purpose(parameters, X509_PURPOSE_ANY) == 1);
    const bool accepted = X509_verify_cert(context.get()) == 1;
    ERR_clear_error();
    if (!accepted && !timeless && is_about_time(X509_STORE_CTX_get_error(context.get())))
      continue;
    if (!accepted)
      return refusal(X509_STORE_CTX_get_error(context.get()));
    Path path = examine(X509_STORE_CTX_get0_chain(context.get()));
    // RFC 5280 section 4.1.2.5 counts the last second in, OpenSSL does not.
    if (path.state == Path::State::holds && (time < path.from || time > path.until)) {
      path.state = Path::State::out_of_time;
      path.explanation =
          path.from > path.until
              ? "at no time were all certificates of the path valid"
              : fmt::format("all certificates of the path are valid only from {} "
                            "to {}, which does not include {}",
                            format_rfc3339(path.from), format_rfc3339(path.until), format_rfc3339(time));
    }
    return path;
  }
  throw Error::internal("a path was neither found nor refused");
}

Path PathBuilder::examine(const STACK_OF(X509) * chain) const {
  Path path;
  path.state = Path::State::holds;
  path.from = std::numeric_limits<Seconds>::min();
  path.until = std::numeric_limits<Seconds>::max();
  const auto fail = [&path](Path::State state, std::string explanation) {
    path.state = state;
    path.explanation = std::move(explanation);
    return path;
  };
  const int count = sk_X509_num(chain);
  std::uint32_t use = XKU_CODE_SIGN | XKU_SMIME;
  for (int i = 0; i < count; ++i) {
    X509* const certificate = sk_X509_value(chain, i);
    const auto from = to_seconds(X509_get0_notBefore(certificate)),
               until = to_seconds(X509_get0_notAfter(certificate));
    if (!from || !until)
      return fail(Path::State::refused, "a certificate of the path has a malformed validity");
    path.from = std::max(path.from, *from);
    path.until = std::min(path.until, *until);
    const bool anchor = i + 1 == count;
    if (const auto problem = key_problem(X509_get0_pubkey(certificate), false))
      return fail(Path::State::weak, fmt::format("a certificate of the path is too weak: {}", *problem));
    // An anchor is trusted because it lies in the trust store, not for its own signature or usage.
    if (!anchor && !has_strong_signature(certificate))
      return fail(Path::State::weak, "a certificate of the path is signed with a digest weaker than SHA-256");
    if (!anchor || count == 1)
      use &= uses(certificate);
  }
  if (use == 0)
    return fail(Path::State::refused,
                "the extended key usage allows neither signing code nor protecting e-mail");
  if (!may_sign(sk_X509_value(chain, 0)))
    return fail(Path::State::refused, "the key usage allows neither digital signatures nor non-repudiation");
  look_up_revocations(chain, path);
  return path;
}

void PathBuilder::look_up_revocations(const STACK_OF(X509) * chain, Path& path) const {
  path.length = sk_X509_num(chain) - 1;
  for (int i = 0; i < path.length; ++i) {
    X509* const certificate = sk_X509_value(chain, i);
    EVP_PKEY* const issuer_key = X509_get0_pubkey(sk_X509_value(chain, i + 1));
    bool listed = false;
    for (const RevocationList& list : lists_) {
      if (X509_NAME_cmp(X509_CRL_get_issuer(list.get()), X509_get_issuer_name(certificate)) != 0 ||
          X509_CRL_verify(list.get(), issuer_key) != 1)
        continue;
      listed = true;
      X509_REVOKED* entry = nullptr;
      if (X509_CRL_get0_by_cert(list.get(), &entry, certificate) != 1) // 2: removed from a list before
        continue;
      // A date that cannot be read revokes from the beginning.
      path.revocations.push_back({revoked_since(entry).value_or(path.from), i == 0});
    }
    path.looked_up += listed ? 1 : 0;
  }
  ERR_clear_error();
}

} // namespace assay::trust

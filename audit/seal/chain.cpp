// SPDX-License-Identifier: Apache-2.0
#include "audit/seal/chain.hpp"

#include "audit/base/error.hpp"
#include "audit/base/time.hpp"

#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/objects.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

namespace assay::seal {

namespace {

// Longer chains than this are of no use to anybody and only cost time.
constexpr int max_depth = 10;

using Store = Handle<X509_STORE, X509_STORE_free>;
using Context = Handle<X509_STORE_CTX, X509_STORE_CTX_free>;

struct FreeStack {
  void operator()(STACK_OF(X509) * stack) const noexcept { sk_X509_free(stack); }
};

void must(bool done) {
  if (!done)
    throw Error::internal("OpenSSL could not be set up to build a chain: " + openssl_reason());
}

std::string validity(const X509* certificate) {
  const auto text = [](const ASN1_TIME* time) {
    const auto seconds = to_seconds(time);
    return seconds ? format_rfc3339(*seconds) : std::string("(malformed)");
  };
  return fmt::format("{} to {}", text(X509_get0_notBefore(certificate)),
                     text(X509_get0_notAfter(certificate)));
}

ChainAnswer refusal(const X509_STORE_CTX* context, Seconds time) {
  const int error = X509_STORE_CTX_get_error(context);
  const int depth = X509_STORE_CTX_get_error_depth(context);
  const char* const reason = X509_verify_cert_error_string(error);
  switch (error) {
  case X509_V_ERR_CERT_HAS_EXPIRED:
  case X509_V_ERR_CERT_NOT_YET_VALID:
    // For the signer alone the standard has a word; an authority out of its time is a chain that failed.
    return {depth == 0 ? "OUT_OF_BOUNDS_NO_POE" : "CERTIFICATE_CHAIN_GENERAL_FAILURE",
            fmt::format("{} is valid from {}, which does not include the time of validation, {}, and nothing "
                        "proves when the signature was made",
                        depth == 0 ? "the signer's certificate" : "a certificate above the signer's",
                        validity(X509_STORE_CTX_get_current_cert(context)), format_rfc3339(time)),
            {}};
  case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
  case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
  case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
  case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
  case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
  case X509_V_ERR_CERT_CHAIN_TOO_LONG:
    return {"NO_CERTIFICATE_CHAIN_FOUND",
            "no chain leads from the signer's certificate to a certificate in the verifier's ca/",
            {}};
  case X509_V_ERR_INVALID_CA:
  case X509_V_ERR_PATH_LENGTH_EXCEEDED:
  case X509_V_ERR_INVALID_PURPOSE:
  case X509_V_ERR_KEYUSAGE_NO_CERTSIGN:
  case X509_V_ERR_PERMITTED_VIOLATION:
  case X509_V_ERR_EXCLUDED_VIOLATION:
  case X509_V_ERR_UNHANDLED_CRITICAL_EXTENSION:
    return {"CHAIN_CONSTRAINTS_FAILURE",
            fmt::format("the chain breaks a rule of its certificates: {}", reason),
            {}};
  default:
    return {"CERTIFICATE_CHAIN_GENERAL_FAILURE", fmt::format("the chain was not accepted: {}", reason), {}};
  }
}

std::string shown(const X509* certificate) {
  return fmt::format("the certificate {}", sha256_hex(certificate));
}

// The algorithms and keys of an accepted chain, signer first. The anchor's own signature is not looked at: it
// is trusted because it lies in ca/.
std::string weakness(const STACK_OF(X509) * chain) {
  const int count = sk_X509_num(chain);
  for (int i = 0; i < count; ++i) {
    X509* certificate = sk_X509_value(chain, i);
    if (const auto problem = key_problem(X509_get0_pubkey(certificate), false))
      return fmt::format("{} is too weak: {}", shown(certificate), *problem);
    if (i + 1 < count && !has_strong_signature(certificate))
      return fmt::format("{} is signed with a digest weaker than SHA-256", shown(certificate));
  }
  return {};
}

} // namespace

ChainAnswer find_chain(X509* signer, const std::vector<Certificate>& anchors,
                       const std::vector<Certificate>& untrusted, Seconds time) {
  if (anchors.empty())
    return {"NO_CERTIFICATE_CHAIN_FOUND", "the verifier's ca/ names no certificate to trust", {}};
  // A new store asks no default directory and no environment variable.
  const Store store(X509_STORE_new());
  const std::unique_ptr<STACK_OF(X509), FreeStack> others(sk_X509_new_null());
  const Context context(X509_STORE_CTX_new());
  must(store && others && context);
  for (const Certificate& anchor : anchors)
    must(X509_STORE_add_cert(store.get(), anchor.get()) == 1);
  for (const Certificate& other : untrusted)
    must(sk_X509_push(others.get(), other.get()) > 0);
  must(X509_STORE_CTX_init(context.get(), store.get(), signer, others.get()) == 1);
  X509_VERIFY_PARAM* parameters = X509_STORE_CTX_get0_param(context.get());
  X509_VERIFY_PARAM_set_time(parameters, static_cast<time_t>(time));
  X509_VERIFY_PARAM_set_depth(parameters, max_depth);
  // PARTIAL_CHAIN: every certificate in ca/ is an anchor, a signer's own as well as an intermediate
  // authority's.
  must(X509_VERIFY_PARAM_set_flags(parameters, X509_V_FLAG_PARTIAL_CHAIN) == 1 &&
       X509_VERIFY_PARAM_set_purpose(parameters, X509_PURPOSE_ANY) == 1);
  const bool accepted = X509_verify_cert(context.get()) == 1;
  ERR_clear_error();
  if (!accepted)
    return refusal(context.get(), time);
  const STACK_OF(X509)* chain = X509_STORE_CTX_get0_chain(context.get());
  if (const std::string problem = weakness(chain); !problem.empty())
    return {"CRYPTO_CONSTRAINTS_FAILURE_NO_POE", problem, {}};
  if (sk_X509_num(chain) == 1)
    return {
        "",
        "",
        {"the signer's own certificate lies in ca/ and is the trust anchor; no authority vouches for it"}};
  const X509* anchor = sk_X509_value(chain, sk_X509_num(chain) - 1);
  return {"", "", {fmt::format("the trust anchor is {}", shown(anchor))}};
}

} // namespace assay::seal

// SPDX-License-Identifier: Apache-2.0
//
// CMS signatures, armoured or in DER: the reader, the arithmetic, and the path from the signer's certificate to one
// of those that came along, as if it were trusted.
#include "fuzz.hpp"

#include "audit/base/base64.hpp"
#include "audit/base/error.hpp"
#include "audit/trust/cms_signature.hpp"
#include "audit/trust/x509.hpp"

#include <fmt/format.h>

using namespace assay;
using namespace assay::trust;
using assay::fuzz::require;

namespace {

constexpr std::string_view payload = "signed for the corpus\n"; // what the seeds sign
constexpr Seconds as_of = 2'000'000'000; // when the certificates of the seeds are valid

std::string armoured(std::string_view input) {
  return input.starts_with("-----BEGIN ")
             ? std::string(input)
             : fmt::format("-----BEGIN CMS-----\n{}\n-----END CMS-----\n", to_base64(input));
}

void check_path(CmsSignature& signature, const std::string& text) {
  const std::string anchor = to_pem(signature.certificates.back().get());
  std::optional<X509Trust> trust;
  try {
    trust.emplace(std::vector<SourceFile>{fuzz::source_file(anchor)}, as_of,
                  std::vector<SourceFile>{fuzz::source_file(anchor)});
  } catch (const Error&) {
    return; // a certificate that OpenSSL reads may not survive being written
  }
  const Verdict verdict = trust->verify(payload, text, as_of - 1);
  require(verdict.status != Status::malformed, "what was read once is not malformed later");
  require(verdict.status == Status::good || !verdict.explanation.empty(), "a verdict says why");
  if (verdict.status == Status::good)
    require(trust->verify("another text", text, as_of - 1).status == Status::bad, "it is good for one text only");
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text = armoured(fuzz::text_of(data, size));
  CmsSignature signature = read_cms_signature(text);
  if (!signature.problem.empty()) {
    require(signature.signer == nullptr || signature.certificates.size() > max_certificates,
            "what has a problem has no signer");
    return 0;
  }
  require(signature.cms && signature.signer != nullptr, "what has no problem has a signer");
  const CmsArithmetic answer = check_arithmetic(signature, payload, {});
  require(answer.status == Status::good || answer.status == Status::bad || answer.status == Status::weak ||
              answer.status == Status::unknown_key,
          "arithmetic has four answers");
  require(answer.explanation.empty() == (answer.status == Status::good), "everything but good is explained");
  require((answer.certificate != nullptr) == (answer.status != Status::unknown_key), "a certificate is known or not");
  if (answer.status == Status::good)
    require(check_arithmetic(signature, "another text", {}).status == Status::bad, "it is good for one text only");
  if (!signature.certificates.empty())
    check_path(signature, text);
  return 0;
}

// SPDX-License-Identifier: Apache-2.0
//
// OpenSSH certificates in their wire form.
#include "fuzz.hpp"

#include "audit/trust/ssh_certificate.hpp"

using namespace assay;
using namespace assay::trust;
using assay::fuzz::require;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const SshCertificateAnswer answer = read_certificate(fuzz::text_of(data, size));
  require(answer.problem.empty() == (answer.status == Status::good), "everything but good is explained");
  require(answer.status == Status::good || answer.status == Status::bad || answer.status == Status::weak ||
              answer.status == Status::malformed,
          "a certificate's signature has four answers");
  if (!answer.certificate) {
    require(answer.status == Status::malformed || answer.status == Status::weak, "what is not there is not good");
    return 0;
  }
  const SshCertificate& certificate = *answer.certificate;
  require(certificate.key && certificate.authority, "a certificate has a key and an authority");
  require(certificate.principals.size() <= 256, "principals are bounded");
  for (const Seconds time : {Seconds{-1}, Seconds{0}, Seconds{1'790'000'000}}) {
    require(!certificate.unlimited() || (certificate.begun_by(time) && !certificate.ended_by(time)),
            "what is unlimited holds at any time");
    require(!certificate.ended_by(time) || certificate.ended_by(time + 1), "what has ended stays so");
    require(!certificate.begun_by(time) || certificate.begun_by(time + 1), "what has begun stays so");
  }
  return 0;
}

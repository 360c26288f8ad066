// SPDX-License-Identifier: Apache-2.0
//
// What SSH signatures over commits, tags and files are worth to somebody with certain allowed signers and revocation
// lists: the answers of `ssh-keygen -Y verify` and of git, told apart further. Reads no clock: the time of
// signing is an input, and git takes the committer's or tagger's claim for it.
#pragma once

#include "audit/trust/allowed_signers.hpp"
#include "audit/trust/ssh_certificate.hpp"
#include "audit/trust/ssh_revocation.hpp"
#include "audit/trust/verdict.hpp"

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace assay::trust {

class SshTrust {
public:
  // A key that a file knows which is not self-asserted is judged by such files alone. A revocation list that
  // could not be read keeps every signature from being good.
  SshTrust(std::vector<AllowedSignersFile> allowed, std::vector<SshRevocations> revoked);
  SshTrust(const SshTrust&) = delete;
  SshTrust& operator=(const SshTrust&) = delete;

  // Judges an armoured signature over `payload`, made in `name_space`. `at` is when it was made; without it,
  // keys and certificates that are allowed for a time only are not trusted. The signer is the pattern list of
  // the line that knows the key, or the certificate's principal that matches it; whether the committer is
  // that signer is another question, as it is in git. May be called from several threads.
  Verdict verify(std::string_view payload, std::string_view armoured, std::optional<Seconds> at,
                 std::string_view name_space = "git") const;

private:
  // The key or certificate that a signature brings along, read once.
  struct Presented {
    std::shared_ptr<const SshPublicKey> key; // the certified one; null when there is none to be had
    std::shared_ptr<const SshCertificate> certificate;
    Status status = Status::good; // of reading it, and of the authority's signature
    std::string problem;
  };
  struct Line {
    const AllowedSignersFile* file;
    const AllowedSigner* signer;
  };
  struct Judgement {
    Status status;
    std::string signer;
    std::string explanation;
    bool self_asserted;
  };

  std::shared_ptr<const Presented> present(std::string_view blob) const;
  static std::shared_ptr<const Presented> read_presented(std::string_view blob);
  Judgement judge(const Presented& presented, std::optional<std::uint8_t> flags,
                  std::optional<Seconds> at, std::string_view name_space) const;
  static Judgement judge_line(const Line& line, const Presented& presented, std::optional<std::uint8_t> flags,
                              std::optional<Seconds> at, std::string_view name_space);

  std::vector<AllowedSignersFile> allowed_;
  std::vector<SshRevocations> revoked_;
  std::unordered_map<std::string_view, std::vector<Line>> lines_; // by the key's wire form

  // What signatures brought along lately. Strangers fill it, so it is bounded.
  mutable std::mutex mutex_;
  mutable std::unordered_map<std::string, std::shared_ptr<const Presented>> presented_;
};

} // namespace assay::trust

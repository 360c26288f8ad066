// SPDX-License-Identifier: Apache-2.0
//
// The answer to "is this dossier what it says?", part by part. Every part is asked; the answer is a value, never
// an exception, for any file that can be read.
#pragma once

#include "audit/audit.hpp"
#include "audit/seal/validation.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace assay {

enum class Verdict { holds, indeterminate, fails, not_asked };

std::string_view to_string(Verdict verdict);

struct Part {
  std::string name;
  Verdict verdict = Verdict::fails;
  std::string answer;              // one line
  std::vector<std::string> details; // further lines
};

struct VerifyRequest {
  std::vector<SourceFile> ca;                       // certificates of the trust store's ca/
  std::vector<SourceFile> known;                    // schemas, rules, profiles the verifier handed in
  std::vector<std::filesystem::path> clones;        // of the audited repositories, to replay against
  Seconds now = 0;
  Progress progress;
};

struct Verification {
  std::vector<Part> parts; // container, members, signature, statement, schemas, renderings, replay
  bool any(Verdict verdict) const;
};

// Throws Error::input only when the file itself, or a certificate of the request, cannot be read.
Verification verify(const std::filesystem::path& dossier, const VerifyRequest& request);

} // namespace assay

// SPDX-License-Identifier: Apache-2.0
#include "audit/repository/signed_object.hpp"

#include "audit/base/text.hpp"

namespace assay::repository {

namespace {

// Copies `raw` without signature headers to `payload`, and the values of `gpgsig`, a line each, to `signature`. The
// answer is whether there is such a header.
bool split_headers(std::string_view raw, std::string& payload, std::string& signature) {
  bool found = false;
  enum { other, ours, of_sha256 } within = other; // the header whose continuation lines these are
  while (!raw.empty()) {
    const std::string_view rest = raw;
    const std::string_view line = take_line(raw);
    if (line.empty()) {
      payload += rest;
      return found;
    }
    const std::string_view whole = rest.substr(0, rest.size() - raw.size()); // with its line feed
    const bool continues = line.front() == ' ' && within != other;
    if (!continues)
      within = line.starts_with("gpgsig ") ? ours : line.starts_with("gpgsig-sha256 ") ? of_sha256 : other;
    if (within == other)
      payload += whole;
    else if (within == ours) {
      found = true;
      signature += whole.substr(continues ? 1 : whole.find(' ') + 1);
    }
  }
  return found;
}

} // namespace

SignedObject signed_commit(std::string_view raw) {
  SignedObject object;
  if (split_headers(raw, object.payload, object.signature))
    object.kind = signature_kind(object.signature);
  return object;
}

SignedObject signed_tag(std::string_view raw) {
  SignedObject object;
  std::size_t start = raw.size();
  for (std::string_view rest = raw; !rest.empty();) {
    const std::size_t at = raw.size() - rest.size();
    if (const SignatureKind kind = signature_kind(take_line(rest)); kind != SignatureKind::unrecognised) {
      start = at;
      object.kind = kind;
    }
  }
  std::string of_headers;
  (void)split_headers(raw.substr(0, start), object.payload, of_headers);
  object.signature = raw.substr(start);
  return object;
}

} // namespace assay::repository

// SPDX-License-Identifier: Apache-2.0
//
// The ASiCManifest (ETSI EN 319 162-1 clause A.4): the one file the signature covers, which lists every
// member with its digest. It has one canonical byte form for one list. Knows nothing of signatures beyond the
// name of the file one is in.
#pragma once

#include "audit/base/digest.hpp"
#include "audit/seal/container.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace assay::seal {

inline constexpr std::string_view manifest_name = "META-INF/ASiCManifest001.xml";
inline constexpr std::string_view signature_name = "META-INF/signature001.p7s";
inline constexpr std::uint64_t max_manifest_bytes = 8u << 20;

struct Reference {
  std::string name; // of a member outside META-INF/, other than `mimetype`
  std::string mime;
  Digest digest;
};

// By the name's extension; what is not known is application/octet-stream.
std::string mime_type(std::string_view name);

// The manifest's bytes; the order of the list does not matter. Throws Error::input when the list is empty or
// the manifest would be too large to be read again.
std::string write_manifest(std::vector<Reference> references);

// What is wrong between a container and its manifest, none when it lists each member outside META-INF/ but
// `mimetype` once, with the digest of its contents, and nothing else, in canonical form, and META-INF/ has
// nothing but the manifest and the signature it names. Each text is a sentence without its full stop.
std::vector<std::string> manifest_problems(const Container& container);

} // namespace assay::seal

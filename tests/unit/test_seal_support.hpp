// SPDX-License-Identifier: Apache-2.0
//
// What the tests of the seal share: a directory that goes away, the programs other people verify with, archives
// whose every byte the test decides, and sealing and checking as a whole.
#pragma once

#include "audit/base/error.hpp"
#include "audit/base/file.hpp"
#include "audit/base/time.hpp"
#include "audit/seal/cades.hpp"
#include "audit/seal/container.hpp"
#include "audit/seal/identity.hpp"
#include "audit/seal/manifest.hpp"
#include "audit/seal/validation.hpp"
#include "audit/seal/zip_layout.hpp"

#include "../support/programs.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace seal_tests {

namespace fs = std::filesystem;
using namespace assay::seal;
using assay::Error;
using assay::ErrorKind;
using assay::Seconds;
using assay::SourceFile;
using programs::have;
using programs::Ran;
using programs::run;
using programs::TempDir;

inline constexpr Seconds signing_moment = 1'790'000'000; // 2026-09-21T14:13:20Z
inline constexpr Seconds day = 86'400;

// Writes over what is there, without waiting for the disk.
inline void put(const fs::path& path, std::string_view bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

inline std::string get(const fs::path& path) {
  return assay::read_file(path, std::uint64_t{1} << 30);
}

inline SourceFile source(std::string_view name, std::string bytes) {
  return {std::string(name), std::move(bytes), std::string(name)};
}

using Contents = std::vector<std::pair<std::string, std::string>>;

// An archive in the byte form of zip_layout.hpp, of members in the given order whose names nobody checks.
inline std::string raw_zip(const Contents& members) {
  std::string out, directory;
  for (const auto& [name, content] : members) {
    Checksum checksum;
    checksum.update(content);
    const ZipEntry entry{name, static_cast<std::uint32_t>(content.size()), checksum.value(),
                         static_cast<std::uint32_t>(out.size())};
    out += zip_local_header(entry) + content;
    directory += zip_directory_entry(entry);
  }
  const auto start = static_cast<std::uint32_t>(out.size());
  return out + directory +
         zip_end_record(static_cast<std::uint16_t>(members.size()), static_cast<std::uint32_t>(directory.size()), start);
}

inline const std::pair<std::string, std::string> mimetype_member{"mimetype", std::string(container_mime_type)};

// All members of a container, in its order.
inline Contents contents_of(const Container& container) {
  Contents contents;
  for (const std::string& name : container.names())
    contents.emplace_back(name, container.read(name, max_member_bytes));
  return contents;
}

inline Container opened(const fs::path& path) {
  auto answer = Container::open(path);
  if (const auto* malformed = std::get_if<Malformed>(&answer))
    FAIL(malformed->reason);
  return std::get<Container>(std::move(answer));
}

// Why a file is refused; empty when it is opened.
inline std::string refusal(const fs::path& path) {
  const auto answer = Container::open(path);
  const auto* malformed = std::get_if<Malformed>(&answer);
  return malformed == nullptr ? "" : malformed->reason;
}

// Members, a manifest over them and a signature over the manifest, in one container.
inline void write_sealed(const fs::path& path, std::vector<Member> members, const SigningIdentity& identity) {
  if (!identity.chain_pem().empty())
    members.push_back({"trust/signer-chain.pem", identity.chain_pem()});
  std::vector<Reference> references;
  for (const Member& member : members)
    references.push_back({member.name, mime_type(member.name), sha256(member)});
  const std::string manifest = write_manifest(references);
  members.push_back({std::string(manifest_name), manifest});
  members.push_back({std::string(signature_name), sign_detached(identity, manifest, signing_moment)});
  write_container(path, members);
}

inline SignatureAnswer validate(const Container& container, const std::vector<SourceFile>& ca,
                                Seconds time = signing_moment + day) {
  const std::string chain =
      container.size("trust/signer-chain.pem") ? container.read("trust/signer-chain.pem", 1 << 20) : "";
  return validate_signature(container.read(manifest_name, max_manifest_bytes),
                            container.read(signature_name, max_signature_bytes), ca, chain, time);
}

// What a verifier who trusts `ca` would object to first; nothing for a good seal.
inline std::optional<std::string> objection(const fs::path& path, const std::vector<SourceFile>& ca) {
  const auto answer = Container::open(path);
  if (const auto* malformed = std::get_if<Malformed>(&answer))
    return "malformed: " + malformed->reason;
  const Container& container = std::get<Container>(answer);
  if (const auto difference = difference_from_canonical(container))
    return "container: " + *difference;
  if (const auto problems = manifest_problems(container); !problems.empty())
    return "manifest: " + problems.front();
  const std::string manifest = container.read(manifest_name, max_manifest_bytes);
  if (const auto difference =
          cms_difference_from_canonical(container.read(signature_name, max_signature_bytes), manifest))
    return "signature form: " + *difference;
  const SignatureAnswer signature = validate(container, ca);
  if (signature.indication != Indication::total_passed)
    return "signature: " + signature.sub_indication;
  return std::nullopt;
}

// The kind and message of the Error that `action` throws.
inline std::pair<ErrorKind, std::string> error_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const Error& error) {
    return {error.kind(), error.message()};
  }
  FAIL("nothing was thrown");
  return {};
}

inline bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

} // namespace seal_tests

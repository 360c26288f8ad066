// SPDX-License-Identifier: Apache-2.0
#include "audit/trust_material.hpp"

#include "audit/repository/tree.hpp"

namespace assay {

namespace {

constexpr std::uint64_t most_bytes = 1u << 20;    // of one file
constexpr std::uint64_t most_in_all = 32u << 20;  // of all together
constexpr std::uint64_t most_entries = 1'000'000; // of the tree

// Binary keyrings begin with a public-key packet (tag 6) in one of the three forms programs write.
bool holds_public_keys(std::string_view bytes) {
  if (bytes.find("-----BEGIN PGP PUBLIC KEY BLOCK-----") != std::string_view::npos)
    return true;
  const unsigned char first = bytes.empty() ? 0 : static_cast<unsigned char>(bytes.front());
  return first == 0x98 || first == 0x99 || first == 0xc6;
}

} // namespace

std::vector<SourceFile> keys_in_tree(const repository::Repository& repository, const ObjectId& tree) {
  std::vector<SourceFile> files;
  std::uint64_t total = 0;
  const auto take = [&](const std::string& path, const repository::TreeEntry& entry) {
    // The folder is not the user's: only the name of the file itself counts.
    const std::string name = path.substr(path.rfind('/') + 1);
    const trust::TrustFile kind = trust::trust_file(name);
    if (entry.mode == repository::mode_symlink || entry.mode == repository::mode_gitlink || (kind != trust::TrustFile::allowed_signers && kind != trust::TrustFile::keyring))
      return;
    const auto header = repository.header(entry.id);
    if (!header || header->size > most_bytes || total + header->size > most_in_all)
      return;
    const repository::ReadResult read = repository.read(entry.id);
    if (!read.object || (kind == trust::TrustFile::keyring && !holds_public_keys(read.object.bytes())))
      return;
    total += header->size;
    files.push_back({name, std::string(read.object.bytes()), path + " in the repository"});
  };
  (void)repository::walk_tree(repository, tree, take, most_entries);
  return files;
}

std::unique_ptr<trust::TrustStore> trust_store(const std::vector<SourceFile>& files, bool trust_repository,
                                               const repository::Repository& repository, const ObjectId& tree,
                                               Seconds as_of) {
  return std::make_unique<trust::TrustStore>(
      files, trust_repository ? keys_in_tree(repository, tree) : std::vector<SourceFile>(), as_of);
}

} // namespace assay

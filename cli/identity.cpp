// SPDX-License-Identifier: Apache-2.0
#include "cli/identity.hpp"

#include "cli/inputs.hpp"

#include <fmt/format.h>

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

namespace assay::cli {

namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t pem_limit = 1u << 20;

SourceFile read_pem(const fs::path& path) {
  return {path.filename().string(), read_file(path, pem_limit), path.string()};
}

seal::SigningIdentity load(const fs::path& key, const fs::path& certificate) {
  seal::SigningIdentity identity = seal::SigningIdentity::load(read_pem(key), read_pem(certificate));
  if (!identity.valid_at(now()))
    throw Error::input(fmt::format("the certificate {} cannot seal now: it has expired or is not valid yet",
                                   certificate.string()))
        .hint("get another, or make one: assay key new --out DIR");
  return identity;
}

fs::path data_directory() {
  const char* data = std::getenv("XDG_DATA_HOME");
  if (data != nullptr && *data == '/')
    return fs::path(data) / "assay";
  const char* home = std::getenv("HOME");
  if (home == nullptr || *home != '/')
    throw Error::environment("there is no place for a key: neither XDG_DATA_HOME nor HOME is set")
        .hint("give a key of your own with --key and --cert");
  return fs::path(home) / ".local/share/assay";
}

} // namespace

void save_identity(const seal::SigningIdentity& identity, const fs::path& directory) {
  std::error_code code;
  fs::create_directories(directory, code);
  if (code)
    throw Error::environment(fmt::format("{} could not be made: {}", directory.string(), code.message()));
  const fs::path key = directory / "key.pem", certificate = directory / "cert.pem";
  for (const fs::path& path : {key, certificate})
    if (fs::exists(fs::symlink_status(path, code)))
      throw Error::input(fmt::format("no key was made: {} exists", path.string())).hint("name another directory");
  write_new_file(key, identity.key_pem(), 0600);
  try {
    write_new_file(certificate, identity.certificate_pem(), 0644);
  } catch (...) {
    ::unlink(key.c_str());
    throw;
  }
}

ChosenIdentity choose_identity(const Arguments& arguments, Terminal& terminal) {
  if (arguments.has("key") != arguments.has("cert"))
    throw Error::usage("--key and --cert go together");
  if (arguments.has("key"))
    return {load(arguments.text("key"), arguments.text("cert")), false};
  const fs::path home = data_directory() / "identity";
  std::error_code code;
  if (!fs::exists(home, code)) {
    // Made aside and renamed, so that two first runs at once end up with one key.
    const fs::path aside = data_directory() / fmt::format("identity.{}", ::getpid());
    fs::remove_all(aside, code);
    save_identity(seal::SigningIdentity::create(now()), aside);
    ::chmod(aside.c_str(), 0700);
    if (::rename(aside.c_str(), home.c_str()) != 0) {
      const std::string reason = std::strerror(errno);
      fs::remove_all(aside, code);
      if (!fs::exists(home, code))
        throw Error::environment(fmt::format("{} could not be made: {}", home.string(), reason));
    } else {
      terminal.say(fmt::format("a key was made in {}; nobody vouches for whose it is", home.string()));
    }
  }
  return {load(home / "key.pem", home / "cert.pem"), true};
}

} // namespace assay::cli

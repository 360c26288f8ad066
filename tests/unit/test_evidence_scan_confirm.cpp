// SPDX-License-Identifier: Apache-2.0
#include "audit/base/file.hpp"
#include "audit/evidence/scan/confirm.hpp"
#include "audit/evidence/scan/mask.hpp"
#include "../support/programs.hpp"
#include "test_evidence_scan_support.hpp"

#include <cstdlib>
#include <filesystem>

using namespace scan_tests;
namespace fs = std::filesystem;

namespace {

class KeyFolder : programs::TempDir {
public:
  // The file `key` that a command leaves behind; empty when the command failed, which it says.
  std::string key_of(const std::string& command) const {
    std::error_code ignored;
    fs::remove(path() / "key", ignored);
    const std::string line =
        fmt::format("cd '{0}' && {{ {1} ; }} >log 2>&1 </dev/null", path().string(), command);
    if (std::system(line.c_str()) != 0 || !fs::exists(path() / "key")) {
      MESSAGE(fmt::format("this did not work, so its part was left out: {}", command));
      return {};
    }
    return assay::read_file(path() / "key", 1u << 20);
  }
};

struct Made {
  const char* format;
  const char* command;
  Certainty certainty;
};

// A key as it may stand in other files.
std::vector<std::string> written_down(const std::string& key) {
  std::string in_string, in_code = "static const char key[] =\n", indented = "key: |\n", commented, carriage;
  for (std::size_t at = 0; at < key.size();) {
    const std::size_t end = std::min(key.find('\n', at), key.size());
    const std::string line = key.substr(at, end - at);
    in_string += line + "\\n";
    in_code += "  \"" + line + "\\n\"\n";
    indented += "    " + line + "\n";
    commented += "# " + line + "\n";
    carriage += line + "\r\n";
    at = end + 1;
  }
  return {key, "{\"private_key\": \"" + in_string + "\"}", in_code + ";\n", indented, commented, carriage};
}

} // namespace

TEST_CASE("keys of the programs that make them are found, whole, in whatever they are written down") {
  const std::vector<Made> keys = {
      {"private-key-pem", "openssl genpkey -algorithm ED25519 -out key", Certainty::structure},
      {"private-key-pem", "openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out key",
       Certainty::structure},
      {"private-key-pem", "openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-384 -out key",
       Certainty::structure},
      {"private-key-encrypted", "openssl genpkey -algorithm ED25519 -aes256 -pass pass:word -out key",
       Certainty::structure},
      {"private-key-rsa", "openssl genrsa -traditional -out key 3072", Certainty::structure},
      {"private-key-rsa", "openssl genrsa -traditional -aes128 -passout pass:word -out key 2048",
       Certainty::structure},
      {"private-key-ec", "openssl ecparam -name prime256v1 -genkey -noout -out key", Certainty::structure},
      {"private-key-openssh", "ssh-keygen -q -t ed25519 -N '' -f key", Certainty::structure},
      {"private-key-openssh", "ssh-keygen -q -t rsa -b 4096 -N word -f key", Certainty::structure},
      {"private-key-openpgp",
       "mkdir -p home && chmod 700 home && export GNUPGHOME=$PWD/home && gpg --batch --passphrase '' "
       "--quick-generate-key 'A <a@example.org>' rsa2048 && gpg --batch --armor --export-secret-keys >key; "
       "gpgconf --kill gpg-agent; rm -rf home",
       Certainty::checksum},
  };
  const KeyFolder folder;
  for (const Made& made : keys) {
    CAPTURE(made.command);
    const std::string key = folder.key_of(made.command);
    if (key.empty())
      continue;
    std::string digest;
    for (const std::string& text : written_down(key)) {
      CAPTURE(text);
      const std::vector<Finding> found = findings(text);
      REQUIRE(found.size() == 1);
      CHECK(found[0].format == made.format);
      CHECK(found[0].certainty == made.certainty);
      const std::string own = assay::to_hex(keyed_digest(found[0].format, found[0].secret));
      CHECK((digest.empty() || digest == own));
      digest = own;
    }
    // Cut short in the middle it is no longer whole, or no key at all.
    const std::size_t middle = key.find('\n', key.size() / 2), next = key.find('\n', middle + 1);
    if (next != std::string::npos && key.find("-----", middle + 1) > next) {
      const std::vector<Finding> found = findings(key.substr(0, middle) + key.substr(next));
      CHECK((found.empty() || found[0].certainty != Certainty::checksum));
    }
  }
}

TEST_CASE("blocks that hold no key are none") {
  const std::string filler(160, 'Q');
  for (const char* label : {"PRIVATE KEY", "RSA PRIVATE KEY", "OPENSSH PRIVATE KEY", "PGP PRIVATE KEY BLOCK"})
    for (const std::string& body :
         {std::string("..."), std::string("anything"), filler, std::string("<your key>"), std::string()})
      CHECK(findings(fmt::format("-----BEGIN {0}-----\n{1}\n-----END {0}-----\n", label, body)).empty());
  Random random("block");
  CHECK(findings(grown("-----BEGIN "
                       "PRIVATE KEY-----\nMIIEvQIBADANBgkq{B64}\n{B64}\n-----END PUBLIC KEY-----\n",
                       random))
            .empty());
  CHECK(
      findings(grown("-----BEGIN CERTIFICATE-----\nMIIEvQIBADANBgkq{B64}\n{B64}\n-----END CERTIFICATE-----\n",
                     random))
          .empty());
}

TEST_CASE("entropy is Shannon's") {
  CHECK(shannon_entropy("") == 0);
  CHECK(shannon_entropy("aaaa") == 0);
  CHECK(shannon_entropy("ab") == doctest::Approx(1));
  CHECK(shannon_entropy("abcd") == doctest::Approx(2));
  CHECK(shannon_entropy("aab") == doctest::Approx(0.9183).epsilon(0.001));
  CHECK(shannon_entropy("0123456789abcdef") == doctest::Approx(4));
}

TEST_CASE("placeholders are told from random text") {
  for (const char* text : {"AKIA"
                           "IOSFODNN7EXAMPLE",
                           "xxxxxxxxxxxx", "your-token-here", "0000000", "abcdefghijklmnop", "1234567890",
                           "REPLACE_ME", "insert_here", "aaaaaaaaaaaaaaaaaaaaaaaa", "Dummy"})
    CHECK_MESSAGE(is_placeholder(text), text);
  Random random("placeholder");
  int wrong = 0;
  for (int i = 0; i < 20'000; ++i)
    wrong += is_placeholder(grown("{A36}", random)) || is_placeholder(grown("{x32}", random)) ? 1 : 0;
  CHECK(wrong < 20); // a thousandth
}

TEST_CASE("structures are read as their standards say") {
  const auto jwt = [](const char* header, const char* claims) {
    return in_base64url(header) + "." + in_base64url(claims) + ".c2lnbmF0dXJl";
  };
  CHECK(check_jwt(jwt(R"({"alg":"RS256"})", R"({"a":1})")) == Certainty::structure);
  CHECK(!check_jwt(jwt(R"({"typ":"JWT"})", R"({"a":1})")));
  CHECK(!check_jwt(jwt(R"({"alg":"RS256"})", R"(["a"])")));
  CHECK(!check_jwt("a.b"));
  CHECK(!check_jwt(""));
  CHECK(check_discord(in_base64url("498177264930187265") + ".a.b") == Certainty::structure);
  CHECK(!check_discord(in_base64url("49817726493018726x") + ".a.b"));
  CHECK(!check_bech32("no separator"));
  CHECK(!check_crc32_base62("ghp_"));
  CHECK(!check_grafana("glsa"));
}

// SPDX-License-Identifier: Apache-2.0
#include "audit/base/digest.hpp"
#include "audit/evidence/scan/confirm.hpp"
#include "audit/evidence/scan/mask.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <array>
#include <cstdio>

using namespace assay::evidence::scan;
using assay::hmac_sha256;
using assay::to_hex;

TEST_CASE("HMAC-SHA-256 is that of RFC 4231") {
  CHECK(to_hex(hmac_sha256(std::string(20, '\x0b'), "Hi There")) ==
        "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  CHECK(to_hex(hmac_sha256("Jefe", "what do ya want for nothing?")) ==
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  CHECK(to_hex(hmac_sha256(std::string(131, '\xaa'),
                           "Test Using Larger Than Block-Size Key - Hash Key First")) ==
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST_CASE("the digest of a secret is what another program computes from its documentation") {
  std::FILE* pipe =
      popen("printf %s 'a-secret' | openssl dgst -sha256 -hmac 'assay known secret 1:github-pat' 2>&1", "r");
  REQUIRE(pipe != nullptr);
  std::array<char, 256> answer{};
  const std::size_t size = std::fread(answer.data(), 1, answer.size() - 1, pipe);
  if (pclose(pipe) != 0) {
    MESSAGE("openssl is not installed: nothing was compared");
    return;
  }
  CHECK(std::string(answer.data(), size).find(to_hex(keyed_digest("github-pat", "a-secret"))) !=
        std::string::npos);
}

TEST_CASE("digests differ by format and by secret, and not by how a key block is written down") {
  CHECK(keyed_digest("github-pat", "a") != keyed_digest("github-oauth", "a"));
  CHECK(keyed_digest("github-pat", "a") != keyed_digest("github-pat", "b"));
  const std::string plain = "-----BEGIN X-----\nAbc+\nDef/\nGhi=\n-----END X-----";
  for (const char* written :
       {"-----BEGIN X-----\r\nAbc+\r\nDef/\r\nGhi=\r\n-----END X-----",
        "-----BEGIN X-----\\nAbc+\\nDef/\\nGhi=\\n-----END X-----",
        "-----BEGIN X-----\n    Abc+\n    Def/\n    Ghi=\n    -----END X-----",
        "-----BEGIN X-----\n# Abc+\n# Def/\n# Ghi=\n# -----END X-----",
        "-----BEGIN X-----\\n\"\n  \"Abc+\\n\"\n  \"Def/\\n\"\n  \"Ghi=\\n\"\n  \"-----END X-----"})
    CHECK_MESSAGE(canonical(written) == canonical(plain), written);
  CHECK(canonical("-----BEGIN X-----\nAbc+\nDef/\nGhj=\n-----END X-----") != canonical(plain));
}

TEST_CASE("a mask shows the format's prefix and the length") {
  CHECK(masked("ghp_", 40) == "ghp_… (40 bytes)");
  CHECK(masked("", 32) == "… (32 bytes)");
}

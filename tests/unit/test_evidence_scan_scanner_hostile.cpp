// SPDX-License-Identifier: Apache-2.0
#include "test_evidence_scan_support.hpp"

#include <chrono>

using namespace scan_tests;

namespace {

// Generous: the bounds are on work, and this machine may be busy or checking addresses.
constexpr double seconds_limit = 120;

struct Outcome {
  std::vector<Finding> found;
  ScanSummary summary;
};

Outcome timed(const std::string& content) {
  Outcome outcome;
  const auto start = std::chrono::steady_clock::now();
  outcome.found = findings(content, &outcome.summary);
  CHECK(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count() < seconds_limit);
  CHECK(outcome.found.size() <= match_limit);
  return outcome;
}

std::string repeated(std::string_view text, std::size_t size) {
  std::string all;
  while (all.size() < size)
    all += text;
  return all;
}

constexpr std::size_t large = 50u << 20;

} // namespace

TEST_CASE("a line of 50 MB is searched to its end") {
  const std::string secret = samples().front().secret;
  const Outcome outcome = timed(repeated("abcdefgh ", large) + secret);
  REQUIRE(outcome.found.size() == 1);
  CHECK(outcome.found[0].line == 1);
  CHECK(outcome.summary.capped == nullptr);
}

TEST_CASE("a file of nothing but secrets ends at the limit and says so") {
  std::string line;
  for (const Sample& sample : samples())
    line += in_place(sample) + "\n";
  const Outcome outcome = timed(repeated(line, 20u << 20));
  CHECK(outcome.found.size() > match_limit * 9 / 10); // less those that overlap others
  CHECK(outcome.summary.capped != nullptr);
  CHECK(outcome.found == timed(repeated(line, 20u << 20)).found);
}

TEST_CASE("a file of nothing but beginnings of secrets does not hang") {
  for (const char* beginning : {"eyJeyJeyJeyJeyJeyJ", " eyJhbGciOiJIUzI1NiJ9.eyJ", "ghp_", " ghp_aaaaaaaa",
                                "-----BEGIN "
                                "RSA PRIVATE KEY-----",
                                "-----BEGIN "
                                "PGP PRIVATE KEY BLOCK-----\n",
                                "PuTTY-User-Key-File-3: ", "\"kty\":\"RSA\",", "heroku key ",
                                "aws_secret_access_key=", "sv=2022-11-02&", " ops_eyJaaaaaaaa",
                                "SG.aaaaaaaaaaaaaaaaaaaaaa.", "xoxb-12345678-"}) {
    CAPTURE(beginning);
    (void)timed(repeated(beginning, 16u << 20));
  }
}

TEST_CASE("random bytes and all bytes hold nothing") {
  Random random("bytes");
  std::string bytes(4u << 20, '\0');
  for (char& byte : bytes)
    byte = static_cast<char>(random.next());
  CHECK(timed(bytes).found.empty());
  for (int c = 0; c < 256; ++c)
    CHECK(timed(std::string(100'000, static_cast<char>(c))).found.empty());
}

TEST_CASE(
    "samples cut short, at every length, and with every byte changed neither crash nor run past the end") {
  for (const Sample& sample : samples()) {
    const std::string text = in_place(sample);
    for (std::size_t size = 0; size < std::min<std::size_t>(text.size(), 120); ++size)
      (void)findings(std::string(text, 0, size));
  }
  Random random("change");
  std::string all;
  for (const Sample& sample : samples())
    all += in_place(sample) + "\n";
  for (int round = 0; round < 200; ++round) {
    std::string changed = all;
    for (int i = 0; i < 300; ++i)
      changed[random.below(changed.size())] = static_cast<char>(random.next());
    (void)findings(changed);
  }
}

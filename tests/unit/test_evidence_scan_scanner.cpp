// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/scan/scanner.hpp"
#include "test_evidence_scan_support.hpp"

#include <algorithm>
#include <thread>

using namespace scan_tests;

namespace {

bool is_word(char c) {
  return characters_of('W').substr(0, 63).find(c) != std::string_view::npos;
}

// Texts that hold no secret and may stand around one.
const std::vector<std::string> surroundings = {
    "",
    "\n",
    "int main() { return 0; }\r\n",
    std::string("\x7f"
                "ELF\0\0\0\1",
                8),
    "\"token\": \"",
    "\xff\xfe\xc3\x28 ",
    std::string(70'000, ' '),
    std::string(3'000, '\n'),
    "https://example.org/?a=b&t=",
    "\xe2\x80\x9c", // a quotation mark
};

} // namespace

TEST_CASE("a secret is the same finding in whatever surroundings it stands") {
  const auto all = samples();
  for (std::size_t i = 0; i < all.size(); ++i) {
    const Sample& sample = all[i];
    CAPTURE(sample.id);
    const std::vector<Finding> alone = findings(in_place(sample));
    REQUIRE(alone.size() == 1);
    for (std::size_t k = 0; k < surroundings.size(); ++k) {
      const std::string &before = surroundings[k], &after = surroundings[(k + i) % surroundings.size()];
      CAPTURE(k);
      const std::string text =
          before + in_place(sample) + (after.empty() || is_word(after[0]) ? "\n" : "") + after;
      const std::vector<Finding> found = findings(text);
      REQUIRE(found.size() == 1);
      CHECK(found[0].format == alone[0].format);
      CHECK(found[0].secret == alone[0].secret);
      CHECK(found[0].certainty == alone[0].certainty);
      CHECK(found[0].offset == before.size() + alone[0].offset);
      CHECK(found[0].line ==
            alone[0].line + static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n')));
    }
  }
}

TEST_CASE(
    "all samples in one text are all found, in the order they stand in, also across the blocks of a search") {
  std::string text;
  std::vector<std::pair<std::size_t, std::string>> expected;
  for (const Sample& sample : samples())
    for (int gap : {0, 8'000}) {
      text += std::string(static_cast<std::size_t>(gap), '.') + "\n";
      expected.emplace_back(text.size() + sample.before.size(), sample.id);
      text += in_place(sample) + "\n";
    }
  REQUIRE(text.size() > (1u << 20)); // more than one block
  const std::vector<Finding> found = findings(text);
  REQUIRE(found.size() == expected.size());
  for (std::size_t i = 0; i < found.size(); ++i) {
    CHECK(found[i].offset == expected[i].first);
    CHECK(found[i].format == expected[i].second);
    CHECK(found[i].line ==
          1 + static_cast<std::size_t>(std::count(
                  text.begin(), text.begin() + static_cast<std::ptrdiff_t>(found[i].offset), '\n')));
  }
}

TEST_CASE("a secret may lie anywhere on the border of two blocks") {
  const auto all = samples();
  for (const char* wanted :
       {"github-pat", "aws-secret-access-key", "telegram-bot-token", "azure-storage-key"}) {
    const Sample sample =
        *std::find_if(all.begin(), all.end(), [&](const Sample& one) { return one.id == wanted; });
    const std::string text = in_place(sample);
    for (std::size_t shift = 0; shift <= text.size(); ++shift) {
      const std::vector<Finding> found =
          findings(std::string((1u << 20) - shift - 1, ' ') + "\n" + text + " ");
      REQUIRE(found.size() == 1);
      CHECK(found[0].format == wanted);
      CHECK(found[0].line == 2);
    }
  }
}

TEST_CASE("a secret that runs on is none, and one after the end of an escape sequence is one") {
  for (const Sample& sample : samples()) {
    CAPTURE(sample.id);
    if (!is_word(sample.secret.front()) || !sample.before.empty())
      continue;
    CHECK(findings("Q" + in_place(sample)).empty());
    CHECK(findings("_" + in_place(sample)).empty());
    for (const char* escape : {"\\n", "\\t", "%3D", "%20", "\\x3d", "\\u003d", "'", "=", "/", "\n"})
      CHECK_MESSAGE(findings(escape + in_place(sample)).size() == 1, escape);
    CHECK(findings("%zn" + in_place(sample)).empty());
    if (sample.secret.substr(0, 8).find('-') != std::string::npos) {
      CHECK(findings("their-" + in_place(sample)).empty());
      CHECK(findings("-" + in_place(sample)).size() == 1);
    }
  }
  for (const char* wanted : {"github-pat", "aws-access-key-id", "gcp-api-key", "npm-token"})
    for (const Sample& sample : samples())
      if (sample.id == wanted)
        CHECK(findings(sample.secret + "0").empty());
}

TEST_CASE("placeholders, documented examples and format strings are none") {
  for (const Sample& sample : samples()) {
    CAPTURE(sample.id);
    const Format& format = format_of(sample);
    const std::size_t fixed = the_scanner().fixed_prefix(format).size();
    if (!format.random || sample.before.find("sv=") != std::string::npos)
      continue;
    const auto with = [&](const auto& change) {
      Sample changed = sample;
      for (std::size_t i = fixed; i < changed.secret.size(); ++i)
        if (is_word(changed.secret[i]) && changed.secret[i] != '_')
          changed.secret[i] = change(i - fixed, changed.secret[i]);
      return in_place(changed);
    };
    for (const char c : {'x', 'X', 'a', 'A', '0', '1'})
      CHECK(findings(with([&](std::size_t, char) { return c; })).empty());
    CHECK(findings(with([&](std::size_t i, char) { return "abcdefghijklmnopqrstuvwxyz"[i % 26]; })).empty());
    CHECK(findings(with([&](std::size_t i, char) { return "1234567890"[i % 10]; })).empty());
  }
  for (const char* text :
       {"AKIA"
        "IOSFODNN7"
        "EXAMPLE",
        "aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCY"
        "EXAMPLEKEY",
        "ghp_%s", "token = \"ghp_your-token-here\"", "GITHUB_TOKEN=ghp_${TOKEN}",
        "ghp_"
        "<YOUR_TOKEN>",
        "xoxb-your-token", "sk_test_{key}", "glpat-xxxxxxxxxxxxxxxxxxxx", "glpat-your_private_token_xx",
        "AKIA"
        "XXXXXXXXXXXXXXXX",
        "password = hunter2",
        "-----BEGIN "
        "PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----"})
    CHECK_MESSAGE(findings(text).empty(), text);
}

TEST_CASE("a changed character breaks a checksum, and the finding says so") {
  for (const Sample& sample : samples()) {
    CAPTURE(sample.id);
    const std::vector<Finding> whole = findings(in_place(sample));
    REQUIRE(whole.size() == 1);
    if (whole[0].certainty != Certainty::checksum)
      continue;
    std::string changed = sample.secret;
    const std::size_t at = changed.size() - 12;
    changed[at] = changed[at] == 'Q' ? 'P' : 'Q';
    const std::vector<Finding> found = findings(changed);
    REQUIRE(found.size() == 1);
    CHECK(found[0].certainty == Certainty::wrong_checksum);
  }
  // The format of the tokens is GitHub's, and these are its own published samples.
  for (const char* published : {"zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ"
                                "0mLq17",
                                "wWPw5k4aXcaT4fNP0UcnZwJUVFk6LO"
                                "0pINUx"}) {
    const std::vector<Finding> found = findings(std::string("ghp") + "_" + published);
    REQUIRE(found.size() == 1);
    CHECK(found[0].certainty == Certainty::checksum);
  }
}

TEST_CASE("binary contents are searched and called so") {
  const std::string secret = samples().front().secret;
  ScanSummary summary;
  CHECK(findings(std::string("MZ\0\1", 4) + secret + std::string(1, '\0'), &summary).size() == 1);
  CHECK(summary.binary);
  CHECK(findings(std::string(8000, ' ') + std::string(1, '\0') + secret, &summary).size() == 1);
  CHECK(!summary.binary);
  CHECK(findings("", &summary).empty());
  CHECK(summary.capped == nullptr);
}

TEST_CASE("several threads find what one finds") {
  std::string text;
  for (const Sample& sample : samples())
    text += in_place(sample) + "\n";
  const std::vector<Finding> expected = findings(text);
  std::vector<std::vector<Finding>> found(4);
  std::vector<std::thread> threads;
  for (auto& mine : found)
    threads.emplace_back([&text, &mine] {
      for (int i = 0; i < 20; ++i)
        mine = findings(text);
    });
  for (std::thread& thread : threads)
    thread.join();
  for (const auto& mine : found)
    CHECK(mine == expected);
}

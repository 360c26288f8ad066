// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/scan/formats.hpp"
#include "test_evidence_scan_support.hpp"

#include <algorithm>
#include <cmath>
#include <set>

using namespace scan_tests;

TEST_CASE("formats have distinct ids in order, of small letters, digits and hyphens, and titles") {
  std::string before;
  for (const Format& format : formats()) {
    CHECK(format.id > before);
    CHECK(format.id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string::npos);
    CHECK(format.id.front() != '-');
    CHECK(!format.title.empty());
    CHECK(!format.triage.empty());
    before = format.id;
  }
  CHECK(formats().size() >= 100);
}

TEST_CASE("every format finds a made-up secret of its own, alone and whole") {
  std::set<std::string> tried;
  for (const Sample& sample : samples()) {
    CAPTURE(sample.id);
    CAPTURE(in_place(sample));
    tried.insert(sample.id);
    const std::vector<Finding> found = findings("first line\n  " + in_place(sample) + "\nlast line\n");
    REQUIRE(found.size() == 1);
    CHECK(found[0].format == sample.id);
    CHECK(found[0].secret == sample.secret);
    CHECK(found[0].line == 2);
    CHECK(found[0].offset == 13 + sample.before.size());
    CHECK(found[0].certainty != Certainty::wrong_checksum);
  }
  // Blocks are tried with keys of the programs that make them: test_evidence_scan_confirm.cpp.
  for (const Format& format : formats())
    if (format.triage[0].substr(0, 10) != "-----BEGIN")
      CHECK_MESSAGE(tried.count(format.id) == 1, format.id, " has no sample");
}

TEST_CASE("what a secret's mask shows is the same for every secret of the format, and never the part that is "
          "secret") {
  for (const Sample& sample : samples()) {
    CAPTURE(sample.id);
    const Format& format = format_of(sample);
    const std::string_view prefix = the_scanner().fixed_prefix(format);
    CHECK(sample.secret.substr(0, prefix.size()) == prefix);
    // What is left is at least 16 characters that could be otherwise: 64 bits in hexadecimal, more in any
    // other.
    CHECK(sample.secret.size() - prefix.size() >= 16);
    if (sample.before.empty() && prefix.size() > 1 && sample.id != "private-key-putty") {
      // Another secret of the format starts alike and goes on otherwise.
      std::string other = sample.secret;
      CHECK(format.precise.find(std::string(1, prefix.back())) != std::string::npos);
      CHECK(format.precise.find(other.substr(0, prefix.size() + 8)) == std::string::npos);
    }
  }
}

TEST_CASE("digests of secrets cannot be guessed: every format leaves room for 2^64 of them and more") {
  for (const Sample& sample : samples()) {
    CAPTURE(sample.id);
    // Shannon's entropy of a random text underestimates its alphabet, so this is less than the room there is.
    const Format& format = format_of(sample);
    const std::string_view own =
        std::string_view(sample.secret).substr(the_scanner().fixed_prefix(format).size());
    CHECK(shannon_entropy(own) * static_cast<double>(own.size()) >= 50);
  }
}

TEST_CASE("the mask of a key block is its first line") {
  for (const Format& format : formats())
    if (format.triage[0].substr(0, 10) == "-----BEGIN")
      CHECK(the_scanner().fixed_prefix(format) == format.triage[0]);
}

// SPDX-License-Identifier: Apache-2.0
//
// Searches bytes for secrets of the formats in formats.hpp: Vectorscan finds where one may begin, RE2 decides
// what it is and how far it reaches. Knows no repository and no population.
#pragma once

#include "audit/evidence/scan/formats.hpp"

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace assay::evidence::scan {

struct Match {
  const Format* format;
  std::size_t offset; // bytes from the start of the content to the secret
  std::size_t line;   // its line, from 1
  Certainty certainty;
  std::string_view secret; // within the content
};

struct ScanSummary {
  bool binary = false; // a NUL is among the first 8,000 bytes, as git decides; it was searched all the same
  const char* capped = nullptr; // why only a part was searched, as the end of a sentence; null when all was
};

// The most that one scan reports, and the most bytes that it looks at again and again, before it stops: a
// file may be made of nothing but beginnings of secrets.
inline constexpr std::size_t match_limit = 10'000;
inline constexpr std::uint64_t base_effort = 64u << 20, effort_per_byte = 8;

class SecretScanner {
public:
  // Compiles all formats, which takes a fraction of a second. Throws Error::environment when this processor
  // lacks what Vectorscan needs.
  SecretScanner();
  ~SecretScanner();
  SecretScanner(const SecretScanner&) = delete;
  SecretScanner& operator=(const SecretScanner&) = delete;

  // What one thread needs to scan; it belongs to the scanner it was made for.
  class Scratch {
  public:
    ~Scratch();
    Scratch(Scratch&&) noexcept;

  private:
    friend class SecretScanner;
    struct State;
    explicit Scratch(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
  };
  Scratch scratch() const;

  // Passes every secret in `content` to `sink`, by offset; of several that overlap the one that starts first,
  // of those the longest, of those the first by format. May be called from several threads, each with its own
  // Scratch.
  ScanSummary scan(std::string_view content, Scratch& scratch,
                   const std::function<void(const Match&)>& sink) const;

  // The leading bytes that every secret of this format has, as far as its pattern says so.
  std::string_view fixed_prefix(const Format& format) const;

private:
  struct Compiled;
  std::unique_ptr<Compiled> compiled_;
};

} // namespace assay::evidence::scan

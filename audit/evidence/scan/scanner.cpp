// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/scan/scanner.hpp"

#include "audit/base/binary.hpp"
#include "audit/base/error.hpp"
#include "audit/base/handle.hpp"
#include "audit/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <hs/hs.h>
#include <re2/re2.h>

namespace assay::evidence::scan {

namespace {

using Database = Handle<hs_database_t, hs_free_database>;
using HsScratch = Handle<hs_scratch_t, hs_free_scratch>;

// Contents are searched block by block, so that what one block may hold of beginnings bounds the memory.
constexpr std::size_t block_size = 1u << 20;

constexpr std::int64_t regex_memory = 2 << 20; // a pattern's states; RE2 searches more slowly beyond it

struct Candidate {
  std::size_t start;
  std::size_t format;
  bool operator<(const Candidate& other) const {
    return start != other.start ? start < other.start : format < other.format;
  }
  bool operator==(const Candidate& other) const { return start == other.start && format == other.format; }
};

// A pattern compiled for Vectorscan, and whose beginning it finds.
struct Triage {
  std::size_t format;
  std::size_t width;
};

bool is_word(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
}

// Whether a secret may begin at `at`: no word runs on into it. The end of an escape sequence, as "\n" in a
// string literal or "%20" in an address, looks like a part of a word and is none.
bool may_begin(std::string_view content, std::size_t at) {
  if (at == 0 || !is_word(content[at]) || !is_word(content[at - 1]))
    return true;
  const std::string_view before =
      content.substr(at - std::min<std::size_t>(at, 6), std::min<std::size_t>(at, 6));
  const auto from_end = [&](std::size_t distance) {
    return distance <= before.size() ? before[before.size() - distance] : '\0';
  };
  const auto hex_digits = [&](std::size_t count) {
    return before.size() >= count &&
           std::all_of(before.end() - static_cast<std::ptrdiff_t>(count), before.end(), is_hex_digit);
  };
  return (from_end(2) == '\\' && std::strchr("abfnrtv0", from_end(1)) != nullptr) || //
         (from_end(3) == '%' && hex_digits(2)) ||                                    //
         (from_end(4) == '\\' && from_end(3) == 'x' && hex_digits(2)) ||             //
         (from_end(6) == '\\' && from_end(5) == 'u' && hex_digits(4));
}

// Whether it is the end of something longer with hyphens, as "api-…" in "their-api-…".
bool continues(std::string_view content, std::size_t at, std::string_view secret) {
  return at >= 2 && content[at - 1] == '-' && is_word(content[at - 2]) &&
         secret.substr(0, 8).find('-') != std::string_view::npos;
}

// The literal characters that group 1 of a pattern starts with.
std::string literal_start(std::string_view pattern) {
  std::size_t at = 0;
  for (; at < pattern.size(); ++at) {
    if (pattern[at] == '\\')
      ++at;
    else if (pattern[at] == '(' && pattern.substr(at + 1, 1) != "?")
      break;
  }
  std::string literal;
  for (++at; at < pattern.size(); ++at) {
    const char c = pattern[at];
    if (c == '\\' && at + 1 < pattern.size() && !is_word(pattern[at + 1])) {
      literal += pattern[++at];
    } else if (std::strchr("{?*+", c) != nullptr) {
      if (!literal.empty())
        literal.pop_back(); // the quantifier is the last character's
      break;
    } else if (std::strchr("\\.[]()|^$", c) != nullptr) {
      break;
    } else {
      literal += c;
    }
  }
  // One alternative of several says nothing of the others.
  int depth = 0;
  for (; at < pattern.size() && depth >= 0; ++at) {
    if (pattern[at] == '\\')
      ++at;
    else if (pattern[at] == '[')
      at = pattern.find(']', at + 2);
    else if (pattern[at] == '(')
      ++depth;
    else if (pattern[at] == ')')
      --depth;
    else if (pattern[at] == '|' && depth == 0)
      return {};
  }
  return literal;
}

} // namespace

struct SecretScanner::Compiled {
  Database database;
  std::vector<Triage> triage;
  std::size_t widest = 0;
  std::vector<std::unique_ptr<re2::RE2>> precise; // by format
  std::vector<std::string> prefixes;              // by format
};

struct SecretScanner::Scratch::State {
  HsScratch scratch;
  std::vector<Candidate> candidates;
  std::vector<Match> matches;
};

namespace {

// Where the matches of one block go.
struct Collector {
  const std::vector<Triage>& triage;
  std::vector<Candidate>& candidates;
  std::size_t base;  // where the scanned bytes begin in the content
  std::size_t after; // matches that end before are the previous block's
};

int collect(unsigned int id, unsigned long long, unsigned long long to, unsigned int, void* context) {
  Collector& collector = *static_cast<Collector*>(context);
  const Triage& triage = collector.triage[id];
  const std::size_t end = collector.base + static_cast<std::size_t>(to);
  if (end > collector.after)
    collector.candidates.push_back({end - triage.width, triage.format});
  return 0;
}

// How sure a match of a format's pattern is; nothing when it is no secret after all.
std::optional<Certainty> judge(const Format& format, std::string_view secret, std::string_view prefix) {
  const std::string_view own =
      secret.substr(0, prefix.size()) == prefix ? secret.substr(prefix.size()) : secret;
  if (own.empty() || (format.entropy > 0 && shannon_entropy(own) < format.entropy))
    return std::nullopt;
  if ((format.random && is_placeholder(own)) || is_documented_example(secret))
    return std::nullopt;
  return format.check != nullptr ? format.check(secret)
         : format.entropy > 0    ? Certainty::entropy
                                 : Certainty::form;
}

// Sorts, leaves the first of several that overlap, and counts lines.
void report(std::string_view content, std::vector<Match>& matches,
            const std::function<void(const Match&)>& sink) {
  std::sort(matches.begin(), matches.end(), [](const Match& a, const Match& b) {
    if (a.offset != b.offset)
      return a.offset < b.offset;
    return a.secret.size() != b.secret.size() ? a.secret.size() > b.secret.size()
                                              : a.format->id < b.format->id;
  });
  std::size_t end = 0, line = 1, counted = 0;
  for (Match& match : matches) {
    if (match.offset < end)
      continue;
    end = match.offset + match.secret.size();
    line += static_cast<std::size_t>(std::count(content.begin() + static_cast<std::ptrdiff_t>(counted),
                                                content.begin() + static_cast<std::ptrdiff_t>(match.offset),
                                                '\n'));
    counted = match.offset;
    match.line = line;
    sink(match);
  }
}

} // namespace

SecretScanner::SecretScanner() : compiled_(std::make_unique<Compiled>()) {
  if (hs_valid_platform() != HS_SUCCESS)
    throw Error::environment(
        "secrets were not looked for: this processor lacks the instructions that Vectorscan needs");
  std::vector<const char*> expressions;
  std::vector<unsigned int> flags, ids;
  for (std::size_t i = 0; i < formats().size(); ++i) {
    const Format& format = formats()[i];
    for (const std::string& expression : format.triage) {
      hs_expr_info_t* info = nullptr;
      hs_compile_error_t* error = nullptr;
      const bool valid = hs_expression_info(expression.c_str(), 0, &info, &error) == HS_SUCCESS;
      const std::size_t width = valid && info->min_width == info->max_width ? info->min_width : 0;
      std::free(info);
      hs_free_compile_error(error);
      if (width == 0)
        throw Error::internal(
            fmt::format("the triage pattern {} of {} has no fixed width", expression, format.id));
      ids.push_back(static_cast<unsigned int>(compiled_->triage.size()));
      flags.push_back(0);
      expressions.push_back(expression.c_str());
      compiled_->triage.push_back({i, width});
      compiled_->widest = std::max(compiled_->widest, width);
    }
    re2::RE2::Options options(re2::RE2::Latin1); // contents are bytes
    options.set_log_errors(false);
    options.set_max_mem(regex_memory);
    compiled_->precise.push_back(std::make_unique<re2::RE2>(format.precise, options));
    if (!compiled_->precise.back()->ok() || compiled_->precise.back()->NumberOfCapturingGroups() != 1)
      throw Error::internal(
          fmt::format("the pattern of {} cannot be used: {}", format.id, compiled_->precise.back()->error()));
    compiled_->prefixes.push_back(literal_start(format.precise));
  }
  hs_compile_error_t* error = nullptr;
  if (hs_compile_multi(expressions.data(), flags.data(), ids.data(),
                       static_cast<unsigned int>(expressions.size()), HS_MODE_BLOCK, nullptr,
                       OutPointer(compiled_->database), &error) != HS_SUCCESS) {
    const std::string reason = error->message;
    hs_free_compile_error(error);
    throw Error::internal("the triage patterns could not be compiled: " + reason);
  }
}

SecretScanner::~SecretScanner() = default;

SecretScanner::Scratch::Scratch(std::unique_ptr<State> state) : state_(std::move(state)) {}
SecretScanner::Scratch::~Scratch() = default;
SecretScanner::Scratch::Scratch(Scratch&&) noexcept = default;

SecretScanner::Scratch SecretScanner::scratch() const {
  auto state = std::make_unique<Scratch::State>();
  if (hs_alloc_scratch(compiled_->database.get(), OutPointer(state->scratch)) != HS_SUCCESS)
    throw Error::environment("secrets were not looked for: there is not enough memory to search with");
  return Scratch(std::move(state));
}

std::string_view SecretScanner::fixed_prefix(const Format& format) const {
  return compiled_->prefixes[static_cast<std::size_t>(&format - formats().data())];
}

ScanSummary SecretScanner::scan(std::string_view content, Scratch& scratch,
                                const std::function<void(const Match&)>& sink) const {
  ScanSummary summary;
  summary.binary = is_binary_to_git(content);
  std::vector<Candidate>& candidates = scratch.state_->candidates;
  std::vector<Match>& matches = scratch.state_->matches;
  matches.clear();
  const std::uint64_t most_effort = base_effort + effort_per_byte * content.size();
  std::uint64_t effort = 0;
  for (std::size_t block = 0; block < content.size() && summary.capped == nullptr; block += block_size) {
    const std::size_t start = block - std::min(block, compiled_->widest);
    const std::size_t end = std::min(block + block_size, content.size());
    candidates.clear();
    Collector collector{compiled_->triage, candidates, start, block};
    if (hs_scan(compiled_->database.get(), content.data() + start, static_cast<unsigned int>(end - start), 0,
                scratch.state_->scratch.get(), collect, &collector) != HS_SUCCESS)
      throw Error::internal("Vectorscan failed");
    std::sort(candidates.begin(), candidates.end());
    candidates.erase(std::unique(candidates.begin(), candidates.end()), candidates.end());
    for (const Candidate& candidate : candidates) {
      const Format& format = formats()[candidate.format];
      if (format.precise.front() == '(' && format.precise[1] != '?' && !may_begin(content, candidate.start))
        continue;
      const std::size_t reach = std::min<std::size_t>(format.reach, content.size() - candidate.start);
      effort += reach;
      if (effort > most_effort || matches.size() >= match_limit) {
        summary.capped =
            effort > most_effort ? "it holds too many beginnings of secrets" : "it holds too many secrets";
        break;
      }
      re2::StringPiece groups[2];
      if (!compiled_->precise[candidate.format]->Match({content.data(), content.size()}, candidate.start,
                                                       candidate.start + reach, re2::RE2::ANCHOR_START,
                                                       groups, 2))
        continue;
      const std::string_view secret(groups[1].data(), groups[1].size());
      const auto offset = static_cast<std::size_t>(secret.data() - content.data());
      if (!may_begin(content, offset) || continues(content, offset, secret))
        continue;
      if (const auto certainty = judge(format, secret, compiled_->prefixes[candidate.format]))
        matches.push_back({&format, offset, 0, *certainty, secret});
    }
  }
  report(content, matches, sink);
  return summary;
}

} // namespace assay::evidence::scan

// SPDX-License-Identifier: Apache-2.0
#include "audit/trust/allowed_signers.hpp"

#include "audit/base/base64.hpp"
#include "audit/base/text.hpp"
#include "audit/trust/ssh_certificate.hpp"
#include "audit/trust/ssh_wire.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace assay::trust {

namespace {

// What is wrong with a line, and where.
struct Trouble {
  std::string_view at;
  std::string message;
  std::string hint;
};

std::string_view without_spaces_before(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  return first == text.npos ? text.substr(text.size()) : text.substr(first);
}

// YYYYMMDD, YYYYMMDDHHMM or YYYYMMDDHHMMSS, with Z or UTC behind it or, as `utc` says, not.
std::optional<Seconds> parse_time(std::string_view text, bool& utc) {
  const std::string lower = ascii_lower(text);
  const std::size_t suffix = lower.ends_with("utc") ? 3 : lower.ends_with("z") ? 1 : 0;
  utc = suffix != 0;
  std::string digits(text.substr(0, text.size() - suffix));
  if (digits.size() != 8 && digits.size() != 12 && digits.size() != 14)
    return std::nullopt;
  digits.resize(14, '0');
  const auto time = parse_rfc3339(fmt::format("{}-{}-{}T{}:{}:{}Z", digits.substr(0, 4), digits.substr(4, 2),
                                              digits.substr(6, 2), digits.substr(8, 2), digits.substr(10, 2),
                                              digits.substr(12, 2)));
  // ssh-keygen takes no time before and none at the start of 1970.
  return time && *time > 0 ? time : std::nullopt;
}

// Reads one line that is neither empty nor a comment.
class LineReader {
public:
  explicit LineReader(std::string_view line) : rest_(line) {}

  std::optional<AllowedSigner> read();
  const Trouble& trouble() const { return trouble_; }
  const std::vector<Trouble>& remarks() const { return remarks_; }

private:
  bool fail(std::string_view at, std::string message, std::string hint = {}) {
    trouble_ = {at, std::move(message), std::move(hint)};
    return false;
  }
  std::string_view word();
  bool read_principals();
  bool read_options(std::string_view options);
  bool read_option(std::string_view name, std::string_view at, const std::optional<std::string>& value);
  bool read_time(std::string_view at, const std::optional<std::string>& value, std::optional<Seconds>& time);
  bool read_key(std::string_view type, std::string_view text);

  std::string_view rest_;
  bool unclosed_ = false; // whether the last word's double quotes were never closed
  AllowedSigner signer_;
  Trouble trouble_;
  std::vector<Trouble> remarks_;
};

// The next word; blanks within double quotes belong to it.
std::string_view LineReader::word() {
  rest_ = without_spaces_before(rest_);
  bool quoted = false;
  std::size_t end = 0;
  for (; end < rest_.size() && (quoted || (rest_[end] != ' ' && rest_[end] != '\t')); ++end) {
    if (rest_[end] == '\\' && end + 1 < rest_.size() && rest_[end + 1] == '"')
      ++end;
    else if (rest_[end] == '"')
      quoted = !quoted;
  }
  unclosed_ = quoted;
  const std::string_view word = rest_.substr(0, end);
  rest_.remove_prefix(end);
  return word;
}

bool LineReader::read_principals() {
  const std::string_view word = this->word();
  std::string_view list = word;
  if (list.size() >= 2 && list.front() == '"' && list.back() == '"')
    list = list.substr(1, list.size() - 2);
  if (list.empty() || list.find('"') != list.npos)
    return fail(word, "the principals are not readable", "write user@example.com, or a list with commas");
  signer_.principals = list;
  const auto patterns = patterns_of(list);
  if (std::none_of(patterns.begin(), patterns.end(),
                   [](std::string_view pattern) { return !pattern.empty() && pattern.front() != '!'; }))
    return fail(word, "the principals only say whom they exclude, so the line allows nobody",
                "add a pattern without '!' before it, such as *");
  return true;
}

bool LineReader::read_time(std::string_view at, const std::optional<std::string>& value,
                           std::optional<Seconds>& time) {
  if (time)
    return fail(at, "the option is there twice");
  bool utc = false;
  if (value)
    time = parse_time(*value, utc);
  if (!time)
    return fail(at, "this is no time", "write \"20261231Z\", \"202612312359Z\" or \"20261231235959Z\"");
  if (!utc)
    remarks_.push_back({at, "the time names no zone and is read as UTC; ssh-keygen reads it as local time",
                        "write Z behind it"});
  return true;
}

bool LineReader::read_option(std::string_view name, std::string_view at,
                             const std::optional<std::string>& value) {
  const std::string lower = ascii_lower(name);
  if (lower == "cert-authority") {
    signer_.authority = true;
    return !value || fail(at, "cert-authority takes no value");
  }
  if (lower == "namespaces") {
    if (!value)
      return fail(at, "namespaces needs a value in double quotes", "write namespaces=\"git\"");
    if (signer_.namespaces)
      return fail(at, "the option is there twice");
    signer_.namespaces = value;
    return true;
  }
  if (lower == "valid-after")
    return read_time(at, value, signer_.valid_after);
  if (lower == "valid-before")
    return read_time(at, value, signer_.valid_before);
  const std::string near =
      nearest_name(lower, {"cert-authority", "namespaces", "valid-after", "valid-before"});
  return fail(at, fmt::format("there is no option \"{}\"", shown(name)),
              near.empty() ? "an option stands between the principals and the key type"
                           : "did you mean " + near + "?");
}

bool LineReader::read_options(std::string_view options) {
  while (true) {
    const std::string_view at = options;
    const std::size_t end = std::min(options.find_first_of("=,"), options.size());
    const std::string_view name = options.substr(0, end);
    options.remove_prefix(end);
    std::optional<std::string> value;
    if (options.starts_with("=")) {
      options.remove_prefix(1);
      if (!options.starts_with("\""))
        return fail(at, fmt::format("the value of \"{}\" is not in double quotes", shown(name)),
                    fmt::format("write {}=\"…\"", shown(name)));
      value.emplace();
      std::size_t i = 1;
      for (; i < options.size() && options[i] != '"'; ++i) {
        if (options[i] == '\\' && i + 1 < options.size() && options[i + 1] == '"')
          ++i;
        *value += options[i];
      }
      options.remove_prefix(std::min(i + 1, options.size()));
    }
    if (!read_option(name, at, value))
      return false;
    if (options.empty())
      return true;
    if (options.front() != ',')
      return fail(options, "options are separated by commas, without blanks");
    options.remove_prefix(1);
  }
}

bool LineReader::read_key(std::string_view type, std::string_view text) {
  const auto blob = from_base64(text);
  SshReader within(blob ? std::string_view(*blob) : std::string_view());
  if (!blob || within.text() != type)
    return fail(text, "the key is damaged or not of the type before it",
                "copy the line from the .pub file again");
  if (is_certificate_type(type))
    return fail(type, "a certificate is no key to trust", "name its authority's key with cert-authority");
  SshKeyAnswer answer = trust::read_key(*blob);
  if (!answer.key)
    return fail(text, std::move(answer.problem));
  if (!answer.key->weakness.empty())
    return fail(text, answer.key->weakness, "nothing that this key signs is believed; make a new one");
  signer_.key = std::move(answer.key);
  return true;
}

std::optional<AllowedSigner> LineReader::read() {
  if (!read_principals())
    return std::nullopt;
  const std::string_view first = word();
  if (unclosed_) {
    (void)fail(first, "a double quote is not closed");
    return std::nullopt;
  }
  const std::string_view second = word();
  if (second.empty()) {
    (void)fail(first.empty() ? rest_ : first, "there is no key",
               "write principals, options if any, key type and key, with blanks between them");
    return std::nullopt;
  }
  // An option may look like anything, so that it is a key is seen by its base64 text: three zero bytes start
  // it.
  const bool without_options = is_key_type(first) || second.starts_with("AAAA");
  if (!without_options && !read_options(first))
    return std::nullopt;
  const std::string_view type = without_options ? first : second, key = without_options ? second : word();
  if (!read_key(type, key))
    return std::nullopt;
  if (signer_.valid_after && signer_.valid_before && *signer_.valid_before <= *signer_.valid_after) {
    (void)fail(first, "valid-before is not after valid-after");
    return std::nullopt;
  }
  return std::move(signer_);
}

} // namespace

AllowedSignersFile read_allowed_signers(const SourceFile& file, bool self_asserted) {
  AllowedSignersFile out;
  out.name = file.name;
  out.self_asserted = self_asserted;
  const std::string_view text = file.bytes;
  const TextPositions positions(file.shown, text);
  std::size_t number = 0;
  for (std::size_t start = 0; start < text.size();) {
    const std::size_t end = std::min(text.find('\n', start), text.size());
    std::string_view line = text.substr(start, end - start);
    start = end + 1;
    ++number;
    if (line.ends_with("\r"))
      line.remove_suffix(1);
    line = without_spaces_before(line);
    if (line.empty() || line.front() == '#')
      continue;
    const auto note = [&](Diagnostics& list, const Trouble& trouble) {
      list.add(positions.at(static_cast<std::size_t>(trouble.at.data() - text.data())), trouble.message,
               trouble.hint);
    };
    if (const std::size_t nul = line.find('\0'); nul != line.npos) {
      note(out.problems,
           {line.substr(nul), "a NUL byte is no text", "this may be no file of allowed signers"});
      continue;
    }
    LineReader reader(line);
    auto signer = reader.read();
    if (!signer) {
      note(out.problems, reader.trouble());
      continue;
    }
    for (const Trouble& remark : reader.remarks())
      note(out.remarks, remark);
    signer->line = number;
    out.signers.push_back(std::move(*signer));
  }
  return out;
}

bool matches_pattern(std::string_view text, std::string_view pattern) {
  // Only the last `*` ever has to be tried again, so this takes at most |text| times |pattern| steps.
  std::size_t t = 0, p = 0, star = pattern.npos, star_text = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      star_text = t;
    } else if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == text[t])) {
      ++p;
      ++t;
    } else if (star != pattern.npos) {
      p = star + 1;
      t = ++star_text;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', p) == pattern.npos;
}

std::vector<std::string_view> patterns_of(std::string_view list) {
  std::vector<std::string_view> patterns;
  for (std::size_t start = 0; start <= list.size();) {
    const std::size_t end = std::min(list.find(',', start), list.size());
    patterns.push_back(list.substr(start, end - start));
    start = end + 1;
  }
  return patterns;
}

bool matches_pattern_list(std::string_view text, std::string_view patterns) {
  bool matched = false;
  for (std::string_view pattern : patterns_of(patterns)) {
    const bool negated = pattern.starts_with("!");
    if (negated)
      pattern.remove_prefix(1);
    if (!matches_pattern(text, pattern))
      continue;
    if (negated)
      return false;
    matched = true;
  }
  return matched;
}

} // namespace assay::trust

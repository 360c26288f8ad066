// SPDX-License-Identifier: Apache-2.0
#include "cli/interview.hpp"

#include "audit/base/text.hpp"
#include "audit/base/time.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace assay::cli {

namespace {

// Keys such as arrows send control characters, which no XML file can hold.
void check(const Question& question, const std::string& text) {
  if (std::any_of(text.begin(), text.end(), [](char c) { return (c >= 0 && c < ' ') || c == '\x7f'; }))
    throw Error::usage(fmt::format("'{}' holds a control character", text));
  if (question.check && !text.empty())
    question.check(text);
}

} // namespace

std::string Interview::answer(const Question& question) {
  if (arguments_.has(question.option) || !asks_) {
    if (question.needed && !arguments_.has(question.option))
      throw Error::usage(fmt::format("--{} is missing", question.option)).hint(question.words);
    const std::string text =
        arguments_.has(question.option) ? folded(arguments_.text(question.option)) : question.proposal;
    check(question, text);
    return text;
  }
  const std::string prompt =
      question.proposal.empty() ? question.words + ":" : fmt::format("{} [{}]:", question.words, question.proposal);
  while (true) {
    const auto line = terminal_.ask(prompt);
    if (!line)
      throw Error::usage(fmt::format("nothing was written: --{} is missing", question.option));
    const std::string said = folded(*line);
    const std::string text = said.empty() ? question.proposal : said;
    if (text.empty() && question.needed)
      continue;
    try {
      check(question, text);
      return text;
    } catch (const Error& error) {
      if (error.kind() != ErrorKind::usage && error.kind() != ErrorKind::input)
        throw;
      terminal_.report(error);
    }
  }
}

void Interview::confirm(std::string_view shown, std::string_view question) {
  if (!asks_)
    return;
  terminal_.say(shown);
  const std::string said = ascii_lower(folded(terminal_.ask(fmt::format("{} [y/N]", question)).value_or("")));
  if (said != "y" && said != "yes")
    throw Error::usage("nothing was written");
}

void check_day(const std::string& text) {
  if (text.size() != 10 || !parse_rfc3339(text))
    throw Error::usage(fmt::format("{} is no day", text)).hint("write it as 2026-12-09");
}

void check_id(const std::string& text) {
  const auto plain = [](char c) { return is_letter(c) || is_digit(c); };
  const auto fits = [&](char c) { return plain(c) || c == '.' || c == '_' || c == '-'; };
  if (text.empty() || text.size() > 100 || !plain(text.front()) || !std::all_of(text.begin(), text.end(), fits))
    throw Error::usage(fmt::format("{} is no id of a person", text)).hint("roles.xml of the trust store gives people ids");
}

} // namespace assay::cli

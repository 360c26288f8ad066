// SPDX-License-Identifier: Apache-2.0
#include "cli/terminal.hpp"

#include "audit/base/escape.hpp"

#include <fmt/format.h>

#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <iostream>

namespace assay::cli {

namespace {

void put(std::FILE* stream, std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stream);
}

void put_line(std::FILE* stream, std::string_view text) {
  if (stream == stderr) // what was printed before comes before, also where both go to one file
    std::fflush(stdout);
  put(stream, escape_terminal(text, true));
  put(stream, "\n");
}

} // namespace

Terminal::Terminal() {
  const char* no_colour = std::getenv("NO_COLOR");
  const char* term = std::getenv("TERM");
  const bool dumb = term != nullptr && std::strcmp(term, "dumb") == 0;
  colour_ = ::isatty(STDOUT_FILENO) == 1 && !dumb && (no_colour == nullptr || *no_colour == '\0');
  shows_progress_ = ::isatty(STDERR_FILENO) == 1 && !dumb;
}

void Terminal::print(std::string_view line) {
  end_progress();
  put_line(stdout, line);
}

void Terminal::print_raw(std::string_view bytes) {
  end_progress();
  put(stdout, bytes);
}

void Terminal::say(std::string_view line) {
  end_progress();
  if (!quiet_)
    put_line(stderr, line);
}

void Terminal::warn(std::string_view line) {
  end_progress();
  put_line(stderr, fmt::format("assay: {}", line));
}

void Terminal::report(const Error& error) {
  end_progress();
  std::string where;
  if (error.location())
    where = error.location()->to_string() + ": ";
  put_line(stderr, fmt::format("assay: {}{}", where, error.message()));
  for (const std::string& hint : error.hints())
    put_line(stderr, fmt::format("  hint: {}", hint));
}

bool Terminal::can_ask() const {
  return !quiet_ && ::isatty(STDIN_FILENO) == 1 && ::isatty(STDERR_FILENO) == 1;
}

std::optional<std::string> Terminal::ask(std::string_view question) {
  end_progress();
  std::fflush(stdout);
  put(stderr, escape_terminal(question) + " ");
  std::fflush(stderr);
  std::string line;
  if (std::getline(std::cin, line))
    return line;
  put(stderr, "\n"); // what comes next does not belong to the question
  return std::nullopt;
}

std::string Terminal::coloured(Tone tone, std::string_view text) const {
  const char* code = tone == Tone::good       ? "32"
                     : tone == Tone::bad      ? "31"
                     : tone == Tone::doubtful ? "33"
                     : tone == Tone::faint    ? "2"
                                              : "";
  const std::string escaped = escape_terminal(text);
  return colour_ && *code != '\0' ? fmt::format("\x1b[{}m{}\x1b[0m", code, escaped) : escaped;
}

void Terminal::progress(std::string_view what, std::uint64_t count) {
  if (!shows_progress_ || quiet_)
    return;
  const auto now = Clock::now();
  if (what != progress_what_) {
    end_progress();
    progress_what_ = what;
    progress_start_ = progress_shown_ = now;
  }
  using namespace std::chrono_literals;
  if (now - progress_start_ < 1s || now - progress_shown_ < 100ms)
    return;
  const double seconds = std::chrono::duration<double>(now - progress_start_).count();
  put(stderr, fmt::format("\r{} {} ({:.0f} a second)\x1b[K", count, what, static_cast<double>(count) / seconds));
  std::fflush(stderr);
  progress_shown_ = now;
  progress_visible_ = true;
}

void Terminal::end_progress() {
  if (progress_visible_)
    put(stderr, "\r\x1b[K");
  progress_visible_ = false;
  progress_what_.clear();
}

void Terminal::finish() {
  end_progress();
  if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0)
    throw Error::environment(fmt::format("the output could not be written: {}", std::strerror(errno)));
}

} // namespace assay::cli

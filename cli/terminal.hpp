// SPDX-License-Identifier: Apache-2.0
//
// The one door to the user: what is printed, where, and in which colour. Results go to standard output, everything
// else to standard error. All text is escaped on its way, since it may come out of a repository.
#pragma once

#include "audit/base/error.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace assay::cli {

enum class Tone { plain, good, bad, doubtful, faint };

class Terminal {
public:
  Terminal();

  void set_quiet(bool quiet) { quiet_ = quiet; }
  // A line of results, escaped.
  void print(std::string_view line);
  // Bytes as they are, for documents whose own format escapes.
  void print_raw(std::string_view bytes);
  // A line about the work, left out with --quiet.
  void say(std::string_view line);
  // A line that says something is amiss, printed even with --quiet.
  void warn(std::string_view line);
  void report(const Error& error);
  // Whether somebody sits there who can be asked; nobody with --quiet.
  bool can_ask() const;
  // Asks, and waits for a line. Nothing when the input has ended.
  std::optional<std::string> ask(std::string_view question);
  // `text` coloured for standard output, if that is a terminal and NO_COLOR is not set; escape it before.
  std::string coloured(Tone tone, std::string_view text) const;
  // Shows how far long work has come, on a terminal only and not before it has lasted a second.
  void progress(std::string_view what, std::uint64_t count);
  void end_progress();
  // Flushes; throws Error::environment if what was printed could not be written (a full disk, a closed pipe).
  void finish();

private:
  using Clock = std::chrono::steady_clock;
  bool quiet_ = false;
  bool colour_ = false;
  bool shows_progress_ = false;
  bool progress_visible_ = false;
  std::string progress_what_;
  Clock::time_point progress_start_;
  Clock::time_point progress_shown_;
};

} // namespace assay::cli

// SPDX-License-Identifier: Apache-2.0
//
// What a command has to know: from its options or, where they leave something open, from whoever sits at the terminal.
#pragma once

#include "cli/command.hpp"

#include <functional>
#include <string>

namespace assay::cli {

struct Question {
  const char* option; // answers it too
  std::string words;
  std::string proposal = {}; // what Return means
  bool needed = true;        // whether it has to be answered; the proposal, or nothing, is taken otherwise
  std::function<void(const std::string&)> check = {}; // throws Error for an answer that cannot be used
};

class Interview {
public:
  // `complete` says that the options answer all that has to be answered: then nobody is asked anything, at a terminal
  // neither, so that scripts are not held up.
  Interview(const Arguments& arguments, Terminal& terminal, bool complete)
      : arguments_(arguments), terminal_(terminal), asks_(!complete && terminal.can_ask()) {}

  bool asks() const { return asks_; }
  // Without white space at the ends; asked for again until it can be used. Throws Error::usage when it is needed and there
  // is none, and what the check throws of an option's value.
  std::string answer(const Question& question);
  // Throws Error::usage unless whoever was asked so far agrees to what is shown.
  void confirm(std::string_view shown, std::string_view question);

private:
  const Arguments& arguments_;
  Terminal& terminal_;
  bool asks_;
};

// "2026-12-09"; throws Error::usage for any other text.
void check_day(const std::string& text);
// The id of a person in roles.xml, likewise.
void check_id(const std::string& text);

} // namespace assay::cli

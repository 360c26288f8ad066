// SPDX-License-Identifier: Apache-2.0
//
// The one exception type of assay. It says what did not happen, where, why, and what to try, and knows nothing
// of who prints it. What a population could not learn, a schema's problems and the answer of `verify` are values,
// not errors.
#pragma once

#include <cstddef>
#include <exception>
#include <optional>
#include <string>
#include <vector>

namespace assay {

// What went wrong, as far as the caller has to act on it; each kind has one documented exit code.
enum class ErrorKind {
  usage,       // the command line is wrong
  input,       // a file or repository that was handed in cannot be used
  environment, // disk, permissions, a missing facility of the machine
  internal,    // a mistake of assay's own
};

// A position in a text file; line and column count from 1, 0 means not known. The excerpt is the part of the line
// around the column, and starts `excerpt_start` bytes into it.
struct Location {
  std::string file;
  std::size_t line = 0;
  std::size_t column = 0;
  std::string excerpt;
  std::size_t excerpt_start = 0;

  // "file:line:column", leaving out what is not known.
  std::string to_string() const;
};

class Error : public std::exception {
public:
  Error(ErrorKind kind, std::string message);

  static Error usage(std::string message) { return {ErrorKind::usage, std::move(message)}; }
  static Error input(std::string message) { return {ErrorKind::input, std::move(message)}; }
  static Error environment(std::string message) { return {ErrorKind::environment, std::move(message)}; }
  static Error internal(std::string message) { return {ErrorKind::internal, std::move(message)}; }

  Error&& at(Location location) &&;
  Error&& hint(std::string text) &&;

  ErrorKind kind() const { return kind_; }
  const std::string& message() const { return message_; }
  const std::optional<Location>& location() const { return location_; }
  const std::vector<std::string>& hints() const { return hints_; }
  const char* what() const noexcept override { return message_.c_str(); }

private:
  ErrorKind kind_;
  std::string message_;
  std::optional<Location> location_;
  std::vector<std::string> hints_;
};

} // namespace assay

// SPDX-License-Identifier: Apache-2.0
//
// Strict, bounded reading of TOML 1.0 that strangers wrote: at most 16 MiB, nested at most 200 deep, no key of more than
// 32 parts. Times and fractions are left unread.
#pragma once

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace assay {

// A value within a TomlDocument. Asked for something it is not, it answers with nothing.
struct TomlNode {
  enum class Kind { none, text, boolean, integer, other, array, table };

  Kind kind = Kind::none;
  std::string scalar;     // of a text; of an integer, its decimal digits
  bool truth = false;     // of a boolean
  std::size_t line = 0;   // from 1
  std::vector<const TomlNode*> elements;
  std::vector<std::pair<std::string, const TomlNode*>> members; // in the order of their names

  explicit operator bool() const { return kind != Kind::none; }
  bool is_text() const { return kind == Kind::text; }
  bool is_array() const { return kind == Kind::array; }
  bool is_table() const { return kind == Kind::table; }
  bool is_true() const { return truth; }
  std::string_view text() const { return scalar; }
  // The member of a table; a node of kind none when there is none.
  const TomlNode& operator[](std::string_view name) const;
};

class TomlDocument {
public:
  // Throws Error::input with the line. `shown` is what messages call the document.
  TomlDocument(std::string_view text, const std::string& shown);
  TomlDocument(const TomlDocument&) = delete;
  TomlDocument& operator=(const TomlDocument&) = delete;

  const TomlNode& root() const { return nodes_.front(); }

private:
  std::deque<TomlNode> nodes_;
};

} // namespace assay

// SPDX-License-Identifier: Apache-2.0
//
// Strict, bounded reading of YAML that strangers wrote (YAML 1.1 as libyaml reads it): nested at most 64 deep, no key
// twice in one mapping, no anchor within itself, and at most a million nodes once aliases are followed. Scalars stay
// text: what "on", "yes" or "1.10" means is the reader's to know.
#pragma once

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace assay {

struct YamlNode {
  enum class Kind { none, scalar, sequence, mapping };

  Kind kind = Kind::none;
  std::string scalar;
  bool plain = false; // a scalar without quotes, which may be null, a number or a boolean
  std::size_t line = 0, column = 0; // from 1
  std::vector<const YamlNode*> elements;
  std::vector<std::pair<const YamlNode*, const YamlNode*>> members; // in the document's order

  explicit operator bool() const { return kind != Kind::none; }
  bool is_scalar() const { return kind == Kind::scalar; }
  bool is_sequence() const { return kind == Kind::sequence; }
  bool is_mapping() const { return kind == Kind::mapping; }
  bool is_null() const; // "", "~" or "null", without quotes
  // The text of a scalar, else empty.
  std::string_view text() const { return scalar; }
  // The member with this scalar key; a node of kind none when there is none. Merge keys ("<<") are followed.
  const YamlNode& operator[](std::string_view key) const;
};

class YamlDocument {
public:
  // Throws Error::input with the line. `shown` is what messages call the document.
  YamlDocument(std::string_view text, const std::string& shown);
  YamlDocument(const YamlDocument&) = delete;
  YamlDocument& operator=(const YamlDocument&) = delete;

  // The first document of the stream; of kind none when it is empty.
  const YamlNode& root() const;
  const std::vector<const YamlNode*>& roots() const { return roots_; }

private:
  friend class YamlComposer;
  std::deque<YamlNode> nodes_;
  std::vector<const YamlNode*> roots_;
};

} // namespace assay

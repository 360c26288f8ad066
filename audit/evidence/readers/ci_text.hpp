// SPDX-License-Identifier: Apache-2.0
//
// What the readers of workflows share: bounds on what is read of a YAML document through aliases and references, which
// make much of little, and its flaws.
#pragma once

#include "audit/base/error.hpp"
#include "audit/base/yaml.hpp"
#include "audit/evidence/document.hpp"

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <vector>

namespace assay::evidence {

class CiText {
public:
  CiText(const Document& document, Flaws& flaws) : document_(document), flaws_(flaws) {}

  // The text of a scalar, else empty. Throws Error::input once more than 64 MiB have been read.
  std::string_view read(const YamlNode& node) {
    count(node, node.scalar.size() + 1);
    return node.text();
  }
  // The same for what items repeat: throws Error::input for more than 16 KiB.
  std::string name(const YamlNode& node) {
    if (node.scalar.size() > name_limit)
      throw refuse(node, fmt::format("it has a name or reference of more than {} bytes", name_limit));
    return std::string(read(node));
  }
  // Of a scalar or a sequence of scalars, each behind `before`, parted by spaces.
  std::string names(const YamlNode& node, std::string_view before = {}) {
    std::string all = node.is_scalar() ? std::string(before) + name(node) : std::string();
    for (const YamlNode* one : node.elements) {
      all += (all.empty() ? "" : " ") + std::string(before) + name(*one);
      if (all.size() > name_limit)
        throw refuse(node, fmt::format("it has a list of names of more than {} bytes", name_limit));
    }
    return all;
  }
  void count(const YamlNode& node, std::size_t bytes) {
    read_ += bytes;
    if (read_ > text_limit)
      throw refuse(node, fmt::format("more than {} MiB are to be read of it, as often as it refers to its parts",
                                     text_limit >> 20));
  }

  // Every scalar below `node`, but for keys.
  template <class Visit>
  void each_scalar(const YamlNode& node, Visit&& visit) {
    std::vector<const YamlNode*> open = {&node};
    while (!open.empty()) {
      const YamlNode& one = *open.back();
      open.pop_back();
      const std::string_view text = read(one);
      if (one.is_scalar())
        visit(text);
      open.insert(open.end(), one.elements.rbegin(), one.elements.rend());
      for (auto member = one.members.rbegin(); member != one.members.rend(); ++member)
        open.push_back(member->second);
    }
  }

  Error refuse(const YamlNode& node, const std::string& why) const {
    return Error::input(why).at({document_.name, node.line, node.column, {}, 0});
  }
  void flaw(const YamlNode& node, std::string_view what) { flaws_.add(fmt::format("line {}", node.line), what); }

private:
  static constexpr std::size_t text_limit = 64u << 20;
  static constexpr std::size_t name_limit = 16u << 10;

  const Document& document_;
  Flaws& flaws_;
  std::size_t read_ = 0;
};

} // namespace assay::evidence

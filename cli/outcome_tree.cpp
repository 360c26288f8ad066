// SPDX-License-Identifier: Apache-2.0
#include "cli/outcome_tree.hpp"

#include <fmt/format.h>

namespace assay::cli {

void print_node(const schema::Node& node, std::size_t depth, Terminal& terminal) {
  using Kind = schema::Node::Kind;
  const std::string indent(6 + 2 * depth, ' ');
  switch (node.kind) {
  case Kind::all: terminal.print(indent + "all of"); break;
  case Kind::any: terminal.print(indent + "any of"); break;
  case Kind::at_least: terminal.print(fmt::format("{}at least {} of", indent, node.number)); break;
  case Kind::negation: terminal.print(indent + "not"); break;
  case Kind::attestation:
    terminal.print(fmt::format("{}attestation by the {}: {}", indent, node.role, node.statement));
    break;
  case Kind::rule: {
    std::string with;
    for (const auto& [name, value] : node.with)
      with += fmt::format(" {}={}", name, value);
    terminal.print(fmt::format("{}rule {}{} ({}): {}", indent, node.rule->id, with,
                               node.basis == schema::Basis::text ? "text" : "indicator", node.rule->title));
    break;
  }
  }
  for (const schema::Node& child : node.children)
    print_node(child, depth + 1, terminal);
}

} // namespace assay::cli

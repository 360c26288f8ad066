// SPDX-License-Identifier: Apache-2.0
#include "audit/render/reference.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace assay::render {

namespace {

std::string places(const Fields& fields, const ElementType& type) {
  std::vector<std::string> lines;
  for (const auto& holder : fields.types())
    for (const Child& child : holder->children)
      if (child.type == &type && child.name != "children")
        lines.push_back(fmt::format("`{}` in `{}`", child.name, holder->name));
  return fmt::format("{}", fmt::join(lines, ", "));
}

std::string kind_of(const Attribute& attribute) {
  switch (attribute.kind) {
  case ValueKind::text: return attribute.refers ? "text; may name an element" : "text";
  case ValueKind::enumeration: {
    std::vector<std::string> values;
    for (const std::string& value : attribute.values)
      values.push_back("`" + value + "`");
    return "one of " + fmt::format("{}", fmt::join(values, ", "));
  }
  case ValueKind::integer: return "number";
  case ValueKind::time: return "time";
  case ValueKind::hash: return "hash";
  case ValueKind::uri: return "address";
  }
  return {};
}

std::string kind_of(const Child& child) {
  const ElementType& type = *child.type;
  const bool plain = type.attributes.empty() && type.children.empty();
  return fmt::format("{} {}{}", child.repeated ? "elements" : "element",
                     plain ? "with `text`" : fmt::format("`{}`", type.name), child.required ? "" : ", if any");
}

void row(std::string& out, std::string_view name, std::string_view kind, std::string_view meaning) {
  out += fmt::format("| `{}` | {} | {} |\n", name, kind, meaning);
}

} // namespace

std::string field_reference(const Fields& fields) {
  std::string out;
  for (const auto& type : fields.types()) {
    if (type->attributes.empty() && type->children.empty())
      continue; // holds text, and the element that holds it says so
    out += fmt::format("### {}\n\n", type->name);
    if (!type->meaning.empty())
      out += type->meaning + "\n\n";
    if (!type->alternatives.empty())
      out += fmt::format("Stands for `{}`; `is-…` tells which.\n\n", fmt::join(type->alternatives, "`, `"));
    if (const std::string where = places(fields, *type);
        !where.empty() && where != fmt::format("`{0}` in `report`", type->name))
      out += where + ".\n\n";
    out += "| field | holds | meaning |\n| --- | --- | --- |\n";
    for (const Attribute& attribute : type->attributes)
      row(out, attribute.name,
          kind_of(attribute) + (attribute.required || !type->alternatives.empty() ? "" : ", if any"),
          attribute.meaning);
    if (type->has_text)
      row(out, "text", "text", "");
    for (const Child& child : type->children)
      row(out, child.name, kind_of(child), child.meaning);
    out += '\n';
  }
  return out;
}

} // namespace assay::render

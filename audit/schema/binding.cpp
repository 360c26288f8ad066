// SPDX-License-Identifier: Apache-2.0
#include "audit/schema/binding.hpp"

namespace assay::schema {

ParameterValues bind(const Node& use, const std::function<std::optional<std::string>(const std::string& name)>& own) {
  ParameterValues values;
  for (const Parameter& parameter : use.rule->parameters) {
    const auto given = use.with.find(parameter.name);
    std::optional<std::string> text = given == use.with.end() ? *parameter.default_value : given->second;
    if (given != use.with.end() && text->substr(0, 1) == "$")
      text = own(text->substr(1));
    if (text)
      values[parameter.name] = {parameter.type, std::move(*text)};
  }
  return values;
}

} // namespace assay::schema

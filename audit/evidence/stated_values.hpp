// SPDX-License-Identifier: Apache-2.0
//
// Fields that hold what a document states.
#pragma once

#include "audit/evidence/item.hpp"

#include <algorithm>
#include <string_view>

namespace assay::evidence {

// Absent when the document does not state it.
inline void set_stated(Item& item, std::size_t field, std::string_view text) {
  if (!text.empty())
    item.set_text(field, text);
}

inline void set_stated(Item& item, std::size_t field, std::optional<std::int64_t> number) {
  if (number)
    item.set_number(field, *number);
}

// An enumeration; a value that it does not list becomes "other", and stands as text in the second field.
inline void set_listed(Item& item, std::size_t field, std::size_t as_stated, std::string_view value) {
  const std::vector<std::string>& values = item.fields()[field].values;
  const bool listed = value != "other" && std::find(values.begin(), values.end(), value) != values.end();
  item.set_name(field, listed ? value : "other");
  if (!listed)
    item.set_text(as_stated, value);
}

} // namespace assay::evidence

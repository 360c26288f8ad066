// SPDX-License-Identifier: Apache-2.0
//
// What the populations over forge snapshots share: fields whose value the forge may have kept to itself.
#pragma once

#include "audit/evidence/document_fields.hpp"
#include "audit/evidence/readers/forge.hpp"

namespace assay::evidence {

inline void set_known(Item& item, std::size_t field, const Known<bool>& known) {
  if (known.value)
    item.set_flag(field, *known.value);
  else if (!known.unknown.empty())
    item.set_unknown(field, known.unknown);
}

inline void set_known(Item& item, std::size_t field, const Known<std::int64_t>& known) {
  if (known.value)
    item.set_number(field, *known.value);
  else if (!known.unknown.empty())
    item.set_unknown(field, known.unknown);
}

inline void set_known(Item& item, std::size_t field, const Known<std::string>& known) {
  if (known.value)
    item.set_text(field, *known.value);
  else if (!known.unknown.empty())
    item.set_unknown(field, known.unknown);
}

} // namespace assay::evidence

// SPDX-License-Identifier: Apache-2.0
//
// Kleene's strong three-valued logic (S. C. Kleene, Introduction to Metamathematics, section 64): what follows
// when some of the truths are not known.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace assay::evaluation {

enum class Truth { no, unknown, yes };

std::string_view to_string(Truth truth);

Truth negation(Truth truth);
// True when at least `number` are true, false when no completion of the unknown ones could make it so. `all` is
// at_least(size), `any` is at_least(1). No truths at all are not known, never vacuously true.
Truth at_least(std::size_t number, const std::vector<Truth>& truths);

} // namespace assay::evaluation

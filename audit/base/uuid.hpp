// SPDX-License-Identifier: Apache-2.0
//
// Name-based identifiers (RFC 9562 section 5.5): the same name gives the same UUID, wherever and whenever it is made.
#pragma once

#include <string>
#include <string_view>

namespace assay {

// The UUID of version 5 for `name` within `name_space`, a UUID in its usual form of 36 characters. Throws
// Error::internal if `name_space` is none.
std::string uuid_v5(std::string_view name_space, std::string_view name);

// The namespace of names that are URIs (RFC 9562 section 6.6).
constexpr std::string_view uuid_namespace_url = "6ba7b811-9dad-11d1-80b4-00c04fd430c8";

} // namespace assay

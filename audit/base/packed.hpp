// SPDX-License-Identifier: Apache-2.0
//
// Lists of plain values as bytes, for files that do not leave the machine and the build that wrote them.
#pragma once

#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

namespace assay {

// Appends a vector or string of trivially copyable values, its length first.
template <class List> void append_list(std::string& bytes, const List& list) {
  static_assert(std::is_trivially_copyable_v<typename List::value_type>);
  const std::uint64_t count = list.size();
  bytes.append(reinterpret_cast<const char*>(&count), sizeof count);
  bytes.append(reinterpret_cast<const char*>(list.data()), list.size() * sizeof(typename List::value_type));
}

// Takes what append_list() made of a string off the front, where it lies. Nothing when it is not all there.
inline std::optional<std::string_view> take_bytes(std::string_view& bytes) {
  std::uint64_t count = 0;
  if (bytes.size() < sizeof count)
    return std::nullopt;
  std::memcpy(&count, bytes.data(), sizeof count);
  if (count > bytes.size() - sizeof count)
    return std::nullopt;
  const std::string_view taken = bytes.substr(sizeof count, count);
  bytes.remove_prefix(sizeof count + count);
  return taken;
}

// Takes a list off the front. False when it is not all there.
template <class List> bool take_list(std::string_view& bytes, List& list) {
  std::uint64_t count = 0;
  if (bytes.size() < sizeof count)
    return false;
  std::memcpy(&count, bytes.data(), sizeof count);
  bytes.remove_prefix(sizeof count);
  if (count > bytes.size() / sizeof(typename List::value_type))
    return false;
  list.resize(count);
  std::memcpy(static_cast<void*>(list.data()), bytes.data(), count * sizeof(typename List::value_type));
  bytes.remove_prefix(count * sizeof(typename List::value_type));
  return true;
}

} // namespace assay

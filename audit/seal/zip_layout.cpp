// SPDX-License-Identifier: Apache-2.0
#include "audit/seal/zip_layout.hpp"

#include <algorithm>
#include <array>

namespace assay::seal {

namespace {

void put(std::string& out, std::uint32_t value, int bytes) {
  for (int i = 0; i < bytes; ++i)
    out += static_cast<char>(value >> (8 * i));
}

// What the local header and the directory entry have in common, from "version needed" to "extra field
// length".
void put_common(std::string& out, const ZipEntry& entry) {
  const bool ascii =
      std::all_of(entry.name.begin(), entry.name.end(), [](char c) { return (c & 0x80) == 0; });
  put(out, 10, 2);                // version needed: 1.0
  put(out, ascii ? 0 : 0x800, 2); // flags: the name is UTF-8
  put(out, 0, 2);                 // method: stored
  put(out, zip_dos_time, 2);
  put(out, zip_dos_date, 2);
  put(out, entry.checksum, 4);
  put(out, entry.size, 4); // compressed
  put(out, entry.size, 4); // uncompressed
  put(out, static_cast<std::uint32_t>(entry.name.size()), 2);
  put(out, 0, 2); // no extra field
}

// Eight tables, so that eight bytes are taken at once: large containers are read at the speed of the disk.
using Tables = std::array<std::array<std::uint32_t, 256>, 8>;

constexpr Tables make_tables() {
  Tables tables{};
  for (std::uint32_t i = 0; i < 256; ++i) {
    std::uint32_t value = i;
    for (int bit = 0; bit < 8; ++bit)
      value = (value >> 1) ^ ((value & 1) != 0 ? 0xEDB88320u : 0);
    tables[0][i] = value;
  }
  for (std::size_t t = 1; t < 8; ++t)
    for (std::size_t i = 0; i < 256; ++i)
      tables[t][i] = (tables[t - 1][i] >> 8) ^ tables[0][tables[t - 1][i] & 0xFF];
  return tables;
}

constexpr Tables tables = make_tables();

} // namespace

std::uint16_t zip_number16(std::string_view bytes, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(bytes[at + i]); };
  return static_cast<std::uint16_t>(byte(0) | byte(1) << 8);
}

std::uint32_t zip_number32(std::string_view bytes, std::size_t at) {
  return zip_number16(bytes, at) | static_cast<std::uint32_t>(zip_number16(bytes, at + 2)) << 16;
}

std::uint64_t ZipEntry::content_offset() const {
  return std::uint64_t{offset} + zip_local_header_bytes + name.size();
}

std::string zip_local_header(const ZipEntry& entry) {
  std::string out = "PK\x03\x04";
  put_common(out, entry);
  return out + entry.name;
}

std::string zip_directory_entry(const ZipEntry& entry) {
  std::string out = "PK\x01\x02";
  put(out, 3 << 8 | 63, 2); // made by: Unix, version 6.3 of the specification
  put_common(out, entry);
  put(out, 0, 2); // no comment
  put(out, 0, 2); // disk number
  put(out, 0, 2); // internal attributes
  put(out, zip_member_mode << 16, 4);
  put(out, entry.offset, 4);
  return out + entry.name;
}

std::string zip_end_record(std::uint16_t count, std::uint32_t directory_size,
                           std::uint32_t directory_offset) {
  std::string out = "PK\x05\x06";
  put(out, 0, 4); // this disk, and the disk where the directory starts
  put(out, count, 2);
  put(out, count, 2);
  put(out, directory_size, 4);
  put(out, directory_offset, 4);
  put(out, 0, 2); // no comment
  return out;
}

void Checksum::update(std::string_view bytes) {
  while (bytes.size() >= 8) {
    const std::uint32_t low = state_ ^ zip_number32(bytes, 0), high = zip_number32(bytes, 4);
    state_ = tables[7][low & 0xFF] ^ tables[6][low >> 8 & 0xFF] ^ tables[5][low >> 16 & 0xFF] ^
             tables[4][low >> 24] ^ tables[3][high & 0xFF] ^ tables[2][high >> 8 & 0xFF] ^
             tables[1][high >> 16 & 0xFF] ^ tables[0][high >> 24];
    bytes.remove_prefix(8);
  }
  for (const char c : bytes)
    state_ = (state_ >> 8) ^ tables[0][(state_ ^ static_cast<unsigned char>(c)) & 0xFF];
}

} // namespace assay::seal

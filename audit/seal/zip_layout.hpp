// SPDX-License-Identifier: Apache-2.0
//
// The one byte form of a container: what a ZIP archive (PKWARE APPNOTE.TXT) looks like when every choice the
// format leaves has been made. Everything around the members' contents follows from their names, sizes and
// checksums, so a reader can write it again and compare. This is written down here rather than left to the
// library that writes archives: a dossier is kept for ten years and must outlive versions of that library.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace assay::seal {

struct ZipEntry {
  std::string name;
  std::uint32_t size = 0;
  std::uint32_t checksum = 0; // CRC-32 of the contents
  std::uint32_t offset = 0;   // of the local header

  std::uint64_t content_offset() const;
  std::uint64_t end() const { return content_offset() + size; }
};

inline constexpr std::size_t zip_local_header_bytes = 30;    // before the name
inline constexpr std::size_t zip_directory_entry_bytes = 46; // before the name
inline constexpr std::size_t zip_end_record_bytes = 22;

// Unix permissions of every member: a regular file, rw-r--r--.
inline constexpr std::uint32_t zip_member_mode = 0100644;
// 1980-01-01 00:00:00, the first moment ZIP can express.
inline constexpr std::uint16_t zip_dos_time = 0, zip_dos_date = 0x21;

// The header in front of the contents, the entry in the directory, and the record that ends the archive.
std::string zip_local_header(const ZipEntry& entry);
std::string zip_directory_entry(const ZipEntry& entry);
std::string zip_end_record(std::uint16_t count, std::uint32_t directory_size, std::uint32_t directory_offset);

// The checksum of ZIP (CRC-32 of ISO 3309), for finding accidents; it proves nothing.
class Checksum {
public:
  void update(std::string_view bytes);
  std::uint32_t value() const { return ~state_; }

private:
  std::uint32_t state_ = 0xFFFFFFFF;
};

// Little-endian numbers, as ZIP writes them.
std::uint16_t zip_number16(std::string_view bytes, std::size_t at);
std::uint32_t zip_number32(std::string_view bytes, std::size_t at);

} // namespace assay::seal

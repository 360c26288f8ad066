// SPDX-License-Identifier: Apache-2.0
//
// A growing text that may become large: beyond a megabyte it lives in an unnamed temporary file.
#pragma once

#include "audit/base/digest.hpp"

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace assay {

class Spool {
public:
  // Throws Error::environment when the temporary file cannot be made or written.
  void append(std::string_view text);
  bool empty() const { return size_ == 0; }
  std::uint64_t size() const { return size_; }
  Digest sha256() const;
  // Every line without its line feed; what follows the last one counts as a line unless it is empty.
  void each_line(const std::function<void(std::string_view)>& take) const;
  // Writes the whole text to a new file. Throws Error::environment.
  void save(const std::filesystem::path& path) const;

private:
  struct Close {
    void operator()(std::FILE* file) const { (void)std::fclose(file); }
  };
  void each_block(const std::function<void(std::string_view)>& take) const;

  std::string buffer_; // what is not in the file yet
  std::unique_ptr<std::FILE, Close> file_;
  std::uint64_t size_ = 0;
};

} // namespace assay

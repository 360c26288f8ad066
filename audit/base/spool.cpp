// SPDX-License-Identifier: Apache-2.0
#include "audit/base/spool.hpp"

#include "audit/base/error.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>

namespace assay {

namespace {

constexpr std::size_t in_memory = 1u << 20;

[[noreturn]] void fail(const char* what) {
  throw Error::environment(fmt::format("{}: {}", what, std::strerror(errno)))
      .hint("is there room in the directory for temporary files?");
}

} // namespace

void Spool::append(std::string_view text) {
  buffer_ += text;
  size_ += text.size();
  if (buffer_.size() < in_memory)
    return;
  if (file_ && std::fseek(file_.get(), 0, SEEK_END) != 0)
    fail("a temporary file could not be written");
  if (!file_)
    file_.reset(std::tmpfile());
  if (!file_)
    fail("a temporary file could not be made");
  if (std::fwrite(buffer_.data(), 1, buffer_.size(), file_.get()) != buffer_.size())
    fail("a temporary file could not be written");
  buffer_.clear();
}

void Spool::each_block(const std::function<void(std::string_view)>& take) const {
  if (file_) {
    if (std::fflush(file_.get()) != 0 || std::fseek(file_.get(), 0, SEEK_SET) != 0)
      fail("a temporary file could not be read back");
    char block[1u << 16];
    for (std::size_t got; (got = std::fread(block, 1, sizeof block, file_.get())) > 0;)
      take({block, got});
    if (std::ferror(file_.get()) != 0)
      fail("a temporary file could not be read back");
  }
  take(buffer_);
}

Digest Spool::sha256() const {
  Sha256 hash;
  each_block([&](std::string_view block) { hash.update(block); });
  return hash.finish();
}

void Spool::each_line(const std::function<void(std::string_view)>& take) const {
  std::string rest;
  each_block([&](std::string_view block) {
    rest += block;
    std::size_t start = 0;
    for (std::size_t end; (end = rest.find('\n', start)) != rest.npos; start = end + 1)
      take(std::string_view(rest).substr(start, end - start));
    rest.erase(0, start);
  });
  if (!rest.empty())
    take(rest);
}

void Spool::save(const std::filesystem::path& path) const {
  const std::unique_ptr<std::FILE, Close> out(std::fopen(path.c_str(), "wbx"));
  if (!out)
    fail(fmt::format("{} could not be created", path.string()).c_str());
  each_block([&](std::string_view block) {
    if (std::fwrite(block.data(), 1, block.size(), out.get()) != block.size())
      fail(fmt::format("{} could not be written", path.string()).c_str());
  });
  if (std::fflush(out.get()) != 0)
    fail(fmt::format("{} could not be written", path.string()).c_str());
}

} // namespace assay

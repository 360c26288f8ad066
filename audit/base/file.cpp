// SPDX-License-Identifier: Apache-2.0
#include "audit/base/file.hpp"

#include "audit/base/error.hpp"

#include <fmt/format.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace assay {

namespace fs = std::filesystem;

namespace {

class Descriptor {
public:
  Descriptor(const fs::path& path, int flags, unsigned mode = 0)
      : fd_(::open(path.c_str(), flags | O_CLOEXEC, mode)) {}
  ~Descriptor() {
    if (fd_ >= 0)
      ::close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  bool valid() const { return fd_ >= 0; }
  int get() const { return fd_; }

private:
  int fd_;
};

std::string reason() {
  return std::strerror(errno);
}

} // namespace

std::string read_file(const fs::path& path, std::uint64_t limit) {
  const auto fail = [&](const std::string& why) {
    return Error::input(fmt::format("{} could not be read: {}", path.string(), why));
  };
  // O_NONBLOCK: opening a FIFO must not hang before it is recognised as no regular file.
  const Descriptor file(path, O_RDONLY | O_NONBLOCK);
  struct stat status {};
  if (!file.valid() || ::fstat(file.get(), &status) != 0)
    throw fail(reason());
  if (!S_ISREG(status.st_mode))
    throw fail(S_ISDIR(status.st_mode) ? "it is a directory" : "it is not a regular file");
  const auto too_large = [&] { return fail(fmt::format("it is larger than {} bytes", limit)); };
  if (static_cast<std::uint64_t>(status.st_size) > limit)
    throw too_large();
  std::string bytes(static_cast<std::size_t>(status.st_size), '\0');
  std::size_t done = 0;
  while (true) {
    if (done == bytes.size()) {
      if (bytes.size() > limit)
        throw too_large();
      bytes.resize(bytes.size() + 1); // one byte more than announced tells a growing file from its end
    }
    const ssize_t got = ::read(file.get(), bytes.data() + done, bytes.size() - done);
    if (got < 0 && errno == EINTR)
      continue;
    if (got < 0)
      throw fail(reason());
    if (got == 0)
      break;
    done += static_cast<std::size_t>(got);
  }
  bytes.resize(done);
  return bytes;
}

void write_new_file(const fs::path& path, std::string_view bytes, unsigned mode) {
  const Descriptor file(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode);
  if (!file.valid())
    throw Error::environment(fmt::format("{} could not be created: {}", path.string(), reason()));
  const auto fail = [&] {
    const std::string why = reason();
    ::unlink(path.c_str());
    throw Error::environment(fmt::format("{} could not be written: {}", path.string(), why));
  };
  while (!bytes.empty()) {
    const ssize_t put = ::write(file.get(), bytes.data(), bytes.size());
    if (put < 0 && errno == EINTR)
      continue;
    if (put <= 0)
      fail();
    bytes.remove_prefix(static_cast<std::size_t>(put));
  }
  if (::fsync(file.get()) != 0)
    fail();
}

void replace_file(const fs::path& path, std::string_view bytes) {
  std::error_code code;
  if (fs::exists(path, code) && !fs::is_regular_file(path, code)) // a device would be replaced by a file
    throw Error::input(fmt::format("{} was not written: it is not a regular file", path.string()));
  fs::path aside = path;
  aside += fmt::format(".{}.new", ::getpid());
  write_new_file(aside, bytes);
  if (::rename(aside.c_str(), path.c_str()) == 0)
    return;
  const std::string why = reason();
  ::unlink(aside.c_str());
  throw Error::environment(fmt::format("{} could not be written: {}", path.string(), why));
}

void sync_to_disk(const fs::path& path) {
  const Descriptor file(path, O_RDONLY);
  if (!file.valid() || ::fsync(file.get()) != 0)
    throw Error::environment(fmt::format("{} could not be synced to disk: {}", path.string(), reason()));
}

std::vector<SourceFile> read_directory(const fs::path& directory, const std::string& prefix,
                                       std::uint64_t total_limit) {
  std::error_code code;
  if (!fs::is_directory(directory, code))
    throw Error::input(fmt::format("{} could not be read: it is not a directory", directory.string()));
  std::vector<SourceFile> files;
  std::uint64_t left = total_limit;
  for (auto entry = fs::recursive_directory_iterator(directory, code); entry != fs::end(entry);
       entry.increment(code)) {
    if (code)
      break;
    const fs::path path = entry->path();
    if (entry->is_symlink())
      throw Error::input(fmt::format("{} is a symbolic link", path.string()))
          .hint("put a copy of the file there: a link may name something else tomorrow");
    if (entry->is_directory())
      continue;
    SourceFile file{prefix + "/" + fs::relative(path, directory).generic_string(), read_file(path, left),
                    path.string()};
    left -= file.bytes.size();
    files.push_back(std::move(file));
  }
  if (code)
    throw Error::input(fmt::format("{} could not be read: {}", directory.string(), code.message()));
  std::sort(files.begin(), files.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  return files;
}

} // namespace assay

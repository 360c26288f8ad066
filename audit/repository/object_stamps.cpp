// SPDX-License-Identifier: Apache-2.0
#include "audit/repository/object_stamps.hpp"

#include "audit/base/digest.hpp"
#include "audit/base/text.hpp"

#include <fmt/format.h>

#include <sys/stat.h>

#include <algorithm>

namespace assay::repository {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t width = sizeof(Digest);

bool holds_objects(const fs::path& folder, const std::string& name) {
  const std::string inside = folder.filename().string();
  if (inside == "pack")
    return name.ends_with(".pack") || name.ends_with(".idx") || name == "multi-pack-index";
  return inside.size() == 2 && is_hexadecimal(inside) && is_hexadecimal(name);
}

} // namespace

std::optional<ObjectStamps> ObjectStamps::of(const fs::path& objects) {
  std::error_code code;
  if (fs::exists(objects / "info/alternates", code))
    return std::nullopt;
  std::vector<Digest> stamps;
  for (fs::directory_iterator folder(objects, code), end; !code && folder != end; folder.increment(code)) {
    std::error_code inner;
    for (fs::directory_iterator file(folder->path(), inner); !inner && file != fs::directory_iterator();
         file.increment(inner)) {
      const std::string name = file->path().filename().string();
      if (!holds_objects(folder->path(), name))
        continue;
      struct stat status {};
      if (lstat(file->path().c_str(), &status) != 0 || !S_ISREG(status.st_mode))
        return std::nullopt;
      stamps.push_back(sha256(fmt::format("{}/{} {} {} {} {}.{:09} {}.{:09}", folder->path().filename().string(), name,
                                          status.st_dev, status.st_ino, status.st_size, status.st_mtim.tv_sec,
                                          status.st_mtim.tv_nsec, status.st_ctim.tv_sec, status.st_ctim.tv_nsec)));
    }
  }
  if (code)
    return std::nullopt;
  std::sort(stamps.begin(), stamps.end());
  ObjectStamps all;
  for (const Digest& stamp : stamps)
    all.bytes_.append(stamp.begin(), stamp.end());
  return all;
}

bool ObjectStamps::hold(std::string_view earlier) const {
  std::size_t at = 0;
  for (std::size_t before = 0; before < earlier.size(); before += width) {
    const std::string_view stamp = earlier.substr(before, width);
    while (at < bytes_.size() && std::string_view(bytes_).substr(at, width) < stamp)
      at += width;
    if (at >= bytes_.size() || std::string_view(bytes_).substr(at, width) != stamp)
      return false;
    at += width;
  }
  return true;
}

} // namespace assay::repository

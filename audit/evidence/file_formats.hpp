// SPDX-License-Identifier: Apache-2.0
//
// What the bytes of a file announce it to be, by the published magic numbers. Knows nothing of names and
// extensions.
#pragma once

#include <string_view>

namespace assay::evidence {

// Machine code: "elf", "pe", "mach-o", "java-class", "wasm", "ar", "dex", or "none".
std::string_view executable_format(std::string_view bytes);

// "pyc" for compiled Python; archives and compressed files: "deb", "rpm", "jar", "zip", "gzip", "bzip2",
// "xz", "zstd", "7z", "tar"; or "none". A zip file is "jar" when META-INF/ is its first entry, as the Java
// tools write it.
std::string_view archive_format(std::string_view bytes);

} // namespace assay::evidence

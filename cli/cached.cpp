// SPDX-License-Identifier: Apache-2.0
#include "cli/cached.hpp"

#include "audit/audit.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <elf.h>
#include <link.h>

namespace assay::cli {

namespace fs = std::filesystem;

namespace {

// What the linker wrote into the running program to tell one build from another; empty when it did not.
std::string build_id() {
  std::string id;
  // The program itself comes first; its libraries do not matter.
  dl_iterate_phdr(
      [](dl_phdr_info* program, std::size_t, void* out) {
        for (int i = 0; i < program->dlpi_phnum; ++i) {
          const ElfW(Phdr)& part = program->dlpi_phdr[i];
          const auto* at = reinterpret_cast<const char*>(program->dlpi_addr + part.p_vaddr);
          for (const char* const end = at + part.p_memsz; part.p_type == PT_NOTE && at + sizeof(ElfW(Nhdr)) <= end;) {
            const auto* note = reinterpret_cast<const ElfW(Nhdr)*>(at);
            const auto padded = [](std::size_t size) { return (size + 3) & ~std::size_t{3}; };
            const char* const content = at + sizeof *note + padded(note->n_namesz);
            if (note->n_type == NT_GNU_BUILD_ID)
              *static_cast<std::string*>(out) = to_hex(std::string_view(content, note->n_descsz));
            at = content + padded(note->n_descsz);
          }
        }
        return 1;
      },
      &id);
  return id;
}

// XDG Base Directory Specification.
fs::path cache_directory() {
  const char* cache = std::getenv("XDG_CACHE_HOME");
  if (cache != nullptr && *cache == '/')
    return fs::path(cache) / "assay";
  const char* home = std::getenv("HOME");
  return home != nullptr && *home == '/' ? fs::path(home) / ".cache/assay" : fs::path();
}

} // namespace

void declare_cache_options(po::options_description& options) {
  options.add_options()("cache", po::value<std::string>()->value_name("DIR"),
                        "where findings about objects are kept for the next run (default: the user's cache)");
  options.add_options()("no-cache", "neither use nor keep findings of other runs");
}

repository::Repository open_repository(const std::string& path, const Arguments& arguments, Terminal& terminal) {
  if (arguments.has("cache") && arguments.has("no-cache"))
    throw Error::usage("--cache and --no-cache exclude each other");
  repository::Repository repository(path);
  if (arguments.has("no-cache"))
    return repository;
  const fs::path directory = arguments.has("cache") ? fs::path(arguments.text("cache")) : cache_directory();
  const std::string build = build_id();
  std::string problem = directory.empty() ? "there is no place for it" : build.empty() ? "this build has no id" : "";
  if (problem.empty())
    problem = repository.use_cache(directory, fmt::format("{} {}", version(), build));
  if (!problem.empty() && arguments.has("cache"))
    terminal.warn(fmt::format("there is no cache: {}", problem));
  return repository;
}

void keep_cache(const repository::Repository& repository) {
  if (repository.cache() != nullptr)
    repository.cache()->save();
}

} // namespace assay::cli

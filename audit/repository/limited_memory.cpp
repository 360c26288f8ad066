// SPDX-License-Identifier: Apache-2.0
#include "audit/repository/limited_memory.hpp"

#include <git2.h>
#include <git2/sys/alloc.h>

#include <cstdlib>
#include <cstring>

namespace assay::repository {

namespace {

bool is_too_large(std::size_t count, std::size_t size) {
  if (size == 0 || count <= memory_limit / size)
    return false;
  git_error_set_str(GIT_ERROR_NOMEMORY, "it takes more than 256 MiB at once");
  return true;
}

void* told(void* memory) {
  if (memory == nullptr)
    git_error_set_oom();
  return memory;
}

// The functions that libgit2 has for it, with the place in its source that asks.
void* allocate(std::size_t size, const char*, int) {
  return is_too_large(size, 1) ? nullptr : told(std::malloc(size == 0 ? 1 : size));
}

void* reallocate(void* old, std::size_t size, const char*, int) {
  return is_too_large(size, 1) ? nullptr : told(std::realloc(old, size == 0 ? 1 : size));
}

void* allocate_zeros(std::size_t count, std::size_t size, const char*, int) {
  return is_too_large(count, size) ? nullptr : told(std::calloc(count == 0 ? 1 : count, size == 0 ? 1 : size));
}

void* allocate_array(std::size_t count, std::size_t size, const char* file, int line) {
  return is_too_large(count, size) ? nullptr : allocate(count * size, file, line);
}

void* reallocate_array(void* old, std::size_t count, std::size_t size, const char* file, int line) {
  return is_too_large(count, size) ? nullptr : reallocate(old, count * size, file, line);
}

char* copy_exactly(const char* text, std::size_t size, const char* file, int line) {
  char* const copy = static_cast<char*>(allocate(size + 1, file, line));
  if (copy == nullptr)
    return nullptr;
  std::memcpy(copy, text, size);
  copy[size] = 0;
  return copy;
}

char* copy_at_most(const char* text, std::size_t size, const char* file, int line) {
  return copy_exactly(text, ::strnlen(text, size), file, line);
}

char* copy(const char* text, const char* file, int line) {
  return copy_exactly(text, std::strlen(text), file, line);
}

} // namespace

void limit_memory() {
  static git_allocator limited = {allocate,     allocate_zeros, copy,           copy_at_most, copy_exactly, reallocate,
                                  reallocate_array, allocate_array, std::free};
  git_libgit2_opts(GIT_OPT_SET_ALLOCATOR, &limited);
}

} // namespace assay::repository

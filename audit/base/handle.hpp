// SPDX-License-Identifier: Apache-2.0
//
// RAII for C libraries: a unique_ptr that names its free function, and an adaptor for functions that return
// their result through an out-pointer.
#pragma once

#include <memory>

namespace assay {

template <auto Free> struct FreeWith {
  template <class T> void operator()(T* pointer) const noexcept { (void)Free(pointer); }
};

template <class T, auto Free> using Handle = std::unique_ptr<T, FreeWith<Free>>;

// Passes a handle to `f(T** out, …)`: `some_c_open(OutPointer(handle), path)`. The handle is set at the end of the
// full expression, so that it cannot be used in the same condition.
template <class Owner> class OutPointer {
public:
  explicit OutPointer(Owner& owner) : owner_(owner) {}
  ~OutPointer() { owner_.reset(raw_); }
  OutPointer(const OutPointer&) = delete;
  OutPointer& operator=(const OutPointer&) = delete;
  operator typename Owner::pointer*() { return &raw_; }

private:
  Owner& owner_;
  typename Owner::pointer raw_ = nullptr;
};

} // namespace assay

// An order between threads that a library guarantees by means that ThreadSanitizer does not see,
// because the library is not instrumented: gRPC calls a reactor only after the operation was
// started that the call is about, and never two calls of those at once. Told to the sanitizer, so
// that it judges our classes like any other; in other builds nothing.
#pragma once

#include <cstdint>

#if defined(__SANITIZE_THREAD__)
extern "C" {
void __tsan_acquire(void* address);
void __tsan_release(void* address);
}
#endif

namespace lake {

// What this thread did so far comes before the calls that follow on the object. Only its address
// counts: it may be gone by then.
inline void HandOverAt([[maybe_unused]] std::uintptr_t object) {
#if defined(__SANITIZE_THREAD__)
  __tsan_release(reinterpret_cast<void*>(object));
#endif
}
inline void HandOver(const void* object) { HandOverAt(reinterpret_cast<std::uintptr_t>(object)); }

// Stands at the top of such a call.
class TakenOver {
 public:
  explicit TakenOver(const void* object) : object_(reinterpret_cast<std::uintptr_t>(object)) {
#if defined(__SANITIZE_THREAD__)
    __tsan_acquire(const_cast<void*>(object));
#endif
  }
  ~TakenOver() { HandOverAt(object_); }
  TakenOver(const TakenOver&) = delete;
  TakenOver& operator=(const TakenOver&) = delete;

 private:
  const std::uintptr_t object_;
};

}  // namespace lake

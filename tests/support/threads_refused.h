// A system that gives no more threads (EAGAIN), for as long as the object lives.
#pragma once

#include <pthread.h>

#include <cstddef>

#include "base/check.h"

namespace lake::testing {

class ThreadsRefused {
 public:
  ThreadsRefused() {
    pthread_attr_t large;
    CHECK(::pthread_getattr_default_np(&usual_) == 0);
    CHECK(::pthread_getattr_default_np(&large) == 0);
    // A stack as large as all the addresses that a program has.
    CHECK(::pthread_attr_setstacksize(&large, std::size_t{1} << 47) == 0);
    CHECK(::pthread_setattr_default_np(&large) == 0);
    ::pthread_attr_destroy(&large);
  }
  ~ThreadsRefused() {
    CHECK(::pthread_setattr_default_np(&usual_) == 0);
    ::pthread_attr_destroy(&usual_);
  }
  ThreadsRefused(const ThreadsRefused&) = delete;
  ThreadsRefused& operator=(const ThreadsRefused&) = delete;

 private:
  pthread_attr_t usual_;
};

}  // namespace lake::testing

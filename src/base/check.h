// CHECK: for our own mistakes, in every build. Prints where and what, then aborts. Never used for
// anything that came from outside: that is what Status is for.
#pragma once

namespace lake {
[[noreturn]] void CheckFailed(const char* file, int line, const char* condition);
}

#define CHECK(condition)                                                   \
  do {                                                                     \
    if (!(condition)) ::lake::CheckFailed(__FILE__, __LINE__, #condition); \
  } while (false)

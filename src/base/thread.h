// Threads with a name and without a way for an exception to leave them: third-party code may throw,
// and an exception that reaches a thread's entry would end the process without rolling back.
#pragma once

#include <exception>
#include <new>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>

#include "base/crash_point.h"
#include "base/result.h"

namespace lake {

// Shown by `top -H` and gdb; the kernel keeps 15 characters.
void NameThisThread(std::string_view name);

// Logs and returns a kInternal error: "<where>: <what> escaped".
Status EscapedException(std::string_view where, std::string_view what) noexcept;
// kResourceExhausted, of what the system does not give: memory, threads.
Status OutOfMemory(std::string_view where) noexcept;
Status CannotStartThread(std::string_view name, const std::system_error& error);

// Runs `body()`, which returns Status; an exception becomes EscapedException. Also for main.
template <class Body>
Status CatchExceptions(std::string_view where, Body&& body) {
  try {
    return body();
  } catch (const std::bad_alloc&) {
    return OutOfMemory(where);
  } catch (const std::exception& e) {
    return EscapedException(where, e.what());
  } catch (...) {
    return EscapedException(where, "an unknown exception");
  }
}

// Starts a thread that runs `body(stop_token)`, which returns Status, and then `done(Status)` on
// the same thread: whoever waits for the thread's work learns there that it failed. The jthread
// requests a stop and joins when it is destroyed. kResourceExhausted when the system gives no
// thread. The name is a throw point (crash_point.h), so that a test can let any kind of thread
// fail.
template <class Body, class Done>
Result<std::jthread> StartThread(std::string name, Body body, Done done) {
  try {
    return std::jthread(
        [name, body = std::move(body), done = std::move(done)](std::stop_token stop) mutable {
          NameThisThread(name);
          done(CatchExceptions(name, [&] {
            THROW_POINT(name);
            return body(std::move(stop));
          }));
        });
  } catch (const std::system_error& e) {
    return CannotStartThread(name, e);
  } catch (const std::bad_alloc&) {
    return OutOfMemory(name);
  }
}

// Whether the system gives so many threads now: for libraries that end the process when it does
// not. kResourceExhausted, naming the first that it refuses.
Status ProbeThreads(std::size_t count, std::string_view what);

}  // namespace lake

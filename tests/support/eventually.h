// Waiting for what other threads and programs do, and for nothing else: the one place where tests
// sleep.
#pragma once

#include <chrono>
#include <thread>

namespace lake::testing {

// Whether the condition comes true. The deadline is for machines that are very busy; a test that
// passes does not wait for it.
template <class Condition>
bool Eventually(Condition condition, std::chrono::milliseconds deadline = std::chrono::minutes(2)) {
  const auto end = std::chrono::steady_clock::now() + deadline;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  return true;
}

// Whether the condition holds all the time for a moment: for what must not happen. It finds only
// what happens soon, and never fails what is right.
template <class Condition>
bool Stays(Condition condition, std::chrono::milliseconds moment = std::chrono::milliseconds(30)) {
  return !Eventually([&] { return !condition(); }, moment);
}

}  // namespace lake::testing

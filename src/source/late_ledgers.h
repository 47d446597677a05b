// Ledgers that a source which is followed went past, or has not come to: exporters and copying
// programs put objects in place in any order, so what is missing is waited for, and only then an
// error.
//
// One thread.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

#include "base/clock.h"
#include "base/health.h"
#include "base/result.h"

namespace lake {

class LateLedgers {
 public:
  // Hears that the source is waited for, and why; then that it goes on.
  using Listener = std::function<void(Health health, std::string_view detail)>;

  // `clock` outlives it.
  LateLedgers(std::uint32_t wait_ms, Clock& clock, Listener listener);

  // Whether to look again for what `missing` names. True for `wait_ms` from the first time on.
  bool MayCome(const Error& missing);
  // The source came nearer to what is missing: the time begins anew.
  void Grew();
  // The next ledger is there, or nobody waits for it any more.
  void Came();

 private:
  const std::int64_t wait_micros_;
  Clock& clock_;
  const Listener listener_;
  std::int64_t since_micros_ = 0;
  bool missing_ = false;
};

}  // namespace lake

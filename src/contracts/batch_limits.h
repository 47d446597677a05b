// When a batch of rows is sent.
#pragma once

#include <cstddef>
#include <cstdint>

namespace lake {

struct BatchLimits {
  std::size_t rows = 1000;
  std::size_t text_bytes = std::size_t{16} << 20;  // about
  std::int64_t linger_ms = 50;                     // how long rows wait for more
  std::int64_t progress_ms = 1000;                 // how long ledgers without rows do
  std::int64_t wait_ms = 250;  // how long nothing may come before the stream looks for its client
};

}  // namespace lake

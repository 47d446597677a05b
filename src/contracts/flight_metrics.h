// What clients get over Flight, for /metrics. Of the process; thread-safe.
#pragma once

#include <cstdint>

namespace lake {

// A client that reads comes (1) or goes (-1).
void CountClient(int change);
void CountBatch(std::int64_t rows);
// How long Flight took until it asked for more after a batch.
void CountSendTime(std::int64_t micros);
// Makes every series appear in /metrics, also those that nothing was counted for yet.
void ShowFlightMetrics();

}  // namespace lake

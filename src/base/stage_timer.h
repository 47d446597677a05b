// Where the time of an ingest goes: the durations of its stages, as
// stellarlake_ingest_stage_seconds. A measurement costs two looks at the clock and a short lock.
// Thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>

namespace lake {

enum class Stage : std::uint8_t { kRead, kExtract, kCheck, kWrite, kCommit };
inline constexpr std::size_t kStages = 5;

// Counts the time from its construction to its end, whatever happens between them.
class StageTimer {
 public:
  explicit StageTimer(Stage stage);
  ~StageTimer();
  StageTimer(const StageTimer&) = delete;
  StageTimer& operator=(const StageTimer&) = delete;

 private:
  const Stage stage_;
  const std::int64_t start_micros_;
};

// Makes every stage appear in /metrics, also those that have not run yet.
void ShowStages();

}  // namespace lake

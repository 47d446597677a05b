// What a server counts, for /health, and for /metrics those of all servers of the process.
// Thread-safe.
#pragma once

#include <atomic>
#include <cstdint>
#include <string_view>

namespace lake {

enum class SqlOutcome : std::uint8_t {
  kDone,
  kFailed,
  kLeft,  // by a client that did not wait for the end
};

class SqlTotals {
 public:
  SqlTotals();  // makes every series appear in /metrics

  void CountBegin();
  // `question` is "describe" or "run".
  void CountEnd(std::string_view question, SqlOutcome outcome, std::int64_t micros);
  void CountBatch(std::uint64_t bytes);
  void CountWorker();

  std::uint64_t statements() const { return statements_; }
  std::uint64_t failures() const { return failures_; }
  std::uint64_t batches() const { return batches_; }
  std::uint64_t bytes() const { return bytes_; }

 private:
  std::atomic<std::uint64_t> statements_ = 0;
  std::atomic<std::uint64_t> failures_ = 0;
  std::atomic<std::uint64_t> batches_ = 0;
  std::atomic<std::uint64_t> bytes_ = 0;
};

}  // namespace lake

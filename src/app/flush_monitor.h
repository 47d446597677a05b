// How a flusher does, for its operator: /health with the fields of spec 002, /ready, /metrics, and
// lines in the log. One thread; the server has its own.
#pragma once

#include <cstdint>
#include <memory>

#include "app/health_server.h"
#include "app/settings.h"
#include "base/health.h"
#include "flush/flush_work.h"

namespace lake {

class FlushMonitor final : public FlushObserver {
 public:
  // Listens on the settings' port, unless that is 0 or nobody should ask (`serves`).
  static Result<std::unique_ptr<FlushMonitor>> Start(const Settings& settings, bool serves);

  void OnFlushed(const LedgerSpan& ledgers, std::uint64_t rows) override;
  void OnWait(const Error& error) override;
  // A flush is done.
  void OnReport(const FlushReport& report);
  // A flush, deletion or VACUUM was not, and will be tried again or not.
  void OnFailure(FlushPart part, const Error& error);
  void OnDeleted(const HotRemoval& removed, double seconds);
  void OnVacuumed(double seconds);
  // When the next flush begins (MonotonicMicros).
  void OnNext(std::int64_t monotonic_micros);
  void OnEnd(const Status& status);

  const HealthBoard& board() const { return board_; }
  int port() const { return server_ == nullptr ? 0 : server_->port(); }

 private:
  explicit FlushMonitor(const Settings& settings);
  void ShowHotBuffer(const FlushReport& report);
  void ReportTrouble(FlushPart part, const Error& error);

  HealthBoard board_;
  std::unique_ptr<HealthServer> server_;
  std::int64_t flushes_ = 0;
  std::int64_t rows_ = 0;
  int troubles_ = 0;  // in a row
};

// What a flush did, for people: "flushed ledgers 100 … 120: 5,912 rows in 1 commit, 0.8 s".
std::string FlushSentence(const FlushReport& report);

}  // namespace lake

// Moves ledgers from the hot buffer to a lake (README.md): one flush, one deletion, one VACUUM at a
// time, as often as it is asked.
//
// Nothing is kept open between two of these, so a catalog in a file is there for others meanwhile.
// Two flushers are safe: of two that commit the same ledgers one finds them held and goes on. One
// thread.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "base/clock.h"
#include "extract/extraction.h"
#include "flush/flush_work.h"
#include "flush/slice.h"
#include "ingest/ingest_run.h"
#include "postgres/connection.h"
#include "sink/ducklake_options.h"
#include "stellar/network.h"
#include "tables/selection.h"

namespace lake {

// Where ledgers go, and which tables of them.
struct FlushTarget {
  std::unique_ptr<SelectedTables> tables;
  // With tables and names; source and processor of its origin are set by the flusher.
  DuckLakeSinkOptions sink;
  // Whether somebody chose the tables: then those that the hot buffer has beside them are meant to
  // be left out, and end with it.
  bool tables_are_chosen = false;
};

struct FlusherOptions {
  PgOptions hot;
  // Asked at every flush, because a lake keeps the tables that it has.
  std::function<Result<FlushTarget>(const Network&, const std::stop_token&)> target;
  std::string network;  // name or passphrase; needed when the buffer's is none of the public ones
  SliceLimits slice;
  ExtractionOptions extraction;                         // always proves all that can be proved
  std::uint64_t piece_bytes = std::uint64_t{64} << 20;  // of rows that are written at once
  std::int64_t patience_ms = 60'000;  // with the lock of the hot buffer, to note what is flushed
  Clock* clock = &SystemClock();
};

// The network that a hot buffer names, as a flush needs it; kInvalidArgument when `wanted` is
// another, or its passphrase is not known.
Result<Network> NetworkOfHot(const std::string& name, const std::string& wanted);

class Flusher final : public FlushWork {
 public:
  // `observer` outlives it.
  Flusher(FlusherOptions options, FlushObserver& observer)
      : options_(std::move(options)), observer_(observer) {}

  Result<FlushReport> Flush(std::stop_token stop) override;
  Result<HotRemoval> Delete(std::uint32_t through, std::stop_token stop) override;
  Result<bool> Vacuum(std::stop_token stop) override;
  FlushPart failed_part() const override { return failed_part_; }

 private:
  Result<PgConnection> Connect(std::stop_token stop) const;

  FlusherOptions options_;
  FlushObserver& observer_;
  FlushPart failed_part_ = FlushPart::kHotBuffer;
};

}  // namespace lake

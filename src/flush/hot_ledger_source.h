// The ledgers that the hot buffer keeps as a LedgerSource, read in the snapshot that the caller's
// transaction has.
//
// Memory is bounded: ledgers are fetched compressed, some MiB at a time, and unpacked one by one. A
// ledger that is not there is kDataLoss at Seek, before any is read. Stop ends the connection when
// a statement is under way. Between Seek and the end of the last Next the connection is the
// source's; calls follow each other, from whatever thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "postgres/connection.h"
#include "source/ledger_source.h"
#include "source/stop_switch.h"

namespace lake {

class HotLedgerSource final : public LedgerSource {
 public:
  // `connection` outlives it and is in a REPEATABLE READ transaction; `span` is what there is.
  HotLedgerSource(PgConnection& connection, const LedgerSpan& span)
      : connection_(connection), span_(span) {}

  std::string Describe() const override { return "the hot buffer"; }
  Result<SourceExtent> Extent() override;
  Status Seek(LedgerRange range) override;
  Result<std::optional<RawLedger>> Next() override;
  void Stop() override { stop_.request_stop(); }

 private:
  struct Kept {
    std::uint32_t sequence;
    std::int64_t zstd_bytes;
  };
  Status ReadSizes(const LedgerSpan& wanted);
  Status Fetch();

  PgConnection& connection_;
  const LedgerSpan span_;
  StopSwitch stop_;
  std::vector<Kept> kept_;  // of the range
  std::size_t next_ = 0;    // of these
  std::optional<PgResult> chunk_;
  std::size_t at_ = 0;  // the next row of the chunk
};

}  // namespace lake

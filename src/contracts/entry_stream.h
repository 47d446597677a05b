// One client's reading: ledgers of a source of its own, extracted by a few workers, in order, each
// proved to follow the one before. What is read ahead of the client is bounded.
//
// One thread calls Follow or not, Start, then Next.
#pragma once

#include <cstdint>
#include <optional>
#include <stop_token>

#include "base/clock.h"
#include "contracts/entry_filter.h"
#include "contracts/late_source.h"
#include "contracts/ledger_entries.h"
#include "extract/ledger_line.h"
#include "stellar/proof.h"

namespace lake {

// Whose reading it is: those of clients are not counted as the service's (session_metrics.h).
enum class Reader : std::uint8_t { kClient, kSession, kService };

struct EntryStreamOptions {
  Reader reader = Reader::kClient;
  std::uint32_t workers = 4;
  std::size_t ahead_ledgers = 64;
  std::size_t ahead_bytes = std::size_t{32} << 20;  // of raw XDR
  VerifyLevel verify = VerifyLevel::kStrict;
  bool allow_gaps = false;  // ledgers that the source does not have are left out
  Hash256 network_id{};
};

inline EntryStreamOptions CountedAs(Reader reader, EntryStreamOptions options) {
  options.reader = reader;
  return options;
}

class EntryStream {
 public:
  // The clock outlives it.
  EntryStream(SourceFactory open, StreamRange range, EntryFilter filter,
              const EntryStreamOptions& options, Clock& clock);

  // The first ledger is to follow this one, which an earlier stream came to. Before Start; does
  // nothing for a hash of zero, which is not known.
  void Follow(std::uint32_t sequence, const Hash256& hash);
  // kResourceExhausted when the system gives no threads.
  Status Start() { return line_.Start(); }

  struct Taken {
    std::optional<LedgerEntries> entries = {};
    bool ended = false;  // with neither, nothing came in time
  };
  // The next ledger, also one without rows; waits no longer than `wait_ms`. An error is that of the
  // ledger (kDataLoss), the source or a thread, and ends the stream; kCancelled after a stop.
  Result<Taken> Next(std::int64_t wait_ms, std::stop_token stop);

 private:
  using Line = LedgerLine<LedgerEntries>;
  Status FollowsTheLast(const LedgerEntries& entries);

  const EntryFilter filter_;
  const EntryStreamOptions options_;
  std::uint32_t last_sequence_ = 0;  // 0 = none yet
  Hash256 last_hash_{};
  LateSource source_;
  Line line_;
};

}  // namespace lake

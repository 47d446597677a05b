// How a PostgresSink writes.
#pragma once

#include <functional>
#include <stop_token>

#include "base/backoff.h"
#include "base/clock.h"
#include "lineage/batch_rows.h"
#include "postgres/connection.h"
#include "tables/batch.h"

namespace lake {

struct PostgresSinkOptions {
  PgOptions connection;  // its stop is not heeded: a commit under way ends by itself
  TableSet tables;       // those of every batch; all of them tables of the hot buffer
  Origin origin;         // an empty writer becomes this host and process
  // Replaces what the buffer holds of a batch's ledgers, and does not say that it holds them.
  bool upsert = false;
  bool keep_raw = true;  // the ledgers themselves, too (hot/raw_ledgers.h)
  // How long, and how, to wait for a server that went away or for another writer; a stop ends it.
  std::int64_t patience_ms = 60'000;
  std::stop_token stop{};
  // Told by every Open which epoch of the buffer it found or began; `lost`: it began it, because a
  // crash had emptied the one before.
  std::function<void(std::int64_t epoch, bool lost)> on_open{};
  // Told why the sink waits before it tries again, for /health.
  std::function<void(const Error&)> on_wait{};
  BackoffPolicy backoff{.initial_ms = 50, .max_ms = 5'000, .multiplier = 2.0, .jitter = 0.25};
  Clock* clock = &SystemClock();
};

// The channel that tells the newest ledger of every commit (NOTIFY); its payload is JSON:
// {"epoch":1,"first":100,"last":101,"hash":"..."}.
inline constexpr const char* kHotTipChannel = "stellarlake_tip";

}  // namespace lake

// How to read a source: the settings that every kind of source shares. A plain value.
#pragma once

#include <cstdint>
#include <stop_token>
#include <string>

#include "net/network_options.h"
#include "source/failover_policy.h"
#include "source/s3_options.h"

namespace lake {

class Clock;
class SourceObserver;

struct SourceOptions {
  // Skips ledgers that the source does not have, with a line in the log, instead of stopping there.
  bool allow_gaps = false;
  // Passphrase that the source has to be of; "" = not known. A lake whose manifest names another is
  // refused.
  std::string network_passphrase;
  // Objects fetched and decompressed ahead of the reader, and what they may hold together; at least
  // one object is always read, whatever its size.
  std::uint32_t prefetch_threads = 0;  // 0 = as suits the source: 2 for folders, more for networks
  std::uint32_t prefetch_objects = 16;
  std::uint64_t prefetch_bytes = std::uint64_t{512} << 20;
  // How often an open-ended range looks for new ledgers.
  std::uint32_t poll_interval_ms = 1000;
  // How long an open-ended range waits for a ledger that the source went past before that is an
  // error; in sources that know what they have. 0 = not at all.
  std::uint32_t gap_wait_ms = 60'000;
  // So it waits for its first ledger too: one that is missing, and one that the source has not come
  // to, for which it waits as long as it takes otherwise.
  bool awaits_first = false;
  // Largest decompressed object, or record of a stream: what a small hostile file can make us hold.
  std::uint64_t max_output_bytes = std::uint64_t{256} << 20;
  // Sources that are on the network.
  NetworkOptions network = {};
  S3Options s3 = {};
  // When another of several sources is read instead; see failover/failover_source.h.
  FailoverPolicy failover = {};
  // Hears how the source is, for /health. Null = nobody. Outlives the source.
  SourceObserver* observer = nullptr;
  // Null = SystemClock().
  Clock* clock = nullptr;
  // Ends the opening, which may go to the network; an open source has its Stop.
  std::stop_token stop = {};
};

}  // namespace lake

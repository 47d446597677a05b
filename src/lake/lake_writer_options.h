// How a LakeWriter writes, and in whose name.
#pragma once

#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>

#include "base/backoff.h"
#include "base/clock.h"
#include "base/result.h"
#include "duckdb/lake.h"

namespace lake {

struct LakeWriterOptions {
  LakeOptions lake;  // `committer` is set by the writer
  // Files on a local data path are durable before they are committed.
  bool sync = true;
  // Whether files since the durable mark have to be whole. Who repairs a lake cannot ask for that.
  bool checks_files = true;
  // How often a change is tried when it fails for a reason that does not pass by itself.
  int attempts_max = 10;
  // How long to wait for a catalog that went away, or to win a race; a stop ends the wait.
  std::int64_t patience_ms = 60'000;
  std::stop_token stop{};
  // Told why the writer waits before it tries again, for /health.
  std::function<void(const Error&)> on_wait{};
  BackoffPolicy backoff{.initial_ms = 100, .max_ms = 5'000, .multiplier = 2.0, .jitter = 0.25};
  // How long a list of files under way stays unwritten before its writer counts as gone, where no
  // lock tells (pending_files.h). With 0 nobody else may write.
  std::int64_t grace_ms = std::int64_t{24} * 3600 * 1000;
  Clock* clock = &SystemClock();
};

struct LakeAuthor {
  std::string network;
  std::string program;  // with its version, as snapshots name it
  std::string writer;   // host:process
};

}  // namespace lake

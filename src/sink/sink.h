// Where batches of rows go: a lake, a hot buffer, files.
//
// Open prepares the store and says what it already holds; Commit writes one batch, all of it or
// nothing. When Commit fails with kUnavailable or kConflict the outcome has already been settled by
// reading back (reliability.md: never retry blindly): the batch is not in the store. kCancelled
// never comes from here. One thread uses a sink.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "lineage/coverage.h"
#include "tables/batch.h"
#include "tables/quality_result.h"

namespace lake {

struct CommitReport {
  std::uint64_t rows = 0;
  std::uint64_t bytes_written = 0;  // 0 = unknown
  double seconds = 0;
};

class Sink {
 public:
  virtual ~Sink() = default;
  virtual Result<std::vector<CoveredRange>> Open() = 0;
  virtual Result<CommitReport> Commit(const Batch& batch,
                                      const std::vector<QualityResult>& quality) = 0;
  virtual Status Close() = 0;
};

}  // namespace lake

// Rows on their way to the server: chunks of DuckDB, some thousand rows each, are put together to
// batches of about kBatchBytes, and those that are too large for a message are taken apart.
//
//   BatchFrames frames(channel, schema, rows_max, wanted);
//   TRY(frames.Begin());
//   TRY(frames.Add(batch)); …
//   TRY(frames.Finish());
//
// One thread. Errors: kResourceExhausted when there are more rows than are allowed, those of the
// channel.
#pragma once

#include <arrow/type_fwd.h>

#include <cstdint>
#include <memory>
#include <vector>

#include "flight_sql/worker_channel.h"

namespace lake {

// Clients refuse messages above 16 MiB unless they are told not to.
inline constexpr std::int64_t kBatchBytes = std::int64_t{1} << 20;
inline constexpr std::int64_t kBatchBytesMax = std::int64_t{8} << 20;

class BatchFrames {
 public:
  BatchFrames(WorkerChannel& channel, std::shared_ptr<arrow::Schema> schema, std::uint64_t rows_max,
              const WorkerChannel::Wanted& wanted)
      : channel_(channel), schema_(std::move(schema)), rows_max_(rows_max), wanted_(wanted) {}

  Status Begin();
  Status Add(std::shared_ptr<arrow::RecordBatch> rows);
  Status Finish();

 private:
  Status SendWaiting();
  Status SendRows(const arrow::RecordBatch& rows);

  WorkerChannel& channel_;
  const std::shared_ptr<arrow::Schema> schema_;
  const std::uint64_t rows_max_;  // 0: any number
  const WorkerChannel::Wanted& wanted_;
  std::uint64_t rows_ = 0;
  std::int64_t waiting_bytes_ = 0;
  std::vector<std::shared_ptr<arrow::RecordBatch>> waiting_;
};

}  // namespace lake

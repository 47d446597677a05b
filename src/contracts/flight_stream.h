// What Flight asks for the messages of one DoGet: the schema at once, then batches as they come.
//
// Called by one thread of Flight's, which it keeps while the client reads or the ledgers are
// awaited. For .cc files only: Flight's headers are large.
#pragma once

#include <arrow/flight/server.h>

#include <atomic>
#include <memory>
#include <stop_token>

#include "contracts/entry_batches.h"
#include "contracts/entry_stream.h"

namespace lake {

class FlightStream final : public arrow::flight::FlightDataStream {
 public:
  // `call` lives as long as the stream does, as Flight has it. `streams` is counted down at the
  // end. `stop` is the service's.
  FlightStream(std::unique_ptr<EntryStream> entries, const BatchLimits& limits, Clock& clock,
               const arrow::flight::ServerCallContext& call, std::stop_token stop,
               std::atomic<std::uint32_t>& streams);
  ~FlightStream() override;

  std::shared_ptr<arrow::Schema> schema() override;
  arrow::Result<arrow::flight::FlightPayload> GetSchemaPayload() override;
  arrow::Result<arrow::flight::FlightPayload> Next() override;

 private:
  const std::unique_ptr<EntryStream> entries_;
  EntryBatches batches_;
  Clock& clock_;
  std::int64_t gave_micros_ = 0;  // when the last batch went to Flight; 0 = none is under way
  const arrow::flight::ServerCallContext& call_;
  const std::stop_token stop_;
  std::atomic<std::uint32_t>& streams_;
};

}  // namespace lake

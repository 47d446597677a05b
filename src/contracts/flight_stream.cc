#include "contracts/flight_stream.h"

#include <arrow/buffer.h>
#include <arrow/ipc/dictionary.h>
#include <arrow/ipc/writer.h>
#include <arrow/record_batch.h>
#include <arrow/type.h>
#include <fmt/format.h>

#include <utility>

#include "base/log.h"
#include "contracts/flight_metrics.h"
#include "flight/flight_status.h"

namespace lake {

using arrow::flight::FlightPayload;

FlightStream::FlightStream(std::unique_ptr<EntryStream> entries, const BatchLimits& limits,
                           Clock& clock, const arrow::flight::ServerCallContext& call,
                           std::stop_token stop, std::atomic<std::uint32_t>& streams)
    : entries_(std::move(entries)),
      batches_(*entries_, limits, clock),
      clock_(clock),
      call_(call),
      stop_(std::move(stop)),
      streams_(streams) {
  CountClient(1);
}

FlightStream::~FlightStream() {
  --streams_;
  CountClient(-1);
}

std::shared_ptr<arrow::Schema> FlightStream::schema() { return ContractSchema(); }

arrow::Result<FlightPayload> FlightStream::GetSchemaPayload() {
  FlightPayload payload;
  const arrow::ipc::DictionaryFieldMapper no_dictionaries;
  ARROW_RETURN_NOT_OK(arrow::ipc::GetSchemaPayload(*ContractSchema(),
                                                   arrow::ipc::IpcWriteOptions::Defaults(),
                                                   no_dictionaries, &payload.ipc_message));
  return payload;
}

arrow::Result<FlightPayload> FlightStream::Next() {
  FlightPayload payload;  // without a message it says that the stream has ended
  if (gave_micros_ != 0) CountSendTime(clock_.MonotonicMicros() - gave_micros_);
  gave_micros_ = 0;
  for (;;) {
    if (call_.is_cancelled()) return arrow::Status::Cancelled("the client is gone");
    Result<EntryBatches::Cut> cut = batches_.Next(stop_);
    if (!cut.ok()) {
      if (stop_.stop_requested()) {
        return ToFlight({Code::kUnavailable, "the service stops; come back to where you are"});
      }
      const Error& error = cut.error();
      // A wrong wish is the client's and no fault of ours.
      const bool wrong_wish = error.code == Code::kNotFound || error.code == Code::kInvalidArgument;
      const auto text = fmt::format("contract data for {}: {}", call_.peer(), error.message);
      wrong_wish ? LogDebug("{}", text) : LogWarn("{}", text);
      return ToFlight(error);
    }
    if (cut->ended) return payload;
    if (cut->batch == nullptr) continue;
    ARROW_RETURN_NOT_OK(arrow::ipc::GetRecordBatchPayload(
        *cut->batch, arrow::ipc::IpcWriteOptions::Defaults(), &payload.ipc_message));
    if (cut->complete_through) {
      payload.app_metadata = arrow::Buffer::FromString(
          fmt::format("{{\"complete_through\":{}}}", *cut->complete_through));
    }
    CountBatch(cut->batch->num_rows());
    gave_micros_ = clock_.MonotonicMicros();
    return payload;
  }
}

}  // namespace lake

#include "flight_sql/sql_stream.h"

#include <arrow/buffer.h>
#include <arrow/ipc/writer.h>
#include <arrow/type.h>

#include "flight/flight_status.h"

namespace lake {
namespace {

using arrow::flight::FlightPayload;

// In front of the metadata of an encapsulated message: a mark and a length.
constexpr std::size_t kMessagePrefixBytes = 8;

arrow::Status Nonsense() {
  return ToFlight({Code::kInternal, "a worker said something that makes no sense"});
}

}  // namespace

SqlStream::SqlStream(std::unique_ptr<SqlCall> call, SqlTotals& totals)
    : call_(std::move(call)), totals_(totals) {}

// Nobody asks for it: the message of GetSchemaPayload has the columns.
std::shared_ptr<arrow::Schema> SqlStream::schema() { return arrow::schema({}); }

arrow::Result<FlightPayload> SqlStream::GetSchemaPayload() {
  auto frame = call_->Next();
  if (!frame.ok()) return ToFlight(frame.error());
  const bool schema =
      *frame && (*frame)->kind == FrameKind::kSchema && (*frame)->head.size() > kMessagePrefixBytes;
  if (!schema) return Nonsense();
  FlightPayload payload;
  payload.ipc_message.type = arrow::ipc::MessageType::SCHEMA;
  payload.ipc_message.metadata =
      arrow::Buffer::FromString((*frame)->head.substr(kMessagePrefixBytes));
  payload.ipc_message.body_length = 0;
  return payload;
}

arrow::Result<FlightPayload> SqlStream::Next() {
  FlightPayload payload;  // without a message it says that the stream has ended
  auto frame = call_->Next();
  if (!frame.ok()) return ToFlight(frame.error());
  if (!*frame) return payload;
  if ((*frame)->kind != FrameKind::kBatch) return Nonsense();
  payload.ipc_message.type = arrow::ipc::MessageType::RECORD_BATCH;
  payload.ipc_message.metadata = arrow::Buffer::FromString(std::move((*frame)->head));
  if ((*frame)->body != nullptr) {
    payload.ipc_message.body_length = (*frame)->body->size();
    payload.ipc_message.body_buffers = {std::move((*frame)->body)};
  }
  totals_.CountBatch(static_cast<std::uint64_t>(payload.ipc_message.body_length));
  return payload;
}

}  // namespace lake

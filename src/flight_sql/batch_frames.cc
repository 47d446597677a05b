#include "flight_sql/batch_frames.h"

#include <arrow/buffer.h>
#include <arrow/ipc/writer.h>
#include <arrow/record_batch.h>
#include <arrow/util/byte_size.h>
#include <fmt/format.h>

#include "flight/flight_status.h"

namespace lake {
namespace {

constexpr std::int64_t kAlignment = 8;  // of buffers in an IPC message
constexpr std::string_view kZeros("\0\0\0\0\0\0\0\0", kAlignment);

std::string_view TextOf(const arrow::Buffer& buffer) {
  return {reinterpret_cast<const char*>(buffer.data()), static_cast<std::size_t>(buffer.size())};
}

// The buffers with what stands between them.
std::vector<std::string_view> BodyOf(const arrow::ipc::IpcPayload& payload) {
  std::vector<std::string_view> body;
  for (const auto& buffer : payload.body_buffers) {
    if (buffer == nullptr || buffer->size() == 0) continue;
    body.push_back(TextOf(*buffer));
    const std::int64_t odd = buffer->size() % kAlignment;
    if (odd != 0) body.push_back(kZeros.substr(0, static_cast<std::size_t>(kAlignment - odd)));
  }
  return body;
}

}  // namespace

Status BatchFrames::Begin() {
  const auto schema = arrow::ipc::SerializeSchema(*schema_);
  TRY(FromArrow(schema.status()));
  return channel_.Send(FrameKind::kSchema, TextOf(**schema), {}, wanted_);
}

Status BatchFrames::Add(std::shared_ptr<arrow::RecordBatch> rows) {
  rows_ += static_cast<std::uint64_t>(rows->num_rows());
  if (rows_max_ != 0 && rows_ > rows_max_) {
    return {Code::kResourceExhausted,
            fmt::format("the answer has more than {} rows, which is the limit here; a LIMIT or an "
                        "aggregate makes it smaller",
                        rows_max_)};
  }
  const auto bytes = arrow::util::ReferencedBufferSize(*rows);
  TRY(FromArrow(bytes.status()));
  waiting_bytes_ += *bytes;
  waiting_.push_back(std::move(rows));
  return waiting_bytes_ < kBatchBytes ? Status() : SendWaiting();
}

Status BatchFrames::Finish() {
  TRY(SendWaiting());
  return channel_.Send(FrameKind::kEnd, "", {}, wanted_);
}

Status BatchFrames::SendWaiting() {
  if (waiting_.empty()) return {};
  std::shared_ptr<arrow::RecordBatch> rows = waiting_.front();
  if (waiting_.size() > 1) {
    auto joined = arrow::ConcatenateRecordBatches(waiting_);
    TRY(FromArrow(joined.status()));
    rows = std::move(joined).ValueOrDie();
  }
  waiting_.clear();
  waiting_bytes_ = 0;
  return SendRows(*rows);
}

Status BatchFrames::SendRows(const arrow::RecordBatch& rows) {
  arrow::ipc::IpcPayload payload;
  TRY(FromArrow(
      arrow::ipc::GetRecordBatchPayload(rows, arrow::ipc::IpcWriteOptions::Defaults(), &payload)));
  if (payload.body_length > kBatchBytesMax && rows.num_rows() > 1) {
    const std::int64_t half = rows.num_rows() / 2;
    TRY(SendRows(*rows.Slice(0, half)));
    return SendRows(*rows.Slice(half));
  }
  return channel_.Send(FrameKind::kBatch, TextOf(*payload.metadata), BodyOf(payload), wanted_);
}

}  // namespace lake

#include "flight_sql/statement_answer.h"

#include <arrow/buffer.h>
#include <arrow/ipc/writer.h>
#include <arrow/record_batch.h>
#include <arrow/type.h>

#include <optional>

#include "flight/flight_status.h"
#include "flight_sql/arrow_import.h"
#include "flight_sql/batch_frames.h"
#include "flight_sql/parameters.h"

namespace lake {
namespace {

Status SendSchema(FrameKind kind, const arrow::Schema& schema, WorkerChannel& channel,
                  const WorkerChannel::Wanted& wanted) {
  const auto bytes = arrow::ipc::SerializeSchema(schema);
  TRY(FromArrow(bytes.status()));
  return channel.Send(kind, (*bytes)->ToString(), {}, wanted);
}

// Runs of one statement, whose rows are one answer.
class Runs {
 public:
  Runs(std::uint64_t rows_max, WorkerChannel& channel, const WorkerChannel::Wanted& wanted)
      : rows_max_(rows_max), channel_(channel), wanted_(wanted) {}

  Status Add(ArrowStatement& statement) {
    TRY(statement.Start());
    TRY_ASSIGN(const std::shared_ptr<arrow::Schema> schema, RowSchemaOf(statement));
    if (!frames_) {
      schema_ = schema;
      frames_.emplace(channel_, schema_, rows_max_, wanted_);
      TRY(frames_->Begin());
    } else if (!schema->Equals(*schema_)) {
      return {Code::kInvalidArgument, "rows of parameters make answers of different columns"};
    }
    for (;;) {
      TRY_ASSIGN(std::shared_ptr<arrow::RecordBatch> rows, NextRows(statement, schema_));
      if (rows == nullptr) return {};
      TRY(frames_->Add(std::move(rows)));
    }
  }

  Status Finish() { return frames_->Finish(); }

 private:
  const std::uint64_t rows_max_;
  WorkerChannel& channel_;
  const WorkerChannel::Wanted& wanted_;
  std::shared_ptr<arrow::Schema> schema_;
  std::optional<BatchFrames> frames_;
};

}  // namespace

Status DescribeStatement(Connection& connection, const std::string& text, WorkerChannel& channel,
                         const WorkerChannel::Wanted& wanted) {
  TRY_ASSIGN(const ArrowStatement statement, ArrowStatement::Prepare(connection, text));
  TRY_ASSIGN(const std::shared_ptr<arrow::Schema> schema, SchemaOf(statement));
  TRY_ASSIGN(const std::shared_ptr<arrow::Schema> wants, ParametersOf(statement));
  TRY(SendSchema(FrameKind::kSchema, *schema, channel, wanted));
  TRY(SendSchema(FrameKind::kParameters, *wants, channel, wanted));
  return channel.Send(FrameKind::kEnd, "", {}, wanted);
}

Status RunStatement(Connection& connection, const StatementRun& run, WorkerChannel& channel,
                    const WorkerChannel::Wanted& wanted) {
  TRY_ASSIGN(ArrowStatement statement, ArrowStatement::Prepare(connection, run.statement));
  Runs runs(run.rows_max, channel, wanted);
  if (run.parameters == nullptr) {
    if (statement.parameter_count() > 0) {
      return {Code::kInvalidArgument, "the statement has parameters, and none were bound"};
    }
    TRY(runs.Add(statement));
    return runs.Finish();
  }
  TRY_ASSIGN(const ParameterRows parameters, ReadParameters(run.parameters));
  bool any = false;
  for (const auto& batch : parameters) {
    for (std::int64_t row = 0; row < batch->num_rows(); ++row) {
      TRY(BindRow(*batch, row, statement));
      TRY(runs.Add(statement));
      any = true;
    }
  }
  if (any) return runs.Finish();
  return {Code::kInvalidArgument, "there is no row of parameters"};
}

}  // namespace lake

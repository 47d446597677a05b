// What Flight asks for the messages of one DoGet: the frames of a worker's answer, as they come.
// Called by one thread of Flight's. For .cc files only: Flight's headers are large.
#pragma once

#include <arrow/flight/server.h>

#include <memory>
#include <string>

#include "flight_sql/sql_call.h"
#include "flight_sql/sql_totals.h"

namespace lake {

class SqlStream final : public arrow::flight::FlightDataStream {
 public:
  // The call has begun; its first frame is the schema. `totals` outlives the stream.
  SqlStream(std::unique_ptr<SqlCall> call, SqlTotals& totals);

  std::shared_ptr<arrow::Schema> schema() override;
  arrow::Result<arrow::flight::FlightPayload> GetSchemaPayload() override;
  arrow::Result<arrow::flight::FlightPayload> Next() override;

 private:
  const std::unique_ptr<SqlCall> call_;
  SqlTotals& totals_;
};

}  // namespace lake

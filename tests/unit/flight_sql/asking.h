// A lake, a server of it with real workers, and Arrow's own client of it.
#pragma once

#include <arrow/array.h>
#include <arrow/flight/client.h>
#include <arrow/record_batch.h>
#include <arrow/scalar.h>
#include <arrow/type.h>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "duckdb/lake.h"
#include "flight/flight_status.h"
#include "flight_sql/flight_sql_server.h"
#include "flight_sql/sql_commands.h"
#include "support/matchers.h"
#include "support/places.h"
#include "support/temp_folder.h"

namespace lake::testing {

// What a client has of an answer.
struct Answered {
  arrow::Status status;
  std::shared_ptr<arrow::Schema> schema;
  std::vector<std::string> rows;  // cells joined by '|'
  int batches = 0;
};

class Asking : public ::testing::Test {
 protected:
  using Client = arrow::flight::FlightClient;

  void MakeLake() {
    auto lake = Lake::Open(lake_);
    ASSERT_THAT(lake, IsOk());
    auto connection = (*lake)->Connect();
    ASSERT_THAT(connection, IsOk());
    ASSERT_THAT(connection->Execute(
                    "CREATE TABLE ledgers_row_v2 AS SELECT (100 + i)::BIGINT AS sequence, "
                    "'memo ' || i AS memo, (i / 7)::DECIMAL(18, 7) AS price, "
                    "TIMESTAMPTZ '2024-01-01' + to_seconds(i) AS closed_at FROM range(5000) t(i);"
                    "CREATE TABLE _batches AS SELECT 1 AS lo"),
                IsOk());
  }

  void Serve(FlightSqlOptions options = {}, std::vector<std::string> further = {}) {
    options.listen = "127.0.0.1:0";
    options.worker = {.path = Program(), .words = {"flight-sql-worker", "--lake", lake_.location}};
    if (!lake_.data_path.empty()) further.insert(further.end(), {"--data-path", lake_.data_path});
    options.worker.words.insert(options.worker.words.end(), further.begin(), further.end());
    auto server = FlightSqlServer::Start(options, SystemClock());
    ASSERT_THAT(server, IsOk());
    server_ = std::move(server).value();
    const auto at = arrow::flight::Location::ForGrpcTcp("127.0.0.1", server_->port());
    client_ = Client::Connect(at.ValueOrDie()).ValueOrDie();
  }

  Answered Read(const std::string& ticket) {
    Answered answered;
    auto reader = client_->DoGet(arrow::flight::Ticket{ticket});
    answered.status = reader.status();
    if (!reader.ok()) return answered;
    auto schema = (*reader)->GetSchema();
    answered.status = schema.status();
    if (!schema.ok()) return answered;
    answered.schema = *schema;
    for (;;) {
      auto chunk = (*reader)->Next();
      answered.status = chunk.status();
      if (!chunk.ok() || chunk->data == nullptr) return answered;
      ++answered.batches;
      Append(*chunk->data, answered.rows);
    }
  }

  // A command, as clients ask it: what there is first, then the rows.
  Answered AskCommand(const std::string& command) {
    auto info = client_->GetFlightInfo(arrow::flight::FlightDescriptor::Command(command));
    if (!info.ok()) return {.status = info.status(), .schema = nullptr, .rows = {}};
    return Read((*info)->endpoints().at(0).ticket.ticket);
  }
  Answered Ask(const std::string& sql) {
    flight_sql::CommandStatementQuery query;
    query.set_query(sql);
    return AskCommand(Packed(query));
  }
  // Without asking what there is: the statement is judged here, too.
  Answered RunTicket(const std::string& sql) {
    flight_sql::BoundStatement handle;
    handle.set_query(sql);
    flight_sql::TicketStatementQuery ticket;
    ticket.set_statement_handle(handle.SerializeAsString());
    return Read(Packed(ticket));
  }

  TempFolder folder_;
  LakeOptions lake_{.location = folder_.File("lake")};
  std::unique_ptr<FlightSqlServer> server_;
  std::unique_ptr<Client> client_;

 private:
  static void Append(const arrow::RecordBatch& batch, std::vector<std::string>& rows) {
    for (std::int64_t row = 0; row < batch.num_rows(); ++row) {
      std::string text;
      for (int i = 0; i < batch.num_columns(); ++i) {
        if (i > 0) text += '|';
        text += batch.column(i)->GetScalar(row).ValueOrDie()->ToString();
      }
      rows.push_back(std::move(text));
    }
  }
};

}  // namespace lake::testing

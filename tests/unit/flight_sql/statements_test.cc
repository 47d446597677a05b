// Statements and prepared ones, with Arrow's own client and real workers.
#include <arrow/array/builder_binary.h>
#include <arrow/array/builder_decimal.h>
#include <arrow/array/builder_primitive.h>
#include <gmock/gmock.h>

#include <thread>

#include "asking.h"
#include "support/eventually.h"

namespace lake::testing {
namespace {

namespace flight = arrow::flight;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using Strings = std::vector<std::string>;

class StatementsTest : public Asking {
 protected:
  void SetUp() override { MakeLake(); }

  // A handle of the statement, with the answer of the server.
  flight_sql::ActionCreatePreparedStatementResult Prepare(const std::string& sql) {
    flight_sql::ActionCreatePreparedStatementRequest request;
    request.set_query(sql);
    flight::Action action{"CreatePreparedStatement", arrow::Buffer::FromString(Packed(request))};
    auto results = client_->DoAction(action);
    EXPECT_THAT(FromArrow(results.status()), IsOk());
    auto result = (*results)->Next();
    EXPECT_THAT(FromArrow(result.status()), IsOk());
    google::protobuf::Any any;
    EXPECT_TRUE(any.ParseFromString((*result)->body->ToString()));
    flight_sql::ActionCreatePreparedStatementResult prepared;
    EXPECT_TRUE(any.UnpackTo(&prepared));
    return prepared;
  }
  static std::string CommandOf(const std::string& handle) {
    flight_sql::CommandPreparedStatementQuery command;
    command.set_prepared_statement_handle(handle);
    return Packed(command);
  }
  // The handle with these parameters.
  std::string Bind(const std::string& handle, const std::shared_ptr<arrow::RecordBatch>& rows) {
    auto put = client_->DoPut(flight::FlightDescriptor::Command(CommandOf(handle)), rows->schema());
    EXPECT_THAT(FromArrow(put.status()), IsOk());
    EXPECT_THAT(FromArrow(put->writer->WriteRecordBatch(*rows)), IsOk());
    EXPECT_THAT(FromArrow(put->writer->DoneWriting()), IsOk());
    std::shared_ptr<arrow::Buffer> metadata;
    EXPECT_THAT(FromArrow(put->reader->ReadMetadata(&metadata)), IsOk());
    EXPECT_THAT(FromArrow(put->writer->Close()), IsOk());
    flight_sql::DoPutPreparedStatementResult result;
    EXPECT_TRUE(metadata != nullptr && result.ParseFromString(metadata->ToString()));
    return result.prepared_statement_handle();
  }
};

std::shared_ptr<arrow::RecordBatch> Numbers(const std::vector<std::int64_t>& values) {
  arrow::Int64Builder builder;
  EXPECT_TRUE(builder.AppendValues(values).ok());
  return arrow::RecordBatch::Make(arrow::schema({arrow::field("1", arrow::int64())}),
                                  static_cast<std::int64_t>(values.size()),
                                  {builder.Finish().ValueOrDie()});
}

TEST_F(StatementsTest, AnswerWithRowsAndTheirTypes) {
  Serve();
  const Answered answered =
      Ask("select sequence, memo, price, closed_at, null as n from ledgers_row_v2 where sequence "
          "in (107, 114) order by 1");
  ASSERT_THAT(FromArrow(answered.status), IsOk());
  EXPECT_EQ(answered.schema->ToString(),
            "sequence: int64\nmemo: string\nprice: decimal128(18, 7)\n"
            "closed_at: timestamp[us, tz=UTC]\nn: int32");
  EXPECT_THAT(answered.rows, ElementsAre("107|memo 7|1.0000000|2024-01-01 00:00:07.000000Z|null",
                                         "114|memo 14|2.0000000|2024-01-01 00:00:14.000000Z|null"));
}

TEST_F(StatementsTest, AnswerWithEveryRowInFewBatches) {
  Serve();
  const Answered answered = Ask("select a.sequence from ledgers_row_v2 a, range(20)");
  ASSERT_THAT(FromArrow(answered.status), IsOk());
  EXPECT_EQ(answered.rows.size(), 100'000u);
  EXPECT_LE(answered.batches, 3);
}

TEST_F(StatementsTest, AnswerWithNoRowsButColumns) {
  Serve();
  const Answered answered = Ask("select sequence from ledgers_row_v2 where false");
  ASSERT_THAT(FromArrow(answered.status), IsOk());
  EXPECT_EQ(answered.schema->ToString(), "sequence: int64");
  EXPECT_TRUE(answered.rows.empty());
}

TEST_F(StatementsTest, TakeLargeBatchesApart) {
  Serve();
  const Answered answered = Ask("select repeat('x', 100000) as x from range(400)");
  ASSERT_THAT(FromArrow(answered.status), IsOk());
  EXPECT_EQ(answered.rows.size(), 400u);
  EXPECT_GE(answered.batches, 5);
}

TEST_F(StatementsTest, SayWhatIsWrongAtOnce) {
  Serve();
  for (const auto& [sql, says] :
       {std::pair("selekt 1", "syntax error"),
        {"select nonsense from ledgers_row_v2", "nonsense"},
        {"from nowhere", "nowhere"},
        {"", "one statement that asks is wanted"},
        {"select 1; select 2", "one statement"},
        {"delete from ledgers_row_v2", "only reads"},
        {"select cast(memo as integer) from ledgers_row_v2", "Conversion"}}) {
    const Answered answered = Ask(sql);
    EXPECT_TRUE(answered.status.IsInvalid()) << sql << ": " << answered.status.ToString();
    EXPECT_THAT(answered.status.message(), HasSubstr(says)) << sql;
  }
}

TEST_F(StatementsTest, ArePreparedWithParameters) {
  Serve();
  const auto prepared = Prepare("select memo from ledgers_row_v2 where sequence = ?");
  EXPECT_FALSE(prepared.dataset_schema().empty());
  EXPECT_FALSE(prepared.parameter_schema().empty());
  const std::string handle = prepared.prepared_statement_handle();
  EXPECT_THAT(AskCommand(CommandOf(handle)).status.message(), HasSubstr("none were bound"));
  EXPECT_THAT(AskCommand(CommandOf(Bind(handle, Numbers({103})))).rows, ElementsAre("memo 3"));
  // Each row of parameters is a run.
  EXPECT_THAT(AskCommand(CommandOf(Bind(handle, Numbers({104, 1, 106})))).rows,
              ElementsAre("memo 4", "memo 6"));
}

TEST_F(StatementsTest, TakeParametersOfManyTypes) {
  Serve();
  const std::string handle =
      Prepare("select $1 + 1 as a, $2 || 'y' as b, $3 * 2 as c, $4 is null as d, octet_length($5)")
          .prepared_statement_handle();
  arrow::Int32Builder a;
  arrow::StringBuilder b;
  arrow::Decimal128Builder c(arrow::decimal128(10, 2));
  arrow::DoubleBuilder d;
  arrow::BinaryBuilder e;
  ASSERT_TRUE(a.Append(41).ok() && b.Append("x").ok() && c.Append(arrow::Decimal128(125)).ok() &&
              d.AppendNull().ok() && e.Append(std::string("\0\xff", 2)).ok());
  const auto rows = arrow::RecordBatch::Make(
      arrow::schema({arrow::field("1", arrow::int32()), arrow::field("2", arrow::utf8()),
                     arrow::field("3", arrow::decimal128(10, 2)),
                     arrow::field("4", arrow::float64()), arrow::field("5", arrow::binary())}),
      1,
      {a.Finish().ValueOrDie(), b.Finish().ValueOrDie(), c.Finish().ValueOrDie(),
       d.Finish().ValueOrDie(), e.Finish().ValueOrDie()});
  const Answered answered = AskCommand(CommandOf(Bind(handle, rows)));
  ASSERT_THAT(FromArrow(answered.status), IsOk());
  EXPECT_THAT(answered.rows, ElementsAre("42|xy|2.50|true|2"));
}

TEST_F(StatementsTest, RefuseHandlesThatAreNone) {
  Serve();
  EXPECT_TRUE(AskCommand(CommandOf("")).status.IsInvalid());
  EXPECT_TRUE(AskCommand(CommandOf("\xff\x01nonsense")).status.IsInvalid());
  EXPECT_TRUE(AskCommand("nonsense").status.IsInvalid());
  EXPECT_TRUE(Read("nonsense").status.IsInvalid());
}

TEST_F(StatementsTest, EndAtTheirDeadline) {
  Serve({.listen = "", .worker = {}, .deadline_ms = 8'000});
  const Answered answered =
      Ask("select count(*) from range(1000000) a(i), range(1000000) b(j) where hash(i + j) = 1");
  EXPECT_THAT(answered.status.message(), HasSubstr("took longer than 8000 ms"));
  EXPECT_EQ(server_->totals().running, 0u);
}

TEST_F(StatementsTest, EndAtTheirRowLimit) {
  Serve({}, {"--rows-max", "4999"});
  EXPECT_THAT(Ask("from ledgers_row_v2").status.message(), HasSubstr("more than 4999 rows"));
  EXPECT_EQ(Ask("from ledgers_row_v2 limit 4999").rows.size(), 4999u);
}

TEST_F(StatementsTest, EndAtTheirMemoryLimit) {
  Serve({}, {"--memory", "64MiB"});
  for (const char* sql : {"select count(distinct i::varchar || 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx') "
                          "from range(20000000) t(i)",
                          "select length(repeat(repeat('x', 1000000), 8000))"}) {
    const Answered answered = Ask(sql);
    EXPECT_FALSE(answered.status.ok()) << sql;
    EXPECT_THAT(FromArrow(Ask("select 1").status), IsOk());
  }
}

TEST_F(StatementsTest, AreEndedWhenTheirClientLeaves) {
  Serve();
  {
    flight_sql::BoundStatement handle;
    handle.set_query("select i, repeat('x', 100) from range(100000000) t(i)");
    flight_sql::TicketStatementQuery ticket;
    ticket.set_statement_handle(handle.SerializeAsString());
    auto reader = client_->DoGet(flight::Ticket{Packed(ticket)});
    ASSERT_THAT(FromArrow(reader.status()), IsOk());
    ASSERT_THAT(FromArrow((*reader)->Next().status()), IsOk());
    EXPECT_EQ(server_->totals().running, 1u);
    (*reader)->Cancel();
  }
  EXPECT_TRUE(Eventually([&] { return server_->totals().running == 0; }));
}

TEST_F(StatementsTest, AreEndedWhenTheirClientDoesNotRead) {
  Serve({.listen = "", .worker = {}, .deadline_ms = 15'000});
  ASSERT_THAT(FromArrow(Ask("select 1").status), IsOk());  // so that a worker is there
  flight_sql::BoundStatement handle;
  handle.set_query("select i, repeat('x', 1000) from range(100000000) t(i)");
  flight_sql::TicketStatementQuery ticket;
  ticket.set_statement_handle(handle.SerializeAsString());
  auto reader = client_->DoGet(flight::Ticket{Packed(ticket)});
  ASSERT_THAT(FromArrow(reader.status()), IsOk());
  EXPECT_TRUE(Eventually([&] {
    server_->Tend();
    return server_->totals().running == 0;
  }));
  (*reader)->Cancel();
}

TEST_F(StatementsTest, WaitForTheirTurn) {
  Serve({.listen = "", .worker = {}, .statements_max = 1});
  flight_sql::BoundStatement handle;
  handle.set_query("select i, repeat('x', 100) from range(1000000) t(i)");
  flight_sql::TicketStatementQuery ticket;
  ticket.set_statement_handle(handle.SerializeAsString());
  auto reader = client_->DoGet(flight::Ticket{Packed(ticket)});
  ASSERT_THAT(FromArrow(reader.status()), IsOk());
  std::jthread other([&] { EXPECT_THAT(FromArrow(Ask("select 1").status), IsOk()); });
  std::int64_t rows = 0;
  for (;;) {
    auto chunk = (*reader)->Next();
    ASSERT_THAT(FromArrow(chunk.status()), IsOk());
    if (chunk->data == nullptr) break;
    rows += chunk->data->num_rows();
  }
  EXPECT_EQ(rows, 1'000'000);
}

TEST_F(StatementsTest, ReadTheLakeAsItIsNow) {
  Serve();
  EXPECT_THAT(Ask("select count(*) from _batches").rows, ElementsAre("1"));
  server_->Stop();  // ends the workers, which hold the catalog's file
  {
    auto lake = Lake::Open(lake_);
    ASSERT_THAT(lake, IsOk());
    auto connection = (*lake)->Connect();
    ASSERT_THAT(connection->Execute("INSERT INTO _batches VALUES (2)"), IsOk());
  }
  Serve();
  EXPECT_THAT(Ask("select count(*) from _batches").rows, ElementsAre("2"));
}

TEST_F(StatementsTest, OtherCallsAreNotImplemented) {
  Serve();
  EXPECT_TRUE(client_->DoAction({"BeginTransaction", nullptr}).status().IsNotImplemented() ||
              !client_->DoAction({"BeginTransaction", nullptr}).ValueOrDie()->Next().ok());
}

}  // namespace
}  // namespace lake::testing

#include "flight_sql/flight_sql_service.h"

#include <arrow/buffer.h>
#include <arrow/io/memory.h>
#include <arrow/ipc/writer.h>
#include <arrow/record_batch.h>
#include <arrow/type.h>
#include <fmt/format.h>

#include <utility>

#include "base/log.h"
#include "flight/flight_status.h"
#include "flight_sql/metadata_schemas.h"
#include "flight_sql/server_answers.h"
#include "flight_sql/sql_stream.h"

namespace lake {
namespace {

namespace flight = arrow::flight;
using flight_sql::ActionCreatePreparedStatementRequest;
using flight_sql::ActionCreatePreparedStatementResult;
using flight_sql::BoundStatement;
using flight_sql::CommandPreparedStatementQuery;
using flight_sql::CommandStatementQuery;
using flight_sql::DoPutPreparedStatementResult;
using flight_sql::TicketStatementQuery;

constexpr std::string_view kPrepareAction = "CreatePreparedStatement";
constexpr std::string_view kCloseAction = "ClosePreparedStatement";
// Of all rows of parameters, which go to and fro with the handle.
constexpr std::int64_t kParameterBytesMax = std::int64_t{2} << 20;

Result<std::string> SchemaBytes(const arrow::Schema& schema) {
  const auto bytes = arrow::ipc::SerializeSchema(schema);
  TRY(FromArrow(bytes.status()));
  return (*bytes)->ToString();
}

// The statement that a command or ticket names, with its parameters.
Result<BoundStatement> HandleOf(const SqlCommand& command) {
  if (command.kind == SqlCommandKind::kStatement) {
    TRY_ASSIGN(const auto query, command.As<CommandStatementQuery>());
    BoundStatement handle;
    handle.set_query(query.query());
    return handle;
  }
  if (command.kind == SqlCommandKind::kStatementTicket) {
    TRY_ASSIGN(const auto ticket, command.As<TicketStatementQuery>());
    return ParseHandle(ticket.statement_handle());
  }
  TRY_ASSIGN(const auto prepared, command.As<CommandPreparedStatementQuery>());
  return ParseHandle(prepared.prepared_statement_handle());
}

bool IsStatement(SqlCommandKind kind) {
  return kind == SqlCommandKind::kStatement || kind == SqlCommandKind::kStatementTicket ||
         kind == SqlCommandKind::kPreparedStatement;
}

std::string QueryCommand(const std::string& query) {
  CommandStatementQuery command;
  command.set_query(query);
  return Packed(command);
}

}  // namespace

FlightSqlService::FlightSqlService(const FlightSqlOptions& options, Clock& clock)
    : options_(options), clock_(clock), workers_(options.worker, options.statements_max, clock) {}

Result<std::unique_ptr<SqlCall>> FlightSqlService::Ask(const Call& call,
                                                       const SqlQuestion& question) {
  return SqlCall::Ask(
      workers_, question, options_.deadline_ms, clock_,
      [this, &call] { return call.is_cancelled() || stop_.stop_requested(); }, totals_);
}

Status FlightSqlService::Check(const std::stop_token& stop) {
  const std::string command = Packed(flight_sql::CommandGetCatalogs());
  TRY_ASSIGN(const auto asked,
             SqlCall::Ask(
                 workers_, {.kind = FrameKind::kRun, .command = command}, options_.deadline_ms,
                 clock_, [&stop] { return stop.stop_requested(); }, totals_));
  for (;;) {
    TRY_ASSIGN(const std::optional<Frame> frame, asked->Next());
    if (!frame) return {};
  }
}

Result<FlightSqlService::Description> FlightSqlService::Describe(const Call& call,
                                                                 const std::string& query) {
  const std::string command = QueryCommand(query);
  TRY_ASSIGN(const auto asked, Ask(call, {.kind = FrameKind::kDescribe, .command = command}));
  Description description;
  for (;;) {
    TRY_ASSIGN(std::optional<Frame> frame, asked->Next());
    if (!frame) return description;
    if (frame->kind == FrameKind::kSchema) description.schema = std::move(frame->head);
    if (frame->kind == FrameKind::kParameters) description.parameters = std::move(frame->head);
  }
}

Result<FlightSqlService::Wish> FlightSqlService::WishOf(const Call& call,
                                                        const Descriptor& descriptor) {
  if (descriptor.type != Descriptor::CMD) {
    return Error{Code::kInvalidArgument, "flights of Flight SQL are asked for by commands"};
  }
  TRY_ASSIGN(const SqlCommand command, ParseCommand(descriptor.cmd));
  if (!IsStatement(command.kind)) {
    TRY_ASSIGN(const std::shared_ptr<arrow::Schema> schema, MetadataSchema(command));
    TRY_ASSIGN(std::string bytes, SchemaBytes(*schema));
    return Wish{.schema = std::move(bytes), .ticket = descriptor.cmd};
  }
  TRY_ASSIGN(const BoundStatement handle, HandleOf(command));
  TRY_ASSIGN(Description description, Describe(call, handle.query()));
  TicketStatementQuery ticket;
  ticket.set_statement_handle(handle.SerializeAsString());
  return Wish{.schema = std::move(description.schema), .ticket = Packed(ticket)};
}

arrow::Status FlightSqlService::GetFlightInfo(const Call& call, const Descriptor& descriptor,
                                              std::unique_ptr<flight::FlightInfo>* info) {
  Result<Wish> wish = WishOf(call, descriptor);
  if (!wish.ok()) return ToFlight(wish.error());
  flight::FlightInfo::Data data;
  data.schema = std::move(wish->schema);
  data.descriptor = descriptor;
  flight::FlightEndpoint here;  // without a location: where the question was asked
  here.ticket.ticket = std::move(wish->ticket);
  data.endpoints = {std::move(here)};
  data.total_records = data.total_bytes = -1;
  data.ordered = true;
  *info = std::make_unique<flight::FlightInfo>(std::move(data));
  return arrow::Status::OK();
}

arrow::Status FlightSqlService::GetSchema(const Call& call, const Descriptor& descriptor,
                                          std::unique_ptr<flight::SchemaResult>* schema) {
  Result<Wish> wish = WishOf(call, descriptor);
  if (!wish.ok()) return ToFlight(wish.error());
  *schema = std::make_unique<flight::SchemaResult>(std::move(wish->schema));
  return arrow::Status::OK();
}

Result<std::unique_ptr<flight::FlightDataStream>> FlightSqlService::StreamOf(
    const Call& call, const std::string& ticket) {
  TRY_ASSIGN(const SqlCommand command, ParseCommand(ticket));
  if (!IsStatement(command.kind) && !IsForWorker(command.kind)) {
    TRY_ASSIGN(const std::shared_ptr<arrow::RecordBatch> rows, AnswerOfServer(command));
    auto reader = arrow::RecordBatchReader::Make({rows}, rows->schema());
    TRY(FromArrow(reader.status()));
    return std::unique_ptr<flight::FlightDataStream>(new flight::RecordBatchStream(*reader));
  }
  SqlQuestion question{.kind = FrameKind::kRun, .command = ticket};
  BoundStatement handle;
  std::string statement;
  if (IsStatement(command.kind)) {
    TRY_ASSIGN(handle, HandleOf(command));
    statement = QueryCommand(handle.query());
    question.command = statement;
    question.parameters = handle.parameters();
  }
  TRY_ASSIGN(std::unique_ptr<SqlCall> asked, Ask(call, question));
  return std::unique_ptr<flight::FlightDataStream>(new SqlStream(std::move(asked), totals_));
}

arrow::Status FlightSqlService::DoGet(const Call& call, const flight::Ticket& ticket,
                                      std::unique_ptr<flight::FlightDataStream>* stream) {
  auto made = StreamOf(call, ticket.ticket);
  if (!made.ok()) return ToFlight(made.error());
  *stream = std::move(made).value();
  return arrow::Status::OK();
}

Result<std::string> FlightSqlService::Prepare(const Call& call, const std::string& body) {
  google::protobuf::Any any;
  ActionCreatePreparedStatementRequest request;
  if (body.size() > kCommandBytesMax || !any.ParseFromString(body) || !any.UnpackTo(&request)) {
    return Error{Code::kInvalidArgument, "the statement to prepare cannot be read"};
  }
  if (!request.transaction_id().empty()) {
    return Error{Code::kInvalidArgument, "there are no transactions here"};
  }
  TRY_ASSIGN(const Description description, Describe(call, request.query()));
  BoundStatement handle;
  handle.set_query(request.query());
  ActionCreatePreparedStatementResult result;
  result.set_prepared_statement_handle(handle.SerializeAsString());
  result.set_dataset_schema(description.schema);
  result.set_parameter_schema(description.parameters);
  return Packed(result);
}

Result<std::string> FlightSqlService::Act(const Call& call, const flight::Action& action) {
  if (action.type == kCloseAction) return std::string();  // nothing is kept of it
  const std::string body = action.body == nullptr ? "" : action.body->ToString();
  if (action.type == kPrepareAction) return Prepare(call, body);
  return Error{Code::kNotFound, fmt::format("{} is no action here", action.type)};
}

arrow::Status FlightSqlService::DoAction(const Call& call, const flight::Action& action,
                                         std::unique_ptr<flight::ResultStream>* results) {
  const bool known = action.type == kPrepareAction || action.type == kCloseAction;
  if (!known) return arrow::Status::NotImplemented(action.type, " is no action of this service");
  Result<std::string> result = Act(call, action);
  if (!result.ok()) return ToFlight(result.error());
  std::vector<flight::Result> all;
  if (!result->empty()) all.emplace_back(arrow::Buffer::FromString(std::move(*result)));
  *results = std::make_unique<flight::SimpleResultStream>(std::move(all));
  return arrow::Status::OK();
}

arrow::Status FlightSqlService::ListActions(const Call&, std::vector<flight::ActionType>* actions) {
  *actions = {{std::string(kPrepareAction), "Describes a query; its handle is the query itself."},
              {std::string(kCloseAction), "Does nothing: nothing is kept of a statement."}};
  return arrow::Status::OK();
}

arrow::Status FlightSqlService::ListFlights(const Call&, const flight::Criteria*,
                                            std::unique_ptr<flight::FlightListing>* listings) {
  *listings = std::make_unique<flight::SimpleFlightListing>(std::vector<flight::FlightInfo>());
  return arrow::Status::OK();
}

// The handle of before, with the rows that are put.
Result<std::string> FlightSqlService::Bind(flight::FlightMessageReader& reader) {
  TRY_ASSIGN(const SqlCommand command, ParseCommand(reader.descriptor().cmd));
  if (command.kind != SqlCommandKind::kPreparedStatement) {
    return Error{Code::kInvalidArgument,
                 "only parameters of queries can be put: this service reads"};
  }
  TRY_ASSIGN(BoundStatement handle, HandleOf(command));
  auto out = arrow::io::BufferOutputStream::Create();
  TRY(FromArrow(out.status()));
  auto schema = reader.GetSchema();
  TRY(FromArrow(schema.status()));
  auto writer = arrow::ipc::MakeStreamWriter(*out, *schema);
  TRY(FromArrow(writer.status()));
  for (;;) {
    auto chunk = reader.Next();
    TRY(FromArrow(chunk.status()));
    if (chunk->data == nullptr) break;
    TRY(FromArrow((*writer)->WriteRecordBatch(*chunk->data)));
    const auto size = (*out)->Tell();
    if (size.ok() && *size > kParameterBytesMax) {
      return Error{Code::kResourceExhausted, "the parameters are larger than 2 MiB"};
    }
  }
  TRY(FromArrow((*writer)->Close()));
  auto buffer = (*out)->Finish();
  TRY(FromArrow(buffer.status()));
  handle.set_parameters((*buffer)->ToString());
  return handle.SerializeAsString();
}

arrow::Status FlightSqlService::DoPut(const Call&,
                                      std::unique_ptr<flight::FlightMessageReader> reader,
                                      std::unique_ptr<flight::FlightMetadataWriter> writer) {
  Result<std::string> handle = Bind(*reader);
  if (!handle.ok()) return ToFlight(handle.error());
  DoPutPreparedStatementResult result;
  result.set_prepared_statement_handle(std::move(*handle));
  return writer->WriteMetadata(*arrow::Buffer::FromString(result.SerializeAsString()));
}

}  // namespace lake

#include "flight_sql/worker_session.h"

#include <arrow/record_batch.h>
#include <arrow/type.h>

#include "base/log.h"
#include "base/redact.h"
#include "base/thread.h"
#include "flight_sql/batch_frames.h"
#include "flight_sql/lake_listing.h"
#include "flight_sql/statement_answer.h"
#include "tables/all.h"

namespace lake {
namespace {

// The server's end tells when an answer is not wanted any more.
const WorkerChannel::Wanted kAlways = [] { return Status(); };

// Why stores cannot be opened is for who serves them: it names places.
Result<SqlStores> OpenFor(const OpenSqlStores& open, const std::string& statement) {
  auto opened = open({&statement, 1});
  if (!opened.ok()) {
    LogError("a statement was not run: {}", opened.error().message);
    const Code code = opened.error().code;
    return Error{code == Code::kInvalidArgument ? Code::kInternal : code,
                 "what is served cannot be opened now; its log says why"};
  }
  SqlStores stores = std::move(opened).value();
  // Not that of the machine: the same question has the same answer everywhere.
  TRY(stores.connection.Execute("SET TimeZone = 'UTC'"));
  return stores;
}

Status Explained(const SqlStores& stores, Status status) {
  if (status.ok() || !stores.cause) return status;
  return stores.cause(status.error());
}

}  // namespace

std::string EveryTableName() {
  std::string names;
  for (const Table* table : AllTables()) {
    names += (names.empty() ? "" : " ") + std::string(table->spec->name);
  }
  return names;
}

Status WorkerSession::Run() {
  for (;;) {
    std::uint32_t looks = 0;
    const auto rested = [&]() -> Status {
      if (++looks * WorkerChannel::kLookMs < rules_.rest_ms_max) return {};
      return {Code::kCancelled, "nothing is asked"};
    };
    const Result<Frame> question = channel_.Receive(rested);
    if (!question.ok()) return {};  // the server has gone, or nothing is asked: both are an end
    const Status answered = CatchExceptions("statement", [&] { return Answer(*question); });
    if (answered.ok()) continue;
    const Error& error = answered.error();
    const std::string text = Redact(HideKnownSecrets(error.message));
    TRY(channel_.Send(FrameKind::kError, static_cast<char>(error.code) + text, {}, kAlways));
  }
}

Status WorkerSession::Answer(const Frame& question) {
  TRY_ASSIGN(const SqlCommand command, ParseCommand(question.head));
  if (command.kind == SqlCommandKind::kStatement) return AnswerStatement(question, command);
  if (IsForWorker(command.kind)) return AnswerMetadata(command);
  return {Code::kInternal, "this question is not for a worker"};
}

Status WorkerSession::AnswerStatement(const Frame& question, const SqlCommand& command) {
  TRY_ASSIGN(const auto query, command.As<flight_sql::CommandStatementQuery>());
  if (query.has_transaction_id() && !query.transaction_id().empty()) {
    return {Code::kInvalidArgument, "there are no transactions here: every statement reads alone"};
  }
  TRY_ASSIGN(const std::string statement, guard_.JudgeQuery(query.query()));
  TRY_ASSIGN(SqlStores stores, OpenFor(open_, statement));
  if (question.kind == FrameKind::kDescribe) {
    return Explained(stores, DescribeStatement(stores.connection, statement, channel_, kAlways));
  }
  return Explained(stores, RunStatement(stores.connection,
                                        {.statement = statement,
                                         .parameters = question.body,
                                         .rows_max = rules_.rows_max},
                                        channel_, kAlways));
}

Status WorkerSession::AnswerMetadata(const SqlCommand& command) {
  TRY_ASSIGN(SqlStores stores, OpenFor(open_, EveryTableName()));
  auto answer = AnswerOfLake(stores.connection, command);
  if (!answer.ok()) return Explained(stores, std::move(answer).status());
  BatchFrames frames(channel_, (*answer)->schema(), 0, kAlways);
  TRY(frames.Begin());
  if ((*answer)->num_rows() > 0) TRY(frames.Add(*answer));
  return frames.Finish();
}

}  // namespace lake

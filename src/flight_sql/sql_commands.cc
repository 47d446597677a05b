#include "flight_sql/sql_commands.h"

#include <fmt/format.h>
#include <google/protobuf/stubs/logging.h>

#include <array>
#include <utility>

namespace lake {
namespace {

// What is in front of a message's name in an Any.
constexpr std::string_view kTypePrefix = "type.googleapis.com/arrow.flight.protocol.sql.";

constexpr auto kKinds = std::to_array<std::pair<std::string_view, SqlCommandKind>>({
    {"CommandStatementQuery", SqlCommandKind::kStatement},
    {"TicketStatementQuery", SqlCommandKind::kStatementTicket},
    {"CommandPreparedStatementQuery", SqlCommandKind::kPreparedStatement},
    {"CommandGetCatalogs", SqlCommandKind::kCatalogs},
    {"CommandGetDbSchemas", SqlCommandKind::kSchemas},
    {"CommandGetTables", SqlCommandKind::kTables},
    {"CommandGetTableTypes", SqlCommandKind::kTableTypes},
    {"CommandGetPrimaryKeys", SqlCommandKind::kPrimaryKeys},
    {"CommandGetExportedKeys", SqlCommandKind::kForeignKeys},
    {"CommandGetImportedKeys", SqlCommandKind::kForeignKeys},
    {"CommandGetCrossReference", SqlCommandKind::kForeignKeys},
    {"CommandGetSqlInfo", SqlCommandKind::kSqlInfo},
    {"CommandGetXdbcTypeInfo", SqlCommandKind::kTypeInfo},
});

}  // namespace

void SilenceProtobuf() { google::protobuf::SetLogHandler(nullptr); }

Result<SqlCommand> ParseCommand(std::string_view bytes) {
  SqlCommand command{SqlCommandKind::kStatement, {}};
  if (bytes.size() > kCommandBytesMax) {
    return Error{Code::kInvalidArgument, "a command of Flight SQL has at most 8 MiB"};
  }
  const bool read = command.any.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
  const std::string_view url = command.any.type_url();
  if (!read || !url.starts_with(kTypePrefix)) {
    return Error{Code::kInvalidArgument, "this is no command of Flight SQL"};
  }
  const std::string_view name = url.substr(kTypePrefix.size());
  for (const auto& [known, kind] : kKinds) {
    if (known != name) continue;
    command.kind = kind;
    return command;
  }
  return Error{Code::kNotFound, fmt::format("{} is not for reading, or not known here", name)};
}

bool IsForWorker(SqlCommandKind kind) {
  switch (kind) {
    case SqlCommandKind::kStatement:
    case SqlCommandKind::kCatalogs:
    case SqlCommandKind::kSchemas:
    case SqlCommandKind::kTables:
    case SqlCommandKind::kPrimaryKeys:
      return true;
    case SqlCommandKind::kStatementTicket:
    case SqlCommandKind::kPreparedStatement:
    case SqlCommandKind::kTableTypes:
    case SqlCommandKind::kForeignKeys:
    case SqlCommandKind::kSqlInfo:
    case SqlCommandKind::kTypeInfo:
      return false;
  }
  return false;
}

Result<flight_sql::BoundStatement> ParseHandle(const std::string& bytes) {
  flight_sql::BoundStatement handle;
  if (handle.ParseFromString(bytes) && !handle.query().empty()) return handle;
  return Error{Code::kInvalidArgument, "this handle is of no statement"};
}

}  // namespace lake

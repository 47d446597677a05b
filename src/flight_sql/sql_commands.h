// Which commands of Flight SQL there are, and how they are taken out of what a client sent.
//
// A command is a protobuf message in a google.protobuf.Any, as descriptors, tickets and workers
// have it. Who answers is told by its kind: a worker what is in the lake, the server all else.
// Pure functions.
#pragma once

#include <google/protobuf/any.pb.h>
#include <proto/flight_sql.pb.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace lake {

namespace flight_sql = arrow::flight::protocol::sql;

enum class SqlCommandKind : std::uint8_t {
  kStatement,          // CommandStatementQuery
  kStatementTicket,    // TicketStatementQuery
  kPreparedStatement,  // CommandPreparedStatementQuery
  kCatalogs,
  kSchemas,
  kTables,
  kTableTypes,
  kPrimaryKeys,
  kForeignKeys,  // exported, imported and cross reference
  kSqlInfo,
  kTypeInfo,
};

struct SqlCommand {
  SqlCommandKind kind;
  google::protobuf::Any any;

  // The message itself; kInvalidArgument when it cannot be read.
  template <class Message>
  Result<Message> As() const {
    Message message;
    if (any.UnpackTo(&message)) return message;
    return Error{Code::kInvalidArgument, "a command of Flight SQL cannot be read"};
  }
  std::string Bytes() const { return any.SerializeAsString(); }
};

// Far above a statement with its parameters, and any other.
inline constexpr std::size_t kCommandBytesMax = std::size_t{8} << 20;

// Messages of strangers that make no sense are their affair and nothing for our log.
void SilenceProtobuf();

// kNotFound for commands that there are none of here; kInvalidArgument for what is none.
Result<SqlCommand> ParseCommand(std::string_view bytes);

template <class Message>
std::string Packed(const Message& message) {
  google::protobuf::Any any;
  any.PackFrom(message);
  return any.SerializeAsString();
}

// Whether a worker has to be asked.
bool IsForWorker(SqlCommandKind kind);

// A statement with its parameters, as a handle and a ticket have it.
Result<flight_sql::BoundStatement> ParseHandle(const std::string& bytes);

}  // namespace lake

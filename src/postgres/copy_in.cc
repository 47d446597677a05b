#include "postgres/copy_in.h"

#include <libpq-fe.h>

#include <algorithm>
#include <string>
#include <utility>

namespace lake {
namespace {

// Larger pieces would only grow libpq's buffer.
constexpr std::size_t kPieceBytesMax = 1u << 20;

}  // namespace

Result<PgCopyIn> PgCopyIn::Start(PgConnection& connection, std::string_view sql) {
  if (connection.broken()) return connection.Broken();
  if (PQsendQuery(connection.raw(), std::string(sql).c_str()) == 0) return connection.Broken();
  TRY_ASSIGN(const PgResult answer, connection.Answer());
  if (answer.column_count() == 0) return Error{Code::kInternal, "the statement begins no COPY"};
  return PgCopyIn(connection);
}

PgCopyIn::PgCopyIn(PgCopyIn&& other) noexcept
    : connection_(std::exchange(other.connection_, nullptr)) {}

PgCopyIn::~PgCopyIn() {
  if (connection_ != nullptr) connection_->Close();
}

Status PgCopyIn::Put(std::string_view bytes) {
  while (!bytes.empty()) {
    const std::string_view piece = bytes.substr(0, kPieceBytesMax);
    if (connection_->broken()) return connection_->Broken();
    const int put = PQputCopyData(connection_->raw(), piece.data(), static_cast<int>(piece.size()));
    if (put < 0) return connection_->Broken();
    TRY(connection_->Flush());
    if (put == 1) bytes.remove_prefix(piece.size());
  }
  return {};
}

Result<std::uint64_t> PgCopyIn::Finish() {
  PgConnection& connection = *std::exchange(connection_, nullptr);
  if (connection.broken()) return connection.Broken();
  while (true) {
    const int put = PQputCopyEnd(connection.raw(), nullptr);
    if (put < 0) return connection.Broken();
    if (put == 1) break;
    TRY(connection.Flush());
  }
  TRY_ASSIGN(const PgResult answer, connection.Answer());
  return answer.rows_changed();
}

}  // namespace lake

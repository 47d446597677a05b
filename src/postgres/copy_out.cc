#include "postgres/copy_out.h"

#include <fmt/format.h>
#include <libpq-fe.h>

#include <string>
#include <utility>

#include "postgres/copy_encoder.h"
#include "postgres/types.h"

namespace lake {
namespace {

// Signature and flags; then the length of an extension.
constexpr std::size_t kSignatureBytes = 11;
constexpr std::size_t kHeaderBytes = kSignatureBytes + 8;
constexpr std::int16_t kTrailer = -1;

Error Damaged(std::string_view what) {
  return {Code::kDataLoss, fmt::format("the server's COPY is damaged: {}", what)};
}

template <class Number>
bool Take(std::string_view& bytes, Number& number) {
  if (bytes.size() < sizeof number) return false;
  number = pg::Load<Number>(bytes.data());
  bytes.remove_prefix(sizeof number);
  return true;
}

}  // namespace

Result<PgCopyOut> PgCopyOut::Start(PgConnection& connection, std::string_view query,
                                   std::size_t columns) {
  if (connection.broken()) return connection.Broken();
  const std::string sql = fmt::format("COPY ({}) TO STDOUT (FORMAT binary)", query);
  if (PQsendQuery(connection.raw(), sql.c_str()) == 0) return connection.Broken();
  TRY_ASSIGN(const PgResult answer, connection.Answer());
  if (answer.column_count() != columns) {
    return Error{Code::kInternal,
                 fmt::format("a COPY of {} columns has {}", columns, answer.column_count())};
  }
  return PgCopyOut(connection, columns);
}

PgCopyOut::PgCopyOut(PgCopyOut&& other) noexcept
    : connection_(std::exchange(other.connection_, nullptr)),
      piece_(std::exchange(other.piece_, nullptr)),
      rest_(other.rest_),
      header_(other.header_),
      trailer_(other.trailer_),
      cells_(std::move(other.cells_)) {}

PgCopyOut::~PgCopyOut() {
  DropPiece();
  if (connection_ != nullptr) connection_->Close();
}

void PgCopyOut::DropPiece() {
  if (piece_ != nullptr) PQfreemem(std::exchange(piece_, nullptr));
  rest_ = {};
}

Result<std::string_view> PgCopyOut::Receive() {
  DropPiece();
  while (true) {
    if (connection_->broken()) return connection_->Broken();
    const int size = PQgetCopyData(connection_->raw(), &piece_, /*async=*/1);
    if (size > 0) return std::string_view(piece_, static_cast<std::size_t>(size));
    if (size == -1) return std::string_view();
    if (size < 0) return connection_->Broken();
    TRY(connection_->AwaitInput());
  }
}

Status PgCopyOut::TakeHeader(std::string_view& bytes) {
  const std::string_view signature = CopyHeader().substr(0, kSignatureBytes);
  if (bytes.size() < kHeaderBytes || !bytes.starts_with(signature)) return Damaged("no header");
  bytes.remove_prefix(kSignatureBytes + 4);
  std::int32_t extension = 0;
  if (!Take(bytes, extension) || extension < 0 ||
      static_cast<std::size_t>(extension) > bytes.size()) {
    return Damaged("its header has no end");
  }
  bytes.remove_prefix(static_cast<std::size_t>(extension));
  header_ = true;
  return {};
}

Status PgCopyOut::TakeRow(std::string_view& bytes) {
  std::int16_t count = 0;
  if (!Take(bytes, count)) return Damaged("a row has no beginning");
  if (count == kTrailer) {
    trailer_ = true;
    return {};
  }
  if (count < 0 || static_cast<std::size_t>(count) != cells_.size()) {
    return Damaged(fmt::format("a row has {} columns", count));
  }
  for (Cell& cell : cells_) {
    std::int32_t size = 0;
    if (!Take(bytes, size)) return Damaged("a row has no end");
    cell = {.null = size < 0, .bytes = {}};
    if (size <= 0) continue;
    if (static_cast<std::size_t>(size) > bytes.size()) return Damaged("a cell has no end");
    cell.bytes = bytes.substr(0, static_cast<std::size_t>(size));
    bytes.remove_prefix(static_cast<std::size_t>(size));
  }
  return {};
}

// The server sends every row in a message of its own, the first one with the header.
Result<bool> PgCopyOut::Next() {
  CHECK(connection_ != nullptr);
  while (rest_.empty()) {
    TRY_ASSIGN(rest_, Receive());
    if (rest_.empty()) {
      TRY(std::exchange(connection_, nullptr)->Answer().status());
      if (!trailer_) return Damaged("it has no end");
      return false;
    }
    if (!header_) TRY(TakeHeader(rest_));
  }
  TRY(TakeRow(rest_));
  if (!trailer_) return true;
  return Next();
}

Result<std::int64_t> PgCopyOut::Int(std::size_t column) const {
  const std::string_view bytes = cells_[column].bytes;
  switch (bytes.size()) {
    case 0:
      if (cells_[column].null) return std::int64_t{0};
      break;
    case 1:
      return std::int64_t{bytes[0] != 0};
    case 2:
      return std::int64_t{pg::Load<std::int16_t>(bytes.data())};
    case 4:
      return std::int64_t{pg::Load<std::int32_t>(bytes.data())};
    case 8:
      return pg::Load<std::int64_t>(bytes.data());
    default:
      break;
  }
  return Damaged(fmt::format("a number has {} bytes", bytes.size()));
}

Result<std::int64_t> PgCopyOut::Instant(std::size_t column) const {
  TRY_ASSIGN(const std::int64_t micros, Int(column));
  std::int64_t since_1970 = 0;
  if (__builtin_add_overflow(micros, pg::kEpochMicros, &since_1970)) {
    return Damaged("an instant is infinite");
  }
  return since_1970;
}

}  // namespace lake

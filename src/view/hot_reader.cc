#include "view/hot_reader.h"

#include "postgres/copy_out.h"

namespace lake {
namespace {

Status SetCell(const PgCopyOut& rows, std::size_t at, ColumnType type, HotSlice& slice) {
  RowChunk& to = slice.chunks.back();
  if (rows.IsNull(at)) {
    to.SetNull(at);
    return {};
  }
  if (type == ColumnType::kText) {
    const std::string_view text = rows.Text(at);
    slice.bytes += text.size();
    return to.SetText(at, text);
  }
  slice.bytes += sizeof(std::int64_t);
  TRY_ASSIGN(const std::int64_t value,
             type == ColumnType::kTimestamp ? rows.Instant(at) : rows.Int(at));
  return to.SetInt(at, value);
}

Result<HotSlice> ReadSlice(PgConnection& connection, const std::string& sql,
                           std::span<const ColumnSpec> columns) {
  std::vector<ColumnType> types;
  for (const ColumnSpec& column : columns) types.push_back(column.type);
  TRY_ASSIGN(PgCopyOut rows, PgCopyOut::Start(connection, sql, types.size()));
  HotSlice slice;
  while (true) {
    TRY_ASSIGN(const bool more, rows.Next());
    if (!more) return slice;
    if (slice.chunks.empty() || slice.chunks.back().full()) slice.chunks.emplace_back(types);
    for (std::size_t i = 0; i < types.size(); ++i) {
      TRY(SetCell(rows, i, types[i], slice).Context(columns[i].name));
    }
    slice.chunks.back().EndRow();
  }
}

}  // namespace

Result<HotSlice> HotReader::Read(const TableSpec& spec, std::span<const ColumnSpec> columns,
                                 const LedgerSpan& ledgers) {
  const std::lock_guard lock(mutex_);
  if (failure_) return *failure_;
  auto slice =
      ReadSlice(snapshot_.connection(), HotSnapshot::RowsSql(spec, columns, ledgers), columns);
  if (!slice.ok()) return Keep(std::move(slice).status().Context(spec.name));
  return slice;
}

Status HotReader::CheckEpoch() {
  const std::lock_guard lock(mutex_);
  if (failure_) return *failure_;
  const auto whole = snapshot_.IsWhole();
  if (!whole.ok()) return Keep(whole.status());
  if (*whole) return {};
  return Keep({Code::kUnavailable, "it began anew while it was read: run the statement again"});
}

std::optional<Error> HotReader::failure() const {
  const std::lock_guard lock(mutex_);
  return failure_;
}

Status HotReader::Keep(Status status) {
  failure_ = std::move(status).Context("hot buffer").error();
  return *failure_;
}

}  // namespace lake

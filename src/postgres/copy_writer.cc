#include "postgres/copy_writer.h"

#include <fmt/format.h>

#include "postgres/copy_encoder.h"
#include "postgres/copy_in.h"
#include "table/sql_text.h"

namespace lake {
namespace {

Result<std::uint64_t> Copy(PgConnection& connection, const PgTableCopy& copy,
                           std::uint64_t expected) {
  TRY_ASSIGN(PgCopyIn in, PgCopyIn::Start(connection, CopyInSql(copy.target, copy.spec.columns)));
  TRY(in.Put(CopyHeader()));
  CopyEncoder encoder([&in](std::string_view bytes) { return in.Put(bytes); });
  RowBlock block(copy.spec.columns);
  for (const RowBuffer* rows : copy.rows) {
    TRY(ForEachBlock(block, *rows, [&](RowBlock& read) { return encoder.Add(read); }));
  }
  TRY(encoder.Flush());
  TRY(in.Put(CopyTrailer()));
  TRY_ASSIGN(const std::uint64_t taken, in.Finish());
  if (taken == expected) return taken;
  return Error{Code::kInternal,
               fmt::format("{} rows were sent and {} were taken", expected, taken)};
}

}  // namespace

std::string CopyInSql(std::string_view target, std::span<const ColumnSpec> columns) {
  std::string names;
  for (const ColumnSpec& column : columns) {
    if (!names.empty()) names += ", ";
    names += QuoteIdentifier(column.name);
  }
  return fmt::format("COPY {} ({}) FROM STDIN (FORMAT binary)", target, names);
}

Result<std::uint64_t> CopyTable(PgConnection& connection, const PgTableCopy& copy) {
  std::uint64_t expected = 0;
  for (const RowBuffer* rows : copy.rows) expected += rows->size();
  if (expected == 0) return std::uint64_t{0};
  return Copy(connection, copy, expected).Context(copy.spec.name);
}

}  // namespace lake

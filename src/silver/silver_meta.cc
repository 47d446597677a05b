#include "silver/silver_meta.h"

#include <fmt/format.h>

#include "table/describes.h"
#include "table/sql_text.h"

namespace lake {
namespace {

namespace batches {
using Row = SilverBatchRow;
constexpr auto kColumns = ColumnsOf(
    Column<&Row::batch_id>("batch_id", "Identity of the attempt that wrote it.")
        .Key()
        .Example("53312000-53312999@host-1:4711/1.1"),
    Column<&Row::network>("network", "Network of the ledgers.").Example("pubnet"),
    Column<&Row::kind>("kind", "What it did: take ledgers, join segments, tidy up, write again.")
        .OneOf("append|merge|fold|rebuild|seed"),
    Column<&Row::lo>("lo", "First ledger it is about.").AtLeast(1).Unit("ledgers"),
    Column<&Row::hi>("hi", "Last ledger it is about, inclusive.").AtLeast(1).Unit("ledgers"),
    Column<&Row::bronze_epoch>("bronze_epoch",
                               "Epoch of bronze's fence whose rows it was made from.")
        .AtLeast(1),
    Column<&Row::row_counts>("row_counts", "JSON object: rows that it wrote, per table.")
        .Form(TextForm::kJson),
    Column<&Row::digests>("digests", "JSON object: sum of row hashes per table.")
        .Form(TextForm::kJson),
    Column<&Row::pipeline_version>("pipeline_version", "Version of the program that wrote it."),
    Column<&Row::writer>("writer", "Host and process that wrote it."),
    Column<&Row::created_at>("created_at", "When it was written, UTC."));
constexpr std::string_view kPrimaryKey[] = {"batch_id"};
}  // namespace batches

namespace segments {
using Row = SilverSegmentRow;
constexpr auto kColumns = ColumnsOf(
    Column<&Row::segment_id>("segment_id", "Commit of silver that began the segment.").Key(),
    Column<&Row::network>("network", "Network of the ledgers."),
    Column<&Row::lo>("lo", "First ledger of the segment.").AtLeast(1).Unit("ledgers"),
    Column<&Row::hi>("hi", "Last ledger of the segment, inclusive.").AtLeast(1).Unit("ledgers"),
    Column<&Row::root>("root", "Segment that it was joined to, itself when to none."));
constexpr std::string_view kPrimaryKey[] = {"segment_id"};
}  // namespace segments

LedgerSpan SpanOf(QueryResult& rows, std::size_t lo_column, std::size_t row) {
  return {static_cast<std::uint32_t>(rows.Int(lo_column, row)),
          static_cast<std::uint32_t>(rows.Int(lo_column + 1, row))};
}

}  // namespace

constexpr TableSpec kSilverBatches{
    .name = "_silver_batches",
    .doc = "One row per committed change of the silver tables.",
    .group = "meta",
    .purpose = "meta",
    .subject = "silver_batches",
    .major_version = 1,
    .columns = batches::kColumns,
    .row_size = sizeof(SilverBatchRow),
    .sequence_column = "",
    .primary_key = batches::kPrimaryKey,
    .partition_column = "",
};
static_assert(Describes<SilverBatchRow>(kSilverBatches));

constexpr TableSpec kSilverSegments{
    .name = "_silver_segments",
    .doc = "One row per run of ledgers that were taken one after the other.",
    .group = "meta",
    .purpose = "meta",
    .subject = "silver_segments",
    .major_version = 1,
    .columns = segments::kColumns,
    .row_size = sizeof(SilverSegmentRow),
    .sequence_column = "",
    .primary_key = segments::kPrimaryKey,
    .partition_column = "",
};
static_assert(Describes<SilverSegmentRow>(kSilverSegments));

namespace {

std::string InSchema(std::string_view schema, const TableSpec& table) {
  return fmt::format("{}.{}", schema, QuoteIdentifier(table.name));
}

}  // namespace

Result<std::vector<SilverSegment>> ReadSegments(Connection& connection, std::string_view schema) {
  TRY_ASSIGN(QueryResult rows,
             connection.Query(fmt::format("SELECT segment_id, root, lo, hi FROM {} ORDER BY lo",
                                          InSchema(schema, kSilverSegments))));
  std::vector<SilverSegment> segments;
  TRY(ForEachRow(rows, [&](std::size_t row) -> Status {
    segments.push_back(
        {.id = rows.Int(0, row), .span = SpanOf(rows, 2, row), .root = rows.Int(1, row)});
    return {};
  }));
  return segments;
}

Result<FileCounts> ReadTableFiles(Connection& connection, const Lake& lake) {
  TRY_ASSIGN(QueryResult rows,
             connection.Query(fmt::format(
                 "SELECT t.table_name, count(*) FROM {} AS f JOIN {} AS t USING (table_id) JOIN {} "
                 "AS s USING (schema_id) WHERE s.schema_name = {} AND s.end_snapshot IS NULL AND "
                 "t.end_snapshot IS NULL AND f.end_snapshot IS NULL GROUP BY ALL",
                 lake.CatalogTable("ducklake_data_file"), lake.CatalogTable("ducklake_table"),
                 lake.CatalogTable("ducklake_schema"), QuoteLiteral(lake.options().schema_name))));
  FileCounts files;
  TRY(ForEachRow(rows, [&](std::size_t row) -> Status {
    files.emplace(rows.Text(0, row), rows.Int(1, row));
    return {};
  }));
  return files;
}

Result<LedgerSet> ReadTaken(Connection& connection, std::string_view schema) {
  TRY_ASSIGN(QueryResult rows,
             connection.Query(fmt::format("SELECT lo, hi FROM {} WHERE kind = 'append'",
                                          InSchema(schema, kSilverBatches))));
  LedgerSet taken;
  TRY(ForEachRow(rows, [&](std::size_t row) -> Status {
    taken.Add(SpanOf(rows, 0, row));
    return {};
  }));
  return taken;
}

}  // namespace lake

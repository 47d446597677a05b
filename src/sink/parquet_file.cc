// Parquet files of one table, written by DuckDB.
#include <fmt/format.h>

#include <filesystem>

#include "duckdb/row_scan.h"
#include "sink/table_file.h"
#include "table/ddl.h"
#include "table/sql_text.h"

namespace lake {
namespace {

constexpr std::string_view kSrc = "_src";

class ParquetFile final : public TableFile {
 public:
  ParquetFile(std::string path, const TableSpec& spec, bool with_src, Connection& connection)
      : path_(std::move(path)),
        partial_(path_ + ".partial"),
        spec_(spec),
        with_src_(with_src),
        connection_(connection) {}

  ~ParquetFile() override {
    std::error_code ignored;
    if (!finished_) std::filesystem::remove(partial_, ignored);
  }

  Status Open() {
    TRY(connection_.Execute(CreateTableSql(spec_, DdlOptions{})));
    if (!with_src_) return {};
    return connection_.Execute(
        fmt::format("ALTER TABLE {} ADD COLUMN {} VARCHAR", Table(), QuoteIdentifier(kSrc)));
  }

  Status Write(std::span<const RowPiece> rows) override {
    std::vector<RowPiece> pieces;
    for (const RowPiece& piece : rows) {
      if (piece.count > 0) pieces.push_back(piece);
    }
    if (pieces.empty()) return {};
    const LabelColumn label = with_src_ ? LabelColumn{kSrc, false} : LabelColumn{};
    BufferedRows source(AllColumns(spec_), std::move(pieces), spec_.row_group_rows, 1, label);
    const RowScanSlot slot(connection_.database().row_scans(), source);
    return connection_.Execute(fmt::format("INSERT INTO {} SELECT * FROM {}", Table(), slot.sql()))
        .Context(spec_.name);
  }

  Status Finish() override {
    TRY(connection_.Execute(
        fmt::format("COPY {} TO {} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {})", Table(),
                    QuoteLiteral(partial_), spec_.row_group_rows)));
    TRY(connection_.Execute(fmt::format("DROP TABLE {}", Table())));
    std::error_code error;
    std::filesystem::rename(partial_, path_, error);
    if (error) return {Code::kInternal, fmt::format("{}: {}", path_, error.message())};
    finished_ = true;
    return {};
  }

 private:
  std::string Table() const { return QuoteIdentifier(spec_.name); }

  std::string path_;
  std::string partial_;
  const TableSpec& spec_;
  bool with_src_;
  Connection& connection_;
  bool finished_ = false;
};

}  // namespace

Result<std::unique_ptr<TableFile>> OpenParquetFile(const std::string& folder, const TableSpec& spec,
                                                   bool with_src, Connection& connection) {
  auto file = std::make_unique<ParquetFile>(fmt::format("{}/{}.parquet", folder, spec.name), spec,
                                            with_src, connection);
  TRY(file->Open());
  return std::unique_ptr<TableFile>(std::move(file));
}

}  // namespace lake

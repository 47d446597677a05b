// Parquet files of one table, written by DuckDB.
#include <fmt/format.h>

#include "duckdb/parquet_stream.h"
#include "sink/partial_file.h"
#include "sink/table_file.h"

namespace lake {
namespace {

constexpr LabelColumn kSrc{.name = "_src", .leading = false};

class ParquetFile final : public TableFile {
 public:
  explicit ParquetFile(std::string path) : file_(std::move(path)) {}

  Status Open(const TableSpec& spec, bool with_src, std::shared_ptr<Database> database) {
    TRY_ASSIGN(stream_,
               ParquetStream::Open(std::move(database),
                                   {.spec = spec,
                                    .path = file_.written_as(),
                                    .options = fmt::format(
                                        "COMPRESSION zstd, COMPRESSION_LEVEL 1, ROW_GROUP_SIZE {}",
                                        spec.row_group_rows),
                                    .label = with_src ? kSrc : LabelColumn{}}));
    return {};
  }

  Status Write(std::span<const RowPiece> rows) override { return stream_->Offer(rows); }
  Status AwaitRead() override { return stream_->AwaitRead(); }
  Status Finish() override { return stream_->Finish().status(); }
  Status Place() override { return file_.Place(); }

 private:
  PartialFile file_;
  std::unique_ptr<ParquetStream> stream_;  // ends before its file is removed
};

}  // namespace

Result<std::unique_ptr<TableFile>> OpenParquetFile(const std::string& folder, const TableSpec& spec,
                                                   bool with_src,
                                                   std::shared_ptr<Database> database) {
  auto file = std::make_unique<ParquetFile>(fmt::format("{}/{}.parquet", folder, spec.name));
  TRY(file->Open(spec, with_src, std::move(database)));
  return std::unique_ptr<TableFile>(std::move(file));
}

}  // namespace lake

// JSONL and CSV files of one table.
#include <fmt/format.h>

#include <cstdio>

#include "sink/partial_file.h"
#include "sink/table_file.h"
#include "sink/text_rows.h"

namespace lake {
namespace {

constexpr std::size_t kFlushBytes = std::size_t{1} << 20;

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

class TextFile final : public TableFile {
 public:
  TextFile(std::string path, const TableSpec& spec, FileFormat format, bool with_src)
      : file_(std::move(path)), format_(format), with_src_(with_src), block_(spec.columns) {
    if (format == FileFormat::kCsv) AppendCsvHeader(buffer_, spec.columns, with_src);
  }

  Status Open() {
    out_.reset(std::fopen(file_.written_as().c_str(), "wb"));
    return out_ ? Status() : Failed();
  }

  Status Write(std::span<const RowPiece> rows) override {
    for (const RowPiece& piece : rows) TRY(WritePiece(piece));
    return {};
  }

  Status Finish() override {
    TRY(Flush());
    // Network file systems report a failed write only here.
    if (std::fclose(out_.release()) != 0) return Failed();
    return {};
  }

  Status Place() override { return file_.Place(); }

 private:
  Status WritePiece(const RowPiece& piece) {
    CHECK(piece.first == 0 && piece.count == piece.rows->size());
    const std::string_view label = with_src_ ? piece.label : std::string_view();
    return ForEachBlock(block_, *piece.rows, [&](RowBlock& block) -> Status {
      for (std::size_t i = 0; i < block.size(); ++i) {
        if (format_ == FileFormat::kCsv) {
          AppendCsvRow(buffer_, std::as_const(block).columns(), i, label);
        } else {
          AppendJsonRow(buffer_, std::as_const(block).columns(), i, label);
        }
      }
      return buffer_.size() < kFlushBytes ? Status() : Flush();
    });
  }

  Status Flush() {
    if (std::fwrite(buffer_.data(), 1, buffer_.size(), out_.get()) != buffer_.size()) {
      return Failed();
    }
    buffer_.clear();
    return {};
  }
  Status Failed() const { return ErrnoError(errno, file_.written_as()); }

  PartialFile file_;
  FileFormat format_;
  bool with_src_;
  RowBlock block_;
  std::string buffer_;
  std::unique_ptr<std::FILE, CloseFile> out_;  // closed before its file is removed
};

}  // namespace

Result<std::unique_ptr<TableFile>> OpenTextFile(const std::string& folder, const TableSpec& spec,
                                                FileFormat format, bool with_src) {
  const std::string_view ending = format == FileFormat::kCsv ? "csv" : "jsonl";
  auto file = std::make_unique<TextFile>(fmt::format("{}/{}.{}", folder, spec.name, ending), spec,
                                         format, with_src);
  TRY(file->Open());
  return std::unique_ptr<TableFile>(std::move(file));
}

}  // namespace lake

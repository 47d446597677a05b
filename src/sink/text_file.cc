// JSONL and CSV files of one table.
#include <fmt/format.h>

#include <cstdio>
#include <filesystem>

#include "base/file.h"
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
      : path_(std::move(path)),
        partial_(path_ + ".partial"),
        format_(format),
        with_src_(with_src),
        block_(spec.columns) {
    if (format == FileFormat::kCsv) AppendCsvHeader(buffer_, spec.columns, with_src);
  }

  ~TextFile() override {
    file_.reset();
    std::error_code ignored;
    if (!finished_) std::filesystem::remove(partial_, ignored);
  }

  Status Open() {
    file_.reset(std::fopen(partial_.c_str(), "wb"));
    return file_ ? Status() : Failed();
  }

  Status Write(std::span<const RowPiece> rows) override {
    for (const RowPiece& piece : rows) TRY(WritePiece(piece));
    return {};
  }

  Status Finish() override {
    TRY(Flush());
    if (std::fflush(file_.get()) != 0) return Failed();
    file_.reset();
    std::error_code error;
    std::filesystem::rename(partial_, path_, error);
    if (error) return {Code::kInternal, fmt::format("{}: {}", path_, error.message())};
    finished_ = true;
    return {};
  }

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
    if (std::fwrite(buffer_.data(), 1, buffer_.size(), file_.get()) != buffer_.size()) {
      return Failed();
    }
    buffer_.clear();
    return {};
  }
  Status Failed() const { return ErrnoError(errno, partial_); }

  std::string path_;
  std::string partial_;
  FileFormat format_;
  bool with_src_;
  RowBlock block_;
  std::string buffer_;
  std::unique_ptr<std::FILE, CloseFile> file_;
  bool finished_ = false;
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

#include "parquet/parquet_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <deque>
#include <utility>

#include "base/file.h"
#include "parquet/column_encoder.h"

namespace lake {
namespace {

constexpr std::string_view kMark = "PAR1";
// Few, so that threads share the columns of a table that hold most of its bytes.
constexpr std::size_t kPartColumns = 2;

}  // namespace

struct ParquetFile::Part {
  explicit Part(std::span<const ColumnSpec> columns) : block(columns) {
    for (const ColumnSpec& column : columns) encoders.emplace_back(column);
  }

  Status Append(std::size_t group_rows, PageCodec& codec) {
    for (std::size_t first = 0; first < block.size();) {
      const std::size_t count = std::min(block.size() - first, group_rows - rows);
      for (std::size_t i = 0; i < encoders.size(); ++i) {
        TRY(encoders[i].Append(block.columns()[i], first, count, codec));
      }
      first += count;
      rows += count;
      if (rows == group_rows) EndGroup(codec);
    }
    return {};
  }

  void EndGroup(PageCodec& codec) {
    std::vector<ColumnChunk> chunks;
    for (ColumnEncoder& encoder : encoders) {
      chunks.push_back(encoder.Take(codec));
      bytes += chunks.back().bytes.size();
    }
    whole.push_back(std::move(chunks));
    rows = 0;
  }

  RowBlock block;
  std::vector<ColumnEncoder> encoders;
  std::uint64_t bytes = 0;                     // of whole groups
  std::size_t rows = 0;                        // of the group under way
  std::deque<std::vector<ColumnChunk>> whole;  // groups that wait for the other parts
};

ParquetFile::ParquetFile(std::string path, const TableSpec& spec)
    : path_(std::move(path)), spec_(spec) {
  const std::span<const ColumnSpec> columns = spec.columns;
  for (std::size_t first = 0; first < columns.size(); first += kPartColumns) {
    const std::size_t count = std::min(kPartColumns, columns.size() - first);
    parts_.push_back(std::make_unique<Part>(columns.subspan(first, count)));
  }
}

ParquetFile::~ParquetFile() = default;

Result<std::unique_ptr<ParquetFile>> ParquetFile::Create(const std::string& path,
                                                         const TableSpec& spec) {
  std::unique_ptr<ParquetFile> file(new ParquetFile(path, spec));
  file->fd_ = UniqueFd(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
  if (!file->fd_.valid()) return ErrnoError(errno, path);
  TRY(file->Write(AsBytes(kMark)));
  return file;
}

Status ParquetFile::Encode(std::size_t part, std::span<const RowBuffer* const> rows,
                           PageCodec& codec) {
  Part& mine = *parts_[part];
  for (const RowBuffer* buffer : rows) {
    for (std::size_t first = 0; first < buffer->size(); first += mine.block.capacity()) {
      mine.block.Read(*buffer, first, std::min(mine.block.capacity(), buffer->size() - first));
      TRY(mine.Append(spec_.row_group_rows, codec));
    }
  }
  return {};
}

std::uint64_t ParquetFile::part_bytes(std::size_t part) const { return parts_[part]->bytes; }

Status ParquetFile::Write(Bytes bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(fd_.get(), bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return ErrnoError(written < 0 ? errno : ENOSPC, path_);
    bytes = bytes.subspan(static_cast<std::size_t>(written));
    bytes_ += static_cast<std::uint64_t>(written);
  }
  return {};
}

// The first that waits, of every part.
Status ParquetFile::WriteGroup() {
  RowGroup group{.rows = 0, .offset = bytes_, .chunks = {}, .sizes = {}};
  for (const auto& part : parts_) {
    for (ColumnChunk& chunk : part->whole.front()) {
      TRY(Write(chunk.bytes.bytes()));
      group.rows = chunk.values;
      group.sizes.push_back(chunk.bytes.size());
      chunk.bytes = ByteBuffer();
      group.chunks.push_back(std::move(chunk));
    }
    part->whole.pop_front();
  }
  rows_ += group.rows;
  groups_.push_back(std::move(group));
  return {};
}

Status ParquetFile::WriteGroups() {
  const auto waits = [](const auto& part) { return !part->whole.empty(); };
  while (std::ranges::all_of(parts_, waits)) TRY(WriteGroup());
  return {};
}

Status ParquetFile::Finish(PageCodec& codec) {
  for (const auto& part : parts_) {
    if (part->rows > 0) part->EndGroup(codec);
  }
  TRY(WriteGroups());
  TRY(Write(MakeFooter(spec_.columns, groups_).bytes()));
  return ::close(fd_.release()) == 0 ? Status() : Status(ErrnoError(errno, path_));
}

}  // namespace lake

#include "repair/stand_ins.h"

#include <fmt/format.h>

#include <filesystem>
#include <optional>
#include <span>

#include "base/crash_point.h"
#include "base/file.h"
#include "base/log.h"
#include "duckdb/lake_location.h"
#include "parquet/column_chunk.h"
#include "repair/repair_steps.h"

namespace lake {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kMark = "PAR1";
// No page begins so.
constexpr std::string_view kNoPage = "\xff\xff\xff\xff\xff\xff\xff\xff";
constexpr std::size_t kEndBytes = 8;  // the footer's length and the mark

ByteBuffer FooterOf(std::span<const ColumnSpec> columns, std::uint64_t rows,
                    std::string_view writer) {
  RowGroup group;
  group.rows = rows;
  group.offset = kMark.size();
  for (std::size_t i = 0; i < columns.size(); ++i) {
    ColumnChunk chunk;
    chunk.values = rows;
    chunk.plain_bytes = kNoPage.size();
    group.chunks.push_back(std::move(chunk));
    group.sizes.push_back(kNoPage.size());
  }
  return MakeFooter(columns, {&group, 1}, writer);
}

// The catalog says how long the footer is; where the columns leave room, the writer's name fills
// it.
std::optional<ByteBuffer> FooterOfLength(std::span<const ColumnSpec> columns, std::uint64_t rows,
                                         std::size_t length) {
  std::string writer = "stellarlake";
  for (int attempts = 0; attempts < 4; ++attempts) {
    ByteBuffer footer = FooterOf(columns, rows, writer);
    const std::size_t bytes = footer.size() - kEndBytes;
    if (length == 0 || bytes == length) return footer;
    if (bytes > length && writer.size() <= bytes - length) return std::nullopt;
    writer.resize(writer.size() + length - bytes, ' ');
  }
  return std::nullopt;
}

Result<std::string> ContentOf(const FileSpan& file, const TableSpec& spec) {
  for (std::size_t columns = spec.columns.size(); columns > 0; --columns) {
    const auto footer =
        FooterOfLength(spec.columns.first(columns), file.rows_written, file.footer_bytes);
    if (!footer) continue;
    std::string content(kMark);
    content += kNoPage;
    content += AsText(footer->bytes());
    return content;
  }
  return {Code::kInternal, fmt::format("{}: a footer of {} bytes has no room for a column",
                                       file.file.path, file.footer_bytes)};
}

}  // namespace

Status StandIns::Put(const FileSpan& file, const TableSpec& spec) {
  const std::string& path = file.file.path;
  if (!IsLocalPath(path)) {
    return {Code::kInvalidArgument,
            fmt::format("{} cannot be read, and only in a folder can it be taken out: restore the "
                        "object from a backup or an older version of it",
                        path)};
  }
  TRY_ASSIGN(const std::string content, ContentOf(file, spec));
  Place place{path, {}};
  std::error_code error;
  if (fs::exists(path, error)) {
    // A name that upkeep takes for rubbish once it is old, should nobody rename it back.
    place.aside = fs::path(path).replace_extension(".damaged.parquet").string();
    // What a repair that was killed has put aside is the file itself.
    if (!fs::exists(place.aside, error)) fs::rename(path, place.aside, error);
  } else {
    error.clear();
    fs::create_directories(fs::path(path).parent_path(), error);
  }
  if (error) return ErrnoError(error.value(), path);
  places_.push_back(std::move(place));
  TRY(WriteFileAtomically(path, content));
  CRASH_POINT(repair_step::kStoodIn);
  return {};
}

StandIns::~StandIns() {
  for (const auto& [path, aside] : places_) {
    std::error_code error;
    if (aside.empty()) {
      fs::remove(path, error);
    } else {
      fs::rename(aside, path, error);
    }
    if (error) LogWarn("{}: a stand-in stays there: {}", path, error.message());
  }
  if (!places_.empty()) CRASH_POINT(repair_step::kRestored);
}

}  // namespace lake

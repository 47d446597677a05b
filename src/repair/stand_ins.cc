#include "repair/stand_ins.h"

#include <fmt/format.h>

#include <algorithm>
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
// Written at a time, of what fills an object up.
constexpr std::uint64_t kRoomBytes = std::uint64_t{1} << 20;

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

// A name that upkeep takes for rubbish once it is old, should nobody put it back.
std::string AsideOf(std::string_view path) {
  constexpr std::string_view kEnding = ".parquet";
  if (path.ends_with(kEnding)) path.remove_suffix(kEnding.size());
  return fmt::format("{}.damaged{}", path, kEnding);
}

// Zeros before the footer fill it up.
Status WriteOfSize(ObjectFiles& objects, const std::string& url, std::string_view content,
                   std::uint64_t size) {
  const std::string zeros(std::min(kRoomBytes, size), '\0');
  const std::size_t head = kMark.size() + kNoPage.size();
  std::vector<std::string_view> parts = {content.substr(0, head)};
  for (std::uint64_t bytes = content.size(); bytes < size; bytes += parts.back().size()) {
    parts.push_back(std::string_view(zeros).substr(0, size - bytes));
  }
  parts.push_back(content.substr(head));
  return objects.Write(url, parts);
}

}  // namespace

Status StandIns::PutInFolder(Place& place, const std::string& content) {
  std::error_code error;
  if (fs::exists(place.path, error)) {
    place.aside = AsideOf(place.path);
    // What a repair that was killed has put aside is the file itself.
    if (!fs::exists(place.aside, error)) fs::rename(place.path, place.aside, error);
  } else {
    error.clear();
    fs::create_directories(fs::path(place.path).parent_path(), error);
  }
  if (error) return ErrnoError(error.value(), place.path);
  places_.push_back(place);
  return WriteFileAtomically(place.path, content);
}

Status StandIns::PutInStore(Place& place, const FileSpan& file, std::string_view content) {
  if (!objects_) {
    TRY_ASSIGN(objects_, ObjectFiles::Open(extensions_));
  }
  const std::string aside = AsideOf(place.path);
  TRY_ASSIGN(const auto aside_bytes, objects_->SizeOf(aside));
  TRY_ASSIGN(const auto own_bytes, objects_->SizeOf(place.path));
  const bool has_bytes = own_bytes.value_or(0) > 0;
  if (!aside_bytes && has_bytes) TRY(objects_->Copy(place.path, aside));
  if (aside_bytes || has_bytes) place.aside = aside;
  places_.push_back(place);
  return WriteOfSize(*objects_, place.path, content, file.file.bytes);
}

Status StandIns::Put(const FileSpan& file, const TableSpec& spec) {
  TRY_ASSIGN(const std::string content, ContentOf(file, spec));
  Place place{file.file.path, {}};
  TRY(IsLocalPath(place.path) ? PutInFolder(place, content) : PutInStore(place, file, content));
  CRASH_POINT(repair_step::kStoodIn);
  return {};
}

Status StandIns::Restore(const Place& place) {
  if (!IsLocalPath(place.path)) {
    if (place.aside.empty()) return objects_->Remove(place.path);
    TRY(objects_->Copy(place.aside, place.path));
    return objects_->Remove(place.aside);
  }
  std::error_code error;
  if (place.aside.empty()) {
    fs::remove(place.path, error);
  } else {
    fs::rename(place.aside, place.path, error);
  }
  return error ? Status(ErrnoError(error.value(), place.path)) : Status();
}

StandIns::~StandIns() {
  for (const Place& place : places_) {
    const Status restored = Restore(place);
    if (!restored.ok()) {
      LogWarn("{}: a stand-in stays there: {}", place.path, restored.error().message);
    }
  }
  if (!places_.empty()) CRASH_POINT(repair_step::kRestored);
}

}  // namespace lake

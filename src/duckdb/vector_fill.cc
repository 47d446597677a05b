#include "duckdb/vector_fill.h"

#include <fmt/format.h>

#include <cstring>
#include <limits>

#include "base/utf8.h"
#include "table/column_block.h"

namespace lake {
namespace {

static_assert(sizeof(duckdb_string_t) == sizeof(std::string_view));

constexpr std::size_t kInlinedBytes = sizeof(duckdb_string_t{}.value.inlined.inlined);
constexpr std::size_t kPrefixBytes = sizeof(duckdb_string_t{}.value.pointer.prefix);

// A DuckDB string that points to the text instead of copying it; short ones are held inside.
duckdb_string_t MakeString(std::string_view text) {
  duckdb_string_t out{};
  out.value.inlined.length = static_cast<std::uint32_t>(text.size());
  if (text.size() <= kInlinedBytes) {
    if (!text.empty()) std::memcpy(out.value.inlined.inlined, text.data(), text.size());
  } else {
    std::memcpy(out.value.pointer.prefix, text.data(), kPrefixBytes);
    out.value.pointer.ptr = const_cast<char*>(text.data());
  }
  return out;
}

bool IsValid(const std::uint64_t* validity, std::size_t i) {
  return validity == nullptr || (validity[i / 64] >> (i % 64) & 1) != 0;
}

// Turns the string_views that ReadColumn wrote into the vector into DuckDB strings, in place.
Status ConvertTexts(const ColumnSpec& column, ColumnVector vector, std::size_t count) {
  auto* slots = static_cast<duckdb_string_t*>(vector.values);
  for (std::size_t i = 0; i < count; ++i) {
    if (!IsValid(vector.validity, i)) {
      slots[i] = {};
      continue;
    }
    std::string_view text;
    std::memcpy(static_cast<void*>(&text), &slots[i], sizeof text);
    if (text.size() > std::numeric_limits<std::uint32_t>::max() || !IsUtf8(text)) {
      return {Code::kInternal,
              fmt::format("column {}: row {} of a chunk is not UTF-8", column.name, i)};
    }
    slots[i] = MakeString(text);
  }
  return {};
}

Status FillColumn(duckdb_vector vector, const ColumnSpec& column, std::span<const RowPiece> pieces,
                  std::size_t count) {
  ColumnVector out{duckdb_vector_get_data(vector), nullptr};
  if (column.nullable) {
    duckdb_vector_ensure_validity_writable(vector);
    out.validity = duckdb_vector_get_validity(vector);
  }
  std::size_t at = 0;
  for (const RowPiece& piece : pieces) {
    ReadColumnAt(column, piece.rows->row(piece.first), piece.count, out, at);
    at += piece.count;
  }
  return column.type == ColumnType::kText ? ConvertTexts(column, out, count) : Status();
}

void FillLabel(duckdb_vector vector, std::span<const RowPiece> pieces) {
  auto* slots = static_cast<duckdb_string_t*>(duckdb_vector_get_data(vector));
  for (const RowPiece& piece : pieces) {
    const duckdb_string_t label = MakeString(piece.label);
    for (std::size_t i = 0; i < piece.count; ++i) *slots++ = label;
  }
}

}  // namespace

Status FillChunk(duckdb_data_chunk chunk, const RowSource& source,
                 std::span<const RowPiece> pieces) {
  std::size_t count = 0;
  for (const RowPiece& piece : pieces) count += piece.count;
  CHECK(count <= kBlockRows);
  const bool labelled = !source.label().name.empty();
  std::size_t at = 0;
  if (labelled && source.label().leading)
    FillLabel(duckdb_data_chunk_get_vector(chunk, at++), pieces);
  for (const ColumnSpec* column : source.columns()) {
    TRY(FillColumn(duckdb_data_chunk_get_vector(chunk, at++), *column, pieces, count));
  }
  if (labelled && !source.label().leading)
    FillLabel(duckdb_data_chunk_get_vector(chunk, at++), pieces);
  duckdb_data_chunk_set_size(chunk, count);
  return {};
}

}  // namespace lake

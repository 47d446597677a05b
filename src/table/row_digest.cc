#include "table/row_digest.h"

#include <fmt/format.h>
#include <xxhash.h>

namespace lake {
namespace {

constexpr std::uint64_t kNullTag = 0x9E3779B97F4A7C15u;
constexpr std::uint64_t kFactor = 0xD6E8FEB86659FD93u;

__extension__ using Wide = unsigned __int128;

bool IsNull(const ColumnVector& values, std::size_t i) {
  return values.validity != nullptr && (values.validity[i / 64] >> (i % 64) & 1) == 0;
}

std::uint64_t Word(ColumnType type, const void* values, std::size_t i) {
  switch (type) {
    case ColumnType::kBool:
      return static_cast<const bool*>(values)[i] ? 1 : 0;
    case ColumnType::kInt32:
      return static_cast<std::uint64_t>(std::int64_t{static_cast<const std::int32_t*>(values)[i]});
    case ColumnType::kUint32:
      return static_cast<const std::uint32_t*>(values)[i];
    default:
      return static_cast<std::uint64_t>(static_cast<const std::int64_t*>(values)[i]);
  }
}

}  // namespace

void RowDigest::Add(const RowDigest& other) {
  const Wide sum = ((Wide{hi} << 64) | lo) + ((Wide{other.hi} << 64) | other.lo);
  lo = static_cast<std::uint64_t>(sum);
  hi = static_cast<std::uint64_t>(sum >> 64);
  rows += other.rows;
}

std::string RowDigest::Hex() const { return fmt::format("{:016x}{:016x}", hi, lo); }

RowHasher::RowHasher(std::span<const ColumnSpec> columns) {
  for (const ColumnSpec& column : columns) {
    columns_.push_back({column, XXH3_64bits(column.name.data(), column.name.size())});
  }
}

void RowHasher::BeginBlock(std::size_t rows) {
  CHECK(rows <= kBlockRows);
  rows_ = rows;
  std::fill_n(sums_.begin(), rows, Sum{0, 0});
}

void RowHasher::AddColumn(std::size_t index, const ColumnVector& values) {
  const auto& [column, seed] = columns_[index];
  if (!column.digest) return;
  const ColumnVector nullable{values.values, column.nullable ? values.validity : nullptr};
  for (std::size_t i = 0; i < rows_; ++i) {
    Sum& sum = sums_[i];
    if (IsNull(nullable, i)) {
      sum.lo += seed ^ kNullTag;
      sum.hi += seed * kFactor;
    } else if (column.type == ColumnType::kText) {
      const std::string_view text = static_cast<const std::string_view*>(values.values)[i];
      const XXH128_hash_t hash = XXH3_128bits_withSeed(text.data(), text.size(), seed);
      sum.lo += hash.low64;
      sum.hi += hash.high64;
    } else {
      // One wide multiplication mixes a word well enough: the row's sum is hashed again.
      const Wide product =
          Wide{Word(column.type, values.values, i) ^ seed} * Wide{(seed * kFactor) | 1};
      sum.lo += static_cast<std::uint64_t>(product) ^ seed;
      sum.hi += static_cast<std::uint64_t>(product >> 64) + Word(column.type, values.values, i);
    }
  }
}

RowDigest RowHasher::EndBlock(std::span<RowDigest> row_sums) {
  RowDigest total;
  for (std::size_t i = 0; i < rows_; ++i) {
    const XXH128_hash_t hash = XXH3_128bits(&sums_[i], sizeof(Sum));
    const RowDigest row{hash.low64, hash.high64, 1};
    if (!row_sums.empty()) row_sums[i] = row;
    total.Add(row);
  }
  return total;
}

BufferDigester::BufferDigester(const TableSpec& spec)
    : hasher_(spec.columns), block_(spec.columns) {}

RowDigest BufferDigester::Digest(const RowBuffer& rows) {
  RowDigest total;
  for (std::size_t first = 0; first < rows.size(); first += block_.capacity()) {
    block_.Read(rows, first, std::min(block_.capacity(), rows.size() - first));
    hasher_.BeginBlock(block_.size());
    std::size_t index = 0;
    for (ColumnBlock& column : block_.columns()) hasher_.AddColumn(index++, column.vector());
    total.Add(hasher_.EndBlock());
  }
  return total;
}

}  // namespace lake

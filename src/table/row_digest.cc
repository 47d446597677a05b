#include "table/row_digest.h"

#include <fmt/format.h>

// Inlined, because most cells are short: a call would cost as much as the hash.
#define XXH_INLINE_ALL
#include <xxhash.h>

#include <algorithm>
#include <type_traits>

namespace lake {
namespace {

constexpr std::uint64_t kNullTag = 0x9E3779B97F4A7C15u;
constexpr std::uint64_t kFactor = 0xD6E8FEB86659FD93u;

__extension__ using Wide = unsigned __int128;

// What a cell adds to its row.
struct CellHash {
  std::uint64_t lo, hi;
};

CellHash HashNull(std::uint64_t seed) { return {seed ^ kNullTag, seed * kFactor}; }

CellHash HashText(std::string_view text, std::uint64_t seed) {
  const XXH128_hash_t hash = XXH3_128bits_withSeed(text.data(), text.size(), seed);
  return {hash.low64, hash.high64};
}

// One wide multiplication mixes a word well enough: the row's sum is hashed again.
CellHash HashWord(std::uint64_t word, std::uint64_t seed) {
  const Wide product = Wide{word ^ seed} * Wide{(seed * kFactor) | 1};
  return {static_cast<std::uint64_t>(product) ^ seed,
          static_cast<std::uint64_t>(product >> 64) + word};
}

// Widens signed values with their sign, and bool and unsigned ones with zeros.
template <class Value>
std::uint64_t WordOf(Value value) {
  if constexpr (std::is_signed_v<Value>) {
    return static_cast<std::uint64_t>(std::int64_t{value});
  } else {
    return std::uint64_t{value};
  }
}

// The texts of a column, of which many repeat the one before: the hash of a transaction, a name.
class TextHasher {
 public:
  explicit TextHasher(std::uint64_t seed) : seed_(seed), hash_(HashText(last_, seed)) {}
  CellHash operator()(std::string_view text) {
    if (text.data() != last_.data() || text.size() != last_.size()) {
      hash_ = HashText(text, seed_);
      last_ = text;
    }
    return hash_;
  }

 private:
  std::uint64_t seed_;
  std::string_view last_;
  CellHash hash_;
};

// Adds hash_of(value) of every row to its sum, or what stands for NULL.
template <class Value, class Sum, class HashOf>
void AddCells(std::span<Sum> sums, const ColumnVector& column, std::uint64_t seed, HashOf hash_of) {
  const auto* values = static_cast<const Value*>(column.values);
  const auto add = [&](std::size_t i, CellHash hash) {
    sums[i].lo += hash.lo;
    sums[i].hi += hash.hi;
  };
  if (column.validity == nullptr) {
    for (std::size_t i = 0; i < sums.size(); ++i) add(i, hash_of(values[i]));
    return;
  }
  for (std::size_t i = 0; i < sums.size(); ++i) {
    const bool valid = (column.validity[i / 64] >> (i % 64) & 1) != 0;
    add(i, valid ? hash_of(values[i]) : HashNull(seed));
  }
}

// `whole`, of which only the columns of `spec` count.
std::vector<ColumnSpec> DigestColumns(const TableSpec& spec, std::span<const ColumnSpec> whole) {
  std::vector<ColumnSpec> columns(whole.begin(), whole.end());
  for (ColumnSpec& column : columns) {
    column.digest &= std::ranges::find(spec.columns, column.name, &ColumnSpec::name) !=
                     std::ranges::end(spec.columns);
  }
  return columns;
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
  const ColumnVector cells{values.values, column.nullable ? values.validity : nullptr};
  const std::span<Sum> sums(sums_.data(), rows_);
  const auto hash_word = [seed = seed](auto value) { return HashWord(WordOf(value), seed); };
  switch (column.type) {
    case ColumnType::kBool:
      return AddCells<bool>(sums, cells, seed, hash_word);
    case ColumnType::kInt32:
      return AddCells<std::int32_t>(sums, cells, seed, hash_word);
    case ColumnType::kUint32:
      return AddCells<std::uint32_t>(sums, cells, seed, hash_word);
    case ColumnType::kInt64:
    case ColumnType::kTimestamp:
      return AddCells<std::int64_t>(sums, cells, seed, hash_word);
    case ColumnType::kText:
      return AddCells<std::string_view>(sums, cells, seed, TextHasher(seed));
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

BufferDigester::BufferDigester(const TableSpec& spec, std::span<const ColumnSpec> whole)
    : hasher_(DigestColumns(spec, whole)), block_(whole) {}

RowDigest BufferDigester::DigestBlock(const RowBuffer& rows, std::size_t first) {
  block_.Read(rows, first, std::min(block_.capacity(), rows.size() - first));
  hasher_.BeginBlock(block_.size());
  std::size_t index = 0;
  for (ColumnBlock& column : block_.columns()) hasher_.AddColumn(index++, column.vector());
  return hasher_.EndBlock();
}

}  // namespace lake

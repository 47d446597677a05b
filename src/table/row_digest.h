// Row digests: a 128-bit sum of row hashes, the same wherever the rows are read from.
//
// Each cell is hashed with a seed made of its column's name, the cells of a row are summed and the
// sum is hashed into the row hash (so a cell cannot move to another row unnoticed); the digest is
// the sum of the row hashes (so the order of rows, files and batches does not matter). NULL differs
// from every value. Columns with `digest = false` are left out. Detects faults; not a cryptographic
// commitment.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "table/column_block.h"
#include "table/row_buffer.h"
#include "table/table_spec.h"

namespace lake {

struct RowDigest {
  std::uint64_t lo = 0;
  std::uint64_t hi = 0;
  std::uint64_t rows = 0;
  void Add(const RowDigest& other);
  std::string Hex() const;  // 32 hex digits of the sum, without the row count
  friend bool operator==(const RowDigest&, const RowDigest&) = default;
};

// Hashes rows that arrive as columns: a block of up to kBlockRows rows at a time. One thread at a
// time.
class RowHasher {
 public:
  // Columns in any order; those without `digest` are accepted and ignored.
  explicit RowHasher(std::span<const ColumnSpec> columns);

  void BeginBlock(std::size_t rows);  // at most kBlockRows
  // Column `index` of the constructor's list for all rows of the block; every one exactly once.
  void AddColumn(std::size_t index, const ColumnVector& values);
  // The digest of the block's rows. `row_sums`, when not empty, gets the digest of each row.
  RowDigest EndBlock(std::span<RowDigest> row_sums = {});

 private:
  struct Sum {
    std::uint64_t lo, hi;
  };
  struct Seeded {
    ColumnSpec column;
    std::uint64_t seed;
  };
  std::vector<Seeded> columns_;
  std::size_t rows_ = 0;
  std::array<Sum, kBlockRows> sums_;
};

// The digest of every row of a buffer. Reuses its memory; one thread at a time.
class BufferDigester {
 public:
  // `whole` has the columns of `spec`, and perhaps others: they are read for the visitor only.
  BufferDigester(const TableSpec& spec, std::span<const ColumnSpec> whole);
  explicit BufferDigester(const TableSpec& spec) : BufferDigester(spec, spec.columns) {}
  // `visit(RowBlock&)` sees each block of rows that was read for the digest.
  template <class Visit>
  RowDigest Digest(const RowBuffer& rows, Visit visit) {
    RowDigest total;
    for (std::size_t first = 0; first < rows.size(); first += block_.capacity()) {
      total.Add(DigestBlock(rows, first));
      visit(block_);
    }
    return total;
  }
  RowDigest Digest(const RowBuffer& rows) {
    return Digest(rows, [](RowBlock&) {});
  }

 private:
  // Of the rows from `first` on that fit the block.
  RowDigest DigestBlock(const RowBuffer& rows, std::size_t first);

  RowHasher hasher_;
  RowBlock block_;
};

}  // namespace lake

// The Parquet files of a batch's data tables, while the batch grows: rows are encoded as they are
// given, side by side, and a row group is in its file as soon as it is full. So a batch may be far
// larger than memory.
//
// A file per table, or per partition of it (<column>=<value>/); none for a table without rows. Rows
// of ordered tables (table/row_order.h) are kept and sorted, so such a table may have several
// files, of kSortedRowsMax rows each. The same rows give the same files, however they are cut into
// calls and whatever the threads. For data paths that are a folder and lakes whose codec is zstd
// (CanWriteTableFiles); others are written by DuckDB (data_files.h). One thread.
#pragma once

#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "lake/file_set.h"
#include "parquet/parquet_file.h"
#include "sink/sorted_rows.h"
#include "tables/batch.h"

namespace lake {

bool CanWriteTableFiles(std::span<const TableStorage* const> storage);

class TableFiles {
 public:
  // How each of the batch's tables is stored; all of it outlives this. Uses up to `threads`
  // threads, the caller's among them.
  TableFiles(const TableSet& tables, std::vector<const TableStorage*> storage, int threads)
      : tables_(tables), storage_(std::move(storage)), threads_(threads) {}

  // Appends the rows of the ledgers, which follow those before. The files are the set's; the
  // connection gives their names. Errors name the table.
  Status Write(Connection& connection, std::span<const std::unique_ptr<LedgerRows>> ledgers,
               FileSet& files);
  // Ends all files.
  Status Finish();

  // Of the largest file, as far as it is written.
  std::uint64_t largest_bytes() const;

 private:
  struct Task;
  struct File {
    std::unique_ptr<ParquetFile> file;
    std::vector<const RowBuffer*> rows;  // to be encoded
    std::unique_ptr<SortedRows> sorted;  // of an ordered table: all of its rows
    Status Encode(const RowBuffer& piece, PageCodec& codec);
    Status Finish(PageCodec& codec);
  };
  // By table and the start of the partition.
  using Files = std::map<std::pair<std::size_t, std::uint32_t>, File>;

  Status AddRows(Connection& connection, std::size_t table, const LedgerRows& ledger,
                 FileSet& files);
  Status Begin(Connection& connection, std::size_t table, std::uint32_t start, FileSet& files);
  std::string_view NameOf(const Files::value_type& entry) const;

  TableSet tables_;
  const std::vector<const TableStorage*> storage_;
  const int threads_;
  Files files_;
};

}  // namespace lake

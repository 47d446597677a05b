// lake_rows(slot): the table function through which rows of memory enter DuckDB, as in
// INSERT INTO lake.bronze.t SELECT * FROM lake_rows(7). The fastest of the measured ways in.
//
// Columns are read straight into DuckDB's vectors; long texts are passed by pointer after a check
// for valid UTF-8 (an invalid one fails the statement with kInternal: extractors sanitize).
// RowScans is thread-safe.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>

#include "base/result.h"
#include "duckdb/row_source.h"

namespace lake {

class Connection;

// The sources that can be scanned now, by slot number.
class RowScans {
 public:
  std::int64_t Add(RowSource* source);
  void Remove(std::int64_t slot);
  RowSource* Find(std::int64_t slot);

 private:
  std::mutex mutex_;
  std::int64_t next_ = 1;
  std::map<std::int64_t, RowSource*> sources_;
};

// Makes a source readable while it exists; `source` must outlive it.
class RowScanSlot {
 public:
  RowScanSlot(RowScans& scans, RowSource& source) : scans_(scans), slot_(scans.Add(&source)) {}
  ~RowScanSlot() { scans_.Remove(slot_); }
  RowScanSlot(const RowScanSlot&) = delete;
  RowScanSlot& operator=(const RowScanSlot&) = delete;

  // lake_rows(7)
  std::string sql() const;

 private:
  RowScans& scans_;
  std::int64_t slot_;
};

// Adds lake_rows to the connection's database; Database::Open does it.
Status RegisterRowScan(Connection& connection);

}  // namespace lake

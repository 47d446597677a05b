// How a file that is lost, or has no end that can be read, leaves the catalog: DuckLake deletes
// rows by reading where they are, so in its place stands for a moment a file that has as many rows
// and no values. Who reads a value of it meanwhile gets an error, as before.
//
// What stood there before is there again when this ends: snapshots that are older see what they
// saw. After a kill a stand-in may stay. In a folder it has another size than the catalog says, so
// it is taken for what it is, a damaged file; in a store, where DuckLake reads as many bytes as the
// catalog says, it has that size and fails when its rows are read; what was put aside there stays,
// under a name that nobody reads. One thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "duckdb/object_files.h"
#include "lake/file_spans.h"
#include "table/table_spec.h"

namespace lake {

class StandIns {
 public:
  // `extension_folder` as LakeOptions has it: for objects of a store.
  explicit StandIns(std::string extension_folder) : extensions_(std::move(extension_folder)) {}
  StandIns(const StandIns&) = delete;
  StandIns& operator=(const StandIns&) = delete;
  ~StandIns();

  // `spec` has the columns of the file's table.
  Status Put(const FileSpan& file, const TableSpec& spec);

 private:
  struct Place {
    std::string path;
    std::string aside;  // where the damaged file is; "" when there was none
  };
  Status PutInFolder(Place& place, const std::string& content);
  Status PutInStore(Place& place, const FileSpan& file, std::string_view content);
  Status Restore(const Place& place);

  const std::string extensions_;
  std::optional<ObjectFiles> objects_;
  std::vector<Place> places_;
};

}  // namespace lake

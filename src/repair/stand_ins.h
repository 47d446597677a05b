// How a file that is lost, or has no end that can be read, leaves the catalog: DuckLake deletes
// rows by reading where they are, so in its place stands for a moment a file that has as many rows
// and no values. Who reads a value of it meanwhile gets an error, as before.
//
// What stood there before is there again when this ends: snapshots that are older see what they
// saw. After a kill a stand-in may stay; it has another size than the catalog says, so it is taken
// for what it is, a damaged file. In folders only. One thread.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "lake/file_spans.h"
#include "table/table_spec.h"

namespace lake {

class StandIns {
 public:
  StandIns() = default;
  StandIns(const StandIns&) = delete;
  StandIns& operator=(const StandIns&) = delete;
  ~StandIns();

  // `spec` has the columns of the file's table. kInvalidArgument when the file lies in no folder.
  Status Put(const FileSpan& file, const TableSpec& spec);

 private:
  struct Place {
    std::string path;
    std::string aside;  // where the damaged file is; "" when there was none
  };
  std::vector<Place> places_;
};

}  // namespace lake

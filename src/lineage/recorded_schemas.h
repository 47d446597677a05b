// The columns that batches were written with: lineage names a schema by its hash, _meta_schemas
// says what columns it has. So digests of old batches can be computed again whatever columns the
// table has got since, and those of newer versions' batches too.
#pragma once

#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "duckdb/lake.h"
#include "table/table_spec.h"

namespace lake {

class RecordedSchemas {
 public:
  // None in a lake of a version that noted no schemas.
  static Result<RecordedSchemas> Read(Connection& connection, const Lake& lake);

  // Whether _meta_lineage has the column that names them.
  bool in_lineage() const { return in_lineage_; }

  // The columns of `held`, a table as this version knows it in the lake, for batches of a schema;
  // "" for batches that name none: those of minor version 0. Columns that this version does not
  // know cannot be read from rows in memory; their names live as long as this. kDataLoss when
  // _meta_schemas does not say what the hash stands for, kInvalidArgument when a type is unknown.
  Result<std::vector<ColumnSpec>> ColumnsOf(const TableSpec& held, std::string_view hash) const;

 private:
  struct Column {
    std::string name;
    std::string type;
    bool digested;
  };
  using Key = std::pair<std::string, std::string>;  // dataset, hash

  bool in_lineage_ = false;
  std::map<Key, std::deque<Column>> schemas_;
};

}  // namespace lake

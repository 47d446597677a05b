#include "table/schema_hash.h"

#include <fmt/format.h>

#include "base/hex.h"
#include "base/sha256.h"
#include "table/ddl.h"

namespace lake {

std::string SchemaHash(std::span<const ColumnSpec> columns) {
  std::string text;
  for (const ColumnSpec& column : columns) {
    text += fmt::format("{}:{}\n", column.name, SqlTypeName(column.type, SqlDialect::kDuckDb));
  }
  return Hex(Sha256(AsBytes(text)));
}

}  // namespace lake

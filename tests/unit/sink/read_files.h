// The files of a FileSink read back, each by other code than wrote it: every cell as text, NULL as
// nothing.
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "duckdb/database.h"
#include "sink/text_rows.h"

namespace lake::testing {

using Cell = std::optional<std::string>;
using Cells = std::vector<std::vector<Cell>>;  // the first row holds the names of the columns

inline Cell JsonCell(const nlohmann::ordered_json& value) {
  if (value.is_null()) return std::nullopt;
  return value.is_string() ? value.get<std::string>() : value.dump();
}

inline Cells ReadJsonl(const std::string& text) {
  Cells cells;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    const auto object = nlohmann::ordered_json::parse(line);
    std::vector<Cell> names, row;
    for (const auto& [name, value] : object.items()) {
      names.emplace_back(name);
      row.push_back(JsonCell(value));
    }
    if (cells.empty()) cells.push_back(names);
    EXPECT_EQ(cells[0], names);
    cells.push_back(std::move(row));
  }
  return cells;
}

// RFC 4180, where an empty field without quotes is NULL; lines may also end in LF alone.
inline Cells ReadCsv(const std::string& text) {
  Cells cells;
  std::vector<Cell> row;
  for (std::size_t i = 0; i < text.size();) {
    Cell cell;
    if (text[i] == '"') {
      cell.emplace();
      for (++i; text[i] != '"' || text[i + 1] == '"'; ++i) {
        if (text[i] == '"') ++i;
        *cell += text[i];
      }
      ++i;
    } else {
      const std::size_t end = text.find_first_of(",\r\n", i);
      if (end > i) cell = text.substr(i, end - i);
      i = end;
    }
    row.push_back(std::move(cell));
    if (text[i] != ',') {
      cells.push_back(std::move(row));
      row.clear();
      if (text[i] == '\r') ++i;
    }
    ++i;
  }
  return cells;
}

inline Cell DuckCell(QueryResult& result, std::size_t column, std::size_t row) {
  if (result.IsNull(column, row)) return std::nullopt;
  switch (result.column_type(column)) {
    case DUCKDB_TYPE_VARCHAR:
      return std::string(result.Text(column, row));
    case DUCKDB_TYPE_BOOLEAN:
      return result.Bool(column, row) ? "true" : "false";
    case DUCKDB_TYPE_TIMESTAMP:
    case DUCKDB_TYPE_TIMESTAMP_TZ: {
      std::string text;
      AppendTime(text, result.Int(column, row));
      return text;
    }
    default:
      return fmt::format("{}", result.Int(column, row));
  }
}

inline Cells ReadParquet(const std::string& path) {
  auto connection = *Connection::Open(*Database::Open({.threads = 1}));
  auto result = connection.Query(fmt::format("SELECT * FROM read_parquet('{}')", path));
  if (!result.ok()) {
    ADD_FAILURE() << result.error().message;
    return {};
  }
  Cells cells(1);
  for (std::size_t i = 0; i < result->column_count(); ++i) {
    cells[0].emplace_back(result->column_name(i));
  }
  const Status status = ForEachRow(*result, [&](std::size_t row) {
    std::vector<Cell> values;
    for (std::size_t i = 0; i < cells[0].size(); ++i) values.push_back(DuckCell(*result, i, row));
    cells.push_back(std::move(values));
    return Status();
  });
  EXPECT_TRUE(status.ok());
  return cells;
}

}  // namespace lake::testing

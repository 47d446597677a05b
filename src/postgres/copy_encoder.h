// Rows in PostgreSQL's binary COPY format, PGCOPY: for any table of the registry, and by hand for
// what is none. Types are those of table/ddl.h: a uint32 is a bigint.
//
// Texts are not looked into: the server refuses U+0000 and what is no UTF-8, and extraction lets
// neither through (base/json_text.h). Not thread-safe.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "table/column_block.h"

namespace lake {

// What stands before the first row and behind the last one.
std::string_view CopyHeader();
std::string_view CopyTrailer();

// Takes encoded bytes; they are valid during the call.
using CopyBytes = std::function<Status(std::string_view)>;

// Blocks of rows, column by column.
class CopyEncoder {
 public:
  // Bytes that are collected before they are given away; a larger row goes alone.
  static constexpr std::size_t kPieceBytes = 64u << 10;

  explicit CopyEncoder(CopyBytes give) : give_(std::move(give)) {}

  // kResourceExhausted or kInternal, with the column, when a cell cannot be held by PostgreSQL.
  Status Add(const RowBlock& block);
  // Gives away what is collected.
  Status Flush();

 private:
  Status AddRows(const RowBlock& block, std::size_t first, std::size_t count, std::size_t bytes);
  Status Measure(const RowBlock& block);

  CopyBytes give_;
  std::string piece_;
  std::size_t used_ = 0;
  std::vector<std::uint64_t> sizes_;  // of the block's rows
  std::vector<char*> at_;             // where each row goes on
};

// One row after the other, cell by cell, for tables that have no TableSpec.
class CopyRow {
 public:
  // Appends to `out`.
  CopyRow(std::string& out, std::int16_t cells);
  CopyRow& Int(std::int64_t value);     // bigint
  CopyRow& Instant(Timestamp instant);  // timestamptz; one that PostgreSQL can hold
  CopyRow& Text(std::string_view text);
  CopyRow& Blob(Bytes bytes);  // bytea
  CopyRow& Null();

 private:
  std::string& out_;
};

}  // namespace lake

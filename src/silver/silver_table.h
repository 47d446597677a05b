// A derived table as its file declares it: silver/<kind>/<name>.sql is a head of YAML in a comment,
// then one SELECT. DDL, docs, checks, the order of work and verification derive from it.
//
//   /*---
//   doc: One row per movement of value.
//   grain: movement of value
//   key: [ledger_sequence, transaction_hash, operation_index, transfer_index]
//   inputs: [operations_row_v2, trades_enriched_row_v1]
//   columns:
//   - {use: ledger}
//   - {name: amount, type: "DECIMAL(38,0)", unit: token units, nullable: true, doc: "What moved."}
//   - {include: operations_row_v2}
//   ---*/
//   SELECT ...
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace lake {

enum class SilverKind : std::uint8_t {
  kRow,    // appended per ledger
  kState,  // what keys held when: versions, of which the newest are current
  kAgg,    // partial rows that add up, per hour or day
  kView,   // a question over the others, stored nowhere
  kLaw     // the rows that break it
};

// How partial rows of an aggregate become one (kAgg only).
struct SilverMerge {
  // sum, least, greatest; first, last: the value of the row with the smallest or largest `by`.
  std::string rule;
  std::vector<std::string> by{};
};

struct SilverColumn {
  std::string name;
  std::string type;  // as DuckDB names it
  std::string doc;   // a sentence
  std::string unit{};
  bool nullable = false;
  SilverMerge merge{};
};

struct SilverTable {
  std::string name;
  SilverKind kind;
  std::string doc;
  std::string grain{};
  std::vector<std::string> key{};
  std::vector<std::string> inputs{};  // tables of bronze, and of silver
  std::vector<SilverColumn> columns{};
  std::vector<std::string> previous{};  // kState: columns whose value before is a column too
  bool on_change = false;               // kState: an event that changes no value is no version
  std::string severity{};               // kLaw: error or warn
  std::string when{};                   // kLaw: what it is asked of, in words
  std::string select{};

  const SilverColumn* Find(std::string_view column) const;
};

// `file` is <kind>/<name>.sql. kInvalidArgument names the file and what is wrong in it.
Result<SilverTable> ParseSilverTable(std::string_view file, std::string_view text);

}  // namespace lake

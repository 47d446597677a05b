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

// How the values of partial rows of an aggregate become one (merged_parts.h).
struct SilverMerge {
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
  // Of states:
  std::vector<std::string> previous{};  // columns whose value before is a column too
  std::vector<std::string> ends{};      // columns that tell of the end of a version
  std::vector<std::string> carried{};   // columns that, once known, hold for the rest of a life
  bool on_change = false;               // an event that changes no value is no version
  std::string weak{};                   // SQL: an event that is none beside one that is not weak
  std::string severity{};               // kLaw: error or warn
  std::string when{};                   // kLaw: what it is asked of, in words
  std::string select{};

  const SilverColumn* Find(std::string_view column) const;
  // Whether it reads what happened to a state (input <state>_changes), of which a merge of segments
  // may know better later.
  bool ReadsChanges() const;
};

// The state whose changes an input is; "" when it is none.
std::string_view ChangedState(std::string_view input);

// `file` is <kind>/<name>.sql. kInvalidArgument names the file and what is wrong in it.
Result<SilverTable> ParseSilverTable(std::string_view file, std::string_view text);

}  // namespace lake

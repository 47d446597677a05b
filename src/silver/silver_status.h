// How far the silver of a lake is: which ledgers bronze has for it, which were taken, and in which
// segments states are known. For who looks as for who writes; in the caller's transaction.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "duckdb/database.h"
#include "silver/silver_plan.h"
#include "stellar/ledger_set.h"

namespace lake {

inline constexpr std::string_view kSilverSchema = "silver";

struct SilverStatus {
  LedgerSet bronze;  // of which every input of silver is there
  LedgerSet silver;  // that were taken
  std::vector<SilverSegment> segments;

  LedgerSet missing() const { return bronze.Minus(silver); }
  // Up to here nothing of what bronze has is missing; nothing before the first.
  std::optional<std::uint32_t> complete_through() const;
};

// Quoted paths of both schemas. A lake without silver has taken nothing.
struct SilverPlaces {
  std::string bronze;
  std::string silver;
};
Result<SilverStatus> ReadSilverStatus(Connection& connection, const SilverPlaces& places,
                                      bool has_silver);

// Whether the attached catalog has silver's tables in this schema.
Result<bool> HasSilver(Connection& connection, std::string_view catalog, std::string_view schema);

}  // namespace lake

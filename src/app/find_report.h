// What `find` prints: the places, then which part of the history was seen. Pure functions.
#pragma once

#include <optional>
#include <string>

#include "find/indexed_history.h"
#include "find/lookup.h"
#include "find/subject.h"

namespace lake {

struct FindReport {
  Subject subject;
  PlacePage page;
  LedgerSet missing{};      // asked for, and not in the lake
  LedgerSet not_indexed{};  // in the lake, and not in the index
  LedgerSet aside{};        // of the missing ones: kept aside as they came
  bool complete() const { return missing.empty() && not_indexed.empty(); }
};

// `asked` without an end goes to the last ledger of the lake; not given, it begins with the first.
FindReport MakeFindReport(const Subject& subject, const IndexedHistory& history,
                          const LedgerSet& indexed, const std::optional<LedgerRange>& asked,
                          PlacePage page);

std::string FindReportText(const FindReport& report);
std::string FindReportJson(const FindReport& report);

}  // namespace lake

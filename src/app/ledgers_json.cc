#include "app/ledgers_json.h"

namespace lake {

nlohmann::json LedgersJson(const LedgerSet& ledgers) {
  nlohmann::json list = nlohmann::json::array();
  for (const LedgerSpan& range : ledgers.ranges()) list.push_back({range.first, range.last});
  return list;
}

}  // namespace lake

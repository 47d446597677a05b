// What a client asks for with a Flight ticket.
//
//   contract-data-stream                      the ledgers of the newest session; without one from
//                                             the newest ledger on
//   contract-data-stream:<filter JSON>        the same, of these entries
//   contract_data:<start>:<end>:<filter JSON> ledgers start to end, both included; end 0 goes on
//                                             and on, start 0 begins with the newest ledger
//
// The filter, and the colon before it, may be missing. See entry_filter.h.
#pragma once

#include <string_view>

#include "base/result.h"
#include "contracts/entry_filter.h"
#include "contracts/late_source.h"

namespace lake {

inline constexpr std::string_view kLiveTicket = "contract-data-stream";
inline constexpr std::string_view kRangeTicket = "contract_data";

struct StreamWish {
  // None: the live stream.
  std::optional<StreamRange> range;
  // None: the ticket says nothing, and the service's own filter counts.
  std::optional<EntryFilter> filter;
};

// kInvalidArgument says what a ticket looks like.
Result<StreamWish> ParseTicket(std::string_view ticket);

}  // namespace lake

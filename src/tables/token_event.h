// Events by which a token's contract says that units moved (SEP-41), whatever the contract; those
// that the contract of a classic asset has emitted for sure: tables/asset_event.h.
//
// Views must be of validated XDR. Pure functions, safe from any thread.
#pragma once

#include <cstdint>
#include <optional>

#include "stellar/integer_text.h"
#include "xdr/views.h"

namespace lake {

struct TokenEvent {
  std::optional<xdr::SCAddress> from;  // who lost units: all but mint
  std::optional<xdr::SCAddress> to;    // who got them: transfer and mint
  Int128 amount;
};

// transfer: [transfer, from, to, ..]; burn: [burn, from, ..]; mint and clawback: [.., whom, ..], or
// with the admin before whom: [.., admin, whom, ..]. Data is the amount (i128), or a map that has
// it. None for every other event.
std::optional<TokenEvent> ParseTokenEvent(xdr::ContractEvent event);

// The 32 bytes behind an address; of a muxed one, of what it stands for.
const std::uint8_t* ScAddressBytes(xdr::SCAddress address);

}  // namespace lake

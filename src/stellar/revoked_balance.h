// The claimable balance that holds what an account had in a liquidity pool when an issuer takes its
// trustline away: its id says from which pool and of which asset it is (CAP-38).
//
// SHA-256 of the HashIDPreimage revokeID. Views must be of validated XDR. Safe from any thread.
#pragma once

#include <array>
#include <cstdint>

#include "base/bytes.h"
#include "xdr/views.h"

namespace lake {

// The operation that revokes, as ids of balances name it.
struct RevokingOperation {
  Bytes source_key;  // 32 bytes: of the transaction's source, of a fee bump the inner one's
  std::int64_t sequence;
  std::uint32_t index;  // in the envelope, from 0
};

// XDR of the ClaimableBalanceID.
std::array<std::uint8_t, 36> RevokedBalanceId(const RevokingOperation& operation, Bytes pool_id,
                                              xdr::Asset asset);

}  // namespace lake

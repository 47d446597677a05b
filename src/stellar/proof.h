// What a ledger proves about itself, offline: the hashes in its header (ARCHITECTURE.md, step 3).
//
//   header hash          = SHA-256(XDR of the LedgerHeader)
//   transaction-set hash = SHA-256(XDR of the GeneralizedTransactionSet), or for the old form
//                          SHA-256(previous ledger hash, envelopes ordered by the hash of their
//                          XDR)
//   result hash          = SHA-256(XDR of the TransactionResultSet)
//   previous hash        = header hash of the ledger before
#pragma once

#include <cstdint>
#include <span>

#include "stellar/ledger_view.h"

namespace lake {

enum class VerifyLevel : std::uint8_t {
  kStrict,  // all four; the default
  kHeader,  // header hash and chain
  kOff
};

// kDataLoss naming the hash that does not match, what the header says and what the content hashes
// to.
Status ProveLedger(const LedgerView& ledger, VerifyLevel level);

// Proves that `ledger` follows the ledger whose sequence and hash are given.
Status ProveLink(std::uint32_t sequence, const Hash256& previous_hash,
                 std::uint32_t previous_sequence, const Hash256& previous_ledger_hash);

// The hash of a transaction set before protocol 20: envelope by envelope, in the order of the
// envelopes' own hashes.
Hash256 LegacyTxSetHash(Bytes previous_hash, std::span<const Bytes> envelopes);

Hash256 HashOf(xdr::Fixed<32> hash);

}  // namespace lake

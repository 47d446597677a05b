// What stands in an envelope beside operations: the transaction itself, who pays, what Soroban
// declared. The forms are V0 (before protocol 13), V1, and a fee bump around a V1 (CAP-15).
//
// Views into the ledger; pure functions, safe from any thread.
#pragma once

#include <optional>

#include "stellar/tx_hash.h"

namespace lake {

// The V1 transaction, of a fee bump the inner one; none for V0.
std::optional<xdr::Transaction> TransactionOf(xdr::TransactionEnvelope envelope);

// The number that the transaction takes from its source account, of a fee bump the inner one.
std::int64_t SequenceOf(xdr::TransactionEnvelope envelope);

// None unless the transaction is a Soroban one.
std::optional<xdr::SorobanTransactionData> SorobanDataOf(xdr::TransactionEnvelope envelope);

// The 32-byte key of the account that pays the fee: the fee source of a fee bump, else the source.
Bytes FeeAccountKey(xdr::TransactionEnvelope envelope);

}  // namespace lake

// Effects by family of operations. Each function adds the effects of one operation in the order of
// contract/effects.md, section 3.
//
// Errors are kDataLoss: a successful operation whose result or entry changes lack what the protocol
// puts there.
#pragma once

#include "tables/effect_writer.h"

namespace lake {

// create_account, payment, the path payments with their trades, account_merge, inflation.
Status AddPaymentEffects(EffectWriter& writer);
// set_options, manage_data, bump_sequence.
Status AddAccountEffects(EffectWriter& writer);
// change_trust, allow_trust, set_trust_line_flags, clawback.
Status AddTrustlineEffects(EffectWriter& writer);
// create_, claim_ and clawback_claimable_balance.
Status AddClaimableBalanceEffects(EffectWriter& writer);
// The three offer operations.
Status AddOfferEffects(EffectWriter& writer);
// liquidity_pool_deposit, liquidity_pool_withdraw.
Status AddPoolEffects(EffectWriter& writer);
// invoke_host_function, extend_footprint_ttl, restore_footprint.
Status AddSorobanEffects(EffectWriter& writer);

// What crossing orders and pools did to both sides; `offers_created` adds offer_created, which
// Hubble leaves out for strict-send path payments.
Status AddTradeEffects(EffectWriter& writer, xdr::Array<xdr::ClaimAtom> atoms, bool offers_created);
// A balance that appeared: one effect for it and one for each of its claimants.
void AddBalanceCreatedEffects(EffectWriter& writer, xdr::ClaimableBalanceEntry balance,
                              xdr::Array<xdr::Claimant> claimants);
// Shares of pools that an issuer's revocation turned into claimable balances (CAP-38), if it did.
void AddPoolRevocationEffects(EffectWriter& writer);

// Section 2, of every operation: who pays for the reserve of the entries it changed, and of the
// signers; then pools that appeared or went.
void AddSponsorshipEffects(EffectWriter& writer);
void AddPoolLifecycleEffects(EffectWriter& writer);

}  // namespace lake

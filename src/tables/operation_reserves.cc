// Claimable balances, and who pays the reserve of whose entries.
#include "base/hex.h"
#include "base/json_text.h"
#include "stellar/address.h"
#include "tables/operation_result.h"
#include "tables/operation_row.h"

namespace lake {
namespace {

std::string_view BalanceIdText(Arena& arena, xdr::ClaimableBalanceID id) {
  return HexText(arena, id.encoding());
}

// Entries that no account owns can be named too; the operation failed then, and nothing is set.
void FillRevokedEntry(xdr::LedgerKey key, Arena& arena, OperationRow& row) {
  switch (key.type()) {
    case xdr::LedgerEntryType::ACCOUNT:
      row.sponsored_id = AccountText(arena, key.account().accountID());
      break;
    case xdr::LedgerEntryType::TRUSTLINE:
      row.sponsored_id = AccountText(arena, key.trustLine().accountID());
      row.asset = OperationAssetOf(AssetTextOf(arena, key.trustLine().asset()));
      break;
    case xdr::LedgerEntryType::OFFER:
      row.sponsored_id = AccountText(arena, key.offer().sellerID());
      row.offer_id = key.offer().offerID();
      break;
    case xdr::LedgerEntryType::DATA:
      row.sponsored_id = AccountText(arena, key.data().accountID());
      row.data_name = SanitizeText(arena, AsText(key.data().dataName()));
      break;
    case xdr::LedgerEntryType::CLAIMABLE_BALANCE:
      row.balance_id = BalanceIdText(arena, key.claimableBalance().balanceID());
      break;
    default:
      break;
  }
}

}  // namespace

void FillCreateClaimableBalance(const OperationContext& context, Arena& arena, OperationRow& row) {
  const auto op = context.op.operation.body().createClaimableBalanceOp();
  row.asset = OperationAssetOf(AssetTextOf(arena, op.asset()));
  row.amount = op.amount();
  row.claimants_count = Exactly(op.claimants().size());
  const auto outcome = AppliedOutcome(context);
  if (!outcome) return;
  const auto result = outcome->createClaimableBalanceResult();
  if (result.code() == xdr::CreateClaimableBalanceResultCode::CREATE_CLAIMABLE_BALANCE_SUCCESS) {
    row.balance_id = BalanceIdText(arena, result.balanceID());
  }
}

void FillClaimClaimableBalance(const OperationContext& context, Arena& arena, OperationRow& row) {
  const auto op = context.op.operation.body().claimClaimableBalanceOp();
  row.balance_id = BalanceIdText(arena, op.balanceID());
}

void FillClawbackClaimableBalance(const OperationContext& context, Arena& arena,
                                  OperationRow& row) {
  const auto op = context.op.operation.body().clawbackClaimableBalanceOp();
  row.balance_id = BalanceIdText(arena, op.balanceID());
}

void FillBeginSponsoring(const OperationContext& context, Arena& arena, OperationRow& row) {
  const auto op = context.op.operation.body().beginSponsoringFutureReservesOp();
  row.sponsored_id = AccountText(arena, op.sponsoredID());
}

void FillRevokeSponsorship(const OperationContext& context, Arena& arena, OperationRow& row) {
  const auto op = context.op.operation.body().revokeSponsorshipOp();
  if (op.type() == xdr::RevokeSponsorshipType::REVOKE_SPONSORSHIP_SIGNER) {
    row.sponsored_id = AccountText(arena, op.signer().accountID());
  } else {
    FillRevokedEntry(op.ledgerKey(), arena, row);
  }
}

}  // namespace lake

#include "tables/transaction_preconditions.h"

#include "stellar/address.h"
#include "tables/envelope.h"
#include "tables/plain_json.h"

namespace lake {
namespace {

constexpr std::size_t kMaxExtraSigners = 2;  // CAP-21; XDR allows no more

void SetTimeBounds(TransactionPreconditions& part, xdr::TimeBounds bounds) {
  part.timebounds_min_time = bounds.minTime();
  part.timebounds_max_time = bounds.maxTime();
}

void SetV2(TransactionPreconditions& part, xdr::PreconditionsV2 conditions) {
  if (const auto bounds = conditions.timeBounds()) SetTimeBounds(part, *bounds);
  if (const auto bounds = conditions.ledgerBounds()) {
    part.ledgerbounds_min = (*bounds).minLedger();
    part.ledgerbounds_max = (*bounds).maxLedger();
  }
  if (const auto number = conditions.minSeqNum()) part.min_sequence_number = *number;
  if (conditions.minSeqAge() > 0) part.min_sequence_age = conditions.minSeqAge();
}

}  // namespace

TransactionPreconditions PreconditionsOf(xdr::TransactionEnvelope envelope) {
  TransactionPreconditions part{};
  const auto tx = TransactionOf(envelope);
  if (!tx) {
    if (const auto bounds = envelope.v0().tx().timeBounds()) SetTimeBounds(part, *bounds);
    return part;
  }
  const xdr::Preconditions conditions = tx->cond();
  if (conditions.type() == xdr::PreconditionType::PRECOND_TIME) {
    SetTimeBounds(part, conditions.timeBounds());
  } else if (conditions.type() == xdr::PreconditionType::PRECOND_V2) {
    SetV2(part, conditions.v2());
  }
  return part;
}

std::optional<std::string_view> ExtraSignersJson(xdr::TransactionEnvelope envelope, Arena& arena) {
  const auto tx = TransactionOf(envelope);
  if (!tx) return std::nullopt;
  const xdr::Preconditions conditions = tx->cond();
  if (conditions.type() != xdr::PreconditionType::PRECOND_V2) return std::nullopt;
  const xdr::Array<xdr::SignerKey> signers = conditions.v2().extraSigners();
  if (signers.empty()) return std::nullopt;
  PlainJsonArray<kMaxExtraSigners> array;
  for (const xdr::SignerKey signer : signers) array.Add(SignerKeyText(arena, signer));
  return array.Text(arena);
}

}  // namespace lake

#include "tables/transaction_preconditions.h"

#include <limits>

#include "stellar/address.h"
#include "tables/envelope.h"
#include "tables/plain_json.h"

namespace lake {
namespace {

constexpr std::size_t kMaxExtraSigners = 2;  // CAP-21; XDR allows no more

// Unsigned times beyond the range of the column stop at its end.
std::int64_t Clamped(std::uint64_t value) {
  constexpr std::int64_t kMax = std::numeric_limits<std::int64_t>::max();
  return value > static_cast<std::uint64_t>(kMax) ? kMax : static_cast<std::int64_t>(value);
}

void SetTimeBounds(TransactionPreconditions& part, xdr::TimeBounds bounds) {
  part.timebounds_min_time = Clamped(bounds.minTime());
  part.timebounds_max_time = Clamped(bounds.maxTime());
}

void SetV2(TransactionPreconditions& part, xdr::PreconditionsV2 conditions) {
  if (const auto bounds = conditions.timeBounds()) SetTimeBounds(part, *bounds);
  if (const auto bounds = conditions.ledgerBounds()) {
    part.ledgerbounds_min = (*bounds).minLedger();
    part.ledgerbounds_max = (*bounds).maxLedger();
  }
  if (const auto number = conditions.minSeqNum()) part.min_sequence_number = *number;
  if (conditions.minSeqAge() > 0) part.min_sequence_age = Clamped(conditions.minSeqAge());
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

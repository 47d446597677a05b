#include "tables/sponsor_of_operation.h"

#include <algorithm>
#include <cstring>
#include <optional>

#include "stellar/address.h"
#include "tables/account_parts.h"

namespace lake {
namespace {

// The signer that a set_options sets, as XDR.
std::optional<Bytes> SignerSet(xdr::OperationBody body) {
  if (body.type() != xdr::OperationType::SET_OPTIONS) return std::nullopt;
  const auto signer = body.setOptionsOp().signer();
  if (!signer) return std::nullopt;
  return (*signer).key().encoding();
}

// Who pays for the signer in that image of an account; null for nobody, or without the signer.
const std::uint8_t* SignerSponsor(const ChangeRef& image, Bytes signer) {
  if (image.entry_type != xdr::LedgerEntryType::ACCOUNT) return nullptr;
  const xdr::AccountEntry account = image.entry().data().account();
  const auto sponsors = ExtensionsOf(account).signer_sponsors;
  if (!sponsors) return nullptr;
  auto sponsor = sponsors->begin();
  std::uint32_t left = sponsors->size();
  for (const xdr::Signer candidate : account.signers()) {
    if (left-- == 0) return nullptr;
    const Bytes key = candidate.key().encoding();
    if (std::ranges::equal(key, signer)) {
      const xdr::SponsorshipDescriptor found = *sponsor;
      return found ? AccountKey(*found) : nullptr;
    }
    ++sponsor;
  }
  return nullptr;
}

bool Same(const std::uint8_t* a, const std::uint8_t* b) {
  if (a == nullptr || b == nullptr) return a == b;
  return std::memcmp(a, b, kKeyBytes) == 0;
}

}  // namespace

const std::uint8_t* SponsorOfOperation(const OperationContext& context) {
  using Type = xdr::LedgerEntryChangeType;
  const std::optional<Bytes> signer = SignerSet(context.op.operation.body());
  const ChangeRef* before = nullptr;
  for (const ChangeRef& change : context.tx.ledger.ledger.changes(context.op.changes)) {
    if (change.type == Type::LEDGER_ENTRY_UPDATED && signer) {
      const std::uint8_t* sponsor = SignerSponsor(change, *signer);
      const std::uint8_t* former = before != nullptr ? SignerSponsor(*before, *signer) : nullptr;
      if (sponsor != nullptr && !Same(sponsor, former)) return sponsor;
    }
    if (change.type == Type::LEDGER_ENTRY_CREATED) {
      const xdr::LedgerEntryExt ext = change.entry().ext();
      if (ext.v() == 1) {
        if (const xdr::SponsorshipDescriptor sponsor = ext.v1().sponsoringID()) {
          return AccountKey(*sponsor);
        }
      }
    }
    before = change.type == Type::LEDGER_ENTRY_STATE ? &change : nullptr;
  }
  return nullptr;
}

}  // namespace lake

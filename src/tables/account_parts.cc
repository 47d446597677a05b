#include "tables/account_parts.h"

#include "stellar/address.h"

namespace lake {

AccountExtensions ExtensionsOf(xdr::AccountEntry account) {
  AccountExtensions out;
  const xdr::AccountEntryExt ext = account.ext();
  if (ext.v() != 1) return out;
  const xdr::AccountEntryExtensionV1 v1 = ext.v1();
  out.buying_liabilities = v1.liabilities().buying();
  out.selling_liabilities = v1.liabilities().selling();
  const xdr::AccountEntryExtensionV1Ext ext1 = v1.ext();
  if (ext1.v() != 2) return out;
  const xdr::AccountEntryExtensionV2 v2 = ext1.v2();
  out.num_sponsoring = v2.numSponsoring();
  out.num_sponsored = v2.numSponsored();
  out.signer_sponsors = v2.signerSponsoringIDs();
  const xdr::AccountEntryExtensionV2Ext ext2 = v2.ext();
  if (ext2.v() == 3) out.sequence_change = ext2.v3();
  return out;
}

std::optional<std::string_view> SponsorText(Arena& arena, xdr::LedgerEntry entry) {
  const xdr::LedgerEntryExt ext = entry.ext();
  if (ext.v() != 1) return std::nullopt;
  const xdr::SponsorshipDescriptor sponsor = ext.v1().sponsoringID();
  if (!sponsor) return std::nullopt;
  return AccountText(arena, *sponsor);
}

}  // namespace lake

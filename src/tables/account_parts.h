// What the account tables need of an AccountEntry and its extensions.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/arena.h"
#include "xdr/views.h"

namespace lake {

struct AccountExtensions {
  std::int64_t buying_liabilities = 0;
  std::int64_t selling_liabilities = 0;
  std::uint32_t num_sponsoring = 0;
  std::uint32_t num_sponsored = 0;
  // Sponsors of the signers, by the signers' index; none before CAP-33.
  std::optional<xdr::Array<xdr::SponsorshipDescriptor>> signer_sponsors;
  // When the sequence number last changed; none before CAP-21.
  std::optional<xdr::AccountEntryExtensionV3> sequence_change;
};

AccountExtensions ExtensionsOf(xdr::AccountEntry account);

// The sponsor of an entry's reserve, G...; none when nobody sponsors it.
std::optional<std::string_view> SponsorText(Arena& arena, xdr::LedgerEntry entry);

}  // namespace lake

// Ledger entries of every type as JSON of a LedgerEntry, and what can happen to them.
//
// `fields` of each function set or replace fields of the entry by their XDR names:
// AccountEntry("alice", {{"balance", 5}, {"homeDomain", "example.org"}}).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "support/operations.h"

namespace lake::testing {

Json AccountEntry(std::string_view name, const Json& fields = Json::object());
Json TrustLineEntry(std::string_view account, const Json& asset,
                    const Json& fields = Json::object());
Json OfferEntry(std::string_view seller, std::int64_t offer_id, const Json& selling,
                const Json& buying, const Json& fields = Json::object());
Json DataEntry(std::string_view account, std::string_view name, std::string_view value);
Json ClaimableBalanceEntry(const Json& balance_id, const Json& asset, std::int64_t amount,
                           const JsonList& claimants, const Json& fields = Json::object());
// `fields` of its LiquidityPoolEntryConstantProduct.
Json PoolEntry(const Json& asset_a, const Json& asset_b, const Json& fields = Json::object());
Json ContractDataEntry(const Json& contract, const Json& key, const Json& value,
                       std::string_view durability = "PERSISTENT");
Json ContractCodeEntry(std::string_view wasm, const Json& fields = Json::object());
// `arm` is the arm's name in ConfigSettingEntry: ConfigSettingEntry("contractMaxSizeBytes", 65536).
Json ConfigSettingEntry(std::string_view arm, const Json& value);
// The TTL of the entry with that LedgerKey.
Json TtlEntry(const Json& ledger_key, std::uint32_t live_until);

// AccountEntry's "ext" with as many versions as its last given part needs.
struct AccountExt {
  std::int64_t buying_liabilities = 0;
  std::int64_t selling_liabilities = 0;
  std::uint32_t num_sponsored = 0;
  std::uint32_t num_sponsoring = 0;
  JsonList signer_sponsors = {};  // one per signer: Account(...) or null
  std::optional<std::uint32_t> seq_ledger = std::nullopt;
  std::uint64_t seq_time = 0;
};
Json ExtensionOf(const AccountExt& ext);
// TrustLineEntry's "ext"; with a pool use count, of its second version.
Json TrustLineExt(std::int64_t buying_liabilities, std::int64_t selling_liabilities,
                  std::optional<std::int32_t> pool_use_count = std::nullopt);

// The same entry, changed: paid for by `sponsor` (null: by nobody), last modified in `ledger`.
Json SponsoredBy(const Json& sponsor, Json entry);
Json LastModified(std::uint32_t ledger, Json entry);

// The LedgerKey of an entry.
Json KeyOf(const Json& entry);

// LedgerEntryChange. The ledger builder fills in lastModifiedLedgerSeq where the entry has none:
// the ledger being built, or for State the one before.
Json State(const Json& entry);
Json Created(const Json& entry);
Json Updated(const Json& entry);
Json Restored(const Json& entry);
Json Removed(const Json& entry);
Json RemovedKey(const Json& ledger_key);

}  // namespace lake::testing

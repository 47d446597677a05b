#include "contracts/entry_extractor.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "base/base64.h"
#include "base/clock.h"
#include "base/hex.h"
#include "base/stage_timer.h"
#include "stellar/enum_text.h"
#include "tables/contract_storage.h"

namespace lake {
namespace {

bool Has(const std::vector<Hash256>& keys, Bytes key) {
  const auto at = std::ranges::lower_bound(
      keys, key, [](Bytes a, Bytes b) { return std::ranges::lexicographical_compare(a, b); },
      [](const Hash256& k) { return Bytes(k); });
  return at != keys.end() && std::ranges::equal(*at, key);
}

bool Has(const std::vector<std::string>& texts, std::optional<std::string_view> text) {
  return text && std::ranges::binary_search(texts, *text, std::less<>());
}

bool PassesAge(const EntryFilter& filter, std::uint32_t last_modified) {
  return filter.modified_after_ledger == 0 || last_modified > filter.modified_after_ledger;
}

bool PassesBalance(const EntryFilter& filter, const std::optional<ContractBalance>& balance) {
  if (!filter.asks_for_balance()) return true;
  if (!balance) return false;
  if (filter.min_balance && balance->amount < *filter.min_balance) return false;
  return filter.balance_holders.empty() || Has(filter.balance_holders, balance->holder.bytes());
}

bool PassesAsset(const EntryFilter& filter, const AssetText& asset) {
  return (filter.asset_codes.empty() || Has(filter.asset_codes, asset.code)) &&
         (filter.asset_issuers.empty() || Has(filter.asset_issuers, asset.issuer));
}

std::optional<std::int64_t> Fit(const std::optional<ContractBalance>& balance) {
  if (!balance || balance->amount > std::numeric_limits<std::int64_t>::max()) return std::nullopt;
  return static_cast<std::int64_t>(balance->amount);
}

struct InstanceText {
  std::optional<std::string_view> type;
  std::optional<std::string_view> wasm_hash;
};

InstanceText InstanceOf(Arena& arena, xdr::SCVal value) {
  if (value.type() != xdr::SCValType::SCV_CONTRACT_INSTANCE) return {};
  const xdr::ContractExecutable code = value.instance().executable();
  const bool is_wasm = code.type() == xdr::ContractExecutableType::CONTRACT_EXECUTABLE_WASM;
  return {HubbleText(code.type()),
          is_wasm ? std::optional(HexText(arena, code.wasm_hash().bytes())) : std::nullopt};
}

}  // namespace

LedgerEntries EntryExtractor::Extract(RawLedger& ledger) {
  const StageTimer timer(Stage::kExtract);
  const std::int64_t start_micros = SystemClock().MonotonicMicros();
  LedgerEntries out;
  out.status = Decode(ledger);
  if (out.status.ok()) out.status = MakeRows(out);
  if (!out.status.ok()) {
    out.status = std::move(out.status)
                     .Context(fmt::format("ledger {} in {}", ledger.sequence, ledger.origin));
  }
  out.extract_micros = SystemClock().MonotonicMicros() - start_micros;
  return out;
}

Status EntryExtractor::Decode(RawLedger& ledger) {
  if (ledger.proved != nullptr && ledger.proved->Covers(network_id_, verify_)) {
    std::swap(view_, ledger.proved->view);
  } else {
    TRY(view_.Decode(ledger.xdr, network_id_));
    TRY(ProveLedger(view_, verify_));
  }
  if (view_.sequence() == ledger.sequence) return {};
  return {Code::kDataLoss, fmt::format("ledger {} stands where ledger {} was announced",
                                       view_.sequence(), ledger.sequence)};
}

Status EntryExtractor::MakeRows(LedgerEntries& out) {
  out.sequence = view_.sequence();
  out.hash = HashOf(view_.header_entry().hash());
  out.previous_hash = HashOf(view_.header().previousLedgerHash());
  out.raw_bytes = view_.bytes().size();
  TRY_ASSIGN(const std::span<const NetChange> changes, compactor_.Compact(view_));
  ReadLifetimes(changes);
  for (const NetChange& change : changes) {
    if (change.entry_type == xdr::LedgerEntryType::CONTRACT_DATA) Add(change, out);
  }
  return {};
}

void EntryExtractor::ReadLifetimes(std::span<const NetChange> changes) {
  lifetimes_.clear();
  for (const NetChange& change : changes) {
    if (change.entry_type != xdr::LedgerEntryType::TTL) continue;
    const xdr::LedgerEntry entry = (change.post != nullptr ? change.post : change.pre)->entry();
    lifetimes_.emplace_back(HashOf(entry.data().ttl().keyHash()), change.ttl_live_until);
  }
  std::ranges::sort(lifetimes_);
}

std::optional<std::uint32_t> EntryExtractor::LifetimeOf(const Hash256& key_hash) const {
  const auto at =
      std::ranges::lower_bound(lifetimes_, key_hash, {}, &std::pair<Hash256, std::uint32_t>::first);
  if (at == lifetimes_.end() || at->first != key_hash) return std::nullopt;
  return at->second;
}

void EntryExtractor::Add(const NetChange& change, LedgerEntries& out) const {
  const std::optional<StorageEntry> entry = StorageEntryOf(change);
  if (!entry) return;
  const xdr::ContractDataEntry data = entry->data;
  ++out.skipped;  // unless it gets through
  if (entry->deleted && !filter_.include_deleted) return;
  if (!PassesAge(filter_, entry->entry.lastModifiedLedgerSeq())) return;
  const Bytes contract = data.contract().contractId().bytes();
  if (!filter_.contracts.empty() && !Has(filter_.contracts, contract)) return;
  const std::optional<ContractBalance> balance = BalanceOf(data);
  if (!PassesBalance(filter_, balance)) return;
  const AssetText asset = InstanceAsset(out.arena, data, network_id_).value_or(AssetText{});
  if (!PassesAsset(filter_, asset)) return;
  --out.skipped;

  const Hash256 key_hash = Sha256(change.key_xdr);
  const StorageColumns columns = StorageColumnsOf(out.arena, *entry, asset, balance);
  const InstanceText instance = InstanceOf(out.arena, data.val());
  out.rows.Append(ContractEntry{
      .contract_id = columns.contract_id,
      .contract_key_type = columns.contract_key_type,
      .contract_durability = columns.contract_durability,
      .asset_code = columns.asset_code,
      .asset_issuer = columns.asset_issuer,
      .asset_type = columns.asset_type,
      .balance_holder = columns.balance_holder,
      .balance = Fit(balance),
      .last_modified_ledger = columns.last_modified_ledger,
      .deleted = columns.deleted,
      .ledger_sequence = out.sequence,
      .closed_at = TimestampFromSeconds(view_.close_time()),
      .ledger_key_hash = HexText(out.arena, key_hash),
      .key_xdr = Base64Text(out.arena, data.key().encoding()),
      .val_xdr = Base64Text(out.arena, data.val().encoding()),
      .contract_instance_type = instance.type,
      .contract_instance_wasm_hash = instance.wasm_hash,
      .expiration_ledger_seq = LifetimeOf(key_hash),
  });
  out.balances.push_back(balance ? std::optional(balance->amount) : std::nullopt);
}

}  // namespace lake

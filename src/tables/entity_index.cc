// entity_index_v1: which operations concern a claimable balance, a contract, an offer, a pool or a
// pair of assets (decision D24).
#include <algorithm>
#include <vector>

#include "base/hex.h"
#include "stellar/address.h"
#include "stellar/asset.h"
#include "stellar/integer_text.h"
#include "table/describes.h"
#include "table/row_order.h"
#include "table/row_precedes.h"
#include "tables/all.h"
#include "tables/asset_pair.h"
#include "tables/claim_atoms.h"
#include "tables/entity_kind.h"
#include "tables/standard_columns.h"

namespace lake {
namespace {

struct Row {
  std::string_view kind;
  std::string_view key;
  std::int64_t ledger_sequence;
  std::int32_t application_order;
  std::int32_t operation_order;
};

constexpr auto kColumns =
    ColumnsOf(Column<&Row::kind>("kind", "What the key names.")
                  .Key()
                  .OneOf("asset_pair|claimable_balance|contract|liquidity_pool|offer"),
              Column<&Row::key>(
                  "key",
                  "Id of the balance (hex of its XDR), contract (C...), pool (hex) or offer; of "
                  "a traded pair both assets with a slash between, the one that sorts first by "
                  "type, code and issuer in front.")
                  .Key()
                  .Example("native/USDC:GA5ZSEJYB37JRC5AVCIA5MOP4RHTM335X2KGX3IHOJAPP5RE34K4KZVN"),
              LedgerSequenceColumn<&Row::ledger_sequence>().Key(),
              ApplicationOrderColumn<&Row::application_order>().Key(),
              Column<&Row::operation_order>("operation_order", "The operation, counted from 1.")
                  .Key()
                  .AtLeast(1)
                  .Example("1"));

constexpr std::string_view kPrimaryKey[] = {"kind", "key", "ledger_sequence", "application_order",
                                            "operation_order"};

void KeepTexts(void* row, Arena& arena) {
  Row& r = *static_cast<Row*>(row);
  r.key = arena.Copy(r.key);  // kinds live for ever
}
constexpr RowOrder kOrder{.columns = kPrimaryKey,
                          .precedes = RowPrecedes<Row, &Row::kind, &Row::key, &Row::ledger_sequence,
                                                  &Row::application_order, &Row::operation_order>,
                          .keep_texts = KeepTexts};

constexpr TableSpec kSpec{
    .name = "entity_index_v1",
    .doc =
        "One row per claimable balance, offer or pool that an operation changed, contract whose "
        "storage it changed, and pair of assets that it traded; sorted by kind and key.",
    .group = "index",
    .purpose = "index",
    .subject = "entity",
    .major_version = 1,
    .columns = kColumns,
    .row_size = sizeof(Row),
    .sequence_column = "ledger_sequence",
    .primary_key = kPrimaryKey,
    .partition_column = "",
    .order = &kOrder};
static_assert(Describes<Row>(kSpec));

struct Entity {
  std::string_view kind;
  std::string_view key;
  auto operator<=>(const Entity&) const = default;
};

Entity EntityOf(xdr::LedgerEntryData data, Arena& arena) {
  switch (data.type()) {
    case xdr::LedgerEntryType::OFFER:
      return {entity_kind::kOffer, IntegerText(arena, data.offer().offerID())};
    case xdr::LedgerEntryType::CLAIMABLE_BALANCE:
      return {entity_kind::kBalance,
              HexText(arena, data.claimableBalance().balanceID().encoding())};
    case xdr::LedgerEntryType::LIQUIDITY_POOL:
      return {entity_kind::kPool, HexText(arena, data.liquidityPool().liquidityPoolID().bytes())};
    default: {
      const xdr::SCAddress owner = data.contractData().contract();
      if (owner.type() != xdr::SCAddressType::SC_ADDRESS_TYPE_CONTRACT) return {};
      return {entity_kind::kContract, ContractText(arena, owner.contractId())};
    }
  }
}

constexpr std::uint32_t kEntryTypes = EntryTypeBit(xdr::LedgerEntryType::OFFER) |
                                      EntryTypeBit(xdr::LedgerEntryType::CLAIMABLE_BALANCE) |
                                      EntryTypeBit(xdr::LedgerEntryType::LIQUIDITY_POOL) |
                                      EntryTypeBit(xdr::LedgerEntryType::CONTRACT_DATA);

// Every entry that is removed or changed has an image.
void AddEntries(const OperationContext& context, std::vector<Entity>& entities, Arena& arena) {
  for (const ChangeRef& change : context.tx.ledger.ledger.changes(context.op.changes)) {
    if (change.type == xdr::LedgerEntryChangeType::LEDGER_ENTRY_REMOVED ||
        change.type == xdr::LedgerEntryChangeType::LEDGER_ENTRY_UPDATED ||
        (EntryTypeBit(change.entry_type) & kEntryTypes) == 0) {
      continue;
    }
    const Entity entity = EntityOf(change.entry().data(), arena);
    if (!entity.kind.empty()) entities.push_back(entity);
  }
}

Status AddPairs(const OperationContext& context, std::vector<Entity>& entities, Arena& arena) {
  if (!CanTrade(context.op.operation.body().type())) return {};
  TRY_ASSIGN(const auto atoms, ClaimAtomsOf(context));
  Bytes sold, bought;  // of the atom before: a hop crosses offers of one pair
  for (const xdr::ClaimAtom atom : atoms) {
    const Claim claim = ClaimOf(atom);
    if (claim.empty()) continue;
    const Bytes sells = claim.sold.encoding(), buys = claim.bought.encoding();
    if (std::ranges::equal(sells, sold) && std::ranges::equal(buys, bought)) continue;
    entities.push_back(
        {entity_kind::kAssetPair,
         AssetPairText(arena, AssetTextOf(arena, claim.sold), AssetTextOf(arena, claim.bought))});
    sold = sells;
    bought = buys;
  }
  return {};
}

Status Extract(const OperationContext& context, RowSink out) {
  if (!context.tx.tx.successful) return {};
  thread_local std::vector<Entity> entities;
  entities.clear();
  AddEntries(context, entities, out.arena);
  TRY(AddPairs(context, entities, out.arena));
  std::ranges::sort(entities);
  const auto repeated = std::ranges::unique(entities);
  entities.erase(repeated.begin(), repeated.end());
  for (const Entity& entity : entities) {
    out.rows.Append(Row{.kind = entity.kind,
                        .key = entity.key,
                        .ledger_sequence = context.tx.ledger.sequence,
                        .application_order = Exactly(context.tx.tx.apply_index),
                        .operation_order = context.index + 1});
  }
  return {};
}

}  // namespace

const Table kEntityIndex{.spec = &kSpec, .extractor = {.operation = Extract}};

}  // namespace lake

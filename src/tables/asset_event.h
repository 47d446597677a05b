// Events by which the contract of a classic asset (SAC, CAP-46-6) says that units moved.
//
// Anybody can emit an event that looks like one, so the asset that the event names must be the one
// whose contract emitted it. Two forms are accepted. Before protocol 23:
//   transfer: [transfer, from, to, asset]; mint, clawback: [.., admin, whom, asset];
//   burn: [burn, from, asset]; data is the amount (i128).
// Since CAP-67: mint and clawback without the admin; data may also be a map with `amount`, and
// `to_muxed_id` when the receiver was named by a muxed address.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "stellar/asset.h"
#include "stellar/asset_contract.h"
#include "stellar/integer_text.h"
#include "xdr/views.h"

namespace lake {

enum class AssetEventKind : std::uint8_t { kTransfer, kMint, kBurn, kClawback };

struct AssetEvent {
  AssetEventKind kind;
  std::string_view name;               // transfer, mint, burn, clawback
  std::optional<xdr::SCAddress> from;  // who lost units: all kinds but mint
  std::optional<xdr::SCAddress> to;    // who got units: transfer and mint
  std::optional<std::uint64_t> to_id;  // of the muxed address `to` was named by
  Int128 amount;
  AssetText asset;  // texts point into the event
};

// None for every other event, also for one that names an asset of another contract.
std::optional<AssetEvent> ParseAssetEvent(xdr::ContractEvent event, AssetContractCache& contracts);

}  // namespace lake

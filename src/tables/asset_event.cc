#include "tables/asset_event.h"

#include <algorithm>
#include <array>

#include "base/bytes.h"

namespace lake {
namespace {

struct KindName {
  AssetEventKind kind;
  std::string_view name;
};

constexpr std::array kKinds{
    KindName{AssetEventKind::kTransfer, "transfer"}, KindName{AssetEventKind::kMint, "mint"},
    KindName{AssetEventKind::kBurn, "burn"}, KindName{AssetEventKind::kClawback, "clawback"}};

constexpr std::uint32_t kMinTopics = 3;
constexpr std::uint32_t kMaxTopics = 4;

const KindName* FindKind(xdr::SCVal topic) {
  if (topic.type() != xdr::SCValType::SCV_SYMBOL) return nullptr;
  const std::string_view name = AsText(topic.sym());
  const auto* found = std::find_if(kKinds.begin(), kKinds.end(),
                                   [name](const KindName& kind) { return kind.name == name; });
  return found != kKinds.end() ? found : nullptr;
}

bool HasTopicCount(AssetEventKind kind, std::uint32_t count) {
  switch (kind) {
    case AssetEventKind::kTransfer:
      return count == kMaxTopics;
    case AssetEventKind::kBurn:
      return count == kMinTopics;
    default:
      return count == kMinTopics || count == kMaxTopics;
  }
}

std::optional<xdr::SCAddress> AddressOf(xdr::SCVal value) {
  if (value.type() != xdr::SCValType::SCV_ADDRESS) return std::nullopt;
  return value.address();
}

// The one or two parties of the event, `party` before the asset. False when a topic is no address.
bool ReadParties(AssetEvent& event, xdr::Array<xdr::SCVal> topics) {
  const auto party = AddressOf(topics[topics.size() - 2]);
  if (!party) return false;
  switch (event.kind) {
    case AssetEventKind::kTransfer:
      event.from = AddressOf(topics[1]);
      event.to = party;
      return event.from.has_value();
    case AssetEventKind::kMint:
      event.to = party;
      return true;
    default:
      event.from = party;
      return true;
  }
}

bool ReadAmount(AssetEvent& event, xdr::SCVal value) {
  if (value.type() != xdr::SCValType::SCV_I128) return false;
  event.amount = MakeInt128(value.i128().hi(), value.i128().lo());
  return true;
}

// CAP-67. Other keys are for others to read.
bool ReadMap(AssetEvent& event, xdr::Array<xdr::SCMapEntry> entries) {
  bool has_amount = false;
  for (const xdr::SCMapEntry entry : entries) {
    if (entry.key().type() != xdr::SCValType::SCV_SYMBOL) continue;
    const std::string_view key = AsText(entry.key().sym());
    if (key == "amount") {
      if (!ReadAmount(event, entry.val())) return false;
      has_amount = true;
    } else if (key == "to_muxed_id" && entry.val().type() == xdr::SCValType::SCV_U64) {
      event.to_id = entry.val().u64();
    }
  }
  return has_amount;
}

bool ReadData(AssetEvent& event, xdr::SCVal data) {
  if (data.type() != xdr::SCValType::SCV_MAP) return ReadAmount(event, data);
  const auto entries = data.map();
  return entries && ReadMap(event, *entries);
}

}  // namespace

std::optional<AssetEvent> ParseAssetEvent(xdr::ContractEvent event, AssetContractCache& contracts) {
  const auto contract_id = event.contractID();
  if (event.type() != xdr::ContractEventType::CONTRACT || !contract_id) return std::nullopt;
  const xdr::ContractEventV0 body = event.body().v0();
  const xdr::Array<xdr::SCVal> topics = body.topics();
  const std::uint32_t count = topics.size();
  if (count < kMinTopics || count > kMaxTopics) return std::nullopt;
  const KindName* const kind = FindKind(*topics.begin());
  if (kind == nullptr || !HasTopicCount(kind->kind, count)) return std::nullopt;
  const xdr::SCVal named = topics[count - 1];
  if (named.type() != xdr::SCValType::SCV_STRING) return std::nullopt;
  const std::string_view canonical = AsText(named.str());
  if (!contracts.IsContractOf((*contract_id).bytes(), canonical)) return std::nullopt;
  const auto asset = ParseAssetText(canonical);
  if (!asset) return std::nullopt;
  AssetEvent result{kind->kind, kind->name, {}, {}, {}, 0, *asset};
  if (!ReadParties(result, topics) || !ReadData(result, body.data())) return std::nullopt;
  return result;
}

}  // namespace lake

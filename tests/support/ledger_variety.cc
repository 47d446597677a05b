#include "support/ledger_variety.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <set>
#include <string>
#include <string_view>

#include "base/check.h"
#include "xdr/cursor.h"
#include "xdr/type_info.h"

namespace lake::testing {
namespace {

using Spot = LedgerVariety::Spot;
using xdr::TypeInfo;
using xdr::TypeKind;

constexpr std::size_t kKeySize = 32;
constexpr std::size_t kHintSize = 4;
constexpr std::size_t kDrawnBytesMin = 16;
constexpr std::uint64_t kSharedAccounts = 4;  // one in so many
// Fees and counts are below, limits are above, and what people type is round.
constexpr std::uint64_t kLongAmountMin = 10'000;
constexpr std::uint64_t kLongAmountMax = std::uint64_t{1} << 62;
constexpr std::uint64_t kLongPriceMax = std::uint64_t{1} << 30;
constexpr std::uint64_t kRound = 100'000;

// Fields whose values many ledgers share.
constexpr std::array<std::string_view, 5> kShared{"contractId", "contractID", "liquidityPoolID",
                                                  "liquidityPoolId", "wasm_hash"};
// Numbers that are no amounts.
constexpr std::array<std::string_view, 16> kOtherNumbers{
    "seqNum",    "bumpTo",    "closeTime", "closeTimeMs", "minTime",   "maxTime",
    "minSeqNum", "minSeqAge", "seqTime",   "absBefore",   "relBefore", "slotIndex",
    "timepoint", "duration",  "idPool",    "hi"};

bool Contains(std::span<const std::string_view> names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

// SplitMix64: one step of a sequence that begins anywhere.
std::uint64_t Mix(std::uint64_t x) {
  x += 0x9E3779B97F4A7C15u;
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
  return x ^ (x >> 31);
}

std::uint64_t StandFor(Bytes bytes) {
  std::uint64_t out = bytes.size();
  for (const std::uint8_t byte : bytes) out = Mix(out ^ byte);
  return out;
}

// Where the values are that may be drawn.
class Walk {
 public:
  explicit Walk(Bytes ledger) : c_(ledger), begin_(ledger.data()) {
    CHECK(Value(*xdr::FindType("LedgerCloseMeta"), "", ""));
    std::erase_if(spots_, [this](const Spot& spot) {
      return !spot.number && shared_.contains(std::string(At(spot)));
    });
  }
  std::vector<Spot> Take() { return std::move(spots_); }

 private:
  std::string_view At(const Spot& spot) const { return AsText({begin_ + spot.offset, spot.size}); }

  void Add(std::size_t size, bool number, std::uint64_t value) {
    spots_.push_back(
        {static_cast<std::uint32_t>(c_.offset()), static_cast<std::uint32_t>(size), number, value});
  }

  void Number(std::size_t size, std::string_view field) {
    const std::uint64_t value = size == 4 ? LoadU32(c_.at()) : LoadU64(c_.at());
    const std::uint64_t max = size == 4 ? kLongPriceMax : kLongAmountMax;
    const bool is_long = value >= kLongAmountMin && value < max && value % kRound != 0;
    if (is_long && !Contains(kOtherNumbers, field)) Add(size, true, value);
  }

  void Opaque(std::size_t size, std::string_view owner, std::string_view field) {
    const Bytes bytes{c_.at(), size};
    const std::uint64_t stands = StandFor(bytes);
    const bool account = owner == "PublicKey" || field == "ed25519";
    const bool zero = std::ranges::all_of(bytes, [](std::uint8_t byte) { return byte == 0; });
    if (zero || (account && (asset_ || stands % kSharedAccounts == 0)) ||
        Contains(kShared, field) || (field == "hash" && owner.ends_with("ContractCode"))) {
      shared_.emplace(AsText(bytes));
    } else {
      Add(size, false, stands);
    }
  }

  bool Value(const TypeInfo& type, std::string_view owner, std::string_view field) {
    std::uint32_t count;
    switch (type.kind) {
      case TypeKind::kInt32:
        if (owner == "Price" && field == "n") Number(4, field);
        return c_.Skip(4);
      case TypeKind::kUint32:
      case TypeKind::kBool:
      case TypeKind::kEnum:
        return c_.Skip(4);
      case TypeKind::kInt64:
      case TypeKind::kUint64:
        Number(8, field);
        return c_.Skip(8);
      case TypeKind::kFixedOpaque:
        if (type.size == kKeySize || (type.size == kHintSize && field == "hint")) {
          Opaque(type.size, owner, field);
        }
        return c_.PaddedOpaque(type.size);
      case TypeKind::kOpaque:
        if (!c_.Count(type.size, 1, count)) return false;
        if (field == "signature" || (owner == "SCVal" && count >= kDrawnBytesMin)) {
          Opaque(count, owner, field);
        }
        return c_.PaddedOpaque(count);
      case TypeKind::kString:
        return c_.Count(type.size, 1, count) && c_.PaddedOpaque(count);
      case TypeKind::kOptional:
        return c_.U32(count) && (count == 0 || Value(*type.element, owner, field));
      case TypeKind::kArray:
        return c_.Count(type.size, 4, count) && Elements(*type.element, count, owner, field);
      case TypeKind::kFixedArray:
        return Elements(*type.element, type.size, owner, field);
      case TypeKind::kStruct:
        return Struct(type);
      case TypeKind::kUnion:
        return Union(type);
    }
    return false;
  }

  bool Elements(const TypeInfo& type, std::uint32_t count, std::string_view owner,
                std::string_view field) {
    for (std::uint32_t i = 0; i < count; ++i) {
      if (!Value(type, owner, field)) return false;
    }
    return true;
  }

  bool Struct(const TypeInfo& type) {
    for (const xdr::FieldInfo& field : type.fields) {
      asset_ = field.name == "issuer";
      const bool ok = Value(*field.type, type.name, field.name);
      asset_ = false;
      if (!ok) return false;
    }
    return true;
  }

  bool Union(const TypeInfo& type) {
    std::uint32_t value;
    if (!c_.U32(value)) return false;
    for (const xdr::ArmInfo& arm : type.arms) {
      if (arm.value != static_cast<std::int32_t>(value)) continue;
      return arm.type == nullptr || Value(*arm.type, type.name, arm.name);
    }
    return false;
  }

  xdr::Cursor c_;
  const std::uint8_t* begin_;
  bool asset_ = false;  // inside an asset's issuer
  std::vector<Spot> spots_;
  std::set<std::string> shared_;  // stay wherever they stand
};

}  // namespace

LedgerVariety::LedgerVariety(Bytes original, std::uint64_t seed)
    : seed_(seed), spots_(Walk(original).Take()) {}

void LedgerVariety::Draw(std::uint32_t sequence, std::span<std::uint8_t> ledger) const {
  const std::uint64_t drawn = Mix(seed_ ^ Mix(sequence));
  // Numbers become up to a quarter larger, all in the same measure: what differs still does.
  const std::uint64_t share = drawn % (1 << 16);
  for (const Spot& spot : spots_) {
    std::uint8_t* p = ledger.data() + spot.offset;
    if (spot.number) {
      const std::uint64_t more =
          (spot.value >> 18) * share + (((spot.value & 0x3FFFF) * share) >> 18);
      if (spot.size == 8) StoreU32(p, static_cast<std::uint32_t>((spot.value + more) >> 32));
      StoreU32(p + spot.size - 4, static_cast<std::uint32_t>(spot.value + more));
      continue;
    }
    std::uint64_t state = drawn ^ spot.value;
    for (std::uint32_t i = 0; i < spot.size; i += sizeof state) {
      state = Mix(state);
      std::memcpy(p + i, &state, std::min<std::size_t>(sizeof state, spot.size - i));
    }
  }
}

}  // namespace lake::testing

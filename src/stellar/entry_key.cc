#include "stellar/entry_key.h"

namespace lake {
namespace {

constexpr std::size_t kTypeBytes = 4;
constexpr std::size_t kAccountIdBytes = 36;

// The entry type, then `fields`, which stand elsewhere in the entry.
Bytes CopiedKey(const std::uint8_t* type, Bytes fields, Arena& arena) {
  auto* key = reinterpret_cast<std::uint8_t*>(arena.Allocate(kTypeBytes + fields.size()));
  std::memcpy(key, type, kTypeBytes);
  std::memcpy(key + kTypeBytes, fields.data(), fields.size());
  return {key, kTypeBytes + fields.size()};
}

Bytes ContractDataKey(const std::uint8_t* type, xdr::ContractDataEntry entry, Arena& arena) {
  return CopiedKey(type, {entry.contract().at(), entry.after_key() + sizeof(std::uint32_t)}, arena);
}

}  // namespace

Bytes EntryKeyXdr(xdr::LedgerEntry entry, Arena& arena) {
  using Type = xdr::LedgerEntryType;
  const std::uint8_t* type = entry.at() + 4;  // behind lastModifiedLedgerSeq
  const std::uint8_t* fields = type + kTypeBytes;
  const auto prefix = [type](const std::uint8_t* end) { return Bytes(type, end); };
  switch (entry.data().type()) {
    case Type::ACCOUNT:
      return prefix(fields + kAccountIdBytes);
    case Type::TRUSTLINE:
      return prefix(xdr::TrustLineAsset::End(fields + kAccountIdBytes));
    case Type::OFFER:
      return prefix(fields + kAccountIdBytes + sizeof(std::int64_t));
    case Type::DATA:
      return prefix(xdr::Codec<Bytes>::End(fields + kAccountIdBytes));
    case Type::CLAIMABLE_BALANCE:
      return prefix(xdr::ClaimableBalanceID::End(fields));
    case Type::LIQUIDITY_POOL:
    case Type::TTL:
      return prefix(fields + 32);
    case Type::CONFIG_SETTING:
      return prefix(fields + 4);
    case Type::CONTRACT_DATA:
      return ContractDataKey(type, entry.data().contractData(), arena);
    case Type::CONTRACT_CODE:
      return CopiedKey(type, entry.data().contractCode().hash().bytes(), arena);
  }
  CHECK(false);
}

Bytes EntryKeyXdr(const ChangeRef& change, Arena& arena) {
  if (change.type == xdr::LedgerEntryChangeType::LEDGER_ENTRY_REMOVED) return change.bytes();
  return EntryKeyXdr(change.entry(), arena);
}

bool HasEntryKey(const ChangeRef& change, Bytes key) {
  using Type = xdr::LedgerEntryType;
  if (change.type == xdr::LedgerEntryChangeType::LEDGER_ENTRY_REMOVED) {
    return AsText(change.bytes()) == AsText(key);
  }
  if (LoadU32(key.data()) != static_cast<std::uint32_t>(change.entry_type)) return false;
  const xdr::LedgerEntry entry = change.entry();
  const std::uint8_t* fields = entry.at() + 4 + kTypeBytes;
  if (change.entry_type == Type::CONTRACT_DATA)
    fields = entry.data().contractData().contract().at();
  if (change.entry_type == Type::CONTRACT_CODE) fields = entry.data().contractCode().hash().data();
  const Bytes rest(fields, change.bytes().data() + change.body_size);
  return AsText(rest).starts_with(AsText(key.subspan(kTypeBytes)));
}

}  // namespace lake

#include "stellar/scval_printer.h"

#include <algorithm>
#include <span>

#include "base/base64.h"
#include "base/hex.h"
#include "base/json_text.h"
#include "stellar/address.h"
#include "stellar/enum_text.h"
#include "stellar/integer_text.h"
#include "stellar/scval_json.h"

namespace lake {
namespace {

constexpr std::size_t kTagBytes = 4;    // a discriminant, or an optional's flag
constexpr std::size_t kCountBytes = 4;  // an array's

void AppendHex(std::string& out, Bytes bytes) {
  const std::size_t begin = out.size();
  out.resize(begin + 2 * bytes.size());
  EncodeHex(out.data() + begin, bytes);
}

void AppendBase64(std::string& out, Bytes bytes) {
  const std::size_t begin = out.size();
  out.resize(begin + Base64Size(bytes.size()));
  EncodeBase64(out.data() + begin, bytes);
}

}  // namespace

void ScValPrinter::Number(std::int64_t value) {
  char digits[kMaxInt64Text];
  out_.append(digits, WriteInt64(digits, value));
}

void ScValPrinter::Number(std::uint64_t value) {
  char digits[kMaxInt64Text];
  out_.append(digits, WriteUint64(digits, value));
}

const std::uint8_t* ScValPrinter::Value(const std::uint8_t* at) {
  const xdr::SCVal value(at);
  switch (value.type()) {
    case xdr::SCValType::SCV_VEC:
    case xdr::SCValType::SCV_MAP: {
      const std::uint8_t* const content = at + 2 * kTagBytes;
      if (LoadU32(at + kTagBytes) == 0) {
        Text("null");
        return content;
      }
      return value.type() == xdr::SCValType::SCV_VEC ? Values(content) : Map(content);
    }
    case xdr::SCValType::SCV_CONTRACT_INSTANCE:
      return Instance(at + kTagBytes);
    default:
      Scalar(value);
      return xdr::SCVal::End(at);
  }
}

const std::uint8_t* ScValPrinter::Values(const std::uint8_t* at) {
  std::uint32_t count = LoadU32(at);
  at += kCountBytes;
  Text("[");
  for (bool first = true; count > 0; --count, first = false) {
    if (!first) Text(",");
    at = Value(at);
  }
  Text("]");
  return at;
}

void ScValPrinter::Scalar(xdr::SCVal value) {
  switch (value.type()) {
    case xdr::SCValType::SCV_BOOL:
      return Text(value.b() ? "true" : "false");
    case xdr::SCValType::SCV_VOID:
      return Text("null");
    case xdr::SCValType::SCV_ERROR:
      return Error(value.error());
    case xdr::SCValType::SCV_U32:
      return Number(std::uint64_t{value.u32()});
    case xdr::SCValType::SCV_I32:
      return Number(std::int64_t{value.i32()});
    case xdr::SCValType::SCV_U64:
      return Number(value.u64());
    case xdr::SCValType::SCV_I64:
      return Number(value.i64());
    case xdr::SCValType::SCV_TIMEPOINT:
      Text(R"({"type":"timepoint","value":)");
      Number(value.timepoint());
      return Text("}");
    case xdr::SCValType::SCV_DURATION:
      Text(R"({"type":"duration","value":)");
      Number(value.duration());
      return Text("}");
    case xdr::SCValType::SCV_BYTES:
      return Blob(value.bytes());
    case xdr::SCValType::SCV_STRING:
      return AppendJsonString(out_, AsText(value.str()));
    case xdr::SCValType::SCV_SYMBOL:
      return AppendJsonString(out_, AsText(value.sym()));
    case xdr::SCValType::SCV_ADDRESS:
      return Address(value.address());
    case xdr::SCValType::SCV_LEDGER_KEY_CONTRACT_INSTANCE:
      return Text(R"({"type":"ledger_key_contract_instance"})");
    case xdr::SCValType::SCV_LEDGER_KEY_NONCE:
      Text(R"({"nonce":)");
      Number(value.nonce_key().nonce());
      return Text(R"(,"type":"ledger_key_nonce"})");
    case xdr::SCValType::SCV_EXECUTABLE_TAG:
      Text(R"({"type":"executable_tag","value":)");
      AppendJsonString(out_, AsText(value.executable_tag()));
      return Text("}");
    default:
      return LongNumber(value);
  }
}

void ScValPrinter::LongNumber(xdr::SCVal value) {
  const std::uint8_t* const at = value.at() + kTagBytes;
  const bool is_256 =
      value.type() == xdr::SCValType::SCV_U256 || value.type() == xdr::SCValType::SCV_I256;
  const bool is_signed =
      value.type() == xdr::SCValType::SCV_I128 || value.type() == xdr::SCValType::SCV_I256;
  const auto limb = [at](std::size_t i) { return LoadU64(at + 8 * i); };
  const auto high = [&] {
    is_signed ? Number(static_cast<std::int64_t>(limb(0))) : Number(limb(0));
  };
  char digits[kMaxInt256Text];
  std::size_t size;
  if (is_256) {
    const Limbs256 limbs{limb(0), limb(1), limb(2), limb(3)};
    size = is_signed ? WriteInt256(digits, limbs) : WriteUint256(digits, limbs);
    Text(R"({"hex":")");
    AppendHex(out_, {at, 32});
    Text(R"(","hi_hi":)");
    high();
    Text(R"(,"hi_lo":)");
    Number(limb(1));
    Text(R"(,"lo_hi":)");
    Number(limb(2));
    Text(R"(,"lo_lo":)");
    Number(limb(3));
    Text(is_signed ? R"(,"type":"i256","value":")" : R"(,"type":"u256","value":")");
  } else {
    const Uint128 bits = MakeUint128(limb(0), limb(1));
    size = is_signed ? WriteInt128(digits, static_cast<Int128>(bits)) : WriteUint128(digits, bits);
    Text(R"({"hi":)");
    high();
    Text(R"(,"lo":)");
    Number(limb(1));
    Text(is_signed ? R"(,"type":"i128","value":")" : R"(,"type":"u128","value":")");
  }
  out_.append(digits, size);
  Text(R"("})");
}

void ScValPrinter::Blob(Bytes bytes) {
  Text(R"({"base64":")");
  AppendBase64(out_, bytes);
  Text(R"(","hex":")");
  AppendHex(out_, bytes);
  Text(R"(","length":)");
  Number(std::uint64_t{bytes.size()});
  Text(R"(,"type":"bytes"})");
}

void ScValPrinter::Address(xdr::SCAddress address) {
  const auto print = [&](std::string_view tail) {
    Text(R"({"address":")");
    Text(ScAddressText(scratch_.texts, address));
    Text(tail);
  };
  const auto print_muxed = [&](std::uint64_t id, std::string_view tail) {
    print(R"(","id":)");
    Number(id);
    Text(tail);
  };
  switch (address.type()) {
    case xdr::SCAddressType::SC_ADDRESS_TYPE_ACCOUNT:
      return print(R"(","type":"account"})");
    case xdr::SCAddressType::SC_ADDRESS_TYPE_CONTRACT:
      return print(R"(","type":"contract"})");
    case xdr::SCAddressType::SC_ADDRESS_TYPE_CLAIMABLE_BALANCE:
      return print(R"(","type":"claimable_balance"})");
    case xdr::SCAddressType::SC_ADDRESS_TYPE_LIQUIDITY_POOL:
      return print(R"(","type":"liquidity_pool"})");
    case xdr::SCAddressType::SC_ADDRESS_TYPE_MUXED_ACCOUNT:
      return print_muxed(address.muxedAccount().id(), R"(,"type":"muxed_account"})");
    case xdr::SCAddressType::SC_ADDRESS_TYPE_MUXED_CONTRACT:
      return print_muxed(address.muxedContract().id(), R"(,"type":"muxed_contract"})");
  }
}

// A contract's own error code is left out, as in the rows that others already have; it is in the
// XDR.
void ScValPrinter::Error(xdr::SCError error) {
  Text(R"({"code":)");
  if (error.type() == xdr::SCErrorType::SCE_CONTRACT) {
    Text("null");
  } else {
    Number(static_cast<std::int64_t>(error.code()));
  }
  Text(R"(,"error_type":")");
  Text(HubbleText(error.type()));
  Text(R"(","type":"error"})");
}

const std::uint8_t* ScValPrinter::Map(const std::uint8_t* at) {
  if (key_nesting_ >= kMaxKeyNesting) return MapAsXdr(at);
  std::vector<Entry>& entries = scratch_.entries;
  const std::size_t first = entries.size();
  Text(R"({"entries":{)");
  const std::uint8_t* const end = Entries(at);
  const std::size_t last = entries.size();
  SortEntries(first);
  Text(R"(},"keys":[)");
  ++key_nesting_;
  for (std::size_t i = first; i < last; ++i) {
    if (i > first) Text(",");
    Value(entries[i].key_at);
  }
  --key_nesting_;
  entries.resize(first);
  Text(R"(],"type":"map"})");
  return end;
}

const std::uint8_t* ScValPrinter::MapAsXdr(const std::uint8_t* at) {
  const std::uint8_t* const end = xdr::Codec<xdr::SCMap>::End(at);
  Text(R"({"type":"map","xdr":")");
  AppendBase64(out_, {at, end});
  Text(R"("})");
  return end;
}

const std::uint8_t* ScValPrinter::Entries(const std::uint8_t* at) {
  std::uint32_t count = LoadU32(at);
  at += kCountBytes;
  for (bool first = true; count > 0; --count, first = false) {
    Entry entry{{}, at, 0, 0};
    const std::uint8_t* const value_at = Key(at, entry.key);
    if (!first) Text(",");
    entry.begin = out_.size();
    AppendJsonString(out_, entry.key);
    Text(":");
    at = Value(value_at);
    entry.end = out_.size();
    scratch_.entries.push_back(entry);
  }
  return at;
}

const std::uint8_t* ScValPrinter::Key(const std::uint8_t* at, std::string_view& key) {
  const xdr::SCVal value(at);
  if (value.type() == xdr::SCValType::SCV_SYMBOL || value.type() == xdr::SCValType::SCV_STRING) {
    const bool symbol = value.type() == xdr::SCValType::SCV_SYMBOL;
    key = SanitizeText(scratch_.texts, AsText(symbol ? value.sym() : value.str()));
    return xdr::SCVal::End(at);
  }
  // Printed where the entry will stand, and taken back.
  const std::size_t begin = out_.size();
  ++key_nesting_;
  const std::uint8_t* const end = Value(at);
  --key_nesting_;
  key = scratch_.texts.Copy(std::string_view(out_).substr(begin));
  out_.resize(begin);
  return end;
}

// Puts the entries from `first` on, the last that were printed, into the order of their keys; the
// last of equal ones stays. They rarely need it: most maps have symbols as keys, in this order.
void ScValPrinter::SortEntries(std::size_t first) {
  const std::span<const Entry> printed = std::span(scratch_.entries).subspan(first);
  const auto not_ascending = [](const Entry& a, const Entry& b) { return a.key >= b.key; };
  if (std::ranges::adjacent_find(printed, not_ascending) == printed.end()) return;
  std::vector<Entry> sorted(printed.begin(), printed.end());
  std::ranges::stable_sort(sorted, {}, &Entry::key);
  const std::size_t begin = printed.front().begin;
  const std::string_view texts = scratch_.texts.Copy(std::string_view(out_).substr(begin));
  out_.resize(begin);
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    const Entry& entry = sorted[i];
    if (i + 1 < sorted.size() && sorted[i + 1].key == entry.key) continue;
    if (out_.size() > begin) Text(",");
    Text(texts.substr(entry.begin - begin, entry.end - entry.begin));
  }
}

const std::uint8_t* ScValPrinter::Instance(const std::uint8_t* at) {
  Text(R"({"type":"contract_instance","value":{"executable":)");
  const xdr::ContractExecutable executable(at);
  Executable(executable);
  const std::uint8_t* end = xdr::ContractExecutable::End(at);
  Text(R"(,"storage":)");
  const bool has_storage = LoadU32(end) != 0;
  end += kTagBytes;
  if (has_storage) {
    end = Map(end);
  } else {
    Text("null");
  }
  Text("}}");
  return end;
}

void ScValPrinter::Executable(xdr::ContractExecutable executable) {
  switch (executable.type()) {
    case xdr::ContractExecutableType::CONTRACT_EXECUTABLE_WASM:
      Text(R"({"type":"wasm","wasm_hash":")");
      AppendHex(out_, executable.wasm_hash().bytes());
      return Text(R"("})");
    case xdr::ContractExecutableType::CONTRACT_EXECUTABLE_STELLAR_ASSET:
      return Text(R"({"type":"stellar_asset"})");
    case xdr::ContractExecutableType::CONTRACT_EXECUTABLE_EXTERNAL_REF:
      Text(R"({"owner":)");
      Address(executable.external_ref().executable_owner());
      Text(R"(,"tag":)");
      AppendJsonString(out_, AsText(executable.external_ref().tag()));
      return Text(R"(,"type":"external_ref"})");
  }
}

}  // namespace lake

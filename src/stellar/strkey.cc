#include "stellar/strkey.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "base/base32.h"
#include "base/check.h"
#include "base/crc16.h"

namespace lake {
namespace {

constexpr std::size_t kVersionBytes = 1;
constexpr std::size_t kChecksumBytes = 2;
constexpr std::size_t kMaxRawBytes = kVersionBytes + kMaxStrkeyPayload + kChecksumBytes;
static_assert(Base32Size(kMaxRawBytes) == kMaxStrkeySize);

// Five bytes to eight base32 chars in one 64-bit word: the 40 bits are spread into eight lanes of
// five bits, then every lane becomes its character at once ('A' + v, or '2' + v - 26 from 26 on).
void EncodeFive(const std::uint8_t* in, char* out) {
  std::uint64_t v = std::uint64_t{LoadU32(in)} << 8 | in[4];
  v = ((v & 0xFFFFF00000) << 12) | (v & 0x00000FFFFF);
  v = ((v & 0x000FFC00000FFC00) << 6) | (v & 0x000003FF000003FF);
  v = ((v & 0x03E003E003E003E0) << 3) | (v & 0x001F001F001F001F);
  constexpr std::uint64_t kOnes = 0x0101010101010101;
  const std::uint64_t digits = ((v + kOnes * (128 - 26)) >> 7) & kOnes;
  v = __builtin_bswap64(v + kOnes * 'A' - digits * ('A' + 26 - '2'));
  std::memcpy(out, &v, sizeof v);
}

// Appends the checksum to the version byte and payload in `raw`; returns the whole size.
std::size_t Seal(std::uint8_t* raw, std::size_t payload_size) {
  const std::size_t size = kVersionBytes + payload_size;
  const std::uint16_t crc = Crc16Xmodem({raw, size});
  raw[size] = static_cast<std::uint8_t>(crc);
  raw[size + 1] = static_cast<std::uint8_t>(crc >> 8);
  return size + kChecksumBytes;
}

std::string_view KeyText(Arena& arena, StrkeyKind kind, const std::uint8_t* key) {
  char* out = arena.Allocate(kKeyStrkeySize);
  EncodeKeyStrkey(kind, key, out);
  return {out, kKeyStrkeySize};
}

std::string_view PayloadText(Arena& arena, StrkeyKind kind, Bytes payload) {
  std::uint8_t raw[kMaxRawBytes];
  raw[0] = static_cast<std::uint8_t>(kind);
  std::copy(payload.begin(), payload.end(), raw + kVersionBytes);
  const std::size_t raw_size = Seal(raw, payload.size());
  const std::size_t size = Base32Size(raw_size);
  char* out = arena.Allocate(size);
  EncodeBase32(out, {raw, raw_size});
  return {out, size};
}

Error Refused(const char* why) { return {Code::kInvalidArgument, std::string("strkey: ") + why}; }

bool SignedPayloadIsWhole(Bytes payload) {
  constexpr std::size_t kHead = kKeyBytes + 4;
  if (payload.size() < kHead) return false;
  const std::size_t declared = LoadU32(payload.data() + kKeyBytes);
  if (declared == 0 || declared > kMaxSignedPayload) return false;
  if (payload.size() != kHead + (declared + 3) / 4 * 4) return false;
  const Bytes padding = payload.subspan(kHead + declared);
  return std::all_of(padding.begin(), padding.end(), [](std::uint8_t b) { return b == 0; });
}

Status CheckPayload(std::uint8_t version, Bytes payload) {
  const std::size_t size = payload.size();
  bool whole = false;
  switch (static_cast<StrkeyKind>(version)) {
    case StrkeyKind::kContract:
    case StrkeyKind::kAccount:
    case StrkeyKind::kLiquidityPool:
    case StrkeyKind::kPreAuthTx:
    case StrkeyKind::kHashX:
      whole = size == kKeyBytes;
      break;
    case StrkeyKind::kClaimableBalance:
      whole = size == 1 + kKeyBytes && payload[0] == 0;
      break;
    case StrkeyKind::kMuxedAccount:
      whole = size == kKeyBytes + 8;
      break;
    case StrkeyKind::kSignedPayload:
      whole = SignedPayloadIsWhole(payload);
      break;
    default:
      return Refused("not a kind that is known here");
  }
  if (!whole) return Refused("wrong payload for its kind");
  return {};
}

}  // namespace

void EncodeKeyStrkey(StrkeyKind kind, const std::uint8_t* key, char* out) {
  std::uint8_t raw[kVersionBytes + kKeyBytes + kChecksumBytes];
  static_assert(sizeof raw % 5 == 0 && sizeof raw / 5 * 8 == kKeyStrkeySize);
  raw[0] = static_cast<std::uint8_t>(kind);
  std::memcpy(raw + kVersionBytes, key, kKeyBytes);
  Seal(raw, kKeyBytes);
  for (std::size_t i = 0; i < sizeof raw / 5; ++i) EncodeFive(raw + i * 5, out + i * 8);
}

std::string_view AccountText(Arena& arena, const std::uint8_t* ed25519) {
  return KeyText(arena, StrkeyKind::kAccount, ed25519);
}

std::string_view MuxedText(Arena& arena, const std::uint8_t* ed25519, std::uint64_t id) {
  std::uint8_t payload[kKeyBytes + 8];
  std::memcpy(payload, ed25519, kKeyBytes);
  StoreU32(payload + kKeyBytes, static_cast<std::uint32_t>(id >> 32));
  StoreU32(payload + kKeyBytes + 4, static_cast<std::uint32_t>(id));
  return PayloadText(arena, StrkeyKind::kMuxedAccount, payload);
}

std::string_view ContractText(Arena& arena, const std::uint8_t* contract_id) {
  return KeyText(arena, StrkeyKind::kContract, contract_id);
}

std::string_view LiquidityPoolText(Arena& arena, const std::uint8_t* pool_id) {
  return KeyText(arena, StrkeyKind::kLiquidityPool, pool_id);
}

std::string_view ClaimableBalanceText(Arena& arena, const std::uint8_t* balance_id) {
  std::uint8_t payload[1 + kKeyBytes] = {0};
  std::memcpy(payload + 1, balance_id, kKeyBytes);
  return PayloadText(arena, StrkeyKind::kClaimableBalance, payload);
}

std::string_view PreAuthTxText(Arena& arena, const std::uint8_t* hash) {
  return KeyText(arena, StrkeyKind::kPreAuthTx, hash);
}

std::string_view HashXText(Arena& arena, const std::uint8_t* hash) {
  return KeyText(arena, StrkeyKind::kHashX, hash);
}

std::string_view SignedPayloadText(Arena& arena, const std::uint8_t* ed25519, Bytes payload) {
  CHECK(payload.size() <= kMaxSignedPayload);
  std::uint8_t whole[kMaxStrkeyPayload] = {};
  std::memcpy(whole, ed25519, kKeyBytes);
  StoreU32(whole + kKeyBytes, static_cast<std::uint32_t>(payload.size()));
  std::copy(payload.begin(), payload.end(), whole + kKeyBytes + 4);
  const std::size_t size = kKeyBytes + 4 + (payload.size() + 3) / 4 * 4;
  return PayloadText(arena, StrkeyKind::kSignedPayload, {whole, size});
}

std::string StrkeyText(const Strkey& key) {
  Arena arena;
  return std::string(PayloadText(arena, key.kind, key.bytes()));
}

Result<Strkey> ParseStrkey(std::string_view text) {
  if (text.size() > kMaxStrkeySize) return Refused("too long");
  std::array<std::uint8_t, kMaxRawBytes> raw;
  if (!ParseBase32(text, raw).ok()) return Refused("not canonical base32");
  const Bytes bytes(raw.data(), ParsedBase32Size(text.size()));
  if (bytes.size() <= kVersionBytes + kChecksumBytes) return Refused("too short");
  const std::size_t sealed = bytes.size() - kChecksumBytes;
  const std::uint16_t crc = Crc16Xmodem({bytes.data(), sealed});
  if (bytes[sealed] != (crc & 0xFF) || bytes[sealed + 1] != crc >> 8) {
    return Refused("checksum does not match, it may be mistyped");
  }
  const Bytes payload{bytes.data() + kVersionBytes, sealed - kVersionBytes};
  TRY(CheckPayload(bytes[0], payload));
  Strkey key{static_cast<StrkeyKind>(bytes[0]), static_cast<std::uint8_t>(payload.size()), {}};
  std::copy(payload.begin(), payload.end(), key.payload.begin());
  return key;
}

Result<std::array<std::uint8_t, kKeyBytes>> ParseKeyStrkey(StrkeyKind kind, std::string_view text) {
  TRY_ASSIGN(const Strkey key, ParseStrkey(text));
  if (key.kind != kind || key.size != kKeyBytes) return Refused("of another kind than asked for");
  std::array<std::uint8_t, kKeyBytes> bytes;
  std::copy_n(key.payload.begin(), kKeyBytes, bytes.begin());
  return bytes;
}

}  // namespace lake

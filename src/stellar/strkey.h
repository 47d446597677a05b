// Strkeys: the text of keys, contracts and ids that people see (G..., M..., C..., T..., X..., P...,
// L..., B...).
//
// A strkey is base32(version byte, payload, CRC-16/XMODEM little-endian) without padding, SEP-23.
// Most text of a ledger's rows is G..., so 32-byte payloads have their own encoder. Secret seeds
// (S...) are refused. Pure functions, safe from any thread. Text lives in the arena it was asked
// from. XDR values: stellar/address.h.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/result.h"

namespace lake {

// The values are the version bytes of SEP-23.
enum class StrkeyKind : std::uint8_t {
  kClaimableBalance = 1 << 3,  // B: type byte (0), then 32 bytes
  kContract = 2 << 3,          // C: 32 bytes
  kAccount = 6 << 3,           // G: 32 bytes
  kLiquidityPool = 11 << 3,    // L: 32 bytes
  kMuxedAccount = 12 << 3,     // M: 32 bytes, then the id, 8 bytes big-endian
  kSignedPayload = 15 << 3,    // P: 32 bytes, then the payload as XDR: length, bytes, padding
  kPreAuthTx = 19 << 3,        // T: 32 bytes
  kHashX = 23 << 3,            // X: 32 bytes
};

inline constexpr std::size_t kKeyBytes = 32;
inline constexpr std::size_t kKeyStrkeySize = 56;     // G, C, L, T, X
inline constexpr std::size_t kMaxSignedPayload = 64;  // bytes, CAP-40
inline constexpr std::size_t kMaxStrkeyPayload = kKeyBytes + 4 + kMaxSignedPayload;
inline constexpr std::size_t kMaxStrkeySize = 165;  // base32 of 1 + 100 + 2 bytes

// Writes kKeyStrkeySize chars. `key` has kKeyBytes bytes; `kind` is one of the 32-byte kinds.
void EncodeKeyStrkey(StrkeyKind kind, const std::uint8_t* key, char* out);

// G... of 32 key bytes.
std::string_view AccountText(Arena& arena, const std::uint8_t* ed25519);
std::string_view MuxedText(Arena& arena, const std::uint8_t* ed25519, std::uint64_t id);
std::string_view ContractText(Arena& arena, const std::uint8_t* contract_id);
std::string_view LiquidityPoolText(Arena& arena, const std::uint8_t* pool_id);
// B... of a version 0 claimable balance id.
std::string_view ClaimableBalanceText(Arena& arena, const std::uint8_t* balance_id);
std::string_view PreAuthTxText(Arena& arena, const std::uint8_t* hash);
std::string_view HashXText(Arena& arena, const std::uint8_t* hash);
// `payload` has at most kMaxSignedPayload bytes. An empty one, which only a failed transaction can
// carry, is encoded too although SEP-23 does not allow it.
std::string_view SignedPayloadText(Arena& arena, const std::uint8_t* ed25519, Bytes payload);

// The payload as it stands between version byte and checksum.
struct Strkey {
  StrkeyKind kind;
  std::uint8_t size;
  std::array<std::uint8_t, kMaxStrkeyPayload> payload;
  Bytes bytes() const { return {payload.data(), size}; }
};

std::string StrkeyText(const Strkey& key);

// Strict: known kind, right length, checksum, canonical base32, zero padding. kInvalidArgument says
// what is wrong and never repeats the text, which could be somebody's secret.
Result<Strkey> ParseStrkey(std::string_view text);
// As ParseStrkey, and the kind must be `kind` (one of the 32-byte kinds).
Result<std::array<std::uint8_t, kKeyBytes>> ParseKeyStrkey(StrkeyKind kind, std::string_view text);

}  // namespace lake

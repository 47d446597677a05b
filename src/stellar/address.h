// The strkey text of XDR values that name somebody: accounts, signers, Soroban addresses.
//
// Views must be of validated XDR. Pure functions, safe from any thread; text lives in the arena.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/arena.h"
#include "stellar/strkey.h"
#include "xdr/views.h"

namespace lake {

// The 32 bytes of the account's key; of the account behind a muxed one.
const std::uint8_t* AccountKey(xdr::AccountID account);
const std::uint8_t* AccountKey(xdr::MuxedAccount account);

// G..., of the account behind it when `account` is muxed.
std::string_view AccountText(Arena& arena, xdr::AccountID account);
std::string_view AccountText(Arena& arena, xdr::MuxedAccount account);

// M... and the id, or none when the account is not muxed.
std::optional<std::string_view> MuxedText(Arena& arena, xdr::MuxedAccount account);
std::optional<std::uint64_t> MuxedId(xdr::MuxedAccount account);

std::string_view ContractText(Arena& arena, xdr::ContractID contract);

// G..., T..., X... or P...
std::string_view SignerKeyText(Arena& arena, xdr::SignerKey key);

// G..., C..., M..., B... or L... A muxed contract has no strkey of its own: C... of its contract.
std::string_view ScAddressText(Arena& arena, xdr::SCAddress address);

}  // namespace lake

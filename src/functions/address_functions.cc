#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/base64.h"
#include "base/hex.h"
#include "base/utf8.h"
#include "functions/function_parts.h"
#include "stellar/address.h"
#include "stellar/asset_contract.h"
#include "stellar/strkey.h"

namespace lake {
namespace {

constexpr std::size_t kBalanceIdBytes = 4 + kKeyBytes;  // its type first

Result<std::vector<std::uint8_t>> HexOf(std::string_view text, std::size_t bytes) {
  if (text.size() != 2 * bytes) {
    return {Code::kInvalidArgument, "the id does not have as many digits as it should"};
  }
  return ParseHex(text);
}

Status ContractAddress(const ScalarCall& call) {
  TRY_ASSIGN(const auto id, HexOf(call.text(0), kKeyBytes));
  call.result.emplace_back(ContractText(call.arena, id.data()));
  return {};
}

Status PoolAddress(const ScalarCall& call) {
  TRY_ASSIGN(const auto id, HexOf(call.text(0), kKeyBytes));
  call.result.emplace_back(LiquidityPoolText(call.arena, id.data()));
  return {};
}

Status BalanceAddress(const ScalarCall& call) {
  TRY_ASSIGN(const auto id, HexOf(call.text(0), kBalanceIdBytes));
  if (std::any_of(id.begin(), id.begin() + 4, [](std::uint8_t byte) { return byte != 0; })) {
    return {Code::kInvalidArgument, "the claimable balance has a type that has no address"};
  }
  call.result.emplace_back(ClaimableBalanceText(call.arena, id.data() + 4));
  return {};
}

Status MuxedAddress(const ScalarCall& call) {
  TRY_ASSIGN(const auto key, ParseKeyStrkey(StrkeyKind::kAccount, call.text(0)));
  const std::string_view text = call.text(1);
  std::uint64_t id = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
  if (error != std::errc() || end != text.data() + text.size()) {
    return {Code::kInvalidArgument, "the id is no number of 64 bits"};
  }
  call.result.emplace_back(MuxedText(call.arena, key.data(), id));
  return {};
}

Status AddressOf(const ScalarCall& call) {
  TRY_ASSIGN(const auto value, DecodedText<xdr::SCVal>::Of(call.text(0)));
  if (value.view().type() == xdr::SCValType::SCV_ADDRESS) {
    call.result.emplace_back(ScAddressText(call.arena, value.view().address()));
  }
  return {};
}

Status TextOfBase64(const ScalarCall& call) {
  TRY_ASSIGN(const auto bytes, ParseBase64(call.text(0)));
  const std::string_view text = AsText(bytes);
  if (IsUtf8(text)) call.result.emplace_back(call.arena.Copy(text));
  return {};
}

// NULL for a text that names no asset: events may say anything.
Status AssetContract(const Hash256& network_id, const ScalarCall& call) {
  const std::optional<Hash256> id = AssetContractId(network_id, call.text(0));
  if (id) call.result.emplace_back(ContractText(call.arena, id->data()));
  return {};
}

ScalarFunction TextOfText(std::string name, std::function<Status(const ScalarCall&)> evaluate) {
  return {.name = std::move(name),
          .arguments = {SqlType::kText},
          .result = {{.type = SqlType::kText}},
          .evaluate = std::move(evaluate)};
}

}  // namespace

std::vector<ScalarFunction> AddressFunctions(const Hash256& network_id) {
  std::vector<ScalarFunction> functions;
  functions.push_back(TextOfText(
      "sac_id", [network_id](const ScalarCall& call) { return AssetContract(network_id, call); }));
  functions.push_back(TextOfText("contract_address", &ContractAddress));
  functions.push_back(TextOfText("pool_address", &PoolAddress));
  functions.push_back(TextOfText("balance_address", &BalanceAddress));
  functions.push_back(TextOfText("address_of", &AddressOf));
  functions.push_back(TextOfText("base64_text", &TextOfBase64));
  ScalarFunction muxed = TextOfText("muxed_address", &MuxedAddress);
  muxed.arguments.push_back(SqlType::kText);
  functions.push_back(std::move(muxed));
  return functions;
}

}  // namespace lake

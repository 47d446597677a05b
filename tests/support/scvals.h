// Contract values (SCVal) and contract events as JSON for EncodeXdr.
#pragma once

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "support/operations.h"

namespace lake::testing {

Json ScBool(bool value);
Json ScVoid();
Json ScU32(std::uint32_t value);
Json ScI32(std::int32_t value);
Json ScU64(std::uint64_t value);
Json ScI64(std::int64_t value);
Json ScTimepoint(std::uint64_t value);
Json ScDuration(std::uint64_t value);
Json ScU128(std::uint64_t hi, std::uint64_t lo);
Json ScI128(std::int64_t hi, std::uint64_t lo);
Json ScI128(std::int64_t value);
Json ScU256(std::uint64_t hi_hi, std::uint64_t hi_lo, std::uint64_t lo_hi, std::uint64_t lo_lo);
Json ScI256(std::int64_t hi_hi, std::uint64_t hi_lo, std::uint64_t lo_hi, std::uint64_t lo_lo);
Json ScBytes(std::string_view bytes);
Json ScString(std::string_view text);
Json ScSymbol(std::string_view text);
Json ScVec(const JsonList& values);
Json ScMap(const std::vector<std::pair<Json, Json>>& entries);
Json ScAddress(const Json& address);
// `error` is an SCError: {{"contractCode", 7}} or {{"type", "SCE_AUTH"}, {"code", ...}}.
Json ScError(const Json& error);
Json ScLedgerKeyContractInstance();
Json ScNonceKey(std::int64_t nonce);
// A contract of that code, or with null the built-in asset contract.
Json ScInstance(const Json& wasm_hash, const std::vector<std::pair<Json, Json>>& storage = {});
// `depth` vectors, one in the other, with `innermost` in the last.
Json ScNested(std::size_t depth, const Json& innermost);

// ContractEvent; without a contract the event has no contract id.
Json ContractEvent(std::string_view contract, const JsonList& topics, const Json& data);
Json SystemEvent(const JsonList& topics, const Json& data);
// DiagnosticEvent of an event; of kind DIAGNOSTIC unless the event is given as it is.
Json Diagnostic(Json event, bool in_successful_call = true);
Json DiagnosticOnly(std::string_view contract, const JsonList& topics, const Json& data,
                    bool in_successful_call = true);
// TransactionEvent; stages: BEFORE_ALL_TXS, AFTER_TX, AFTER_ALL_TXS.
Json TransactionEvent(std::string_view stage, const Json& event);

}  // namespace lake::testing

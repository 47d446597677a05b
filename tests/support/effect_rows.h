// Effects of a transaction as JSON, checked for what holds of every effect.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "support/op_results.h"
#include "support/table_rows.h"
#include "tables/effect_type.h"

namespace lake::testing {

// The rows of effects_row_v1, with "details" the parsed details_json. Adds a failure when an index,
// id, name or time of a row is not what it must be, or its details are not canonical JSON.
JsonList EffectsOf(const Tx& tx, std::uint32_t protocol = 22);
JsonList EffectsOf(LedgerChain& chain, const Tx& tx);

std::vector<EffectType> TypesOf(const JsonList& effects);

// Adds a failure unless the row is about that account, G..., and says just that.
void ExpectEffect(const Json& row, EffectType type, std::string_view account, const Json& details);

// The columns that repeat parts of the details, as far as they are not NULL.
Json ColumnsOfDetails(const Json& row);

// What a ledger that cannot be extracted is refused with.
std::string ErrorOf(std::string_view table, const Tx& tx, std::uint32_t protocol = 22);

// {"asset_code":...,"asset_issuer":...,"asset_type":"credit_alphanum4"} with more keys.
Json WithAsset(std::string_view code, std::string_view issuer, Json more = Json::object());
// What rows show of a hash, and of BalanceId(name).
std::string HexOf(const Json& hash);
std::string BalanceIdText(std::string_view name);
// CODE:ISSUER.
std::string AssetName(std::string_view code, std::string_view issuer);

}  // namespace lake::testing

// A row of effects_row_v1, and the columns of it that repeat what an effect's details say.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "table/column_spec.h"
#include "table/fitted.h"

namespace lake {

// Columns that are taken out of the details, so that queries need no JSON.
struct EffectColumns {
  std::optional<std::string_view> amount;
  std::optional<std::string_view> asset_code;
  std::optional<std::string_view> asset_issuer;
  std::optional<std::string_view> asset_type;
  std::optional<std::string_view> trustline_limit;
  std::optional<bool> authorize_flag;
  std::optional<bool> clawback_flag;
  std::optional<std::string_view> signer_account;
  Fitted<std::int32_t> signer_weight;
  std::optional<std::int64_t> offer_id;
  std::optional<std::string_view> seller_account;
};

struct EffectRow {
  std::int64_t ledger_sequence;
  std::string_view transaction_hash;
  std::int32_t operation_index;
  std::int32_t effect_index;
  std::int32_t effect_type;
  std::string_view effect_type_string;
  std::optional<std::string_view> account_id;
  EffectColumns columns;
  Timestamp created_at;
  std::int64_t ledger_range;
  std::optional<std::string_view> account_muxed;
  Fitted<std::int64_t> operation_id;
  std::string_view effect_id;
  std::optional<std::string_view> details_json;
  Timestamp closed_at;
};

}  // namespace lake

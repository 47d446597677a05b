// What somebody looks for in a lake, as people write it.
//
// Pure functions, safe from any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace lake {

enum class SubjectKind : std::uint8_t {
  kTransaction,
  kAccount,
  kContract,
  kLiquidityPool,
  kClaimableBalance,
  kOffer,
  kAsset,
  kAssetPair,
};

struct Subject {
  SubjectKind kind;
  // 64 lower-case hex digits, G..., C..., L..., B..., a number, `native` or CODE:ISSUER, or two
  // of these with a slash between, in the order of the index (tables/asset_pair.h).
  std::string id;
  // What the reader should know of how the text was taken, a sentence; often empty.
  std::string note{};
};

// "transaction", "liquidity pool".
std::string_view NameOf(SubjectKind kind);

// Takes also M... (the account behind it) and a balance's id in hex (72 digits). kInvalidArgument
// says what is wrong, or what would be right; it never repeats the text, which could be somebody's
// secret.
Result<Subject> ParseSubject(std::string_view text);

}  // namespace lake

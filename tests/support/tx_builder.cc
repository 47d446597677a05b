#include "support/tx_builder.h"

#include <utility>

#include "base/check.h"
#include "support/op_results.h"

namespace lake::testing {
namespace {

constexpr std::uint32_t kBaseFee = 100;

Hash256 SignedHash(const Hash256& network_id, Json tagged_transaction) {
  return Sha256(EncodeXdr(
      "TransactionSignaturePayload",
      {{"networkId", HashJson(network_id)}, {"taggedTransaction", std::move(tagged_transaction)}}));
}

// What is signed of a V0 transaction: the V1 transaction with the same content.
Json AsV1(Json tx) {
  const Json source = tx["sourceAccountEd25519"];
  tx.erase("sourceAccountEd25519");
  tx["sourceAccount"] = {{"ed25519", source}};
  if (!tx["timeBounds"].is_null()) tx["cond"] = {{"timeBounds", tx["timeBounds"]}};
  tx.erase("timeBounds");
  return tx;
}

Json OuterResult(const Json& code, std::int64_t fee_charged) {
  return {{"feeCharged", fee_charged}, {"result", code}};
}

}  // namespace

Json Tx::Signed(const Json& tx, const AccountRef& signer) const {
  if (signatures_.has_value()) return {{"tx", tx}, {"signatures", *signatures_}};
  const XdrBytes key = signer.key().get_binary();
  XdrBytes signature(key);
  signature.insert(signature.end(), key.rbegin(), key.rend());
  const Json decorated = {{"hint", Opaque(Bytes(key).last(4))}, {"signature", Opaque(signature)}};
  return {{"tx", tx}, {"signatures", Json::array({decorated})}};
}

Json Tx::InnerEnvelope(const TxContext& context) const {
  Json operations = Json::array();
  for (const OperationParts& parts : operations_) operations.push_back(parts.operation);
  const std::int64_t seq_num =
      seq_num_.value_or((std::int64_t{context.ledger} << 32) + std::int64_t{context.apply_index});
  const auto default_fee = kBaseFee * static_cast<std::uint32_t>(operations_.size()) +
                           static_cast<std::uint32_t>(soroban_ ? soroban_->resource_fee : 0);
  Json tx = {{"fee", fee_.value_or(default_fee)},
             {"seqNum", seq_num},
             {"memo", memo_},
             {"operations", std::move(operations)}};
  if (v0_) {
    CHECK(!soroban_.has_value());
    tx["sourceAccountEd25519"] = source_.key();
    tx["timeBounds"] =
        preconditions_.is_object() ? preconditions_.value("timeBounds", Json()) : Json();
    return {{"v0", Signed(tx, source_)}};
  }
  tx["sourceAccount"] = source_.json();
  tx["cond"] = preconditions_;
  if (soroban_.has_value()) tx["ext"] = {{"sorobanData", SorobanData(*soroban_)}};
  return {{"v1", Signed(tx, source_)}};
}

Json Tx::ResultCode() const {
  if (outcome_ == Outcome::kEarly) return early_code_;
  Json results = Json::array();
  for (const OperationParts& parts : operations_) {
    results.push_back(parts.result.is_null() ? Success(OperationTypeOf(parts.operation))
                                             : parts.result);
  }
  return {{"code", outcome_ == Outcome::kSuccess ? "txSUCCESS" : "txFAILED"},
          {"results", std::move(results)}};
}

Json Tx::FeeBumpResultCode(const Hash256& inner_hash) const {
  if (!fee_bump_code_.empty()) return fee_bump_code_;
  const bool success = outcome_ == Outcome::kSuccess;
  return {{"code", success ? "txFEE_BUMP_INNER_SUCCESS" : "txFEE_BUMP_INNER_FAILED"},
          {"innerResultPair",
           {{"transactionHash", HashJson(inner_hash)}, {"result", OuterResult(ResultCode(), 0)}}}};
}

std::int64_t Tx::fee_charged() const {
  if (fee_charged_.has_value()) return *fee_charged_;
  const std::size_t charged_operations = operations_.size() + (fee_source_.has_value() ? 1 : 0);
  return kBaseFee * static_cast<std::int64_t>(charged_operations) +
         (soroban_ ? soroban_->resource_fee : 0);
}

BuiltTx Tx::Build(const TxContext& context) const {
  BuiltTx built;
  const Json inner = InnerEnvelope(context);
  const Json& inner_tx = inner[v0_ ? "v0" : "v1"]["tx"];
  const Hash256 inner_hash =
      SignedHash(context.network_id, {{"tx", v0_ ? AsV1(inner_tx) : inner_tx}});
  built.soroban = soroban_.has_value();
  built.fee_changes = StampedChanges(fee_changes_, context.ledger);
  built.post_fee_changes = StampedChanges(post_fee_changes_, context.ledger);
  built.meta = Meta(context);
  if (!fee_source_.has_value()) {
    built.hash = inner_hash;
    built.envelope = EncodeXdr("TransactionEnvelope", inner);
    built.result_pair = {{"transactionHash", HashJson(inner_hash)},
                         {"result", OuterResult(ResultCode(), fee_charged())}};
    return built;
  }
  CHECK(!v0_);
  const Json bump = {{"feeSource", fee_source_->json()}, {"fee", bump_fee_}, {"innerTx", inner}};
  built.hash = SignedHash(context.network_id, {{"feeBump", bump}});
  built.envelope = EncodeXdr("TransactionEnvelope", {{"feeBump", Signed(bump, *fee_source_)}});
  built.result_pair = {{"transactionHash", HashJson(built.hash)},
                       {"result", OuterResult(FeeBumpResultCode(inner_hash), fee_charged())}};
  return built;
}

}  // namespace lake::testing

// One transaction with everything a ledger stores about it: envelope, result, fee changes, meta.
//
//   Tx("alice").Op(Payment("bob", NativeAsset(), 100)).Changes({State(a), Updated(b)}).Succeeds()
//   Tx("alice").Op(From(Muxed("carol", 7), Inflation())).Fails({Failure("INFLATION", ...)})
//   Tx("alice").Op(...).FeeBump("dave", 400)
//   Tx("alice").Op(InvokeContract("token", "mint", {})).Events({...}).Soroban({.read_only = ...})
//
// Without a word about the outcome every operation succeeds with an empty payload. Numbers not
// given follow from the ledger: the sequence number is unique in a chain. Signatures are 64
// deterministic bytes, not valid ones: nothing here checks them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "support/soroban_operations.h"

namespace lake::testing {

// Memo.
Json TextMemo(std::string_view text);
Json IdMemo(std::uint64_t id);
Json HashMemo(std::string_view name);
Json ReturnMemo(std::string_view name);

// What a transaction has to know of the ledger it is in.
struct TxContext {
  Hash256 network_id;
  std::uint32_t ledger = 0;
  std::uint32_t apply_index = 1;  // 1-based
  std::int32_t meta_version = 4;  // of TransactionMeta
};

struct BuiltTx {
  XdrBytes envelope;
  Hash256 hash;
  bool soroban = false;
  Json result_pair;
  Json fee_changes;
  Json meta;
  Json post_fee_changes;
};

// SorobanTransactionMetaExtV1.
struct SorobanFees {
  std::int64_t non_refundable = 0;
  std::int64_t refundable = 0;
  std::int64_t rent = 0;
};

class Tx {
 public:
  explicit Tx(const AccountRef& source) : source_(source) {}

  Tx& Op(Json operation);
  // About the operation added last. Events need transaction meta 3 or 4.
  Tx& Result(Json operation_result);
  Tx& Changes(JsonList changes);
  Tx& Events(JsonList contract_events);

  Tx& SeqNum(std::int64_t seq_num);
  Tx& Fee(std::uint32_t fee);
  Tx& Memo(Json memo);
  Tx& TimeBounds(std::uint64_t min, std::uint64_t max);
  Tx& Preconditions(Json fields);       // of PreconditionsV2
  Tx& Signatures(JsonList signatures);  // DecoratedSignature; one of the source when not called
  Tx& V0();                             // an envelope of the oldest type
  Tx& FeeBump(const AccountRef& fee_source, std::int64_t fee);
  Tx& Soroban(const SorobanResources& resources);

  Tx& Succeeds(JsonList operation_results = {});
  Tx& Fails(JsonList operation_results);
  Tx& FailsEarly(std::string_view code);  // "txBAD_SEQ": no operation ran
  // "txINSUFFICIENT_BALANCE": the fee bump itself failed, so that nothing is said of what is
  // inside.
  Tx& FeeBumpFails(std::string_view code);
  Tx& FeeCharged(std::int64_t stroops);

  // Changes outside operations.
  Tx& FeeChanges(JsonList changes);
  Tx& ChangesBefore(JsonList changes);
  Tx& ChangesAfter(JsonList changes);
  Tx& PostFeeChanges(JsonList changes);  // needs LedgerCloseMeta V2

  Tx& MetaVersion(std::int32_t version);  // 0 to 4 instead of the protocol's
  Tx& ReturnValue(Json value);
  Tx& Fees(const SorobanFees& fees);
  Tx& DiagnosticEvents(JsonList events);
  Tx& TransactionEvents(JsonList events);  // meta 4

  BuiltTx Build(const TxContext& context) const;

 private:
  struct OperationParts {
    Json operation;
    Json result;
    JsonList changes;
    JsonList events;
  };
  Json InnerEnvelope(const TxContext& context) const;  // TransactionEnvelope, without fee bump
  Json Signed(const Json& tx, const AccountRef& signer) const;
  Json ResultCode() const;  // {"code": ..., "results": ...}
  Json FeeBumpResultCode(const Hash256& inner_hash) const;
  Json Meta(const TxContext& context) const;
  Json OperationMetas(std::int32_t version, std::uint32_t ledger) const;
  Json SorobanMeta(std::int32_t version) const;
  std::int64_t fee_charged() const;

  enum class Outcome : std::uint8_t { kSuccess, kFailed, kEarly };
  AccountRef source_;
  std::vector<OperationParts> operations_;
  std::optional<std::int64_t> seq_num_;
  std::optional<std::uint32_t> fee_;
  Json memo_ = "MEMO_NONE";
  Json preconditions_ = "PRECOND_NONE";
  std::optional<JsonList> signatures_;
  bool v0_ = false;
  std::optional<AccountRef> fee_source_;
  std::int64_t bump_fee_ = 0;
  std::optional<SorobanResources> soroban_;
  Outcome outcome_ = Outcome::kSuccess;
  std::string early_code_;
  std::string fee_bump_code_;
  std::optional<std::int64_t> fee_charged_;
  JsonList fee_changes_, before_, after_, post_fee_changes_;
  std::optional<std::int32_t> meta_version_;
  Json return_value_;
  std::optional<SorobanFees> soroban_fees_;
  JsonList diagnostic_events_, transaction_events_;
};

// Fills in lastModifiedLedgerSeq where an entry has none: `ledger`, or for STATE the one before.
Json StampedChanges(const JsonList& changes, std::uint32_t ledger);

}  // namespace lake::testing

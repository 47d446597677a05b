// effects_row_v1: what successful operations did to accounts, one row per effect.
#include "table/describes.h"
#include "tables/all.h"
#include "tables/effects_groups.h"
#include "tables/standard_columns.h"

namespace lake {
namespace {

using Row = EffectRow;
using C = EffectColumns;

constexpr auto kIdentity = ColumnsOf(
    LedgerSequenceColumn<&Row::ledger_sequence>(),
    Column<&Row::transaction_hash>("transaction_hash", "Hash of the transaction.").Key().Hex(64),
    Column<&Row::operation_index>("operation_index",
                                  "Position of the operation in the envelope, counted from 0.")
        .Key()
        .AtLeast(0)
        .Example("0"),
    Column<&Row::effect_index>("effect_index",
                               "Position of the effect in the operation, counted from 0.")
        .Key()
        .AtLeast(0)
        .Example("0"),
    Column<&Row::effect_type>("effect_type", "Kind of effect as Horizon numbers it.")
        .AtLeast(0)
        .AtMost(99)
        .Example("2"),
    Column<&Row::effect_type_string>("effect_type_string", "Kind of effect as a name.")
        .OneOf(kEffectTypeNames),
    Column<&Row::account_id>("account_id",
                             "Account it happened to; the operation's source when it happened to "
                             "a contract.")
        .Form(TextForm::kAccount));

constexpr auto kDetails = ColumnsOf(
    Column<&Row::columns, &C::amount>("amount",
                                      "Units that moved; NULL when the effect is about no amount.")
        .Form(TextForm::kDecimal7),
    Column<&Row::columns, &C::asset_code>("asset_code",
                                          "Code of the asset; NULL for lumens and pool shares.")
        .Example("USDC"),
    Column<&Row::columns, &C::asset_issuer>("asset_issuer",
                                            "Issuer of the asset; NULL for lumens and pool shares.")
        .Form(TextForm::kAccount),
    Column<&Row::columns, &C::asset_type>(
        "asset_type", "Type of the asset; NULL when the effect is about no single asset.")
        .OneOf("native|credit_alphanum4|credit_alphanum12|liquidity_pool_shares"),
    Column<&Row::columns, &C::trustline_limit>("trustline_limit",
                                               "Limit that a trustline effect set.")
        .Form(TextForm::kDecimal7),
    Column<&Row::columns, &C::authorize_flag>(
        "authorize_flag", "Whether a trustline became authorized; NULL when untouched."),
    Column<&Row::columns, &C::clawback_flag>(
        "clawback_flag",
        "Whether clawback of an account, trustline or claimable balance became "
        "enabled; NULL when untouched."),
    Column<&Row::columns, &C::signer_account>(
        "signer_account", "Key of the signer that signer effects are about, G, T, X or P.")
        .Example("GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVSGZ"),
    Column<&Row::columns, &C::signer_weight>("signer_weight",
                                             "Weight the signer has now; 0 for a removed one.")
        .AtLeast(0)
        .Example("1"),
    Column<&Row::columns, &C::offer_id>("offer_id", "Resting offer that a trade crossed.")
        .Example("1582435201"),
    Column<&Row::columns, &C::seller_account>("seller_account", "Other party of a trade.")
        .Form(TextForm::kAccount));

constexpr auto kRest = ColumnsOf(
    CreatedAtColumn<&Row::created_at>(), LedgerRangeColumn<&Row::ledger_range>(),
    Column<&Row::account_muxed>(
        "account_muxed", "The account as the operation named it, when by a muxed address, M....")
        .Example("MA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJUAAAAAAAAAAAACJUQ"),
    Column<&Row::operation_id>("operation_id",
                               "Total order id of the operation: ledger, apply index from 1, "
                               "operation from 1, packed in one number.")
        .Example("228973296419700737"),
    Column<&Row::effect_id>("effect_id", "The operation's id and the effect's index.")
        .Example("228971935989207041-0"),
    Column<&Row::details_json>(
        "details_json",
        "Everything the effect says, as JSON with sorted keys; NULL when it says nothing.")
        .Form(TextForm::kJson)
        .Example(R"({"amount":"1.0000000","asset_type":"native"})"),
    ClosedAtColumn<&Row::closed_at>());

constexpr auto kColumns = JoinColumns(kIdentity, kDetails, kRest);
constexpr std::string_view kPrimaryKey[] = {"ledger_sequence", "transaction_hash",
                                            "operation_index", "effect_index"};

constexpr TableSpec kSpec{.name = "effects_row_v1",
                          .doc = "One row per effect of a successful operation.",
                          .group = "effects_trades",
                          .purpose = "row",
                          .subject = "effects",
                          .major_version = 1,
                          .columns = kColumns,
                          .row_size = sizeof(Row),
                          .sequence_column = "ledger_sequence",
                          .primary_key = kPrimaryKey};
static_assert(Describes<Row, EffectColumns>(kSpec));

Status AddOperationEffects(EffectWriter& writer) {
  using Type = xdr::OperationType;
  switch (writer.body().type()) {
    case Type::CREATE_ACCOUNT:
    case Type::PAYMENT:
    case Type::PATH_PAYMENT_STRICT_RECEIVE:
    case Type::PATH_PAYMENT_STRICT_SEND:
    case Type::ACCOUNT_MERGE:
    case Type::INFLATION:
      return AddPaymentEffects(writer);
    case Type::MANAGE_SELL_OFFER:
    case Type::MANAGE_BUY_OFFER:
    case Type::CREATE_PASSIVE_SELL_OFFER:
      return AddOfferEffects(writer);
    case Type::SET_OPTIONS:
    case Type::MANAGE_DATA:
    case Type::BUMP_SEQUENCE:
      return AddAccountEffects(writer);
    case Type::CHANGE_TRUST:
    case Type::ALLOW_TRUST:
    case Type::SET_TRUST_LINE_FLAGS:
    case Type::CLAWBACK:
      return AddTrustlineEffects(writer);
    case Type::CREATE_CLAIMABLE_BALANCE:
    case Type::CLAIM_CLAIMABLE_BALANCE:
    case Type::CLAWBACK_CLAIMABLE_BALANCE:
      return AddClaimableBalanceEffects(writer);
    case Type::LIQUIDITY_POOL_DEPOSIT:
    case Type::LIQUIDITY_POOL_WITHDRAW:
      return AddPoolEffects(writer);
    case Type::INVOKE_HOST_FUNCTION:
    case Type::EXTEND_FOOTPRINT_TTL:
    case Type::RESTORE_FOOTPRINT:
      return AddSorobanEffects(writer);
    case Type::BEGIN_SPONSORING_FUTURE_RESERVES:
    case Type::END_SPONSORING_FUTURE_RESERVES:
    case Type::REVOKE_SPONSORSHIP:
      return {};  // what they do shows in the entry changes
  }
  return {};
}

Status Extract(const OperationContext& context, RowSink out) {
  if (!context.tx.tx.successful) return {};
  EffectWriter writer(context, out);
  TRY(AddOperationEffects(writer));
  AddSponsorshipEffects(writer);
  AddPoolLifecycleEffects(writer);
  return {};
}

}  // namespace

const Table kEffects{.spec = &kSpec, .extractor = {.operation = Extract}};

}  // namespace lake

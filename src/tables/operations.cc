// operations_row_v2: every operation with what it asked for, one set of columns for all 27 types.
#include "stellar/address.h"
#include "tables/all.h"
#include "tables/operation_row.h"
#include "tables/operation_source.h"

namespace lake {
namespace {

// Names and meanings of an asset's four columns.
struct AssetWords {
  std::string_view name;
  std::string_view doc;
  std::string_view type;
  std::string_view type_doc;
  std::string_view code;
  std::string_view code_doc;
  std::string_view issuer;
  std::string_view issuer_doc;
};

template <auto Asset>
consteval auto AssetColumns(const AssetWords& words, std::string_view types) {
  using A = OperationAsset;
  return ColumnsOf(
      Column<Asset, &A::canonical>(words.name, words.doc).Example("USDC:GA5ZSEJY…"),
      Column<Asset, &A::type>(words.type, words.type_doc).OneOf(types),
      Column<Asset, &A::code>(words.code, words.code_doc).Example("USDC"),
      Column<Asset, &A::issuer>(words.issuer, words.issuer_doc).Form(TextForm::kAccount));
}

constexpr std::string_view kAssetTypes = "native|credit_alphanum4|credit_alphanum12";
constexpr std::string_view kLineTypes =
    "native|credit_alphanum4|credit_alphanum12|liquidity_pool_shares";

constexpr auto kMainAssetColumns = AssetColumns<&OperationRow::asset>(
    {.name = "asset",
     .doc = "Main asset: what is paid, trusted, claimed, clawed back; of a path payment what "
            "arrives; of pool operations the pool's share, liquidity_pool_shares:<pool id>.",
     .type = "asset_type",
     .type_doc = "Type of the main asset.",
     .code = "asset_code",
     .code_doc = "Code of the main asset; NULL for lumens and pool shares.",
     .issuer = "asset_issuer",
     .issuer_doc = "Issuer of the main asset; NULL for lumens and pool shares."},
    kLineTypes);

constexpr auto kSourceAssetColumns = AssetColumns<&OperationRow::source_asset>(
    {.name = "source_asset",
     .doc = "Asset that the sender of a path payment pays with.",
     .type = "source_asset_type",
     .type_doc = "Type of the source asset.",
     .code = "source_asset_code",
     .code_doc = "Code of the source asset; NULL for lumens.",
     .issuer = "source_asset_issuer",
     .issuer_doc = "Issuer of the source asset; NULL for lumens."},
    kAssetTypes);

constexpr auto kAmountColumns = ColumnsOf(
    Column<&OperationRow::amount>(
        "amount",
        "What is paid, delivered, offered, locked up, clawed back, or the pool shares received or "
        "redeemed; in the units of its asset.")
        .AtLeast(0)
        .Unit("stroops")
        .Example("10000000"),
    Column<&OperationRow::source_amount>(
        "source_amount",
        "What the sender of a path payment paid; NULL when a strict-receive one failed.")
        .AtLeast(0)
        .Unit("stroops")
        .Example("10050000"),
    Column<&OperationRow::destination_min>(
        "destination_min", "Least amount a strict-send path payment had to deliver.")
        .AtLeast(0)
        .Unit("stroops")
        .Example("9900000"),
    Column<&OperationRow::starting_balance>("starting_balance",
                                            "Lumens that a created account starts with.")
        .AtLeast(0)
        .Unit("stroops")
        .Example("15000000"),
    Column<&OperationRow::destination>(
        "destination", "Receiver of a payment, path payment, merge or new account's balance.")
        .Form(TextForm::kAccount));

constexpr auto kTrustColumns = ColumnsOf(
    Column<&OperationRow::trustline_limit>("trustline_limit",
                                           "Limit that change_trust asks for; 0 removes the line.")
        .AtLeast(0)
        .Unit("stroops")
        .Example("9223372036854775807"),
    Column<&OperationRow::trustor>("trustor", "Account whose trustline the operation is about.")
        .Form(TextForm::kAccount),
    Column<&OperationRow::authorize>(
        "authorize",
        "Whether the trustline is authorized or no longer; NULL when that is left as it was."),
    Column<&OperationRow::authorize_to_maintain_liabilities>(
        "authorize_to_maintain_liabilities",
        "The same for the authorization to keep existing offers and pool shares only."),
    Column<&OperationRow::trust_line_flags>(
        "trust_line_flags",
        "Trustline flags set: 1 authorized, 2 may maintain liabilities, 4 clawback enabled.")
        .Example("1"));

constexpr auto kReserveColumns = ColumnsOf(
    Column<&OperationRow::balance_id>(
        "balance_id", "Id of the claimable balance: its XDR; NULL when creating it failed.")
        .Hex(72),
    Column<&OperationRow::claimants_count>("claimants_count",
                                           "How many may claim the balance that is created.")
        .AtLeast(0)
        .AtMost(10)
        .Example("2"),
    Column<&OperationRow::sponsored_id>(
        "sponsored_id",
        "Account whose reserves shall be sponsored, or that owns what is no longer.")
        .Form(TextForm::kAccount));

constexpr auto kOfferColumns = ColumnsOf(
    Column<&OperationRow::offer_id>("offer_id", "Offer to change as submitted; 0 makes a new one.")
        .AtLeast(0)
        .Example("1582435201"),
    Column<&OperationRow::price>(
        "price", "Price of one unit sold in units bought; of a buy offer the other way round.")
        .Form(TextForm::kDecimal7)
        .Example("0.3333333"),
    Column<&OperationRow::price_r>("price_r", "The exact price: n divided by d.")
        .Form(TextForm::kJson)
        .Example(R"({"d":3,"n":1})"));

constexpr auto kBuyingColumns = AssetColumns<&OperationRow::buying>(
    {.name = "buying_asset",
     .doc = "Asset that an offer buys.",
     .type = "buying_asset_type",
     .type_doc = "Type of the asset bought.",
     .code = "buying_asset_code",
     .code_doc = "Code of the asset bought; NULL for lumens.",
     .issuer = "buying_asset_issuer",
     .issuer_doc = "Issuer of the asset bought; NULL for lumens."},
    kAssetTypes);

constexpr auto kSellingColumns = AssetColumns<&OperationRow::selling>(
    {.name = "selling_asset",
     .doc = "Asset that an offer sells.",
     .type = "selling_asset_type",
     .type_doc = "Type of the asset sold.",
     .code = "selling_asset_code",
     .code_doc = "Code of the asset sold; NULL for lumens.",
     .issuer = "selling_asset_issuer",
     .issuer_doc = "Issuer of the asset sold; NULL for lumens."},
    kAssetTypes);

constexpr auto kSorobanColumns = ColumnsOf(
    Column<&OperationRow::soroban_operation>("soroban_operation",
                                             "What a Soroban operation does; NULL for others.")
        .OneOf("invoke_contract|create_contract|create_contract_v2|upload_wasm|"
               "extend_footprint_ttl|restore_footprint"),
    Column<&OperationRow::soroban_function>("soroban_function",
                                            "Name of the contract's function that is called.")
        .Example("transfer"),
    Column<&OperationRow::soroban_contract_id>(
        "soroban_contract_id",
        "Contract that is called or created, or the first one of the footprint to extend or "
        "restore; NULL for uploads.")
        .Form(TextForm::kContract),
    Column<&OperationRow::soroban_auth_required>(
        "soroban_auth_required",
        "Whether a host function came with authorizations; NULL for other operations."));

constexpr auto kSettingColumns = ColumnsOf(
    Column<&OperationRow::bump_to>("bump_to", "Sequence number that bump_sequence asks for.")
        .Example("229122382143815999"),
    Column<&OperationRow::set_flags>("set_flags",
                                     "Flags of the account or trustline to set, as a bit mask.")
        .Example("1"),
    Column<&OperationRow::clear_flags>("clear_flags", "Flags to clear, as a bit mask.")
        .Example("2"),
    Column<&OperationRow::home_domain>("home_domain",
                                       "Home domain to set; empty removes it, NULL leaves it.")
        .Example("stellar.org"),
    Column<&OperationRow::master_weight>("master_weight",
                                         "Weight to give to the account's own key.")
        .Example("1"),
    Column<&OperationRow::low_threshold>("low_threshold", "Low threshold to set.").Example("1"),
    Column<&OperationRow::medium_threshold>("medium_threshold", "Medium threshold to set.")
        .Example("2"),
    Column<&OperationRow::high_threshold>("high_threshold", "High threshold to set.").Example("3"),
    Column<&OperationRow::data_name>("data_name", "Name of the account's data entry.")
        .Example("config.memo_required"),
    Column<&OperationRow::data_value>("data_value", "Value to give to it; NULL removes the entry.")
        .Form(TextForm::kBase64));

constexpr auto kColumns = JoinColumns(
    OperationCoreColumns<&OperationRow::core>(),
    ColumnsOf(
        Column<&OperationRow::source_account_muxed>(
            "source_account_muxed", "Source of the operation with its mux id; NULL without one.")
            .Example("MA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJUAAAAAAAAAAAACJUQ")),
    kMainAssetColumns, kSourceAssetColumns, kAmountColumns, kTrustColumns, kReserveColumns,
    kOfferColumns, kBuyingColumns, kSellingColumns, kSorobanColumns, kSettingColumns);

constexpr std::string_view kPrimaryKey[] = {"ledger_sequence", "transaction_hash",
                                            "operation_index"};

constexpr TableSpec kSpec{.name = "operations_row_v2",
                          .doc = "One row per operation of every transaction, successful or not.",
                          .group = "core",
                          .purpose = "row",
                          .subject = "operations",
                          .major_version = 2,
                          .columns = kColumns,
                          .row_size = sizeof(OperationRow),
                          .sequence_column = "ledger_sequence",
                          .primary_key = kPrimaryKey};
static_assert(Describes<OperationRow, OperationCore, OperationAsset, OperationAsset, OperationAsset,
                        OperationAsset>(kSpec));

Status Extract(const OperationContext& context, RowSink out) {
  OperationRow row{};
  row.core = OperationCoreOf(context);
  if (const auto source = SourceOf(context)) {
    row.source_account_muxed = MuxedText(out.arena, *source);
  }
  FillDetails(context, out.arena, row);
  out.rows.Append(row);
  return {};
}

}  // namespace

const Table kOperations{.spec = &kSpec, .extractor = {.operation = Extract}};

}  // namespace lake

// invocations_extra_row_v1: what operations_row_v2 leaves out of a host function (decision D23).
#include "base/base64.h"
#include "base/hex.h"
#include "stellar/scval_json.h"
#include "table/describes.h"
#include "tables/all.h"
#include "tables/authorization_json.h"
#include "tables/host_function.h"
#include "tables/scval_xdr_json.h"
#include "tables/standard_columns.h"

namespace lake {
namespace {

struct Row {
  std::int64_t ledger_sequence;
  std::string_view transaction_hash;
  std::int32_t operation_index;
  std::optional<std::string_view> args;
  std::optional<std::string_view> args_xdr;
  std::string_view authorizations;
  std::optional<std::string_view> return_value;
  std::optional<std::string_view> return_value_xdr;
  std::optional<std::string_view> wasm_hash;
  std::optional<std::string_view> created_contract;
  Timestamp closed_at;
  std::int64_t ledger_range;
};

constexpr auto kColumns = ColumnsOf(
    LedgerSequenceColumn<&Row::ledger_sequence>(),
    Column<&Row::transaction_hash>("transaction_hash", "Hash of the transaction.").Key().Hex(64),
    Column<&Row::operation_index>("operation_index",
                                  "Position of the operation in the envelope, counted from 0.")
        .Key()
        .AtLeast(0)
        .Example("0"),
    Column<&Row::args>("args",
                       "Arguments of the called function, or of a new contract's constructor, "
                       "decoded to JSON; NULL where there can be none.")
        .Form(TextForm::kJson)
        .Example(R"(["GABC...",{"hi":0,"lo":5,"type":"i128","value":"5"}])"),
    Column<&Row::args_xdr>("args_xdr", "The same as a JSON array of base64 ScVal XDR.")
        .Form(TextForm::kJson)
        .Example(R"(["AAAADwAAAAh0cmFuc2Zlcg=="])"),
    Column<&Row::authorizations>("authorizations",
                                 "What was authorized, by whom, with the tree of calls below each; "
                                 "signatures are left out.")
        .Form(TextForm::kJson)
        .Example(R"([{"address":null,"credentials":"source_account","expires_at_ledger":null,)"
                 R"("invocation":{"args":[],"contract":"CABC...","function":"transfer",)"
                 R"("sub_invocations":[],"type":"invoke_contract"},"nonce":null}])"),
    Column<&Row::return_value>("return_value",
                               "What the function returned, decoded to JSON; NULL when the "
                               "transaction failed.")
        .Form(TextForm::kJson)
        .Example("null"),
    Column<&Row::return_value_xdr>("return_value_xdr", "The same as ScVal XDR.")
        .Form(TextForm::kBase64),
    Column<&Row::wasm_hash>("wasm_hash",
                            "Hash of the code that an upload carries or a new contract is made of; "
                            "NULL for calls and contracts of assets.")
        .Hex(64),
    Column<&Row::created_contract>(
        "created_contract", "Contract that the operation created; NULL when it created none.")
        .Form(TextForm::kContract),
    ClosedAtColumn<&Row::closed_at>(), LedgerRangeColumn<&Row::ledger_range>());
constexpr std::string_view kPrimaryKey[] = {"ledger_sequence", "transaction_hash",
                                            "operation_index"};

constexpr TableSpec kSpec{
    .name = "invocations_extra_row_v1",
    .doc =
        "One row per invoke_host_function operation, failed ones too: arguments, "
        "authorizations, return value.",
    .group = "extra",
    .purpose = "row",
    .subject = "invocations_extra",
    .major_version = 1,
    .columns = kColumns,
    .row_size = sizeof(Row),
    .sequence_column = "ledger_sequence",
    .primary_key = kPrimaryKey};
static_assert(Describes<Row>(kSpec));

void SetArguments(Row& row, xdr::Array<xdr::SCVal> values, Arena& arena) {
  row.args = ScValArrayJson(arena, values);
  row.args_xdr = ScValXdrJson(arena, values);
}

void SetExecutable(Row& row, xdr::ContractExecutable executable, Arena& arena) {
  if (executable.type() != xdr::ContractExecutableType::CONTRACT_EXECUTABLE_WASM) return;
  row.wasm_hash = HexText(arena, executable.wasm_hash().bytes());
}

void SetFunction(Row& row, xdr::HostFunction function, Arena& arena) {
  switch (function.type()) {
    case xdr::HostFunctionType::HOST_FUNCTION_TYPE_INVOKE_CONTRACT:
      return SetArguments(row, function.invokeContract().args(), arena);
    case xdr::HostFunctionType::HOST_FUNCTION_TYPE_CREATE_CONTRACT:
      return SetExecutable(row, function.createContract().executable(), arena);
    case xdr::HostFunctionType::HOST_FUNCTION_TYPE_UPLOAD_CONTRACT_WASM:
      row.wasm_hash = HexText(arena, Sha256(function.wasm()));
      return;
    case xdr::HostFunctionType::HOST_FUNCTION_TYPE_CREATE_CONTRACT_V2:
      SetExecutable(row, function.createContractV2().executable(), arena);
      return SetArguments(row, function.createContractV2().constructorArgs(), arena);
  }
}

void SetOutcome(Row& row, const OperationContext& context, xdr::HostFunction function,
                Arena& arena) {
  if (!context.tx.tx.successful) return;
  // A Soroban transaction has one operation; what is no such ledger must not repeat a value.
  const auto& value = context.tx.tx.return_value;
  if (value && context.tx.tx.operations.size() == 1) {
    row.return_value = ScValJson(arena, *value);
    row.return_value_xdr = Base64Text(arena, value->encoding());
  }
  if (function.type() != xdr::HostFunctionType::HOST_FUNCTION_TYPE_INVOKE_CONTRACT) {
    row.created_contract = HostFunctionContract(function, context.tx.ledger.network_id, arena);
  }
}

Status Extract(const OperationContext& context, RowSink out) {
  const xdr::OperationBody body = context.op.operation.body();
  if (body.type() != xdr::OperationType::INVOKE_HOST_FUNCTION) return {};
  const LedgerContext& ledger = context.tx.ledger;
  const xdr::InvokeHostFunctionOp op = body.invokeHostFunctionOp();
  Row row{};
  row.ledger_sequence = ledger.sequence;
  row.transaction_hash = context.tx.hash_hex;
  row.operation_index = context.index;
  SetFunction(row, op.hostFunction(), out.arena);
  row.authorizations = AuthorizationsJson(out.arena, op.auth(), ledger.network_id);
  SetOutcome(row, context, op.hostFunction(), out.arena);
  row.closed_at = ledger.closed_at;
  row.ledger_range = ledger.ledger_range;
  out.rows.Append(row);
  return {};
}

}  // namespace

const Table kInvocationsExtra{.spec = &kSpec, .extractor = {.operation = Extract}};

}  // namespace lake

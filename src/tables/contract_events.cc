// contract_events_stream_v1: every contract, system and diagnostic event.
#include "base/base64.h"
#include "stellar/address.h"
#include "stellar/enum_text.h"
#include "stellar/integer_text.h"
#include "stellar/scval_json.h"
#include "table/describes.h"
#include "tables/all.h"
#include "tables/scval_xdr_json.h"
#include "tables/standard_columns.h"

namespace lake {
namespace {

struct Row {
  std::string_view event_id;
  std::optional<std::string_view> contract_id;
  std::int64_t ledger_sequence;
  std::string_view transaction_hash;
  Timestamp closed_at;
  std::string_view event_type;
  bool in_successful_contract_call;
  std::string_view topics_json;
  std::string_view topics_decoded;
  std::string_view data_xdr;
  std::string_view data_decoded;
  std::int32_t topic_count;
  std::int32_t operation_index;
  std::int32_t event_index;
  Timestamp created_at;
  std::int64_t ledger_range;
};

constexpr auto kColumns = ColumnsOf(
    Column<&Row::event_id>("event_id",
                           "Identity of the event: <transaction hash>:<tx, op or "
                           "diag>:<operation>:<index> (decision D13).")
        .Key()
        .Example("3389e9f0f1a65f19736cacf544c2e825313e8447f569233bb8db39aa607c8889:op:0:0"),
    Column<&Row::contract_id>("contract_id", "Contract that emitted it; NULL when none is named.")
        .Form(TextForm::kContract),
    LedgerSequenceColumn<&Row::ledger_sequence>(),
    Column<&Row::transaction_hash>("transaction_hash", "Hash of the transaction.").Key().Hex(64),
    ClosedAtColumn<&Row::closed_at>(),
    Column<&Row::event_type>("event_type",
                             "Kind of event; everything in the diagnostic list is diagnostic.")
        .OneOf("contract|system|diagnostic"),
    Column<&Row::in_successful_contract_call>(
        "in_successful_contract_call",
        "What a diagnostic event says of its call; true for the others."),
    Column<&Row::topics_json>("topics_json", "Topics as a JSON array of base64 ScVal XDR.")
        .Form(TextForm::kJson)
        .Example(R"(["AAAADwAAAAh0cmFuc2Zlcg=="])"),
    Column<&Row::topics_decoded>("topics_decoded", "Topics decoded to JSON.")
        .Form(TextForm::kJson)
        .Example(R"(["transfer"])"),
    Column<&Row::data_xdr>("data_xdr", "Data as ScVal XDR.").Form(TextForm::kBase64),
    Column<&Row::data_decoded>("data_decoded", "Data decoded to JSON.")
        .Form(TextForm::kJson)
        .Example(R"({"hi":0,"lo":5,"type":"i128","value":"5"})"),
    Column<&Row::topic_count>("topic_count", "How many topics it has.").AtLeast(0).Example("4"),
    Column<&Row::operation_index>("operation_index",
                                  "Operation that emitted it; -1 outside operations.")
        .AtLeast(-1)
        .Example("0"),
    Column<&Row::event_index>("event_index", "Position in the list of its scope, counted from 0.")
        .AtLeast(0)
        .Example("0"),
    CreatedAtColumn<&Row::created_at>(), LedgerRangeColumn<&Row::ledger_range>());

constexpr std::string_view kPrimaryKey[] = {"event_id"};

constexpr TableSpec kSpec{.name = "contract_events_stream_v1",
                          .doc = "One row per contract, system or diagnostic event.",
                          .group = "soroban",
                          .purpose = "stream",
                          .subject = "contract_events",
                          .major_version = 1,
                          .columns = kColumns,
                          .row_size = sizeof(Row),
                          .sequence_column = "ledger_sequence",
                          .primary_key = kPrimaryKey};
static_assert(Describes<Row>(kSpec));

std::string_view ScopeText(EventScope scope) {
  switch (scope) {
    case EventScope::kTransaction:
      return "tx";
    case EventScope::kOperation:
      return "op";
    case EventScope::kDiagnostic:
      return "diag";
  }
  CHECK(false);
}

std::string_view EventId(Arena& arena, std::string_view hash, const EventRef& event) {
  const std::string_view scope = ScopeText(event.scope);
  const std::size_t room = hash.size() + scope.size() + 3 + 2 * kMaxInt64Text;
  char* const begin = arena.Allocate(room);
  char* p = std::copy(hash.begin(), hash.end(), begin);
  *p++ = ':';
  p = std::copy(scope.begin(), scope.end(), p);
  *p++ = ':';
  p += WriteInt64(p, event.operation_index);
  *p++ = ':';
  p += WriteInt64(p, event.index);
  const auto size = static_cast<std::size_t>(p - begin);
  arena.Shrink(room, size);
  return {begin, size};
}

std::string_view EventType(const EventRef& event) {
  return event.scope == EventScope::kDiagnostic ? "diagnostic" : LowerText(event.event.type());
}

Status Extract(const EventContext& context, RowSink out) {
  const EventRef& event = context.event;
  const LedgerContext& ledger = context.tx.ledger;
  const xdr::ContractEventV0 body = event.event.body().v0();
  const xdr::Optional<xdr::ContractID> contract = event.event.contractID();
  std::optional<std::string_view> contract_id;
  if (contract) contract_id = ContractText(out.arena, *contract);
  out.rows.Append(Row{
      .event_id = EventId(out.arena, context.tx.hash_hex, event),
      .contract_id = contract_id,
      .ledger_sequence = ledger.sequence,
      .transaction_hash = context.tx.hash_hex,
      .closed_at = ledger.closed_at,
      .event_type = EventType(event),
      .in_successful_contract_call = event.in_successful_contract_call,
      .topics_json = ScValXdrJson(out.arena, body.topics()),
      .topics_decoded = ScValArrayJson(out.arena, body.topics()),
      .data_xdr = Base64Text(out.arena, body.data().encoding()),
      .data_decoded = ScValJson(out.arena, body.data()),
      .topic_count = Exactly(body.topics().size()),
      .operation_index = event.operation_index,
      .event_index = event.index,
      .created_at = ledger.closed_at,
      .ledger_range = ledger.ledger_range,
  });
  return {};
}

}  // namespace

const Table kContractEvents{.spec = &kSpec, .extractor = {.event = Extract}};

}  // namespace lake

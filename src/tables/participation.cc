#include "tables/participation.h"

#include <algorithm>

#include "stellar/address.h"
#include "stellar/integer_text.h"
#include "tables/asset_event.h"
#include "tables/claim_atoms.h"
#include "tables/effect_row.h"
#include "tables/effect_type.h"
#include "tables/envelope.h"
#include "tables/named_parties.h"
#include "tables/operation_source.h"
#include "tables/sponsor_of_operation.h"
#include "tables/transfer_parties.h"

namespace lake {
namespace {

using xdr::LedgerEntryType;
using xdr::OperationType;

// What Horizon's /payments lists whatever it did.
bool IsPayment(OperationType type) {
  switch (type) {
    case OperationType::CREATE_ACCOUNT:
    case OperationType::PAYMENT:
    case OperationType::PATH_PAYMENT_STRICT_RECEIVE:
    case OperationType::PATH_PAYMENT_STRICT_SEND:
    case OperationType::ACCOUNT_MERGE:
      return true;
    default:
      return false;
  }
}

const std::uint8_t* AccountOf(const ChangeRef& change) {
  if (change.entry_type != LedgerEntryType::ACCOUNT) return nullptr;
  if (change.type == xdr::LedgerEntryChangeType::LEDGER_ENTRY_REMOVED) {
    return AccountKey(change.key().account().accountID());
  }
  return AccountKey(change.entry().data().account().accountID());
}

void AddAccounts(std::span<const ChangeRef> changes, PartyList& parties) {
  for (const ChangeRef& change : changes) {
    if (const std::uint8_t* account = AccountOf(change)) parties.Add(account, role::kParticipant);
  }
}

// Owners of classic entries that a host function changed.
void AddOwners(std::span<const ChangeRef> changes, PartyList& parties) {
  for (const ChangeRef& change : changes) {
    if (change.type == xdr::LedgerEntryChangeType::LEDGER_ENTRY_REMOVED) continue;  // has a STATE
    const xdr::LedgerEntryData data = change.entry().data();
    switch (change.entry_type) {
      case LedgerEntryType::ACCOUNT:
        parties.Add(AccountKey(data.account().accountID()), role::kParticipant);
        break;
      case LedgerEntryType::TRUSTLINE:
        parties.Add(AccountKey(data.trustLine().accountID()), role::kParticipant);
        break;
      case LedgerEntryType::OFFER:
        parties.Add(AccountKey(data.offer().sellerID()), role::kParticipant);
        break;
      case LedgerEntryType::DATA:
        parties.Add(AccountKey(data.data().accountID()), role::kParticipant);
        break;
      default:
        break;
    }
  }
}

void AddEmitters(std::span<const EventRef> events, EventScope scope, PartyList& parties) {
  for (const EventRef& event : events) {
    if (event.scope != scope || event.event.type() != xdr::ContractEventType::CONTRACT) continue;
    if (const auto contract = event.event.contractID()) {
      parties.Add((*contract).data(), role::kEmitted);
    }
  }
}

// Accounts among the parties of asset contracts' events; whether there was such an event.
bool AddAssetParties(const OperationContext& context, PartyList& parties) {
  const LedgerContext& ledger = context.tx.ledger;
  bool moved_any = false;
  const auto add = [&parties](const std::optional<xdr::SCAddress>& address) {
    if (!address || address->type() != xdr::SCAddressType::SC_ADDRESS_TYPE_ACCOUNT) return;
    parties.Add(AccountKey(address->accountId()), role::kParticipant);
  };
  for (const EventRef& event : ledger.ledger.events(context.op.events)) {
    const auto moved = ParseAssetEvent(event.event, ledger.asset_contracts);
    if (!moved) continue;
    moved_any = true;
    add(moved->from);
    add(moved->to);
  }
  return moved_any;
}

// Calls as diagnostic events tell them: [fn_call, contract, function]. They are the transaction's,
// which has one operation; what is no such ledger must not have them looked through for each.
void AddCalled(const OperationContext& context, PartyList& parties) {
  if (context.tx.tx.operations.size() != 1) return;
  const LedgerView& ledger = context.tx.ledger.ledger;
  for (const EventRef& event : ledger.events(context.tx.tx.events)) {
    if (event.scope != EventScope::kDiagnostic) continue;
    const xdr::Array<xdr::SCVal> topics = event.event.body().v0().topics();
    if (topics.size() < 2) continue;
    auto topic = topics.begin();
    const xdr::SCVal name = *topic;
    const xdr::SCVal callee = *++topic;
    if (name.type() != xdr::SCValType::SCV_SYMBOL || AsText(name.sym()) != "fn_call" ||
        callee.type() != xdr::SCValType::SCV_BYTES || callee.bytes().size() != kKeyBytes) {
      continue;
    }
    parties.Add(callee.bytes().data(), role::kCalled);
  }
}

void AddTraders(const OperationContext& context, PartyList& parties) {
  if (!CanTrade(context.op.operation.body().type())) return;
  const auto atoms = ClaimAtomsOf(context);
  if (!atoms.ok()) return;  // refused where the trades are made
  bool traded = false;
  for (const xdr::ClaimAtom atom : *atoms) {
    const Claim claim = ClaimOf(atom);
    if (claim.empty()) continue;
    traded = true;
    parties.Add(claim.seller, role::kTrader);
  }
  if (traded) parties.Add(SourceKey(context).data(), role::kTrader);
}

// A strkey behind `"key":"` in details of ours, which escape quotes inside of texts.
void AddNamedIn(std::string_view json, std::string_view key, PartyList& parties) {
  const std::size_t at = json.find(key);
  if (at == std::string_view::npos) return;
  const std::string_view rest = json.substr(at + key.size());
  parties.Add(AddressKeyOfStrkey(rest.substr(0, rest.find('"'))), role::kAffected);
}

void AddAffected(const OperationContext& context, PartyList& parties) {
  std::string_view account;  // most effects of an operation are about one or two accounts
  std::int64_t key = 0;
  for (const EffectRow& effect : context.effects) {
    if (effect.account_id && effect.account_id->data() != account.data()) {
      account = *effect.account_id;
      key = AddressKeyOfStrkey(account);
    }
    if (effect.account_id) parties.Add(key, role::kAffected);
    const auto type = static_cast<EffectType>(effect.effect_type);
    if (type == EffectType::kClaimableBalanceClaimantCreated) parties.Add(key, role::kClaimant);
    const std::string_view json = effect.details_json.value_or("");
    if (type == EffectType::kContractCredited || type == EffectType::kContractDebited) {
      AddNamedIn(json, R"("contract":")", parties);
    } else if (type >= EffectType::kAccountSponsorshipCreated &&
               type <= EffectType::kSignerSponsorshipRemoved) {
      AddNamedIn(json, R"("sponsor":")", parties);
      AddNamedIn(json, R"("new_sponsor":")", parties);
      AddNamedIn(json, R"("former_sponsor":")", parties);
    }
  }
}

}  // namespace

void AddTransactionParties(const TransactionContext& context, PartyList& parties) {
  const TransactionRef& tx = context.tx;
  const LedgerView& ledger = context.ledger.ledger;
  parties.Add(InnerTransaction(tx.envelope).source_ed25519.data(),
              role::kSource | role::kParticipant);
  const bool charged = tx.result_pair.result().feeCharged() != 0;
  parties.Add(FeeAccountKey(tx.envelope).data(),
              role::kFeePayer | role::kParticipant | (charged ? role::kPaid : 0));
  AddAccounts(ledger.changes(tx.fee_changes), parties);
  if (tx.meta_version == 0) {
    for (const OperationRef& op : ledger.operations(tx.operations)) {
      AddAccounts(ledger.changes(op.changes), parties);
    }
  }
  AddEmitters(ledger.events(tx.events), EventScope::kTransaction, parties);
  if (!tx.successful) parties.AddToAll(role::kFailed);
}

void AddOperationParties(const OperationContext& context, PartyList& parties) {
  const LedgerView& ledger = context.tx.ledger.ledger;
  const OperationType type = context.op.operation.body().type();
  const bool successful = context.tx.tx.successful;
  parties.Add(SourceKey(context).data(), role::kOperationSource | role::kParticipant);
  AddNamedParties(context, parties);
  bool payment = IsPayment(type);
  if (type == OperationType::INVOKE_HOST_FUNCTION) {
    AddCalled(context, parties);
    AddOwners(ledger.changes(context.op.changes), parties);
    payment = AddAssetParties(context, parties);
  }
  if (successful) {
    if (const std::uint8_t* sponsor = SponsorOfOperation(context)) {
      parties.Add(sponsor, role::kParticipant);
    }
    AddAffected(context, parties);
    AddTraders(context, parties);
    AddTransferParties(context, parties);
    AddEmitters(ledger.events(context.op.events), EventScope::kOperation, parties);
  }
  if (!payment && successful) return;
  const Roles of_all = (payment ? role::kPayment : 0) | (successful ? 0 : role::kFailed);
  parties.AddToAll(of_all);
}

}  // namespace lake

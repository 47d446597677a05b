#include "tables/named_parties.h"

#include <cstring>

#include "stellar/address.h"
#include "stellar/contract_id.h"
#include "stellar/tx_hash.h"
#include "tables/host_function.h"
#include "tables/operation_source.h"

namespace lake {
namespace {

constexpr Roles kNamedAccount = role::kNamed | role::kParticipant;

// Who began what this operation ends. Failed transactions may begin and end as they like.
const std::uint8_t* BeginSponsor(const OperationContext& context) {
  if (!context.tx.tx.successful) return nullptr;
  const Bytes sponsored = SourceKey(context);
  const auto operations = context.tx.ledger.ledger.operations(context.tx.tx.operations);
  for (std::int32_t i = context.index - 1; i >= 0; --i) {
    const xdr::Operation operation = operations[static_cast<std::size_t>(i)].operation;
    const xdr::OperationBody body = operation.body();
    if (body.type() != xdr::OperationType::BEGIN_SPONSORING_FUTURE_RESERVES) continue;
    const std::uint8_t* named = AccountKey(body.beginSponsoringFutureReservesOp().sponsoredID());
    if (std::memcmp(named, sponsored.data(), kKeyBytes) != 0) continue;
    if (const auto own = operation.sourceAccount()) return Ed25519Of(*own).data();
    return InnerTransaction(context.tx.tx.envelope).source_ed25519.data();
  }
  return nullptr;
}

// None where the key names no account: claimable balances and Soroban's entries.
const std::uint8_t* OwnerOf(xdr::LedgerKey key) {
  switch (key.type()) {
    case xdr::LedgerEntryType::ACCOUNT:
      return AccountKey(key.account().accountID());
    case xdr::LedgerEntryType::TRUSTLINE:
      return AccountKey(key.trustLine().accountID());
    case xdr::LedgerEntryType::OFFER:
      return AccountKey(key.offer().sellerID());
    case xdr::LedgerEntryType::DATA:
      return AccountKey(key.data().accountID());
    default:
      return nullptr;
  }
}

const std::uint8_t* RevokedOwner(xdr::RevokeSponsorshipOp op) {
  if (op.type() == xdr::RevokeSponsorshipType::REVOKE_SPONSORSHIP_SIGNER) {
    return AccountKey(op.signer().accountID());
  }
  return OwnerOf(op.ledgerKey());
}

void AddHostFunction(const OperationContext& context, xdr::HostFunction function,
                     PartyList& parties) {
  const auto created = [&](auto args) {
    const Hash256 id = ContractIdOf(context.tx.ledger.network_id, args.contractIDPreimage());
    parties.Add(id.data(), role::kNamed);
  };
  switch (function.type()) {
    case xdr::HostFunctionType::HOST_FUNCTION_TYPE_INVOKE_CONTRACT: {
      const xdr::SCAddress address = function.invokeContract().contractAddress();
      if (address.type() != xdr::SCAddressType::SC_ADDRESS_TYPE_CONTRACT) return;
      parties.Add(address.contractId().data(), role::kNamed | role::kCalled);
      return;
    }
    case xdr::HostFunctionType::HOST_FUNCTION_TYPE_CREATE_CONTRACT:
      return created(function.createContract());
    case xdr::HostFunctionType::HOST_FUNCTION_TYPE_CREATE_CONTRACT_V2:
      return created(function.createContractV2());
    case xdr::HostFunctionType::HOST_FUNCTION_TYPE_UPLOAD_CONTRACT_WASM:
      return;
  }
}

void AddSoroban(const OperationContext& context, xdr::OperationBody body, PartyList& parties) {
  if (body.type() == xdr::OperationType::INVOKE_HOST_FUNCTION) {
    return AddHostFunction(context, body.invokeHostFunctionOp().hostFunction(), parties);
  }
  if (const auto contract = FootprintContract(context.tx.tx.envelope)) {
    parties.Add((*contract).data(), role::kNamed);
  }
}

}  // namespace

void AddNamedParties(const OperationContext& context, PartyList& parties) {
  using Type = xdr::OperationType;
  const xdr::OperationBody body = context.op.operation.body();
  const auto add = [&parties](auto account) { parties.Add(AccountKey(account), kNamedAccount); };
  switch (body.type()) {
    case Type::CREATE_ACCOUNT:
      return add(body.createAccountOp().destination());
    case Type::PAYMENT:
      return add(body.paymentOp().destination());
    case Type::PATH_PAYMENT_STRICT_RECEIVE:
      return add(body.pathPaymentStrictReceiveOp().destination());
    case Type::PATH_PAYMENT_STRICT_SEND:
      return add(body.pathPaymentStrictSendOp().destination());
    case Type::ACCOUNT_MERGE:
      return add(body.destination());
    case Type::CHANGE_TRUST:
      return parties.Add(SourceKey(context).data(), kNamedAccount);
    case Type::ALLOW_TRUST:
      return add(body.allowTrustOp().trustor());
    case Type::SET_TRUST_LINE_FLAGS:
      return add(body.setTrustLineFlagsOp().trustor());
    case Type::CLAWBACK:
      return add(body.clawbackOp().from());
    case Type::BEGIN_SPONSORING_FUTURE_RESERVES:
      return add(body.beginSponsoringFutureReservesOp().sponsoredID());
    case Type::CREATE_CLAIMABLE_BALANCE:
      for (const xdr::Claimant claimant : body.createClaimableBalanceOp().claimants()) {
        parties.Add(AccountKey(claimant.v0().destination()), role::kParticipant);
      }
      return;
    case Type::END_SPONSORING_FUTURE_RESERVES:
      if (const std::uint8_t* sponsor = BeginSponsor(context)) {
        parties.Add(sponsor, role::kParticipant);
      }
      return;
    case Type::REVOKE_SPONSORSHIP:
      if (const std::uint8_t* owner = RevokedOwner(body.revokeSponsorshipOp())) {
        parties.Add(owner, kNamedAccount);
      }
      return;
    case Type::INVOKE_HOST_FUNCTION:
    case Type::EXTEND_FOOTPRINT_TTL:
    case Type::RESTORE_FOOTPRINT:
      return AddSoroban(context, body, parties);
    default:
      return;
  }
}

}  // namespace lake

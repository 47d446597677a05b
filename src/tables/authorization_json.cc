#include "tables/authorization_json.h"

#include <string>

#include "stellar/address.h"
#include "stellar/contract_id.h"
#include "stellar/scval_printer.h"
#include "tables/json_writer.h"

namespace lake {
namespace {

constexpr std::size_t kCountBytes = 4;  // an array's

// What one huge operation grew beyond this is given back.
constexpr std::size_t kMaxKeptBytes = std::size_t{1} << 20;

// Functions that take where a value begins return where it ends.
class AuthorizationPrinter {
 public:
  AuthorizationPrinter(std::string& out, ScValPrinter::Scratch& scratch, const Hash256& network_id)
      : json_(out), values_(out, scratch), texts_(scratch.texts), network_id_(network_id) {}

  void Entries(xdr::Array<xdr::SorobanAuthorizationEntry> entries) {
    json_.OpenArray();
    const std::uint8_t* at = entries.at() + kCountBytes;
    for (std::uint32_t left = entries.size(); left > 0; --left) at = Entry(at);
    json_.CloseArray();
  }

 private:
  const std::uint8_t* Entry(const std::uint8_t* at) {
    const xdr::SorobanAuthorizationEntry entry(at);
    const xdr::SorobanCredentials credentials = entry.credentials();
    const std::optional<xdr::SorobanAddressCredentials> by = Address(credentials);
    json_.OpenObject();
    json_.Key("address");
    by ? json_.Plain(ScAddressText(texts_, by->address())) : json_.Null();
    json_.Key("credentials").Plain(Name(credentials.type()));
    json_.Key("expires_at_ledger");
    by ? json_.Number(std::uint64_t{by->signatureExpirationLedger()}) : json_.Null();
    json_.Key("invocation");
    at = Invocation(entry.after_credentials());
    json_.Key("nonce");
    by ? json_.Number(by->nonce()) : json_.Null();
    json_.CloseObject();
    return at;
  }

  static std::string_view Name(xdr::SorobanCredentialsType type) {
    switch (type) {
      case xdr::SorobanCredentialsType::SOROBAN_CREDENTIALS_SOURCE_ACCOUNT:
        return "source_account";
      case xdr::SorobanCredentialsType::SOROBAN_CREDENTIALS_ADDRESS:
        return "address";
      case xdr::SorobanCredentialsType::SOROBAN_CREDENTIALS_ADDRESS_V2:
        return "address_v2";
      case xdr::SorobanCredentialsType::SOROBAN_CREDENTIALS_ADDRESS_WITH_DELEGATES:
        return "address_with_delegates";
    }
    CHECK(!"credentials that validation let through");
    return {};
  }

  static std::optional<xdr::SorobanAddressCredentials> Address(
      xdr::SorobanCredentials credentials) {
    switch (credentials.type()) {
      case xdr::SorobanCredentialsType::SOROBAN_CREDENTIALS_ADDRESS:
        return credentials.address();
      case xdr::SorobanCredentialsType::SOROBAN_CREDENTIALS_ADDRESS_V2:
        return credentials.addressV2();
      case xdr::SorobanCredentialsType::SOROBAN_CREDENTIALS_ADDRESS_WITH_DELEGATES:
        return credentials.addressWithDelegates().addressCredentials();
      default:
        return std::nullopt;
    }
  }

  const std::uint8_t* Invocation(const std::uint8_t* at) {
    using Type = xdr::SorobanAuthorizedFunctionType;
    const xdr::SorobanAuthorizedFunction function(at);
    json_.OpenObject();
    switch (function.type()) {
      case Type::SOROBAN_AUTHORIZED_FUNCTION_TYPE_CONTRACT_FN:
        return Call(function.contractFn());
      case Type::SOROBAN_AUTHORIZED_FUNCTION_TYPE_CREATE_CONTRACT_HOST_FN: {
        const xdr::CreateContractArgs create = function.createContractHostFn();
        const Bytes encoding = create.encoding();
        json_.Key("args").OpenArray().CloseArray();
        return Create(create, "create_contract", encoding.data() + encoding.size());
      }
      case Type::SOROBAN_AUTHORIZED_FUNCTION_TYPE_CREATE_CONTRACT_V2_HOST_FN: {
        const xdr::CreateContractArgsV2 create = function.createContractV2HostFn();
        json_.Key("args");
        return Create(create, "create_contract_v2", values_.Values(create.after_executable()));
      }
    }
    CHECK(!"a function that validation let through");
    return at;
  }

  const std::uint8_t* Call(xdr::InvokeContractArgs call) {
    json_.Key("args");
    const std::uint8_t* at = values_.Values(call.after_functionName());
    json_.Key("contract").Plain(ScAddressText(texts_, call.contractAddress()));
    json_.Key("function").Text(AsText(call.functionName()));
    at = SubInvocations(at);
    json_.Key("type").Plain("invoke_contract");
    json_.CloseObject();
    return at;
  }

  template <class Args>
  const std::uint8_t* Create(Args args, std::string_view type, const std::uint8_t* end) {
    const Hash256 id = ContractIdOf(network_id_, args.contractIDPreimage());
    json_.Key("contract").Plain(ContractText(texts_, id.data()));
    end = SubInvocations(end);
    json_.Key("type").Plain(type);
    json_.Key("wasm_hash");
    const xdr::ContractExecutable executable = args.executable();
    executable.type() == xdr::ContractExecutableType::CONTRACT_EXECUTABLE_WASM
        ? json_.Hex(executable.wasm_hash().bytes())
        : json_.Null();
    json_.CloseObject();
    return end;
  }

  const std::uint8_t* SubInvocations(const std::uint8_t* at) {
    std::uint32_t left = LoadU32(at);
    at += kCountBytes;
    json_.Key("sub_invocations").OpenArray();
    for (; left > 0; --left) at = Invocation(at);
    json_.CloseArray();
    return at;
  }

  JsonWriter json_;
  ScValPrinter values_;
  Arena& texts_;
  const Hash256& network_id_;
};

struct Scratch {
  std::string out;
  ScValPrinter::Scratch printer;
};

}  // namespace

std::string_view AuthorizationsJson(Arena& arena,
                                    xdr::Array<xdr::SorobanAuthorizationEntry> entries,
                                    const Hash256& network_id) {
  if (entries.empty()) return "[]";
  thread_local Scratch scratch;
  if (scratch.out.capacity() > kMaxKeptBytes) scratch = {};
  scratch.out.clear();
  scratch.printer.texts.Reset();
  scratch.printer.entries.clear();
  AuthorizationPrinter(scratch.out, scratch.printer, network_id).Entries(entries);
  return arena.Copy(scratch.out);
}

}  // namespace lake

#include "support/soroban_operations.h"

namespace lake::testing {
namespace {

Json Invoke(Json host_function, const JsonList& auth) {
  return Operation("INVOKE_HOST_FUNCTION",
                   {{"hostFunction", std::move(host_function)}, {"auth", auth}});
}

Json CallOf(std::string_view contract, std::string_view function, const JsonList& args) {
  return {
      {"contractAddress", ContractAddress(contract)}, {"functionName", function}, {"args", args}};
}

}  // namespace

Json InvokeContract(std::string_view contract, std::string_view function, const JsonList& args,
                    const JsonList& auth) {
  return Invoke({{"invokeContract", CallOf(contract, function, args)}}, auth);
}

Json UploadWasm(std::string_view wasm) { return Invoke({{"wasm", Opaque(AsBytes(wasm))}}, {}); }

Json CreateContract(std::string_view deployer, std::string_view salt, const Json& wasm_hash,
                    const std::optional<JsonList>& constructor_args, const JsonList& auth) {
  Json args = {
      {"contractIDPreimage",
       {{"fromAddress", {{"address", AccountAddress(deployer)}, {"salt", NamedHash(salt)}}}}},
      {"executable", {{"wasm_hash", wasm_hash}}}};
  if (!constructor_args.has_value()) return Invoke({{"createContract", std::move(args)}}, auth);
  args["constructorArgs"] = *constructor_args;
  return Invoke({{"createContractV2", std::move(args)}}, auth);
}

Json CreateAssetContract(const Json& asset) {
  return Invoke({{"createContract",
                  {{"contractIDPreimage", {{"fromAsset", asset}}},
                   {"executable", "CONTRACT_EXECUTABLE_STELLAR_ASSET"}}}},
                {});
}

Json ExtendFootprintTtl(std::uint32_t extend_to) {
  return Operation("EXTEND_FOOTPRINT_TTL", {{"extendTo", extend_to}});
}

Json RestoreFootprint() { return Operation("RESTORE_FOOTPRINT", Json::object()); }

Json Authorization(std::string_view contract, std::string_view function, const JsonList& args,
                   const Json& address, std::int64_t nonce, std::uint32_t expires_at_ledger) {
  Json credentials = "SOROBAN_CREDENTIALS_SOURCE_ACCOUNT";
  if (!address.is_null()) {
    credentials = {{"address",
                    {{"address", address},
                     {"nonce", nonce},
                     {"signatureExpirationLedger", expires_at_ledger},
                     {"signature", ScVoid()}}}};
  }
  return {{"credentials", std::move(credentials)},
          {"rootInvocation", {{"function", {{"contractFn", CallOf(contract, function, args)}}}}}};
}

Json SorobanData(const SorobanResources& resources) {
  Json data = {
      {"resources",
       {{"footprint", {{"readOnly", resources.read_only}, {"readWrite", resources.read_write}}},
        {"instructions", resources.instructions},
        {"diskReadBytes", resources.disk_read_bytes},
        {"writeBytes", resources.write_bytes}}},
      {"resourceFee", resources.resource_fee}};
  if (!resources.archived_entries.empty()) {
    data["ext"] = {{"resourceExt", {{"archivedSorobanEntries", resources.archived_entries}}}};
  }
  return data;
}

}  // namespace lake::testing

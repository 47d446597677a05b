// Soroban's operations, and the resources a transaction declares for them, as JSON.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "support/scvals.h"

namespace lake::testing {

Json InvokeContract(std::string_view contract, std::string_view function, const JsonList& args,
                    const JsonList& auth = {});
Json UploadWasm(std::string_view wasm);
// A contract at an address of its deployer's, made of uploaded code; with constructor arguments
// (CREATE_CONTRACT_V2) when they are given.
Json CreateContract(std::string_view deployer, std::string_view salt, const Json& wasm_hash,
                    const std::optional<JsonList>& constructor_args = std::nullopt,
                    const JsonList& auth = {});
// The contract of a classic asset.
Json CreateAssetContract(const Json& asset);
Json ExtendFootprintTtl(std::uint32_t extend_to);
Json RestoreFootprint();

// SorobanAuthorizationEntry of one contract call: by the transaction's source, or with an address
// by that address.
Json Authorization(std::string_view contract, std::string_view function, const JsonList& args,
                   const Json& address = nullptr, std::int64_t nonce = 0,
                   std::uint32_t expires_at_ledger = 0);

// SorobanTransactionData.
struct SorobanResources {
  JsonList read_only = {};   // LedgerKey
  JsonList read_write = {};  // LedgerKey
  std::uint32_t instructions = 1'000'000;
  std::uint32_t disk_read_bytes = 2'000;
  std::uint32_t write_bytes = 1'000;
  std::int64_t resource_fee = 50'000;
  std::vector<std::uint32_t> archived_entries = {};  // indexes into read_write (CAP-66)
};
Json SorobanData(const SorobanResources& resources);

}  // namespace lake::testing

#include "support/asset_contracts.h"

#include "stellar/asset_contract.h"

namespace lake::testing {

Json AssetContractAddress(const Hash256& network_id, const Json& asset) {
  const XdrBytes encoded = EncodeXdr("Asset", asset);
  return {{"contractId", HashJson(AssetContractId(network_id, xdr::Asset(encoded.data())))}};
}

Json AssetInstance(std::string_view code, std::string_view issuer) {
  const Hash256 key = NameHash(issuer);
  const Json info = ScVec({ScSymbol(code.size() <= 4 ? "AlphaNum4" : "AlphaNum12"),
                           ScMap({{ScSymbol("asset_code"), ScString(code)},
                                  {ScSymbol("issuer"), ScBytes(AsText(Bytes(key)))}})});
  return ScInstance(
      nullptr, {{ScSymbol("METADATA"), ScString("any")}, {ScVec({ScSymbol("AssetInfo")}), info}});
}

Json AssetInstanceEntry(const Json& address, std::string_view code, std::string_view issuer) {
  return ContractDataEntry(address, ScLedgerKeyContractInstance(), AssetInstance(code, issuer));
}

Json AssetBalanceEntry(const Json& address, std::string_view holder, const Json& amount,
                       std::string_view durability) {
  return ContractDataEntry(address,
                           ScVec({ScSymbol("Balance"), ScAddress(ContractAddress(holder))}),
                           ScMap({{ScSymbol("amount"), amount},
                                  {ScSymbol("authorized"), ScBool(true)},
                                  {ScSymbol("clawback"), ScBool(false)}}),
                           durability);
}

}  // namespace lake::testing

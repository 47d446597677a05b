#include "stellar/enum_text.h"

#include <gtest/gtest.h>

#include "unit/stellar/xdr_bytes.h"

namespace lake {
namespace {

// Names of the Go SDK's generated String methods.
TEST(EnumText, HubbleFormIsTheGoName) {
  EXPECT_EQ(HubbleText(xdr::TransactionResultCode::txSUCCESS), "TransactionResultCodeTxSuccess");
  EXPECT_EQ(HubbleText(xdr::TransactionResultCode::txFEE_BUMP_INNER_FAILED),
            "TransactionResultCodeTxFeeBumpInnerFailed");
  EXPECT_EQ(HubbleText(xdr::OperationResultCode::opINNER), "OperationResultCodeOpInner");
  EXPECT_EQ(HubbleText(xdr::OperationResultCode::opBAD_AUTH), "OperationResultCodeOpBadAuth");
  EXPECT_EQ(HubbleText(xdr::SCValType::SCV_LEDGER_KEY_CONTRACT_INSTANCE),
            "ScValTypeScvLedgerKeyContractInstance");
  EXPECT_EQ(HubbleText(xdr::SCErrorType::SCE_WASM_VM), "ScErrorTypeSceWasmVm");
  EXPECT_EQ(HubbleText(xdr::ContractDataDurability::PERSISTENT),
            "ContractDataDurabilityPersistent");
  EXPECT_EQ(HubbleText(xdr::HostFunctionType::HOST_FUNCTION_TYPE_INVOKE_CONTRACT),
            "HostFunctionTypeHostFunctionTypeInvokeContract");
  EXPECT_EQ(HubbleText(xdr::LedgerEntryType::CONTRACT_DATA), "LedgerEntryTypeContractData");
  EXPECT_EQ(HubbleText(xdr::ConfigSettingID::CONFIG_SETTING_CONTRACT_COMPUTE_V0),
            "ConfigSettingIdConfigSettingContractComputeV0");
  EXPECT_EQ(HubbleText(xdr::ContractCostType::Bls12381MapFp2ToG2),
            "ContractCostTypeBls12381MapFp2ToG2");
  EXPECT_EQ(HubbleText(xdr::IPAddrType::IPv4), "IpAddrTypeIPv4");
  EXPECT_EQ(HubbleText(xdr::CryptoKeyType::KEY_TYPE_MUXED_ED25519),
            "CryptoKeyTypeKeyTypeMuxedEd25519");
}

TEST(EnumText, SparseAndUnknownValuesHaveNoText) {
  EXPECT_EQ(HubbleText(static_cast<xdr::CryptoKeyType>(17)), "");
  EXPECT_EQ(HubbleText(static_cast<xdr::TransactionResultCode>(1000)), "");
  EXPECT_EQ(HubbleText(static_cast<xdr::TransactionResultCode>(-2147483647)), "");
}

TEST(EnumText, ShortFormIsTheConstantInLowerCase) {
  EXPECT_EQ(LowerText(xdr::OperationType::PATH_PAYMENT_STRICT_RECEIVE),
            "path_payment_strict_receive");
  EXPECT_EQ(LowerText(xdr::OperationType::SET_TRUST_LINE_FLAGS), "set_trust_line_flags");
  EXPECT_EQ(LowerText(xdr::LedgerEntryType::TTL), "ttl");
}

TEST(EnumText, TheCodeInsideAnOperationsResultKnowsItsOperation) {
  const auto text = [](std::uint32_t operation, std::int32_t code) {
    const XdrBytes result = XdrBytes().U32(operation).U32(static_cast<std::uint32_t>(code));
    return OperationCodeText(xdr::OperationResultTr(result.data()));
  };
  EXPECT_EQ(text(1, 0), "PaymentResultCodePaymentSuccess");
  EXPECT_EQ(text(3, -12), "ManageSellOfferResultCodeManageSellOfferLowReserve");
  EXPECT_EQ(text(4, 0), "ManageSellOfferResultCodeManageSellOfferSuccess");
  EXPECT_EQ(text(24, -2), "InvokeHostFunctionResultCodeInvokeHostFunctionTrapped");
  EXPECT_EQ(text(25, -1), "ExtendFootprintTtlResultCodeExtendFootprintTtlMalformed");
}

TEST(EnumText, WordsBeginWhereTheGoNamesDo) {
  EXPECT_EQ(CamelCase("SCSpecUDTUnionCaseV0Kind"), "ScSpecUdtUnionCaseV0Kind");
  EXPECT_EQ(CamelCase("BINARY_FUSE_FILTER_8_BIT"), "BinaryFuseFilter8Bit");
  EXPECT_EQ(CamelCase("txSUCCESS"), "TxSuccess");
  EXPECT_EQ(CamelCase(""), "");
}

}  // namespace
}  // namespace lake

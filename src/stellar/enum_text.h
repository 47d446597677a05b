// The text of XDR enum values as the tables spell them (contract/tables.yaml `hubble_enum`,
// decision D9).
//
// Hubble's form is the type's name and the constant's name in CamelCase: TransactionResultCode and
// txSUCCESS make TransactionResultCodeTxSuccess, SCValType and SCV_VEC make ScValTypeScvVec; these
// are the names of the Go SDK. The short form is the constant in lower case: create_account. Tables
// are made once per enum; a lookup builds no text. Text lives for ever. Safe from any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "xdr/views.h"

namespace lake {

// The texts of one enum by value.
class EnumTexts {
 public:
  enum class Form : std::uint8_t { kHubble, kLower };
  // `type_name` is the XDR name of an enum.
  EnumTexts(std::string_view type_name, Form form);

  // Empty for a value that the enum does not have.
  std::string_view Of(std::int32_t value) const {
    const auto index = static_cast<std::uint64_t>(std::int64_t{value} - lowest_);
    return index < texts_.size() ? std::string_view(texts_[index]) : std::string_view();
  }

 private:
  std::int32_t lowest_;
  std::vector<std::string> texts_;
};

template <class Enum>
std::string_view HubbleText(Enum value) {
  static const EnumTexts texts(xdr::EnumTypeName(Enum{}), EnumTexts::Form::kHubble);
  return texts.Of(static_cast<std::int32_t>(value));
}

// create_account for OperationType::CREATE_ACCOUNT, contract_data for
// LedgerEntryType::CONTRACT_DATA.
template <class Enum>
std::string_view LowerText(Enum value) {
  static const EnumTexts texts(xdr::EnumTypeName(Enum{}), EnumTexts::Form::kLower);
  return texts.Of(static_cast<std::int32_t>(value));
}

// The code inside an operation's result: PaymentResultCodePaymentSuccess.
std::string_view OperationCodeText(xdr::OperationResultTr result);

// SCValType -> ScValType, txSUCCESS -> TxSuccess: words begin behind an underscore, at a capital
// behind a small letter or digit, and at the last capital of a run that a small letter follows.
std::string CamelCase(std::string_view xdr_name);

}  // namespace lake

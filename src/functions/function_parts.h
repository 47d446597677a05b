// The functions of functions.h, family by family.
#pragma once

#include <string_view>
#include <vector>

#include "base/base64.h"
#include "base/result.h"
#include "base/sha256.h"
#include "duckdb/scalar_function.h"
#include "xdr/check.h"

namespace lake {

std::vector<ScalarFunction> AddressFunctions(const Hash256& network_id);
std::vector<ScalarFunction> StorageFunctions();
std::vector<ScalarFunction> MetaFunctions();

// A value of XDR in base64, with the bytes that its view points into.
template <class T>
class DecodedText {
 public:
  static Result<DecodedText> Of(std::string_view base64) {
    TRY_ASSIGN(std::vector<std::uint8_t> bytes, ParseBase64(base64));
    DecodedText out(std::move(bytes));
    TRY_ASSIGN(const T checked, xdr::Decode<T>(out.bytes_));
    static_cast<void>(checked);
    return out;
  }
  T view() const { return T(bytes_.data()); }

 private:
  explicit DecodedText(std::vector<std::uint8_t> bytes) : bytes_(std::move(bytes)) {}
  std::vector<std::uint8_t> bytes_;
};

}  // namespace lake

#include <gtest/gtest.h>

#include "stellar/ledger_view.h"
#include "support/ledger_builder.h"
#include "support/matchers.h"
#include "support/op_results.h"

namespace lake::testing {
namespace {

Status DecodeWith(const Json& operation, const Json& result) {
  LedgerChain chain(kTestPassphrase, 5, 22);
  const BuiltLedger ledger =
      chain.Add(LedgerSpec().Add(Tx("alice").Op(operation).Succeeds({result})));
  LedgerView view;
  return view.Decode(ledger.xdr, chain.network_id());
}

TEST(EnvelopeJoin, RefusesTheResultOfAnotherOperation) {
  EXPECT_THAT(DecodeWith(Inflation(), PaymentSuccess()),
              IsError(Code::kDataLoss, "the operation is inflation, its result that of payment"));
  EXPECT_THAT(DecodeWith(Inflation(), OuterFailure("opBAD_AUTH")), IsOk());
}

TEST(EnvelopeJoin, TakesThePlainAnswerThatOldLedgersGiveToPassiveOffers) {
  const Json offer = CreatePassiveSellOffer(NativeAsset(), CreditAsset("USD", "x"), 5, Price(1, 1));
  EXPECT_THAT(DecodeWith(offer, OfferSuccess("MANAGE_SELL_OFFER", {})), IsOk());
  EXPECT_THAT(DecodeWith(offer, OfferSuccess("MANAGE_BUY_OFFER", {})), IsError(Code::kDataLoss));
}

}  // namespace
}  // namespace lake::testing

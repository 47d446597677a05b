// Offers: what is sold for what at which price.
#include "stellar/amount.h"
#include "tables/operation_row.h"

namespace lake {
namespace {

template <class Op>
void FillOffer(Op op, std::int64_t amount, Arena& arena, OperationRow& row) {
  const xdr::Price price = op.price();
  row.amount = amount;
  row.price = PriceText(arena, price.n(), price.d());
  row.price_r = PriceJson(arena, price.n(), price.d());
  row.selling = OperationAssetOf(AssetTextOf(arena, op.selling()));
  row.buying = OperationAssetOf(AssetTextOf(arena, op.buying()));
}

}  // namespace

void FillManageSellOffer(const OperationContext& context, Arena& arena, OperationRow& row) {
  const auto op = context.op.operation.body().manageSellOfferOp();
  FillOffer(op, op.amount(), arena, row);
  row.offer_id = op.offerID();
}

void FillManageBuyOffer(const OperationContext& context, Arena& arena, OperationRow& row) {
  const auto op = context.op.operation.body().manageBuyOfferOp();
  FillOffer(op, op.buyAmount(), arena, row);
  row.offer_id = op.offerID();
}

void FillCreatePassiveSellOffer(const OperationContext& context, Arena& arena, OperationRow& row) {
  const auto op = context.op.operation.body().createPassiveSellOfferOp();
  FillOffer(op, op.amount(), arena, row);
}

}  // namespace lake

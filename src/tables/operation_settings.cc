// What an account sets about itself: options, data entries, its sequence number.
#include "base/base64.h"
#include "base/json_text.h"
#include "tables/operation_row.h"

namespace lake {
namespace {

Fitted<std::int32_t> Present(xdr::Optional<std::uint32_t> value) {
  return value ? Fitted<std::int32_t>(*value) : Fitted<std::int32_t>();
}

}  // namespace

void FillSetOptions(const OperationContext& context, Arena& arena, OperationRow& row) {
  const auto op = context.op.operation.body().setOptionsOp();
  row.set_flags = Present(op.setFlags());
  row.clear_flags = Present(op.clearFlags());
  row.master_weight = Present(op.masterWeight());
  row.low_threshold = Present(op.lowThreshold());
  row.medium_threshold = Present(op.medThreshold());
  row.high_threshold = Present(op.highThreshold());
  if (const auto domain = op.homeDomain()) row.home_domain = SanitizeText(arena, AsText(*domain));
}

void FillManageData(const OperationContext& context, Arena& arena, OperationRow& row) {
  const auto op = context.op.operation.body().manageDataOp();
  row.data_name = SanitizeText(arena, AsText(op.dataName()));
  if (const auto value = op.dataValue()) row.data_value = Base64Text(arena, *value);
}

void FillBumpSequence(const OperationContext& context, Arena&, OperationRow& row) {
  row.bump_to = context.op.operation.body().bumpSequenceOp().bumpTo();
}

}  // namespace lake

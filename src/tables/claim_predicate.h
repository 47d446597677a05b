// When a claimant may claim, as JSON: {"unconditional":true}, {"and":[...]}, {"or":[...]},
// {"not":...}, {"abs_before":"2024-09-16T07:49:14Z","abs_before_epoch":"1726472954"},
// {"rel_before":"3600"}. Horizon's form. Views must be of validated XDR, whose depth is bounded.
#pragma once

#include "tables/json_writer.h"
#include "xdr/views.h"

namespace lake {

void WriteClaimPredicate(JsonWriter& json, xdr::ClaimPredicate predicate);

}  // namespace lake

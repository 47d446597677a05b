// The query that adds up the partial rows of an aggregate: one expression a column, as the `merge`
// of its head says.
//
//   sum             numbers add up; the column's type must hold the sum
//   sum_or_null     the same, but NULL as soon as one part is NULL or the type cannot hold the sum
//   least, greatest
//   {arg_min: c}    the value of the part whose c is smallest, NULL included; parts without c do
//   {arg_max: c}    not count
//   {price_max: [n, d, order]}   the value of the part with the highest n/d, of equal ones that
//   with {price_min: [n, d, order]}   the smallest order; parts without order do not count
//
// Each is associative and commutative, so parts of parts may be merged again, in any order.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "silver/silver_table.h"

namespace lake {

// From `parts`, which is quoted. kInternal names a column whose rule is none of these.
Result<std::string> MergedPartsSql(const SilverTable& table, std::string_view parts);

}  // namespace lake

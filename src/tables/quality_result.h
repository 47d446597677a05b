// The outcome of one quality check over one batch: what a row of _meta_quality says.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace lake {

struct QualityResult {
  std::string_view dataset;     // core.<table>
  std::string_view check_name;  // contract/quality.yaml's name
  std::string_view check_type;  // validity, consistency, completeness
  bool warn_only;               // severity warn: legitimate ledgers can fail it
  bool passed;
  std::string details;  // how many violations and what they are, or the rows checked
  std::int64_t row_count;
  std::int64_t null_anomalies;  // violations of completeness checks, else 0
};

}  // namespace lake

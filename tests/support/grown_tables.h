// The tiny tables as later versions of a program would declare them: for tests of lakes that were
// made before.
#pragma once

#include "support/tiny_batch.h"

namespace lake::testing {

// tiny_things_row_v3 has two more columns, later_number and later_note (since 1);
// tiny_others_row_v1 is as it was; tiny_news_row_v1 is new, and sparse as the others.
const TableSet& GrownTables();

// A version after that: tiny_things_row_v3 has later_small too (since 2).
const TableSet& TwiceGrownTables();

}  // namespace lake::testing

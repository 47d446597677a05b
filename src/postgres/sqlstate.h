// What a PostgreSQL error means to a caller: its SQLSTATE decides, never its words.
//
// The states are those of appendix A of PostgreSQL's manual. Pure functions.
#pragma once

#include <string_view>

#include "base/code.h"

namespace lake {

// Five characters, or "" when the client library gave up by itself: the connection is gone.
Code SqlStateCode(std::string_view state);

// Whether an error at COMMIT leaves open what became of the transaction, although the connection
// still stands.
bool LeavesOutcomeOpen(std::string_view state);

}  // namespace lake

// One of everything, for tests that must leave nothing out.
#pragma once

#include "support/entries.h"
#include "support/soroban_operations.h"

namespace lake::testing {

// CreditAsset("USD", "issuer").
Json UsdAsset();

// One operation of every type, in the order of their numbers. They refer to accounts "bob" and
// "carol", the asset above, its pool with the native asset, and the balance "balance".
JsonList EveryOperation();
bool IsSoroban(const Json& operation);

// One entry of every type, in the order of their numbers.
JsonList EveryEntry();

// One value of every type of SCVal, in the order of their numbers, the composite ones not empty.
JsonList EveryScVal();

}  // namespace lake::testing

// The real ledgers of tests/data, as one LedgerCloseMeta each. Their network is the public one.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace lake::testing {

inline constexpr std::string_view kPublicPassphrase =
    "Public Global Stellar Network ; September 2015";

// One of every age: protocols 2, 9, 11, 17, 19, 21, 22.
inline constexpr std::array<std::uint32_t, 7> kSampleLedgers{6154623,  16154623, 26154623, 36154623,
                                                             46154623, 53312000, 58752000};

// Aborts the test program when `sequence` is none of them.
std::vector<std::uint8_t> SampleLedger(std::uint32_t sequence);

}  // namespace lake::testing

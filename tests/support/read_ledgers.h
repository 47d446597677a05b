// What a source gives, as a short text for comparing: "100 101 102", and behind it the error if
// there was one. Every ledger is checked to be whole and to be what it says.
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>

#include "source/bytes/ledger_peek.h"
#include "source/ledger_source.h"

namespace lake::testing {

// The next `count` ledgers.
inline std::string TakeLedgers(LedgerSource& source, std::size_t count) {
  std::string text;
  for (; count > 0; --count) {
    const auto next = source.Next();
    const char* space = text.empty() ? "" : " ";
    if (!next.ok()) return text + space + next.error().message;
    if (!next->has_value()) break;
    const RawLedger& ledger = **next;
    const auto peek = PeekLedger(ledger.xdr);
    EXPECT_TRUE(peek.ok() && peek->sequence == ledger.sequence) << ledger.origin;
    text += fmt::format("{}{}", space, ledger.sequence);
  }
  return text;
}

inline std::string ReadLedgers(LedgerSource& source, LedgerRange range) {
  const Status sought = source.Seek(range);
  if (!sought.ok()) return sought.error().message;
  return TakeLedgers(source, static_cast<std::size_t>(-1));
}

// "100-103 107-108, 6 objects"
inline std::string DescribeRanges(const SourceExtent& extent) {
  std::string text;
  for (const LedgerSpan& range : extent.ledgers.ranges()) {
    text += fmt::format("{}{}-{}", text.empty() ? "" : " ", range.first, range.last);
  }
  return fmt::format("{}, {} objects", text, extent.objects);
}

}  // namespace lake::testing

// Any text as a range of ledgers, as a value with variables and as a cell of a table on a terminal:
// refused or bounded, and never a control character in what is shown.
#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "app/config.h"
#include "app/range.h"
#include "app/text_table.h"
#include "base/bytes.h"
#include "base/check.h"

namespace {

void ReadAsRange(std::string_view text) {
  const auto spec = lake::ParseRange(text);
  if (!spec.ok()) return;
  const lake::RangeLookup lookup{
      .extent = []() -> lake::Result<lake::LedgerSet> {
        return lake::LedgerSet{{100, 200}, {1000, 60'000'000}};
      },
      .close_time = [](std::uint32_t sequence) -> lake::Result<std::int64_t> {
        CHECK(sequence >= 100 && sequence <= 60'000'000);
        return 1'443'000'000 + std::int64_t{sequence} * 5;
      }};
  const auto range = lake::ResolveRange(*spec, lookup);
  if (range.ok() && range->last) CHECK(*range->last >= range->first);
}

void ShowAsCell(std::string_view text) {
  lake::TextTable table({{"a", false}}, false, 16);
  std::string out;
  table.Add(out, {std::string(text)});
  table.Finish(out);
  CHECK(std::count(out.begin(), out.end(), '\n') == 3);
  CHECK(std::none_of(out.begin(), out.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < ' ' && c != '\n') || byte == 0x7F;
  }));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = lake::AsText({data, size});
  ReadAsRange(text);
  ShowAsCell(text);
  (void)lake::ExpandVariables(text,
                              [](std::string_view) { return std::optional<std::string>("v"); });
  return 0;
}

// Any bytes as a Flight ticket, and as a filter: refused with an error, or understood, and then the
// filter's own text says the same.
#include <cstddef>
#include <cstdint>

#include "base/bytes.h"
#include "base/check.h"
#include "contracts/ticket.h"

namespace {

void CheckText(const lake::EntryFilter& filter) {
  const std::string text = lake::FilterText(filter);
  const auto again = lake::ParseFilter(text);
  CHECK(again.ok() && *again == filter);
  CHECK(lake::FilterText(*again) == text);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = lake::AsText({data, size});
  if (const auto filter = lake::ParseFilter(text); filter.ok()) CheckText(*filter);
  const auto wish = lake::ParseTicket(text);
  if (!wish.ok()) {
    CHECK(wish.error().code == lake::Code::kInvalidArgument);
    return 0;
  }
  if (wish->filter) CheckText(*wish->filter);
  if (wish->range && wish->range->last) CHECK(*wish->range->first <= *wish->range->last);
  return 0;
}

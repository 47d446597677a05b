// Any text as a strkey: refused, or it is the one text of what it means.
#include <cstddef>
#include <cstdint>

#include "base/check.h"
#include "stellar/strkey.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = lake::AsText({data, size});
  const lake::Result<lake::Strkey> key = lake::ParseStrkey(text);
  if (key.ok()) CHECK(lake::StrkeyText(*key) == text);
  return 0;
}

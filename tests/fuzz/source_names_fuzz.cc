// Any text as what a lake's owner could put into it: names of objects and a manifest. Whatever is
// accepted is a name that we would have made ourselves.
#include <cstddef>
#include <cstdint>

#include "base/check.h"
#include "source/archive/manifest.h"
#include "source/archive/object_key.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const lake::Bytes bytes(data, size);
  const std::string_view text = lake::AsText(bytes);
  if (const auto batch = lake::ParseBatchName(text); batch.ok() && batch->has_value()) {
    CHECK(lake::FormatBatchName(**batch) == text);
  }
  if (const auto partition = lake::ParsePartitionName(text);
      partition.ok() && partition->has_value()) {
    const std::string made = lake::FormatPartitionName(**partition);
    CHECK(text == made || text == made + "/");
  }
  (void)lake::ParseManifest(bytes);
  return 0;
}

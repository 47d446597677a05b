// The objects of a lake whose store cannot list (a plain web server): keys are computed from the
// manifest, and the newest ledger is found by asking for sizes. Holes inside show only when an
// object is fetched.
//
// See archive_index.h. The ending of the names (".zst", in old lakes ".zstd") is found by the first
// answer.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "source/archive/archive_index.h"
#include "source/archive/object_key.h"
#include "source/archive/object_store.h"

namespace lake {

class ComputedIndex : public ArchiveIndex {
 public:
  ComputedIndex(std::shared_ptr<ObjectStore> store, ArchiveSchema schema);

  Result<std::vector<ArchiveObject>> Find(std::uint32_t first, std::uint32_t last,
                                          std::stop_token stop) override;
  Result<std::optional<std::uint32_t>> Newest(std::uint32_t from, std::stop_token stop) override;
  // From the first ledger there is, if the lake begins there; otherwise empty: give a range
  // instead.
  Result<SourceExtent> Extent(std::stop_token stop) override;

 private:
  // Whether the batch of `ledger` is there.
  Result<bool> Exists(std::uint32_t ledger, std::stop_token stop);

  const std::shared_ptr<ObjectStore> store_;
  const ArchiveSchema schema_;
  std::string_view compression_ = "zst";
  std::optional<std::uint32_t> newest_;  // the last ledger of the newest batch seen so far
};

}  // namespace lake

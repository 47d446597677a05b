// The objects of a lake found by listing its store. Only the names that are asked for are listed:
// keys sort newest first, so a range of ledgers is a range of keys.
//
// See archive_index.h. A small lake's Extent is exact; in a large one only the ends are listed.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "source/archive/archive_index.h"
#include "source/archive/object_key.h"
#include "source/archive/object_store.h"

namespace lake {

class ListedIndex : public ArchiveIndex {
 public:
  // `schema` from the manifest, if there is one: names are then held against it.
  ListedIndex(std::shared_ptr<ObjectStore> store, std::optional<ArchiveSchema> schema);

  Result<std::vector<ArchiveObject>> Find(std::uint32_t first, std::uint32_t last,
                                          std::stop_token stop) override;
  Result<std::optional<std::uint32_t>> Newest(std::uint32_t from, std::stop_token stop) override;
  Result<SourceExtent> Extent(std::stop_token stop) override;

 private:
  // A folder with batches: a partition, or the root (prefix "").
  struct Folder {
    std::string prefix;
    std::uint32_t first = 0;
    std::uint32_t last = 0;
  };

  // Lists the root: which partitions there are, newest first.
  Status ListFolders(std::stop_token stop);
  // Adds the objects of `folder` that hold any of first..last to `found`, newest first. False when
  // pages_left, which it counts down, did not suffice.
  Result<bool> FindIn(const Folder& folder, std::uint32_t first, std::uint32_t last,
                      std::size_t& pages_left, std::stop_token stop,
                      std::vector<ArchiveObject>& found);
  Result<std::optional<ArchiveObject>> ObjectOf(const Folder& folder, const ObjectInfo& info) const;
  // Of the objects that begin at `at_most` or earlier, the one that begins last.
  Result<std::optional<ArchiveObject>> NewestIn(const Folder& folder, std::uint32_t at_most,
                                                std::stop_token stop);
  Result<std::optional<ArchiveObject>> OldestIn(const Folder& folder, std::stop_token stop);
  std::uint32_t LedgersPerBatch() const { return schema_ ? schema_->ledgers_per_batch : 1; }
  // How many objects the folders have if each is full.
  std::uint64_t ObjectsAtMost() const;
  // False when `pages` of listing do not suffice.
  Result<bool> ExactExtent(std::size_t pages, std::stop_token stop, SourceExtent& extent);
  Result<SourceExtent> OuterExtent(std::stop_token stop);

  const std::shared_ptr<ObjectStore> store_;
  const std::optional<ArchiveSchema> schema_;
  std::vector<Folder> folders_;  // newest first
  bool listed_ = false;
};

}  // namespace lake

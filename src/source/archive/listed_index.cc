#include "source/archive/listed_index.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "source/archive/listing_pages.h"

namespace lake {
namespace {

constexpr std::uint32_t kLedgerMax = std::numeric_limits<std::uint32_t>::max();
// Up to so many objects Extent lists them all: some 200 requests to a remote store.
constexpr std::uint64_t kExactObjectsMax = 200'000;
constexpr std::uint32_t kPageMax = 1000;  // what object stores give at once
// Ranges may be sparse: so many pages show whether a lake that could be large is small.
constexpr std::size_t kSparsePagesMax = 20;
constexpr std::size_t kAllPages = std::numeric_limits<std::size_t>::max();
// Enough to step over the few names at a root that are no batches.
constexpr std::uint32_t kProbeLimit = 8;

Error OutOfOrder(const std::string& store, const std::string& key) {
  return {Code::kDataLoss,
          fmt::format("{}: the listing is not in the order of keys at {}", store, key)};
}

Error Misplaced(const std::string& key, std::string_view place) {
  return {Code::kDataLoss, fmt::format("{}: lies outside of {}; move or remove it", key, place)};
}

}  // namespace

ListedIndex::ListedIndex(std::shared_ptr<ObjectStore> store, std::optional<ArchiveSchema> schema)
    : store_(std::move(store)), schema_(schema) {}

Status ListedIndex::ListFolders(std::stop_token stop) {
  std::vector<Folder> folders;
  bool batches_at_root = false;
  ListRequest request;
  request.limit = kPageMax;
  ListingPages pages(*store_, request);
  while (true) {
    TRY_ASSIGN(const std::optional<ObjectPage> page, pages.Next(stop));
    if (!page) break;
    for (const std::string& key : page->folders) {
      TRY_ASSIGN(const auto partition, ParsePartitionName(key));
      if (!partition) continue;
      if (schema_) {
        const PartitionName due = schema_->PartitionOf(partition->first);
        if (due.first != partition->first || due.last != partition->last) {
          return Misplaced(key, "the partitions that the manifest describes");
        }
      }
      if (!folders.empty() && folders.back().first <= partition->last) {
        return Misplaced(key, "its order: it overlaps " + folders.back().prefix);
      }
      folders.push_back({key, partition->first, partition->last});
    }
    for (const ObjectInfo& object : page->objects) {
      TRY_ASSIGN(const auto batch, ParseBatchName(object.key));
      batches_at_root |= batch.has_value();
    }
    // A flat lake: going on would list all of its objects.
    if (batches_at_root && folders.empty()) break;
  }
  if (batches_at_root) folders.push_back({"", 0, kLedgerMax});
  folders_ = std::move(folders);
  listed_ = true;
  return {};
}

Result<std::optional<ArchiveObject>> ListedIndex::ObjectOf(const Folder& folder,
                                                           const ObjectInfo& info) const {
  const std::string_view name = std::string_view(info.key).substr(folder.prefix.size());
  TRY_ASSIGN(const auto batch, ParseBatchName(name));
  if (!batch) return std::optional<ArchiveObject>();
  if (!IsKnownCompression(batch->compression)) {
    return Error{Code::kDataLoss, fmt::format("{}: compressed with {}, only zst and zstd are read",
                                              info.key, batch->compression)};
  }
  if (batch->first < folder.first || batch->last > folder.last) {
    return Misplaced(info.key, "its partition");
  }
  if (schema_) {
    const BatchName due = schema_->BatchOf(batch->first, batch->compression);
    if (due.first != batch->first || due.last != batch->last) {
      return Misplaced(info.key, "the batches that the manifest describes");
    }
  }
  const std::uint32_t first =
      batch->last >= kFirstLedger ? std::max(batch->first, kFirstLedger) : batch->first;
  return std::optional(ArchiveObject{info.key, first, batch->last, info.size});
}

Result<bool> ListedIndex::FindIn(const Folder& folder, std::uint32_t first, std::uint32_t last,
                                 std::size_t& pages_left, std::stop_token stop,
                                 std::vector<ArchiveObject>& found) {
  ListRequest request;
  request.prefix = folder.prefix;
  request.start_after = folder.prefix + KeyOrder(last);
  request.limit = static_cast<std::uint32_t>(
      std::min<std::uint64_t>(std::uint64_t{last} - first + kProbeLimit, kPageMax));
  std::string previous = request.start_after;
  std::optional<std::uint32_t> covering;  // where the object begins that holds `first`
  ListingPages pages(*store_, request);
  while (true) {
    if (pages_left == 0) return false;
    TRY_ASSIGN(const std::optional<ObjectPage> page, pages.Next(stop));
    if (!page) return true;
    --pages_left;
    for (const ObjectInfo& info : page->objects) {
      if (info.key <= previous || !info.key.starts_with(folder.prefix)) {
        return OutOfOrder(store_->Describe(), info.key);
      }
      previous = info.key;
      TRY_ASSIGN(auto object, ObjectOf(folder, info));
      if (!object) continue;
      if (object->first < first) {
        if (object->last < first || (covering && *covering != object->first)) return true;
        covering = object->first;
      }
      found.push_back(std::move(*object));
    }
  }
}

Result<std::vector<ArchiveObject>> ListedIndex::Find(std::uint32_t first, std::uint32_t last,
                                                     std::stop_token stop) {
  const auto is_covered = [&] {
    std::uint64_t next = first;
    for (auto it = folders_.rbegin(); it != folders_.rend(); ++it) {
      if (it->first <= next && it->last >= next) next = std::uint64_t{it->last} + 1;
    }
    return next > last;
  };
  if (!listed_ || !is_covered()) TRY(ListFolders(stop));
  std::vector<ArchiveObject> found;
  std::size_t pages_left = kAllPages;
  for (const Folder& folder : folders_) {
    if (folder.last < first || folder.first > last) continue;
    TRY(FindIn(folder, std::max(first, folder.first), std::min(last, folder.last), pages_left, stop,
               found));
  }
  std::ranges::sort(found, {}, &ArchiveObject::first);
  TRY(CheckNoOverlap(found));
  return found;
}

Result<std::optional<ArchiveObject>> ListedIndex::NewestIn(const Folder& folder,
                                                           std::uint32_t at_most,
                                                           std::stop_token stop) {
  ListRequest request;
  request.prefix = folder.prefix;
  request.start_after = folder.prefix + KeyOrder(std::min(at_most, folder.last));
  request.limit = kProbeLimit;
  ListingPages pages(*store_, request);
  while (true) {
    TRY_ASSIGN(const std::optional<ObjectPage> page, pages.Next(stop));
    if (!page) return std::optional<ArchiveObject>();
    for (const ObjectInfo& info : page->objects) {
      TRY_ASSIGN(auto object, ObjectOf(folder, info));
      if (object) return object;
    }
    pages.set_limit(kPageMax);
  }
}

Result<std::optional<ArchiveObject>> ListedIndex::OldestIn(const Folder& folder,
                                                           std::stop_token stop) {
  TRY_ASSIGN(auto oldest, NewestIn(folder, folder.last, stop));
  // Objects that begin before `below` are known not to exist.
  std::uint32_t below = folder.first;
  while (oldest && oldest->first > below) {
    const std::uint32_t middle = below + (oldest->first - 1 - below) / 2;
    TRY_ASSIGN(auto older, NewestIn(folder, middle, stop));
    if (older) {
      oldest = std::move(older);
    } else {
      below = middle + 1;
    }
  }
  return oldest;
}

Result<std::optional<std::uint32_t>> ListedIndex::Newest(std::uint32_t from, std::stop_token stop) {
  TRY(ListFolders(stop));
  std::optional<std::uint32_t> newest;
  for (const Folder& folder : folders_) {
    if (folder.last < from) continue;
    TRY_ASSIGN(const auto object, NewestIn(folder, folder.last, stop));
    if (object && object->last >= from) newest = std::max(newest.value_or(0), object->last);
  }
  return newest;
}

Result<SourceExtent> ListedIndex::Extent(std::stop_token stop) {
  TRY(ListFolders(stop));
  for (Folder& folder : folders_) {
    if (!folder.prefix.empty()) continue;
    TRY_ASSIGN(const auto newest, NewestIn(folder, folder.last, stop));
    TRY_ASSIGN(const auto oldest, OldestIn(folder, stop));
    if (newest && oldest) folder = {"", oldest->first, newest->last};
  }
  const std::size_t pages = ObjectsAtMost() <= kExactObjectsMax ? kAllPages : kSparsePagesMax;
  SourceExtent extent;
  TRY_ASSIGN(const bool exact, ExactExtent(pages, stop, extent));
  if (!exact) {
    TRY_ASSIGN(extent, OuterExtent(stop));
  }
  listed_ = false;  // the bounds of a flat lake hold only for now
  return extent;
}

std::uint64_t ListedIndex::ObjectsAtMost() const {
  std::uint64_t objects = 0;
  for (const Folder& folder : folders_) {
    objects += (std::uint64_t{folder.last} - folder.first) / LedgersPerBatch() + 1;
  }
  return objects;
}

Result<bool> ListedIndex::ExactExtent(std::size_t pages, std::stop_token stop,
                                      SourceExtent& extent) {
  if (folders_.size() > pages) return false;
  std::vector<ArchiveObject> found;
  for (const Folder& folder : folders_) {
    TRY_ASSIGN(const bool all, FindIn(folder, folder.first, folder.last, pages, stop, found));
    if (!all) return false;
  }
  std::ranges::sort(found, {}, &ArchiveObject::first);
  TRY(CheckNoOverlap(found));
  for (const ArchiveObject& object : found) {
    extent.ledgers.Add(object.first, object.last);
    extent.objects += 1;
    extent.object_bytes += object.size;
  }
  return true;
}

Result<SourceExtent> ListedIndex::OuterExtent(std::stop_token stop) {
  std::optional<ArchiveObject> newest;
  std::optional<ArchiveObject> oldest;
  for (auto it = folders_.begin(); it != folders_.end() && !newest; ++it) {
    TRY_ASSIGN(newest, NewestIn(*it, it->last, stop));
  }
  for (auto it = folders_.rbegin(); it != folders_.rend() && !oldest; ++it) {
    TRY_ASSIGN(oldest, OldestIn(*it, stop));
  }
  SourceExtent extent;
  extent.exact = false;
  if (!newest || !oldest) return extent;
  std::vector<Folder> ascending = folders_;
  std::ranges::sort(ascending, {}, &Folder::first);
  std::uint64_t next = 0;  // batches at the root may lie between those of partitions
  for (const Folder& folder : ascending) {
    const auto first = static_cast<std::uint32_t>(
        std::max({std::uint64_t{folder.first}, std::uint64_t{oldest->first}, next}));
    const std::uint32_t last = std::min(folder.last, newest->last);
    if (first > last || next > last) continue;
    next = std::uint64_t{last} + 1;
    extent.ledgers.Add(first, last);
    extent.objects += (last - first) / LedgersPerBatch() + 1;
  }
  return extent;
}

}  // namespace lake

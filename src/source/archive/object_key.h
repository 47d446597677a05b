// Names of objects in a SEP-54 data lake: `%08X--%d[-%d].xdr.zst` for a batch of ledgers, in a
// folder
// `%08X--%d-%d/` when a partition holds several batches. The hexadecimal number is 0xFFFFFFFF minus
// the first ledger, so a listing is newest first.
//
// Names come from outside and are never trusted: they are parsed strictly, and made again from what
// was parsed; only the name that comes out is ever used as a path. Thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace lake {

// The ledgers that a name stands for, both inclusive.
struct BatchName {
  std::uint32_t first = 0;
  std::uint32_t last = 0;
  std::string compression;  // what follows ".xdr.": "zst", "zstd" in old lakes
};
struct PartitionName {
  std::uint32_t first = 0;
  std::uint32_t last = 0;
};

// nullopt for a name of another kind (not of the pattern of SEP-54, or a batch in the making such
// as X.xdr.zst.tmp); kDataLoss for one that has the pattern but contradicts itself. `name` is
// without folder.
Result<std::optional<BatchName>> ParseBatchName(std::string_view name);
// `name` with or without its trailing '/'.
Result<std::optional<PartitionName>> ParsePartitionName(std::string_view name);

std::string FormatBatchName(const BatchName& batch);
std::string FormatPartitionName(const PartitionName& partition);  // without '/'

// True for the endings whose content this program reads.
bool IsKnownCompression(std::string_view compression);

// What sorts in front of every batch that begins at `ledger` or earlier, and behind all later ones.
std::string KeyOrder(std::uint32_t ledger);

// The layout of a lake, as its manifest tells.
struct ArchiveSchema {
  std::uint32_t ledgers_per_batch = 1;
  std::uint32_t batches_per_partition = 1;

  // The batch and partition that `ledger` belongs to.
  BatchName BatchOf(std::uint32_t ledger, std::string_view compression) const;
  PartitionName PartitionOf(std::uint32_t ledger) const;
  // "FC4DB5FF--62016000-62079999/FC4DB5FE--62016001.xdr.zst"
  std::string KeyOf(std::uint32_t ledger, std::string_view compression) const;
};

}  // namespace lake

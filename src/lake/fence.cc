#include "lake/fence.h"

#include <fmt/format.h>

namespace lake {

Result<std::optional<Fence>> ReadFence(Connection& connection, const Lake& lake,
                                       std::string_view network) {
  TRY_ASSIGN(QueryResult rows,
             connection.Query(fmt::format("SELECT network, commits, epoch, watermark, "
                                          "last_lineage_id, last_quality_id, updated_at FROM {}",
                                          lake.Table(kFence.name))));
  std::optional<Fence> fence;
  TRY(ForEachRow(rows, [&](std::size_t row) -> Status {
    if (rows.Text(0, row) != network) {
      return {Code::kInvalidArgument, fmt::format("this lake holds ledgers of {}, these are of {}",
                                                  rows.Text(0, row), network)};
    }
    if (fence) return {Code::kDataLoss, fmt::format("_fence has two rows for {}", network)};
    fence = Fence{.commits = rows.Int(1, row),
                  .epoch = rows.Int(2, row),
                  .watermark = {},
                  .ids = {.lineage = rows.Int(4, row), .quality = rows.Int(5, row)},
                  .updated_micros = rows.Int(6, row)};
    if (!rows.IsNull(3, row)) fence->watermark = static_cast<std::uint32_t>(rows.Int(3, row));
    return {};
  }));
  return fence;
}

Result<std::string> NetworkOfLake(Connection& connection, const Lake& lake) {
  TRY_ASSIGN(QueryResult result,
             connection.Query(fmt::format("SELECT network FROM {}", lake.Table(kFence.name))));
  std::string network;
  TRY(ForEachRow(result, [&](std::size_t row) -> Status {
    network = result.Text(0, row);
    return {};
  }));
  if (network.empty()) return Error{Code::kNotFound, "the lake holds no ledgers"};
  return network;
}

FenceRow FenceRowOf(const Fence& fence, std::string_view network) {
  FenceRow row{};
  row.network = network;
  row.commits = fence.commits;
  row.epoch = fence.epoch;
  if (fence.watermark) row.watermark = *fence.watermark;
  row.updated_at = Timestamp{fence.updated_micros};
  row.last_lineage_id = fence.ids.lineage;
  row.last_quality_id = fence.ids.quality;
  return row;
}

}  // namespace lake

#include "sink/lake_quarantine.h"

#include <fmt/format.h>

#include "base/arena.h"
#include "base/base64.h"
#include "base/hex.h"
#include "lineage/batch_rows.h"
#include "sink/batch_draft.h"
#include "sink/lake_batches.h"
#include "table/sql_text.h"
#include "tables/meta_tables.h"

namespace lake {
namespace {

class Draft {
 public:
  Draft(Connection& connection, const Lake& lake, const DuckLakeSinkOptions& options,
        const QuarantineInput& input, LakeChange& change)
      : connection_(connection), lake_(lake), options_(options), input_(input), change_(change) {}

  Status Make(const Fence& before) {
    TRY(CheckEpoch(before, input_.epoch, change_));
    TRY_ASSIGN(change_.nothing, Check());
    if (change_.nothing) return {};
    change_.rows.push_back({.spec = &kQuarantine, .rows = Row()});
    change_.fence = NextFence(before, now_.micros);
    change_.message =
        fmt::format("ledger {} of {} kept aside", sequence(), options_.origin.network);
    return {};
  }

 private:
  // True when the ledger is there already; an error when it must not be.
  Result<bool> Check() {
    TRY_ASSIGN(std::vector<BatchRecord> near, ReadNear(connection_, lake_, input_.record.range));
    TRY_ASSIGN(const auto aside,
               ReadQuarantine(connection_, lake_, input_.record.range.span().WithNeighbours()));
    bool there = false;
    for (const QuarantineRecord& other : aside) {
      there = there || other.range == input_.record.range;
      near.push_back(RecordOf(other));
    }
    Status fits = CheckFits(input_.record, near);
    if (fits.ok() && !there) fits = CheckRoom();
    if (!fits.ok()) return change_.Refuse(std::move(fits));
    return there;
  }

  Status CheckRoom() {
    TRY_ASSIGN(QueryResult rows, connection_.Query(fmt::format("SELECT count(*) FROM {}",
                                                               lake_.Table(kQuarantine.name))));
    TRY(rows.NextSingleRow());
    if (rows.Int(0, 0) < kQuarantineMax) return {};
    return {Code::kResourceExhausted,
            fmt::format("{} ledgers are kept aside already, which is the most: install a version "
                        "that knows protocol {}",
                        kQuarantineMax, input_.ledger.header.protocol)};
  }

  std::shared_ptr<const RowBuffer> Row() {
    struct Rows {
      Arena arena;
      RowBuffer buffer{sizeof(QuarantineRow)};
    };
    const auto rows = std::make_shared<Rows>();
    Arena& arena = rows->arena;
    const ProvedHeader& header = input_.ledger.header;
    const auto keep = [&arena](std::string_view text) { return KeepText(arena, text); };
    QuarantineRow row{};
    row.sequence = header.sequence;
    row.network = keep(options_.origin.network);
    row.protocol_version = static_cast<std::int32_t>(header.protocol);
    if (header.close_time <= kCloseTimeMax) {
      row.closed_at = TimestampFromSeconds(static_cast<std::int64_t>(header.close_time));
    }
    row.ledger_hash = HexText(arena, header.hash);
    row.previous_ledger_hash = HexText(arena, header.previous_hash);
    row.reason = keep(input_.ledger.reason);
    row.origin = keep(input_.ledger.origin);
    row.source = keep(options_.origin.source);
    row.pipeline_version = keep(options_.origin.pipeline_version);
    row.writer = keep(options_.origin.writer);
    row.created_at = now_;
    row.ledger_xdr = Base64Text(arena, input_.ledger.xdr);
    rows->buffer.Append(row);
    return {rows, &rows->buffer};
  }

  std::uint32_t sequence() const { return input_.ledger.header.sequence; }

  Connection& connection_;
  const Lake& lake_;
  const DuckLakeSinkOptions& options_;
  const QuarantineInput& input_;
  const Timestamp now_{options_.writer.clock->Now()};
  LakeChange& change_;
};

}  // namespace

Result<std::vector<QuarantineRecord>> ReadQuarantine(Connection& connection, const Lake& lake,
                                                     const LedgerSpan& span) {
  TRY_ASSIGN(QueryResult rows,
             connection.Query(fmt::format(
                 "SELECT sequence, previous_ledger_hash, ledger_hash, protocol_version, reason, "
                 "origin, writer, strftime(created_at, '%Y-%m-%d %H:%M:%S') FROM {} WHERE sequence "
                 "BETWEEN {} AND {} ORDER BY sequence",
                 lake.Table(kQuarantine.name), span.first, span.last)));
  std::vector<QuarantineRecord> out;
  TRY(ForEachRow(rows, [&](std::size_t row) -> Status {
    QuarantineRecord record{};
    record.range.first = record.range.last = static_cast<std::uint32_t>(rows.Int(0, row));
    TRY_ASSIGN(record.range.first_previous_hash, ParseHash(rows.Text(1, row)));
    TRY_ASSIGN(record.range.last_hash, ParseHash(rows.Text(2, row)));
    record.protocol = static_cast<std::uint32_t>(rows.Int(3, row));
    record.reason = std::string(rows.Text(4, row));
    record.origin = std::string(rows.Text(5, row));
    record.writer = std::string(rows.Text(6, row));
    record.created_at = std::string(rows.Text(7, row));
    out.push_back(std::move(record));
    return {};
  }));
  return out;
}

Result<std::vector<QuarantineRecord>> ReadQuarantine(Connection& connection, const Lake& lake) {
  TRY_ASSIGN(const std::int64_t tables, CountTables(connection, lake, kQuarantine.name));
  if (tables == 0) return std::vector<QuarantineRecord>();
  return ReadQuarantine(connection, lake, {0, std::numeric_limits<std::uint32_t>::max()});
}

Result<std::vector<std::uint8_t>> ReadQuarantinedLedger(Connection& connection, const Lake& lake,
                                                        std::uint32_t sequence) {
  TRY_ASSIGN(QueryResult rows,
             connection.Query(fmt::format("SELECT ledger_xdr, ledger_hash FROM {} WHERE sequence = "
                                          "{}",
                                          lake.Table(kQuarantine.name), sequence)));
  TRY_ASSIGN(const bool found, rows.Next());
  if (!found) return {Code::kNotFound, fmt::format("ledger {} is not kept aside", sequence)};
  auto xdr = ParseBase64(rows.Text(0, 0));
  TRY_ASSIGN(const Hash256 hash, ParseHash(rows.Text(1, 0)));
  if (xdr.ok()) {
    const auto header = FindProvedHeader(*xdr);
    if (header && header->sequence == sequence && header->hash == hash) return xdr;
  }
  return {Code::kDataLoss,
          fmt::format("_quarantine holds something else than ledger {} with hash {}", sequence,
                      Hex(hash))};
}

RowsChange WithoutQuarantined(const Lake& lake, const LedgerSet& ledgers) {
  std::string select = fmt::format("SELECT * FROM {} WHERE true", lake.Table(kQuarantine.name));
  for (const LedgerSpan& span : ledgers.ranges()) {
    select += fmt::format(" AND sequence NOT BETWEEN {} AND {}", span.first, span.last);
  }
  return {.spec = &kQuarantine, .select = std::move(select), .replace = true};
}

BatchRecord RecordOf(const QuarantineRecord& ledger) {
  return {.batch_id = {},
          .range = ledger.range,
          .tables = {},
          .writer = ledger.writer,
          .created_at = ledger.created_at};
}

Status DraftQuarantine(Connection& connection, const Lake& lake, const DuckLakeSinkOptions& options,
                       const QuarantineInput& input, const Fence& before, LakeChange& change) {
  return Draft(connection, lake, options, input, change).Make(before);
}

}  // namespace lake

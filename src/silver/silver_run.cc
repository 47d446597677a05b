#include "silver/silver_run.h"

#include <fmt/format.h>

#include <array>
#include <memory>
#include <set>
#include <utility>

#include "base/stage_timer.h"
#include "base/version.h"
#include "duckdb/transaction.h"
#include "functions/functions.h"
#include "lineage/batch_rows.h"
#include "silver/silver_inputs.h"
#include "silver/silver_meta.h"
#include "silver/silver_schema.h"
#include "silver/silver_tables.h"
#include "sink/lake_batches.h"
#include "table/sql_text.h"

namespace lake {
namespace {

// The genesis ledger, 1, has one account and is published nowhere.
constexpr std::uint32_t kFirstLedgerWithState = 2;

LakeAuthor AuthorOf(const SilverOptions& options) {
  return {.network = options.network.name, .program = options.program, .writer = options.host};
}

// {"<table>":<value>,...}
template <class Value>
std::string JsonOf(std::span<const SilverCount> counts, Value value) {
  std::string json = "{";
  for (const SilverCount& count : counts) {
    json += fmt::format("{}\"{}\":{}", json.size() == 1 ? "" : ",", count.table, value(count));
  }
  return json + "}";
}

// The rows of _silver_batches and _silver_segments of one commit, with their texts.
struct MetaRows {
  Arena arena;
  RowBuffer batch{sizeof(SilverBatchRow)};
  RowBuffer segments{sizeof(SilverSegmentRow)};
};

// The segments once these ledgers are taken: the one before them grows, or a new one begins.
std::vector<SilverSegment> WithSpan(std::vector<SilverSegment> segments, const LedgerSpan& span,
                                    std::int64_t new_id) {
  for (SilverSegment& segment : segments) {
    if (std::uint64_t{segment.span.last} + 1 != span.first) continue;
    segment.span.last = span.last;
    return segments;
  }
  segments.push_back({.id = new_id, .span = span, .root = new_id});
  return segments;
}

}  // namespace

SilverRun::SilverRun(SilverOptions options)
    : options_(std::move(options)), writer_(options_.writer, AuthorOf(options_)) {}

std::string SilverRun::Bronze() const {
  return fmt::format("{}.{}", QuoteIdentifier(options_.writer.lake.catalog_name),
                     QuoteIdentifier(options_.bronze_schema));
}

// Every input has to be a table of bronze: a lake of other tables gives no silver.
Status SilverRun::CheckInputs() {
  TRY_ASSIGN(
      QueryResult rows,
      writer_.connection().Query(fmt::format(
          "SELECT table_name FROM duckdb_tables() WHERE database_name = {} AND schema_name "
          "= {}",
          QuoteLiteral(options_.writer.lake.catalog_name), QuoteLiteral(options_.bronze_schema))));
  std::set<std::string, std::less<>> there;
  TRY(ForEachRow(rows, [&](std::size_t row) -> Status {
    there.emplace(rows.Text(0, row));
    return {};
  }));
  std::string missing;
  for (const std::string& input : BronzeInputs(SilverTables())) {
    if (!there.contains(input)) missing += fmt::format("{}{}", missing.empty() ? "" : ", ", input);
  }
  if (missing.empty()) return {};
  return {
      Code::kNotFound,
      fmt::format("the lake lacks tables that silver reads: {}; ingest writes them when --tables "
                  "does not leave them out, reindex fills them",
                  missing)};
}

// A connection that was made anew may be another engine's.
Status SilverRun::PrepareConnection() {
  TRY(writer_.Reconnect());
  const std::shared_ptr<Database>& database = writer_.lake().shared_database();
  if (prepared_.lock() == database) return {};
  TRY(RegisterFunctions(writer_.connection(), options_.network.id));
  prepared_ = database;
  return {};
}

Status SilverRun::Open() {
  TRY(writer_.Open());
  TRY(PrepareConnection());
  TRY(CheckInputs());
  TRY(MakeSilverTables(writer_.connection(), writer_.lake()));
  return writer_.ReadStorage();
}

Result<std::int64_t> SilverRun::ReadBronzeEpoch(Connection& connection) const {
  TRY_ASSIGN(QueryResult rows,
             connection.Query(fmt::format("SELECT network, epoch FROM {}._fence", Bronze())));
  std::optional<std::int64_t> epoch;
  std::string network;
  TRY(ForEachRow(rows, [&](std::size_t row) -> Status {
    network = rows.Text(0, row);
    epoch = rows.Int(1, row);
    return {};
  }));
  if (!epoch) return {Code::kNotFound, "the lake holds no ledgers"};
  if (network != options_.network.name) {
    return {Code::kInvalidArgument,
            fmt::format("this lake holds ledgers of {}, and the network is said to be {}", network,
                        options_.network.name)};
  }
  return *epoch;
}

Result<SilverStatus> SilverRun::Look() {
  TRY_ASSIGN(const Begun begun, Begin());
  return begun.status;
}

// In one transaction, so that it is of one moment.
Result<SilverRun::Begun> SilverRun::Begin() {
  TRY(PrepareConnection());
  Connection& connection = writer_.connection();
  TRY_ASSIGN(const Transaction reading, Transaction::Begin(connection));
  Begun begun;
  TRY_ASSIGN(begun.bronze_epoch, ReadBronzeEpoch(connection));
  TRY_ASSIGN(const auto fence, ReadFence(connection, writer_.lake(), options_.network.name));
  if (fence) begun.commits = fence->commits;
  TRY_ASSIGN(begun.status, ReadSilverStatus(connection, {Bronze(), writer_.lake().Schema()}, true));
  TRY_ASSIGN(begun.filled, ReadFilledTables(connection, writer_.lake()));
  return begun;
}

SilverPlace SilverRun::PlaceOf(const Begun& begun, const LedgerSpan& span) const {
  const std::vector<SilverSegment>& segments = begun.status.segments;
  SilverPlace place{.bronze = Bronze(),
                    .span = span,
                    .state = {.schema = writer_.lake().Schema(),
                              .segment = begun.commits + 1,
                              .members = {},
                              .commit = begun.commits + 1,
                              .complete = span.first <= kFirstLedgerWithState,
                              .filled = begun.filled}};
  const SilverSegment* const before = SegmentBefore(segments, span.first);
  if (before == nullptr) return place;
  place.state.segment = before->root;
  for (const SilverSegment& segment : segments) {
    if (segment.root != before->root) continue;
    place.state.members.push_back(segment.id);
    place.state.complete |= segment.span.first <= kFirstLedgerWithState;
  }
  return place;
}

Result<std::optional<SilverStep>> SilverRun::Step() {
  TRY_ASSIGN(const Begun begun, Begin());
  const auto span = NextSilverSpan(begun.status.bronze, begun.status.silver, options_.limits);
  if (!span) return std::optional<SilverStep>();
  const std::int64_t start = options_.writer.clock->MonotonicMicros();
  const std::string what = fmt::format("ledgers {} of silver", LedgersText(*span));
  Connection& connection = writer_.connection();
  SilverBatch batch(connection, PlaceOf(begun, *span), SilverTables());
  {
    // Of one snapshot; outside of a transaction DuckLake reads its catalog again for each
    // statement.
    TRY_ASSIGN(Transaction reading, Transaction::Begin(connection));
    TRY(batch.Evaluate().Context(what));
    TRY(reading.Commit());
  }
  TRY_ASSIGN(const std::vector<SilverCount> counts, batch.Count());
  FileSet files = writer_.NewFiles();
  TRY(batch.Write(writer_, counts, files).Context(what));
  const LakeDraft draft = [&](Connection&, const Lake&, const std::optional<Fence>& before,
                              LakeChange& change) {
    return Draft(begun, *span, counts, before, change);
  };
  TRY_ASSIGN(const CommitOutcome outcome, writer_.Commit(files, draft, what));
  SilverStep step{.span = *span, .bytes = outcome.bytes};
  for (const SilverCount& count : counts) step.rows += count.rows;
  step.seconds = static_cast<double>(options_.writer.clock->MonotonicMicros() - start) / 1'000'000;
  return std::optional(step);
}

Status SilverRun::Draft(const Begun& begun, const LedgerSpan& span,
                        std::span<const SilverCount> counts, const std::optional<Fence>& before,
                        LakeChange& change) {
  if ((before ? before->commits : 0) != begun.commits) {
    return change.Refuse({Code::kConflict, "another writer of silver was faster"});
  }
  TRY_ASSIGN(const std::int64_t epoch, ReadBronzeEpoch(writer_.connection()));
  if (epoch != begun.bronze_epoch) {
    return change.Refuse({Code::kConflict, "bronze was rewritten meanwhile"});
  }
  const auto rows = std::make_shared<MetaRows>();
  const Timestamp now{options_.writer.clock->Now()};
  const std::string id =
      fmt::format("{}-{}@{}/{}.{}", span.first, span.last, options_.host, now.micros, ++batches_);
  const auto keep = [&](std::string_view text) { return KeepText(rows->arena, text); };
  rows->batch.Append(SilverBatchRow{
      .batch_id = keep(id),
      .network = keep(options_.network.name),
      .kind = "append",
      .lo = span.first,
      .hi = span.last,
      .bronze_epoch = epoch,
      .row_counts =
          keep(JsonOf(counts, [](const SilverCount& c) { return std::to_string(c.rows); })),
      .digests = keep(
          JsonOf(counts, [](const SilverCount& c) { return fmt::format("\"{}\"", c.digest); })),
      .pipeline_version = keep(options_.program),
      .writer = keep(options_.host),
      .created_at = now});
  for (const SilverSegment& segment : WithSpan(begun.status.segments, span, begun.commits + 1)) {
    rows->segments.Append(SilverSegmentRow{.segment_id = segment.id,
                                           .network = keep(options_.network.name),
                                           .lo = segment.span.first,
                                           .hi = segment.span.last,
                                           .root = segment.root});
  }
  change.rows.push_back({.spec = &kSilverBatches, .rows = {rows, &rows->batch}});
  change.rows.push_back(
      {.spec = &kSilverSegments, .rows = {rows, &rows->segments}, .replace = true});
  change.fence = before.value_or(Fence{});
  ++change.fence.commits;
  change.fence.updated_micros = now.micros;
  change.message = fmt::format("silver of ledgers {}-{}", span.first, span.last);
  return {};
}

}  // namespace lake

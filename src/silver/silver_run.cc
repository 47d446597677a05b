#include "silver/silver_run.h"

#include <fmt/format.h>

#include <set>
#include <utility>

#include "duckdb/transaction.h"
#include "functions/functions.h"
#include "silver/silver_fold.h"
#include "silver/silver_inputs.h"
#include "silver/silver_meta.h"
#include "silver/silver_schema.h"
#include "silver/silver_tables.h"
#include "silver/state_words.h"
#include "table/sql_text.h"

namespace lake {
namespace {

// The genesis ledger, 1, has one account and is published nowhere.
constexpr std::uint32_t kFirstLedgerWithState = 2;
// A state whose open rows stand in so many files is folded: reading it costs about 2 ms a file, and
// folding it again and again what it holds.
constexpr std::int64_t kFoldFiles = 100;

LakeAuthor AuthorOf(const SilverOptions& options) {
  return {.network = options.network.name, .program = options.program, .writer = options.host};
}

}  // namespace

SilverRun::SilverRun(SilverOptions options)
    : options_(std::move(options)), writer_(options_.writer, AuthorOf(options_)) {}

std::string SilverRun::Bronze() const {
  return QualifiedName({options_.writer.lake.catalog_name, options_.bronze_schema});
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
  TRY(MakeSilverTables(writer_.connection(), writer_.lake(), options_.bronze_schema));
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
  TRY_ASSIGN(begun.files, ReadTableFiles(connection, writer_.lake()));
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
                              .filled = begun.files}};
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

MergePlace SilverRun::PlaceOf(const Begun& begun, const SilverMergePair& pair) const {
  MergePlace place{.schema = writer_.lake().Schema(),
                   .left = pair.left,
                   .right = pair.right,
                   .right_members = {},
                   .commit = begun.commits + 1,
                   .left_complete = false,
                   .border = 0,
                   .filled = begun.files};
  for (const SilverSegment& segment : begun.status.segments) {
    if (segment.root == pair.right) place.right_members.push_back(segment.id);
    if (segment.id == pair.right) place.border = segment.span.first;
    if (segment.root == pair.left) {
      place.left_complete |= segment.span.first <= kFirstLedgerWithState;
    }
  }
  return place;
}

// Segments that touch are joined first: what is taken next then knows more.
Result<std::optional<SilverStep>> SilverRun::Step() {
  TRY_ASSIGN(const Begun begun, Begin());
  if (const auto pair = NextMerge(begun.status.segments)) return MergeStep(begun, *pair);
  TRY_ASSIGN(const std::optional<SilverStep> folded, FoldStep(begun, kFoldFiles));
  if (folded) return folded;
  const auto span = NextSilverSpan(begun.status.bronze, begun.status.silver, options_.limits);
  if (!span) return std::optional<SilverStep>();
  return Take(begun,
              {.kind = "append",
               .span = *span,
               .counts = {},
               .segments = WithSpan(begun.status.segments, *span, begun.commits + 1),
               .bronze_epoch = begun.bronze_epoch},
              [&](SilverCommit&) {
                return EvaluateBatch(writer_.connection(), PlaceOf(begun, *span), SilverTables());
              });
}

Result<std::optional<SilverStep>> SilverRun::Fold() {
  TRY_ASSIGN(const Begun begun, Begin());
  return FoldStep(begun, 1);
}

Result<std::optional<SilverStep>> SilverRun::MergeStep(const Begun& begun,
                                                       const SilverMergePair& pair) {
  const MergePlace place = PlaceOf(begun, pair);
  return Take(
      begun,
      {.kind = "merge",
       .span = {place.border - 1, place.border},
       .counts = {},
       .segments = WithMerge(begun.status.segments, pair),
       .bronze_epoch = begun.bronze_epoch},
      [&](SilverCommit&) { return EvaluateMerge(writer_.connection(), place, SilverTables()); });
}

Result<std::optional<SilverStep>> SilverRun::FoldStep(const Begun& begun, std::int64_t files_min) {
  const auto due = [&](const SilverTable& table) {
    if (table.kind != SilverKind::kState) return false;
    const auto files = begun.files.find(DeltaTable(table));
    return files != begun.files.end() && files->second >= files_min;
  };
  const auto state = std::ranges::find_if(SilverTables(), due);
  if (state == SilverTables().end()) return std::optional<SilverStep>();
  const LedgerSet& taken = begun.status.silver;
  return Take(begun,
              {.kind = "fold",
               .span = {taken.first(), taken.last()},
               .counts = {},
               .segments = begun.status.segments,
               .bronze_epoch = begun.bronze_epoch},
              [&](SilverCommit& commit) -> Result<std::vector<SilverRows>> {
                TRY_ASSIGN(SilverFold fold,
                           EvaluateFold(writer_.connection(), writer_.lake().Schema(), *state));
                commit.removals = std::move(fold.removals);
                return std::move(fold.rows);
              });
}

Result<std::optional<SilverStep>> SilverRun::Take(const Begun& begun, SilverCommit commit,
                                                  const Evaluate& evaluate) {
  Clock& clock = *options_.writer.clock;
  const std::int64_t start = clock.MonotonicMicros();
  const LedgerSpan span = commit.span;
  const std::string what =
      fmt::format("{} of ledgers {} of silver", commit.kind, LedgersText(span));
  Connection& connection = writer_.connection();
  std::vector<SilverRows> rows;
  {
    // Of one snapshot; outside of a transaction DuckLake reads its catalog again for each
    // statement.
    TRY_ASSIGN(Transaction reading, Transaction::Begin(connection));
    auto evaluated = evaluate(commit);
    if (!evaluated.ok()) return std::move(evaluated).status().Context(what);
    rows = std::move(evaluated).value();
    TRY(reading.Commit());
  }
  TRY_ASSIGN(commit.counts, CountRows(connection, rows));
  FileSet files = writer_.NewFiles();
  TRY(WriteRows(rows, commit.counts, span.first, writer_, files).Context(what));
  const LakeDraft draft = [&](Connection&, const Lake&, const std::optional<Fence>& before,
                              LakeChange& change) { return Draft(begun, commit, before, change); };
  TRY_ASSIGN(const CommitOutcome outcome, writer_.Commit(files, draft, what));
  SilverStep step{.kind = commit.kind, .span = span, .bytes = outcome.bytes};
  for (const SilverCount& count : commit.counts) step.rows += count.rows;
  step.seconds = static_cast<double>(clock.MonotonicMicros() - start) / 1'000'000;
  return std::optional(step);
}

Status SilverRun::Draft(const Begun& begun, const SilverCommit& commit,
                        const std::optional<Fence>& before, LakeChange& change) {
  if ((before ? before->commits : 0) != begun.commits) {
    return change.Refuse({Code::kConflict, "another writer of silver was faster"});
  }
  TRY_ASSIGN(const std::int64_t epoch, ReadBronzeEpoch(writer_.connection()));
  if (epoch != begun.bronze_epoch) {
    return change.Refuse({Code::kConflict, "bronze was rewritten meanwhile"});
  }
  DescribeSilver(
      commit,
      {.network = options_.network.name, .program = options_.program, .host = options_.host},
      ++batches_, options_.writer.clock->Now(), before, change);
  return {};
}

}  // namespace lake

#include "hot/migrator.h"

#include <fmt/format.h>

#include <algorithm>

#include "postgres/transaction.h"

namespace lake {
namespace {

std::string FileOf(const Migration& migration, bool up) {
  return MigrationFile(migration.version, migration.name, up);
}

Error Dirty(std::int64_t version) {
  return {Code::kConflict,
          fmt::format("the schema is dirty: version {} was not finished, or is being made now. "
                      "Look at what is there, repair it, and say which version that is: "
                      "stellarlake hot migrate force VERSION",
                      version)};
}

// Names the transaction, so that a migration that ends it is noticed.
Result<std::string> TransactionId(PgConnection& connection) {
  TRY_ASSIGN(const PgResult id, connection.Query("SELECT pg_current_xact_id()::text"));
  TRY(id.SingleRow());
  return std::string(id.Text(0, 0));
}

}  // namespace

Result<Migrator> Migrator::Open(PgConnection& connection, std::span<const Migration> migrations,
                                MigratorOptions options) {
  TRY_ASSIGN(SchemaVersionTable table, SchemaVersionTable::Find(connection));
  return Migrator(connection, std::move(table), migrations, std::move(options));
}

Status Migrator::Locked(const std::function<Status()>& work) {
  TRY_ASSIGN(PgTransaction transaction, PgTransaction::Begin(*connection_));
  TRY(table_.Lock(options_.lock_wait_ms));
  TRY(work());
  return transaction.Commit().status;
}

Result<std::size_t> Migrator::Find(std::int64_t version) const {
  const auto found = std::ranges::find(migrations_, version, &Migration::version);
  if (found != migrations_.end()) return static_cast<std::size_t>(found - migrations_.begin());
  return Error{
      Code::kInvalidArgument,
      fmt::format("there is no migration {}; there are {} up to {}", version, migrations_.size(),
                  migrations_.empty() ? 0 : migrations_.back().version)};
}

Result<Migrator::Step> Migrator::NextUp(std::int64_t current) const {
  std::size_t next = 0;
  if (current != kNoVersion) {
    TRY_ASSIGN(next, Find(current).Context("what the database has"));
    ++next;
  }
  if (next == migrations_.size()) return Step{};
  return Step{&migrations_[next], true, migrations_[next].version};
}

Result<Migrator::Step> Migrator::NextDown(std::int64_t current) const {
  if (current == kNoVersion) return Step{};
  TRY_ASSIGN(const std::size_t at, Find(current).Context("what the database has"));
  return Step{&migrations_[at], false, at == 0 ? kNoVersion : migrations_[at - 1].version};
}

Status Migrator::RunInside(const Step& step) {
  TRY_ASSIGN(const std::string before, TransactionId(*connection_));
  TRY(connection_->Execute(step.up ? step.migration->up : step.migration->down));
  if (connection_->in_transaction()) {
    TRY_ASSIGN(const std::string after, TransactionId(*connection_));
    if (before == after) return table_.Write({step.target, false});
  }
  // What it did before that stays done.
  if (!connection_->in_transaction()) TRY(connection_->Execute("BEGIN"));
  TRY(table_.Lock(options_.lock_wait_ms));
  TRY(table_.Write({step.target, true}));
  TRY(connection_->Execute("COMMIT"));
  return {Code::kInvalidArgument,
          fmt::format("it ends the transaction it runs in; let it begin with BEGIN, or give it "
                      "the line \"{}\"",
                      kNoTransactionLine)};
}

Status Migrator::RunOutside(const Step& step) {
  Status status = connection_->Execute(step.up ? step.migration->up : step.migration->down);
  if (!connection_->broken() && connection_->in_transaction()) {
    if (status.ok()) status = {Code::kInvalidArgument, "it does not end its transaction"};
    if (!connection_->Execute("ROLLBACK").ok()) connection_->Close();
  }
  TRY(status);
  return Locked([&]() -> Status {
    TRY_ASSIGN(const SchemaVersion now, table_.Read());
    if (now.version != step.target || !now.dirty)
      return {Code::kConflict, "somebody else wrote another version meanwhile"};
    return table_.Write({step.target, false});
  });
}

Result<bool> Migrator::Take(const Choose& choose) {
  Step step;
  bool outside = false;
  const Status status = Locked([&]() -> Status {
    TRY_ASSIGN(const SchemaVersion now, table_.Read());
    if (now.dirty) return Dirty(now.version);
    TRY_ASSIGN(step, choose(now.version));
    if (step.migration == nullptr) return {};
    outside = RunsOutsideTransaction(step.up ? step.migration->up : step.migration->down);
    if (outside) return table_.Write({step.target, true});
    return RunInside(step).Context(FileOf(*step.migration, step.up));
  });
  TRY(status);
  if (step.migration == nullptr) return false;
  if (outside) TRY(RunOutside(step).Context(FileOf(*step.migration, step.up)));
  options_.applied(FileOf(*step.migration, step.up));
  return true;
}

Result<std::size_t> Migrator::TakeUpTo(std::size_t count, const Choose& choose) {
  std::size_t taken = 0;
  while (taken < count) {
    TRY_ASSIGN(const bool more, Take(choose));
    if (!more) break;
    ++taken;
  }
  return taken;
}

Result<std::size_t> Migrator::Up(std::size_t count) {
  return TakeUpTo(count, [this](std::int64_t current) { return NextUp(current); });
}

Result<std::size_t> Migrator::Down(std::size_t count) {
  return TakeUpTo(count, [this](std::int64_t current) { return NextDown(current); });
}

Result<std::size_t> Migrator::GoTo(std::int64_t version) {
  TRY(Find(version).status());
  return TakeUpTo(kAll, [this, version](std::int64_t current) -> Result<Step> {
    if (current == version) return Step{};
    return current < version ? NextUp(current) : NextDown(current);
  });
}

Status Migrator::Force(std::int64_t version) {
  if (version != kNoVersion) TRY(Find(version).status());
  return Locked([&] { return table_.Write({version, false}); });
}

}  // namespace lake

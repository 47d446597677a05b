#include "lake/lake_writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "base/crash_point.h"
#include "base/log.h"
#include "base/patience.h"
#include "lake/commit_steps.h"
#include "lake/durable_files.h"

namespace lake {
namespace {

bool MayPass(Code code) { return code == Code::kUnavailable || code == Code::kConflict; }

}  // namespace

LakeWriter::LakeWriter(LakeWriterOptions options, LakeAuthor author)
    : options_(std::move(options)), author_(std::move(author)) {
  options_.lake.committer = true;
}

LakeWriter::~LakeWriter() {
  if (const Status status = Close(); !status.ok()) LogWarn("{}", status.error().message);
}

Status LakeWriter::Connect() {
  if (session_) return {};
  TRY_ASSIGN(std::unique_ptr<Lake> lake, Lake::Open(options_.lake));
  TRY_ASSIGN(Connection connection, lake->Connect());
  session_.emplace(Session{std::move(lake), std::move(connection)});
  return {};
}

Status LakeWriter::ConnectPatiently() {
  Patience patience(options_);
  for (std::string before;;) {
    Status status = Connect();
    if (status.ok()) return status;
    const Error& error = status.error();
    const bool odd = error.code == Code::kInternal && has_catalog_server() &&
                     error.message != std::exchange(before, error.message);
    if (error.code != Code::kUnavailable && !odd) return status;
    LogWarn("waiting for the catalog: {}", status.error().message);
    if (!patience.Wait(status.error())) return status;
  }
}

Status LakeWriter::Reconnect() {
  TRY(ConnectPatiently());
  while (!doubts_.empty()) {
    const Doubt doubt = doubts_.back();
    doubts_.pop_back();
    TRY_ASSIGN(const bool committed, Settle(doubt));
    if (!committed) pending_->Discard(doubt.files);
  }
  return {};
}

Status LakeWriter::Open() {
  TRY(Reconnect());
  if (!pending_) {
    TRY_ASSIGN(QueryResult name, connection().Query("SELECT uuidv7()::VARCHAR"));
    TRY(name.NextSingleRow());
    TRY_ASSIGN(pending_, PendingFiles::Open(lake().data_path(), host(), name.Text(0, 0)));
  }
  return CheckFiles();
}

Status LakeWriter::CheckFiles() {
  if (!lake().has_local_data() || !options_.checks_files) return {};
  TRY_ASSIGN(marked_snapshot_, ReadDurableMark(lake()));
  // What this writer has looked at before needs no second look.
  const std::int64_t known = std::max(marked_snapshot_, snapshot_);
  TRY_ASSIGN(const std::int64_t last, ReadLastSnapshot(connection(), lake()));
  TRY_ASSIGN(const std::vector<LakeFile> files, ReadNewFiles(connection(), lake(), known));
  TRY(CheckAndSyncFiles(lake(), files));
  snapshot_ = last;
  return {};
}

Status LakeWriter::ReadStorage() {
  TRY_ASSIGN(storage_, ReadTableStorage(connection(), lake()));
  looked_micros_ = options_.clock->MonotonicMicros();
  return RemoveLeftFiles();
}

// What cannot be removed now stays listed.
void LakeWriter::RemoveDiscarded() {
  if (!session_ || pending_ == nullptr) return;
  if (const Status removed = pending_->RemoveDiscarded(connection()); !removed.ok()) {
    LogDebug("files of attempts that were lost stay for now: {}", removed.error().message);
  }
}

void LakeWriter::LookForLeftFiles() {
  constexpr std::int64_t kAtMostEveryMs = 3600 * 1000;
  const std::int64_t now = options_.clock->MonotonicMicros();
  if (now - looked_micros_ < std::max(options_.grace_ms, kAtMostEveryMs) * 1000) return;
  looked_micros_ = now;
  if (const Status status = RemoveLeftFiles(); !status.ok()) {
    LogDebug("after the commit: {}", status.error().message);
    session_.reset();
  }
}

CommitOutcome LakeWriter::TryOnce(FileSet& data, const LakeDraft& draft) {
  const CommitPlace place{.connection = connection(),
                          .lake = lake(),
                          .storage = storage_,
                          .pending = pending_,
                          .network = author_.network,
                          .author = author_.program,
                          .sync = options_.sync};
  return TryCommit(place, data, draft);
}

Result<CommitOutcome> LakeWriter::Commit(FileSet& data, const LakeDraft& draft,
                                         std::string_view what) {
  Patience patience(options_);
  std::string before;  // what the attempt before this one ended with
  for (int attempts = 1;; ++attempts) {
    TRY(ConnectPatiently());
    CommitOutcome outcome = TryOnce(data, draft);
    const Status why = outcome.status;
    if (outcome.end == CommitEnd::kUnknown) TRY(SettleAttempt(outcome, data, what));
    RemoveDiscarded();
    if (outcome.end == CommitEnd::kCommitted) return Finish(std::move(outcome), data);
    const Error& error = why.error();
    if (outcome.end == CommitEnd::kRefused) return error;
    const bool rival = error.code == Code::kConflict;
    if (!rival) session_.reset();
    // A connection that breaks gives many errors; what is final gives the same one again.
    if (!MayPass(error.code) && (error.message == before || !has_catalog_server())) return error;
    before = error.message;
    LogDebug("writing {} again: {}", what, error.message);
    if (!MayPass(error.code) && attempts >= options_.attempts_max) {
      return Status(error).Context(fmt::format("after {} attempts", attempts));
    }
    if (!(rival ? patience.WaitForRival() : patience.Wait(error))) {
      return Status(error).Context(fmt::format("after {} attempts", attempts));
    }
  }
}

Result<CommitOutcome> LakeWriter::Finish(CommitOutcome outcome, FileSet& data) {
  if (!outcome.changed) {
    // It was there already; these files are of no use, unless it is there with them.
    TRY_ASSIGN(const auto named, ReadNamed(connection(), lake(), data.paths(), 0));
    if (!named.empty()) data.LetGo();
    return outcome;
  }
  // It is committed: what cannot be done now is done at the next commit, or by the next run.
  if (Status noted = NoteSnapshot(outcome); !noted.ok()) {
    if (noted.error().code == Code::kDataLoss) return noted;
    LogDebug("after the commit: {}", noted.error().message);
    session_.reset();
  }
  if (doubts_.empty()) {
    if (const Status cleared = pending_->Clear(); !cleared.ok()) {
      LogWarn("{}", cleared.error().message);
    }
  }
  if (session_) LookForLeftFiles();
  return outcome;
}

// Makes an unknown outcome one of committed and lost; an error leaves it open.
Status LakeWriter::SettleAttempt(CommitOutcome& outcome, FileSet& data, std::string_view what) {
  const Error& why = outcome.status.error();
  if (why.code != Code::kConflict) {
    LogWarn("the commit of {} failed, reading whether it happened: {}", what, why.message);
  }
  Doubt doubt{.files = std::move(outcome.files), .base = outcome.base};
  const std::vector<std::string> rows = doubt.files;
  for (std::string& path : data.paths()) doubt.files.push_back(std::move(path));
  // What a file holds is certain once this process has closed it.
  if (why.code != Code::kConflict && !has_catalog_server()) session_.reset();
  auto committed = Settle(std::move(doubt));
  if (!committed.ok()) {
    data.LetGo();
    return std::move(committed).status();
  }
  if (*committed) {
    LogInfo("the commit of {} had happened", what);
    data.LetGo();
    outcome.end = CommitEnd::kCommitted;
    return {};
  }
  data.Reclaim();
  pending_->Discard(rows);
  outcome.end = CommitEnd::kLost;
  return {};
}

Status LakeWriter::NoteSnapshot(const CommitOutcome& outcome) {
  if (!outcome.changed || !options_.sync || !lake().has_local_data()) return {};
  if (!options_.checks_files) return {};  // the mark stays where it is
  if (snapshot_ != outcome.base) {
    // Others committed in between: their files may not be durable.
    TRY_ASSIGN(const std::vector<LakeFile> files, ReadNewFiles(connection(), lake(), snapshot_));
    TRY(CheckAndSyncFiles(lake(), files));
  }
  snapshot_ = outcome.base + 1;
  return {};
}

Status LakeWriter::Close() {
  RemoveDiscarded();
  if (session_ && pending_ != nullptr) {
    const Status closed = pending_->Close(connection());
    if (!closed.ok()) LogDebug("the list of files under way stays: {}", closed.error().message);
  }
  if (!session_ || !lake().has_local_data() || !options_.sync || snapshot_ <= marked_snapshot_) {
    session_.reset();
    return {};
  }
  TRY(WriteDurableMark(lake(), snapshot_));
  marked_snapshot_ = snapshot_;
  CRASH_POINT(commit_step::kMarked);
  session_.reset();
  return {};
}

}  // namespace lake

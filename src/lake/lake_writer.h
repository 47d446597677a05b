// A writer's way into a lake: keeps the connection, tries a change until its outcome is known, and
// settles what earlier runs left open.
//
// After an error of COMMIT nothing is said and no file is removed before the catalog proves what
// became of it: either it names the files, or it holds a later snapshot than the one the attempt
// began at (fenced_commit.h); where nobody else commits, the writer commits a move of the fence for
// that. When the catalog does not answer for `patience_ms` the outcome stays open: the error says
// so (kUnavailable), the files stay, and the next Open settles it. A rival that was faster costs a
// few milliseconds: files that are written stay, and only the small rows and the transaction are
// made again. One thread.
//
//   LakeWriter writer(options);
//   TRY(writer.Open());
//   ... make tables ...
//   TRY(writer.ReadStorage());
//   FileSet data = writer.NewFiles();        // write and sync files
//   TRY_ASSIGN(CommitOutcome done, writer.Commit(data, draft));
//   TRY(writer.Close());
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "base/backoff.h"
#include "base/clock.h"
#include "lake/fenced_commit.h"

namespace lake {

struct LakeWriterOptions {
  LakeOptions lake;
  std::string network;
  std::string author;  // of snapshots: program and version
  std::string writer;  // this host and process
  bool sync = true;    // files on a local data path are durable before they are committed
  // How often a change is tried when it fails for a reason that does not pass by itself.
  int attempts_max = 10;
  // How long to wait for a catalog that went away, or to win a race; a stop ends the wait.
  std::int64_t patience_ms = 60'000;
  std::stop_token stop{};
  // Told why the writer waits before it tries again, for /health.
  std::function<void(const Error&)> on_wait{};
  BackoffPolicy backoff{.initial_ms = 100, .max_ms = 5'000, .multiplier = 2.0, .jitter = 0.25};
  Clock* clock = &SystemClock();
};

class LakeWriter {
 public:
  explicit LakeWriter(LakeWriterOptions options);
  ~LakeWriter();

  // Connects, settles what this writer left open, checks that files since the durable mark are
  // whole. kDataLoss when one is torn or gone.
  Status Open();
  // When the tables are there: how they are stored. Removes files of runs that were killed.
  Status ReadStorage();
  // Connects again where a fault has ended the connection, and settles what is open.
  Status Reconnect();
  // Drops the connection, after a fault outside of Commit.
  void Disconnect() { session_.reset(); }
  // Whether the outcome of a commit is unknown.
  bool in_doubt() const { return !doubts_.empty(); }

  const LakeWriterOptions& options() const { return options_; }
  Connection& connection() { return session_->connection; }
  const Lake& lake() const { return *session_->lake; }
  const LakeStorage& storage() const { return storage_; }
  FileSet NewFiles() const { return FileSet(pending_); }

  // Its `end` is kCommitted. An error says why not: kConflict when the lake refused or a rival
  // always was faster, kUnavailable when the catalog is away. `what` is for messages.
  Result<CommitOutcome> Commit(FileSet& data, const LakeDraft& draft, std::string_view what);

  // Writes the durable mark.
  Status Close();

 private:
  struct Session {
    std::unique_ptr<Lake> lake;
    Connection connection;
  };
  // An attempt whose outcome is unknown.
  struct Doubt {
    std::vector<std::string> files;
    std::int64_t base;
  };

  // A connection to a server breaks in more texts than anybody can list as errors that may pass.
  bool has_catalog_server() const {
    return options_.lake.location.starts_with("ducklake:postgres:");
  }
  std::string_view host() const {
    return std::string_view(options_.writer).substr(0, options_.writer.find(':'));
  }
  Status Connect();
  Status ConnectPatiently();
  Status CheckFiles();
  CommitOutcome TryOnce(FileSet& data, const LakeDraft& draft);
  Result<CommitOutcome> Finish(CommitOutcome outcome, FileSet& data);
  Status SettleAttempt(CommitOutcome& outcome, FileSet& data, std::string_view what);
  // settle.cc
  Result<bool> Settle(Doubt doubt);
  Status SettleOnce(const Doubt& doubt, std::optional<bool>& committed);
  Result<std::optional<bool>> ReadOutcome(const Doubt& doubt);
  Status MoveFence();
  Status RemoveLeftFiles();

  Status NoteSnapshot(const CommitOutcome& outcome);

  LakeWriterOptions options_;
  std::optional<Session> session_;
  std::shared_ptr<PendingFiles> pending_;
  LakeStorage storage_;
  std::vector<Doubt> doubts_;
  std::int64_t snapshot_ = 0;         // up to which all files are known to be durable
  std::int64_t marked_snapshot_ = 0;  // of those, what the mark says
};

// Those in folders; what cannot be removed stays.
void RemoveFiles(std::span<const std::string> paths);

}  // namespace lake

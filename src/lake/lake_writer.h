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
//   LakeWriter writer(options, author);
//   TRY(writer.Open());
//   ... make tables ...
//   TRY(writer.ReadStorage());
//   FileSet data = writer.NewFiles();        // write and sync files
//   TRY_ASSIGN(CommitOutcome done, writer.Commit(data, draft));
//   TRY(writer.Close());
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lake/fenced_commit.h"
#include "lake/lake_writer_options.h"

namespace lake {

class LakeWriter {
 public:
  LakeWriter(LakeWriterOptions options, LakeAuthor author);
  ~LakeWriter();

  // Connects, settles what this writer left open, checks that files since the durable mark are
  // whole. kDataLoss when one is torn or gone, unless the options do not ask for that.
  Status Open();
  // When the tables are there: how they are stored. Removes files of runs that were killed, as
  // commits do again from time to time: where no lock tells of a writer, it has to be old first.
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

  // Writes the durable mark, and removes what is of no use any more.
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
  bool has_catalog_server() const { return IsPostgresCatalog(options_.lake.location); }
  std::string_view host() const {
    return std::string_view(author_.writer).substr(0, author_.writer.find(':'));
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
  Status RemoveLeft(const LeftFiles& left);
  Status Remove(std::span<const std::string> paths);

  void RemoveDiscarded();
  void LookForLeftFiles();
  Status NoteSnapshot(const CommitOutcome& outcome);

  LakeWriterOptions options_;
  const LakeAuthor author_;
  std::optional<Session> session_;
  std::shared_ptr<PendingFiles> pending_;
  LakeStorage storage_;
  std::vector<Doubt> doubts_;
  std::int64_t snapshot_ = 0;         // up to which all files are known to be durable
  std::int64_t marked_snapshot_ = 0;  // of those, what the mark says
  std::int64_t looked_micros_ = 0;    // monotonic: for files of runs that were killed
};

}  // namespace lake

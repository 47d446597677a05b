// Parquet files that were written for a lake and that its catalog does not name yet: who owns them
// until it does.
//
// A set removes its files when it ends, unless the catalog has them now (LetGo), or nobody can say
// whether it has (Doubt; lake_writer.h). Its names are known to the
// writer's list before the files are made, so that a later run removes what a killed one left
// (pending_files.h).
//
// All but the files themselves is for one thread.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "lake/pending_files.h"
#include "lake/table_storage.h"

namespace lake {

struct NewFile {
  const TableStorage* storage;
  std::string_view partition{};  // the value of its column; empty: none
};

class FileSet {
 public:
  explicit FileSet(std::shared_ptr<PendingFiles> pending) : pending_(std::move(pending)) {}
  FileSet(FileSet&& other) noexcept
      : pending_(std::move(other.pending_)),
        files_(std::exchange(other.files_, {})),
        doubtful_(other.doubtful_) {}
  FileSet& operator=(FileSet&& other) noexcept {
    std::swap(pending_, other.pending_);
    std::swap(files_, other.files_);
    std::swap(doubtful_, other.doubtful_);
    return *this;
  }
  ~FileSet();

  // Names files that are to be written, in their tables' folders or in those of partitions, which
  // are made; they stand at the end of files(), in this order. The connection gives the names.
  Status Add(Connection& connection, std::span<const NewFile> files);
  // Takes one away: there was nothing to write.
  void Drop(std::size_t index);
  // Takes over the files of another set of the same writer.
  void Join(FileSet&& other);

  struct File {
    std::string table;  // its name in the lake
    bool partitioned;   // its folder says of which partition
    std::string path;
  };
  const std::vector<File>& files() const { return files_; }

  // Makes the files, and their names up to the data path, durable.
  Status Sync() const;
  // Their size; 0 where they lie in no folder.
  std::uint64_t bytes() const;
  std::vector<std::string> paths() const;

  // From now on the files stay, whatever happens to this object, until Reclaim.
  void Doubt() { doubtful_ = true; }
  void Reclaim() { doubtful_ = false; }
  // The files are no longer this set's.
  void LetGo() { files_.clear(); }

 private:
  std::shared_ptr<PendingFiles> pending_;
  std::vector<File> files_;
  bool doubtful_ = false;
};

}  // namespace lake

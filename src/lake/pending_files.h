// The list of files that a writer has made and no catalog names yet, so that a later run can remove
// what a killed one left: <data path>/.stellarlake-pending/<name>@<host>. Paths are added before
// their files are made.
//
// In a folder the list is locked while its writer lives, so what it left is known at once. Locks
// may not reach from one host to another, and an object store has none (pending_objects.h): there a
// list counts as left once it was not written for a grace. Every attempt to commit writes it again
// just before its transaction, so what a writer that lives may still commit is never that old.
//
// Thread-safe, but for what takes a connection.
#pragma once

#include <cstdint>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/unique_fd.h"
#include "duckdb/database.h"

namespace lake {

class PendingFiles {
 public:
  // An empty list; gone when this ends, unless something stands in it.
  static Result<std::shared_ptr<PendingFiles>> Open(const std::string& data_path,
                                                    std::string_view host, std::string_view name);
  virtual ~PendingFiles() = default;

  virtual Status Add(Connection& connection, std::span<const std::string> paths) = 0;
  // The outcome of all that was added is known; what is discarded stays listed until it is gone.
  virtual Status Clear() = 0;
  // Nobody needs these files any more. In a folder they are removed at once, where that is
  // possible.
  virtual void Discard(std::span<const std::string> paths) = 0;
  // Removes what was discarded and is still there. Not in a transaction.
  virtual Status RemoveDiscarded(Connection& connection) = 0;
  // The last that a writer does: removes an empty list.
  virtual Status Close(Connection& connection) = 0;

  const std::string& data_path() const { return data_path_; }

 protected:
  explicit PendingFiles(std::string data_path) : data_path_(std::move(data_path)) {}

 private:
  const std::string data_path_;
};

// The list of a writer that is gone.
struct LeftFiles {
  std::string list;
  UniqueFd lock;  // held until this ends, in a folder
  std::vector<std::string> paths;
};

struct LeftFilesQuery {
  std::string data_path;
  std::string_view host;  // as seen from there
  std::int64_t now_micros;
  std::int64_t grace_ms;
};

// Those whose writers are gone. Paths that do not lead below the data path are left out.
Result<std::vector<LeftFiles>> FindLeftFiles(Connection& connection, const LeftFilesQuery& query);

// The paths in all lists of a folder, whoever wrote them. kUnavailable when one cannot be read.
Result<std::set<std::string>> ReadPendingPaths(const std::string& data_path);

// The folder of the lists, below the data path.
inline constexpr std::string_view kPendingFolder = ".stellarlake-pending";
// A host's name as part of a list's.
std::string HostInName(std::string_view host);

}  // namespace lake

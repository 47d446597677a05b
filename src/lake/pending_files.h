// The list of files that a writer has made and no catalog names yet, in the data folder of a local
// lake, so that a later run can remove what a killed one left:
// <data path>/.stellarlake-pending/<name>@<host>, locked while its writer lives. Locks may not
// reach from one host to another, so the lists of other hosts count as left only after a day.
//
// Paths are added before their files are made. On data paths that are no folder nothing is listed:
// there `maintain` finds what no catalog names. Thread-safe.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/unique_fd.h"

namespace lake {

class PendingFiles {
 public:
  // An empty list, locked; removed when this ends, unless something stands in it.
  static Result<std::shared_ptr<PendingFiles>> Open(const std::string& data_path,
                                                    std::string_view host, std::string_view name);
  ~PendingFiles();

  Status Add(std::span<const std::string> paths);
  // The outcome of all that was added is known.
  Status Clear();

  const std::string& data_path() const { return data_path_; }

 private:
  PendingFiles() = default;

  std::string data_path_;
  std::string path_;
  UniqueFd fd_;  // invalid: nothing is listed
  std::mutex mutex_;
  bool empty_ = true;
};

// The list of a writer that is gone; locked until this ends.
struct LeftFiles {
  std::string list;
  UniqueFd lock;
  std::vector<std::string> paths;
};

// Those whose writers are gone, as seen from `host` at the time `now_micros` (Unix). Paths that do
// not lead below the data folder are left out.
Result<std::vector<LeftFiles>> FindLeftFiles(const std::string& data_path, std::string_view host,
                                             std::int64_t now_micros);

}  // namespace lake

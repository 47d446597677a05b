// A data lake in a folder of this machine. See object_store.h for the promises.
//
// Keys are checked before they become paths: no "..", no absolute path, no empty part. Links are
// followed, since people spread lakes over disks by links; a link in a circle is an error of the
// system, not a loop. The names of the folder listed last are kept, so paging through a large one
// reads it once. Who waits for new objects is woken when they come.
#pragma once

#include <atomic>
#include <ctime>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "source/archive/folder_watch.h"
#include "source/archive/object_store.h"

namespace lake {

class LocalStore : public ObjectStore {
 public:
  // kNotFound or kInvalidArgument when `root` is not a folder.
  static Result<std::shared_ptr<LocalStore>> Open(const std::string& root,
                                                  Clock& clock = SystemClock());

  std::string Describe() const override { return root_; }
  bool can_list() const override { return true; }
  Result<ObjectPage> List(const ListRequest& request, std::stop_token stop) override;
  Result<std::uint64_t> Size(std::string_view key, std::stop_token stop) override;
  Result<ObjectBytes> Get(std::string_view key, std::stop_token stop) override;
  bool AwaitNews(Clock& clock, std::int64_t micros, std::stop_token stop) override;

 private:
  // Names in a folder, in byte order of their keys; folders end in '/'.
  using Names = std::shared_ptr<const std::vector<std::string>>;

  LocalStore(std::string root, Clock& clock) : root_(std::move(root)), clock_(clock) {}
  std::string PathOf(std::string_view key) const;
  Result<Names> ReadFolder(const std::string& folder_key);

  const std::string root_;
  Clock& clock_;
  // Made by the first wait: a system has few watches, and most stores are not followed.
  std::unique_ptr<FolderWatch> watch_;
  std::atomic<bool> watching_ = false;  // watch_ is there, and what is listed is watched, too
  std::mutex mutex_;                    // of what follows
  std::string kept_folder_;
  timespec kept_changed_{};
  Names kept_names_;
};

}  // namespace lake

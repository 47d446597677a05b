// Loads objects ahead of their reader on several threads and gives them in the order they were
// asked for.
//
// Bounded twice: in objects asked for, and in bytes loaded or being loaded but not yet taken (what
// is being loaded is assumed to be as large as the largest object so far). The oldest object is
// always loaded, so one that is larger than the bound passes, alone. One thread submits and takes.
// The threads of the prefetcher end with it.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>
#include <vector>

#include "base/result.h"
#include "source/archive/object_loader.h"
#include "source/source_options.h"

namespace lake {

class ObjectPrefetcher {
 public:
  ObjectPrefetcher(std::shared_ptr<ObjectStore> store, std::shared_ptr<BufferPool> pool,
                   const SourceOptions& options);
  ~ObjectPrefetcher();
  ObjectPrefetcher(const ObjectPrefetcher&) = delete;
  ObjectPrefetcher& operator=(const ObjectPrefetcher&) = delete;

  std::size_t pending() const;
  bool has_room() const { return pending() < max_objects_; }
  // Requires: has_room().
  void Submit(ArchiveObject object);
  // The oldest object submitted: what it is and what came of loading it. Waits; kCancelled after
  // `stop`. Requires: pending() > 0.
  struct Taken {
    ArchiveObject object;
    Result<LoadedObject> loaded;
  };
  Taken Take(std::stop_token stop);

 private:
  struct Slot {
    ArchiveObject object;
    bool started = false;
    std::optional<Result<LoadedObject>> loaded;
  };

  void Work(std::stop_token stop);
  // A thread that fails loads nothing more: Take tells it.
  void Fail(const Status& status);
  // The next slot to load, if the bounds allow it. Requires: mutex_ held.
  std::shared_ptr<Slot> NextToLoad();

  const std::shared_ptr<ObjectStore> store_;
  const std::shared_ptr<BufferPool> pool_;
  const std::uint64_t max_output_bytes_;
  const std::size_t max_objects_;
  const std::uint64_t max_bytes_;

  mutable std::mutex mutex_;
  std::condition_variable_any work_;    // a slot may be loadable
  std::condition_variable_any loaded_;  // a slot was loaded
  std::deque<std::shared_ptr<Slot>> slots_;
  std::uint64_t loaded_bytes_ = 0;   // in slots_
  std::uint64_t loading_ = 0;        // slots being loaded
  std::uint64_t largest_bytes_ = 0;  // of an object so far
  Status failed_;
  std::vector<std::jthread> threads_;
};

}  // namespace lake

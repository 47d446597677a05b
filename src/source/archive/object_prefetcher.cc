#include "source/archive/object_prefetcher.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "base/thread.h"

namespace lake {

ObjectPrefetcher::ObjectPrefetcher(std::shared_ptr<ObjectStore> store,
                                   std::shared_ptr<BufferPool> pool, const SourceOptions& options)
    : store_(std::move(store)),
      pool_(std::move(pool)),
      max_output_bytes_(options.max_output_bytes),
      max_objects_(std::max<std::size_t>(options.prefetch_objects, 1)),
      max_bytes_(options.prefetch_bytes) {
  constexpr std::uint32_t kThreadsOfAFolder = 2;
  const std::uint32_t count =
      options.prefetch_threads == 0 ? kThreadsOfAFolder : options.prefetch_threads;
  for (std::uint32_t i = 0; i < count; ++i) {
    Result<std::jthread> thread = StartThread(
        fmt::format("fetch-{}", i),
        [this](std::stop_token stop) {
          Work(std::move(stop));
          return Status();
        },
        [this](const Status& status) { Fail(status); });
    if (!thread.ok()) {
      if (threads_.empty()) Fail(thread.status());
      break;  // those that there are do the work
    }
    threads_.push_back(*std::move(thread));
  }
}

ObjectPrefetcher::~ObjectPrefetcher() {
  for (std::jthread& thread : threads_) thread.request_stop();
}

void ObjectPrefetcher::Fail(const Status& status) {
  if (status.ok()) return;
  {
    const std::lock_guard lock(mutex_);
    failed_ = status;
  }
  loaded_.notify_all();
}

std::size_t ObjectPrefetcher::pending() const {
  std::lock_guard lock(mutex_);
  return slots_.size();
}

void ObjectPrefetcher::Submit(ArchiveObject object) {
  auto slot = std::make_shared<Slot>();
  slot->object = std::move(object);
  {
    std::lock_guard lock(mutex_);
    CHECK(slots_.size() < max_objects_);
    slots_.push_back(std::move(slot));
  }
  work_.notify_one();
}

ObjectPrefetcher::Taken ObjectPrefetcher::Take(std::stop_token stop) {
  std::shared_ptr<Slot> slot;
  {
    std::unique_lock lock(mutex_);
    CHECK(!slots_.empty());
    slot = slots_.front();
    const auto decided = [&] { return slot->loaded.has_value() || !failed_.ok(); };
    if (!loaded_.wait(lock, stop, decided)) {
      return {slot->object, Error{Code::kCancelled, "stopped"}};
    }
    if (!slot->loaded) return {slot->object, failed_};
    slots_.pop_front();
    if (slot->loaded->ok()) loaded_bytes_ -= slot->loaded->value().bytes;
  }
  // Several may fit now, and the oldest slot is another one.
  work_.notify_all();
  return {std::move(slot->object), std::move(*slot->loaded)};
}

std::shared_ptr<ObjectPrefetcher::Slot> ObjectPrefetcher::NextToLoad() {
  const auto it = std::ranges::find(slots_, false, [](const auto& slot) { return slot->started; });
  if (it == slots_.end()) return nullptr;
  const std::uint64_t bytes = loaded_bytes_ + (loading_ + 1) * largest_bytes_;
  if (it != slots_.begin() && bytes > max_bytes_) return nullptr;
  return *it;
}

void ObjectPrefetcher::Work(std::stop_token stop) {
  ObjectLoader loader(store_, pool_, max_output_bytes_);
  while (true) {
    std::shared_ptr<Slot> slot;
    {
      std::unique_lock lock(mutex_);
      if (!work_.wait(lock, stop, [&] { return (slot = NextToLoad()) != nullptr; })) return;
      slot->started = true;
      ++loading_;
    }
    std::optional<Result<LoadedObject>> loaded;
    const Status caught = CatchExceptions(slot->object.key, [&] {
      loaded.emplace(loader.Load(slot->object, stop));
      return Status();
    });
    if (!caught.ok()) loaded.emplace(caught);
    {
      std::lock_guard lock(mutex_);
      --loading_;
      if (loaded->ok()) {
        loaded_bytes_ += loaded->value().bytes;
        largest_bytes_ = std::max(largest_bytes_, loaded->value().bytes);
      }
      slot->loaded = std::move(loaded);
    }
    loaded_.notify_all();
  }
}

}  // namespace lake

#include "source/bytes/buffer_pool.h"

#include <algorithm>
#include <mutex>
#include <utility>
#include <vector>

#include "base/check.h"

namespace lake {
namespace {

// Idle buffers are few: searching them is cheaper than keeping them sorted.
constexpr std::size_t kIdleMax = 256;
// A small record does not get a buffer so large that a long queue of them would hoard memory.
constexpr std::size_t kWasteMax = 8;

std::size_t RoundUp(std::size_t capacity) {
  constexpr std::size_t kStep = 4096;
  return (capacity / kStep + 1) * kStep;
}

}  // namespace

Buffer::Buffer(std::size_t capacity)
    : data_(std::make_unique_for_overwrite<std::uint8_t[]>(RoundUp(capacity))),
      capacity_(RoundUp(capacity)) {}

void Buffer::Grow(std::size_t capacity, std::size_t used) {
  CHECK(capacity > capacity_ && used <= capacity_);
  Buffer grown(capacity);
  std::copy_n(data_.get(), used, grown.data_.get());
  *this = std::move(grown);
}

struct BufferPool::State {
  explicit State(std::size_t max) : max_idle_bytes(max) {}

  void Return(Buffer buffer) {
    std::lock_guard lock(mutex);
    if (idle.size() >= kIdleMax || idle_bytes + buffer.capacity() > max_idle_bytes) return;
    idle_bytes += buffer.capacity();
    idle.push_back(std::move(buffer));
  }

  const std::size_t max_idle_bytes;
  std::mutex mutex;
  std::vector<Buffer> idle;
  std::size_t idle_bytes = 0;
};

BufferPool::BufferPool(std::size_t max_idle_bytes)
    : state_(std::make_shared<State>(max_idle_bytes)) {}

Buffer BufferPool::Take(std::size_t capacity) {
  {
    std::lock_guard lock(state_->mutex);
    auto best = state_->idle.end();
    for (auto it = state_->idle.begin(); it != state_->idle.end(); ++it) {
      const bool fits =
          it->capacity() >= capacity && it->capacity() / kWasteMax <= RoundUp(capacity);
      if (fits && (best == state_->idle.end() || it->capacity() < best->capacity())) best = it;
    }
    if (best != state_->idle.end()) {
      Buffer buffer = std::move(*best);
      state_->idle_bytes -= buffer.capacity();
      std::swap(*best, state_->idle.back());
      state_->idle.pop_back();
      return buffer;
    }
  }
  return Buffer(capacity);
}

void BufferPool::Return(Buffer buffer) { state_->Return(std::move(buffer)); }

std::shared_ptr<const void> BufferPool::Share(Buffer buffer) {
  struct Lease {
    Lease(std::weak_ptr<State> s, Buffer b) : state(std::move(s)), buffer(std::move(b)) {}
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    ~Lease() {
      if (auto live = state.lock()) live->Return(std::move(buffer));
    }
    std::weak_ptr<State> state;
    Buffer buffer;
  };
  return std::make_shared<Lease>(state_, std::move(buffer));
}

}  // namespace lake

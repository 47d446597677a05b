// A bump allocator for the text of one ledger's rows. Rows hold string_views into it, so it lives
// as long as they do. Reset keeps the blocks, so a recycled arena allocates nothing in the steady
// state. Not thread-safe: one arena belongs to one ledger's rows, which belong to one thread at a
// time.
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

namespace lake {

class Arena {
 public:
  // Uninitialised memory for `size` chars, valid until Reset. Not aligned.
  char* Allocate(std::size_t size) {
    if (size > left_) Grow(size);
    char* p = next_;
    next_ += size;
    left_ -= size;
    used_ += size;
    return p;
  }
  // Gives back the tail of the last Allocate(reserved) of which only `used` chars were written.
  void Shrink(std::size_t reserved, std::size_t used) {
    next_ -= reserved - used;
    left_ += reserved - used;
    used_ -= reserved - used;
  }
  std::string_view Copy(std::string_view text);
  void Reset();

  std::size_t used_bytes() const { return used_; }
  std::size_t reserved_bytes() const { return reserved_; }

 private:
  struct Block {
    std::unique_ptr<char[]> data;
    std::size_t size;
  };
  void Grow(std::size_t size);

  std::vector<Block> blocks_;
  std::size_t block_ = 0;  // index of the block after the current one
  char* next_ = nullptr;
  std::size_t left_ = 0;
  std::size_t used_ = 0;
  std::size_t reserved_ = 0;
};

}  // namespace lake

#include "base/arena.h"

#include <algorithm>
#include <cstring>

namespace lake {
namespace {
constexpr std::size_t kBlockBytes = std::size_t{1} << 18;
}

std::string_view Arena::Copy(std::string_view text) {
  char* p = Allocate(text.size());
  std::copy(text.begin(), text.end(), p);
  return {p, text.size()};
}

void Arena::Grow(std::size_t size) {
  while (block_ < blocks_.size() && blocks_[block_].size < size) ++block_;
  if (block_ == blocks_.size()) {
    std::size_t bytes = std::max(size, kBlockBytes);
    blocks_.push_back({std::make_unique_for_overwrite<char[]>(bytes), bytes});
    reserved_ += bytes;
  }
  next_ = blocks_[block_].data.get();
  left_ = blocks_[block_].size;
  ++block_;
}

void Arena::Reset() {
  block_ = 0;
  next_ = nullptr;
  left_ = 0;
  used_ = 0;
}

}  // namespace lake

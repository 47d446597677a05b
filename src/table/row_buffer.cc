#include "table/row_buffer.h"

#include <algorithm>
#include <cstring>

namespace lake {

void RowBuffer::Grow() {
  std::size_t capacity = std::max<std::size_t>(16, capacity_ * 2);
  auto data = std::make_unique_for_overwrite<std::byte[]>(capacity * row_size_);
  if (count_ > 0) std::memcpy(data.get(), data_.get(), count_ * row_size_);
  data_ = std::move(data);
  capacity_ = capacity;
}

}  // namespace lake

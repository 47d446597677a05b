#include "base/hash_prefix.h"

#include "base/check.h"

namespace lake {

std::optional<std::size_t> FindHashedPrefix(Bytes bytes, const Hash256& hash, std::size_t step) {
  CHECK(step > 0);
  Sha256Stream running;
  for (std::size_t size = step; size <= bytes.size(); size += step) {
    if (running.Update(bytes.subspan(size - step, step)).Peek() == hash) return size;
  }
  return std::nullopt;
}

}  // namespace lake

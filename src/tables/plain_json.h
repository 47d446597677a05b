// A JSON array of texts that need no escapes: strkeys and hex.
//
// Holds the texts until their size is known, so that the arena gives out no byte too many.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>

#include "base/arena.h"
#include "base/check.h"

namespace lake {

// Takes up to `Max` texts.
template <std::size_t Max>
class PlainJsonArray {
 public:
  void Add(std::string_view text) {
    CHECK(count_ < Max);
    texts_[count_++] = text;
    size_ += text.size() + 3;  // two quotes and a comma
  }

  std::string_view Text(Arena& arena) const {
    if (count_ == 0) return "[]";
    const std::size_t size = size_ + 1;  // two brackets, and no comma behind the last
    char* const out = arena.Allocate(size);
    char* end = out;
    *end++ = '[';
    for (std::size_t i = 0; i < count_; ++i) {
      if (i > 0) *end++ = ',';
      *end++ = '"';
      end = std::copy(texts_[i].begin(), texts_[i].end(), end);
      *end++ = '"';
    }
    *end = ']';
    return {out, size};
  }

 private:
  std::array<std::string_view, Max> texts_;
  std::size_t count_ = 0;
  std::size_t size_ = 0;
};

}  // namespace lake

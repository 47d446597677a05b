#include "parquet/dictionary.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <algorithm>
#include <cstring>

namespace lake {
namespace {

constexpr std::size_t kSlotsMin = 64;
constexpr std::size_t kLengthSize = 4;

}  // namespace

void IdTable::Grow() {
  const std::size_t slots = std::max(kSlotsMin, slots_.size() * 4);
  slots_.assign(slots, 0);
  mask_ = slots - 1;
  for (std::size_t id = 0; id < hashes_.size(); ++id) {
    std::size_t slot = hashes_[id] & mask_;
    while (slots_[slot] != 0) slot = (slot + 1) & mask_;
    slots_[slot] = static_cast<std::uint32_t>(id + 1);
  }
}

void IdTable::Clear() {
  hashes_.clear();
  std::ranges::fill(slots_, 0);
}

std::uint32_t NumberDictionary::Look(std::int64_t value) {
  std::uint64_t hash = static_cast<std::uint64_t>(value) * 0x9E3779B97F4A7C15u;
  hash ^= hash >> 32;
  last_ = value;
  last_id_ = ids_.Find(hash, [&](std::uint32_t id) { return values_[id] == value; });
  if (last_id_ == values_.size()) values_.push_back(value);
  return last_id_;
}

void NumberDictionary::Clear() {
  ids_.Clear();
  values_.clear();
}

std::string_view TextDictionary::plain(std::uint32_t id) const {
  const std::size_t begin = begins_[id];
  const std::size_t end = id + 1 < begins_.size() ? begins_[id + 1] : plain_.size();
  return {reinterpret_cast<const char*>(plain_.data()) + begin, end - begin};
}

std::string_view TextDictionary::text(std::uint32_t id) const {
  return plain(id).substr(kLengthSize);
}

std::uint32_t TextDictionary::Look(std::string_view given) {
  last_ = given;
  last_id_ = ids_.Find(XXH3_64bits(given.data(), given.size()),
                       [&](std::uint32_t id) { return text(id) == given; });
  if (last_id_ == begins_.size()) {
    begins_.push_back(plain_.size());
    AppendPlainText(given, plain_);
  }
  return last_id_;
}

void TextDictionary::Clear() {
  ids_.Clear();
  plain_.Clear();
  begins_.clear();
}

void AppendPlainText(std::string_view text, ByteBuffer& out) {
  const auto size = static_cast<std::uint32_t>(text.size());
  std::uint8_t* at = out.Extend(kLengthSize + size);
  std::memcpy(at, &size, kLengthSize);
  if (size > 0) std::memcpy(at + kLengthSize, text.data(), size);
}

}  // namespace lake

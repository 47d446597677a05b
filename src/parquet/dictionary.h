// The distinct values of a column's chunk, numbered as they first come. One thread.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "parquet/byte_buffer.h"

namespace lake {

// Numbers hashes whose values are kept elsewhere.
class IdTable {
 public:
  // The id of the value, whose hash this is; `is(id)` says whether a known id is the value's. A new
  // value has the id size() - 1 afterwards.
  template <class Is>
  std::uint32_t Find(std::uint64_t hash, Is is) {
    if (hashes_.size() * 2 >= slots_.size()) Grow();
    for (std::size_t slot = hash & mask_;; slot = (slot + 1) & mask_) {
      const std::uint32_t entry = slots_[slot];
      if (entry == 0) {
        hashes_.push_back(hash);
        slots_[slot] = static_cast<std::uint32_t>(hashes_.size());
        return slots_[slot] - 1;
      }
      if (hashes_[entry - 1] == hash && is(entry - 1)) return entry - 1;
    }
  }
  std::size_t size() const { return hashes_.size(); }
  const std::vector<std::uint64_t>& hashes() const { return hashes_; }
  void Clear();

 private:
  void Grow();

  std::vector<std::uint32_t> slots_;   // id + 1; 0 = free
  std::vector<std::uint64_t> hashes_;  // by id
  std::size_t mask_ = 0;
};

class NumberDictionary {
 public:
  std::uint32_t IdOf(std::int64_t value) {
    if (!values_.empty() && value == last_) return last_id_;
    return Look(value);
  }
  std::size_t size() const { return values_.size(); }
  const std::vector<std::int64_t>& values() const { return values_; }
  void Clear();

 private:
  std::uint32_t Look(std::int64_t value);

  IdTable ids_;
  std::vector<std::int64_t> values_;
  std::int64_t last_ = 0;
  std::uint32_t last_id_ = 0;
};

class TextDictionary {
 public:
  // Keeps a copy of a new text.
  std::uint32_t IdOf(std::string_view text) {
    // Many repeat the one before: the hash of a transaction, the name of an asset.
    if (last_.data() != nullptr && text == last_) return last_id_;
    return Look(text);
  }
  // Texts that were given may be gone by now, and others stand in their place.
  void Forget() { last_ = {}; }
  std::size_t size() const { return begins_.size(); }
  std::string_view text(std::uint32_t id) const;
  // All texts by id, as PLAIN writes them: each with its length before it.
  Bytes plain() const { return plain_.bytes(); }
  // One of them.
  std::string_view plain(std::uint32_t id) const;
  void Clear();

 private:
  std::uint32_t Look(std::string_view text);

  IdTable ids_;
  ByteBuffer plain_;
  std::vector<std::size_t> begins_;  // in plain_, by id
  std::string_view last_;            // as it was given
  std::uint32_t last_id_ = 0;
};

// Appends a text as PLAIN writes it.
void AppendPlainText(std::string_view text, ByteBuffer& out);

}  // namespace lake

// A bounds-checked position in foreign bytes: the only thing that ever reads unvalidated XDR.
//
// Every step returns false on the first fault and remembers what and where; error() then tells. A
// cursor that has failed stays failed. Depth is bounded to 1,500 nested structs, unions, arrays and
// optionals, as in the network's own decoder (xdrpp), so hostile nesting cannot exhaust the stack.
#pragma once

#include <cstdint>
#include <string>

#include "base/bytes.h"
#include "base/result.h"

namespace lake::xdr {

inline constexpr std::uint32_t kDepthMax = 1500;

class Cursor {
 public:
  explicit Cursor(Bytes bytes)
      : begin_(bytes.data()), p_(bytes.data()), end_(bytes.data() + bytes.size()) {}

  const std::uint8_t* at() const { return p_; }
  std::size_t offset() const { return static_cast<std::size_t>(p_ - begin_); }
  std::size_t left() const { return static_cast<std::size_t>(end_ - p_); }
  bool failed() const { return fault_ != Fault::kNone; }

  bool Skip(std::size_t size) {
    if (left() < size) return Fail(Fault::kTruncated, size);
    p_ += size;
    return true;
  }
  bool U32(std::uint32_t& value) {
    if (left() < 4) return Fail(Fault::kTruncated, 4);
    value = LoadU32(p_);
    p_ += 4;
    return true;
  }
  bool Bool() {
    std::uint32_t value;
    if (!U32(value)) return false;
    return value <= 1 || FailBehind(Fault::kBool, value);
  }
  // Variable-length opaque: at most `max` bytes, zero padding.
  bool Blob(std::uint32_t max) {
    std::uint32_t size;
    if (!U32(size)) return false;
    if (size > max) return FailBehind(Fault::kTooLong, size);
    return PaddedOpaque(size);
  }
  bool PaddedOpaque(std::size_t size) {
    const std::size_t padded = (size + 3) & ~std::size_t{3};
    if (left() < padded) return Fail(Fault::kTruncated, padded);
    for (std::size_t i = size; i < padded; ++i) {
      if (p_[i] != 0) return Fail(Fault::kPadding, p_[i]);
    }
    p_ += padded;
    return true;
  }
  // An element count that the bytes that remain could hold.
  bool Count(std::uint32_t max, std::size_t element_size_min, std::uint32_t& count) {
    if (!U32(count)) return false;
    if (count > max) return FailBehind(Fault::kTooLong, count);
    if (count > left() / element_size_min) return FailBehind(Fault::kCount, count);
    return true;
  }
  bool PlainArray(std::uint32_t max, std::size_t element_size) {
    std::uint32_t count;
    return Count(max, element_size, count) && Skip(count * element_size);
  }
  bool Enter() { return depth_++ < kDepthMax || Fail(Fault::kDepth, kDepthMax); }
  void Leave() { --depth_; }

  // Error paths; all return false. In() names the innermost type and field, once.
  bool In(const char* where) {
    if (where_ == nullptr) where_ = where;
    return false;
  }
  bool UnknownArm(const char* type, std::uint32_t arm) {
    FailBehind(Fault::kArm, arm);
    return In(type);
  }
  bool UnknownEnum(std::uint32_t value) { return FailBehind(Fault::kEnum, value); }
  // kDataLoss: "offset 812: LedgerEntry.data: unknown enum value 25". Requires failed().
  Status error() const;
  // True when the fault is an arm or enum value this build does not know: a newer protocol,
  // perhaps.
  bool unknown_type() const { return fault_ == Fault::kArm || fault_ == Fault::kEnum; }
  // kDataLoss unless every byte was used.
  Status ExpectEnd() const;

 private:
  enum class Fault : std::uint8_t {
    kNone,
    kTruncated,
    kBool,
    kTooLong,
    kPadding,
    kCount,
    kDepth,
    kArm,
    kEnum
  };
  bool Fail(Fault fault, std::uint64_t detail);
  bool FailBehind(Fault fault, std::uint64_t detail);  // the fault is the word just read

  const std::uint8_t* begin_;
  const std::uint8_t* p_;
  const std::uint8_t* end_;
  std::uint32_t depth_ = 0;
  Fault fault_ = Fault::kNone;
  std::uint64_t detail_ = 0;
  std::size_t fault_offset_ = 0;
  const char* where_ = nullptr;
};

}  // namespace lake::xdr

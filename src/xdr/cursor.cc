#include "xdr/cursor.h"

#include <fmt/format.h>

#include <bit>

namespace lake::xdr {

static_assert(std::endian::native == std::endian::little, "base/bytes.h swaps what it loads");

bool Cursor::Fail(Fault fault, std::uint64_t detail) {
  if (fault_ == Fault::kNone) {
    fault_ = fault;
    detail_ = detail;
    fault_offset_ = offset();
  }
  return false;
}

bool Cursor::FailBehind(Fault fault, std::uint64_t detail) {
  if (fault_ == Fault::kNone) {
    Fail(fault, detail);
    fault_offset_ -= 4;
  }
  return false;
}

Status Cursor::error() const {
  CHECK(failed());
  const std::string where = where_ == nullptr ? "" : fmt::format("{}: ", where_);
  const auto what = [&]() -> std::string {
    switch (fault_) {
      case Fault::kTruncated:
        return fmt::format("truncated: {} bytes needed, {} left", detail_, left());
      case Fault::kBool:
        return fmt::format("boolean is {}, not 0 or 1", detail_);
      case Fault::kTooLong:
        return fmt::format("length {} is over the limit of the type", detail_);
      case Fault::kPadding:
        return fmt::format("padding byte is {:#04x}, not zero", detail_);
      case Fault::kCount:
        return fmt::format("{} elements cannot fit into the {} bytes left", detail_, left());
      case Fault::kDepth:
        return fmt::format("nested deeper than {}", detail_);
      case Fault::kArm:
        return fmt::format("unknown arm {}", static_cast<std::int32_t>(detail_));
      case Fault::kEnum:
        return fmt::format("unknown enum value {}", static_cast<std::int32_t>(detail_));
      case Fault::kNone:
        break;
    }
    return "no fault";
  };
  return {Code::kDataLoss, fmt::format("offset {}: {}{}", fault_offset_, where, what())};
}

Status Cursor::ExpectEnd() const {
  if (left() == 0) return {};
  return {Code::kDataLoss, fmt::format("offset {}: {} bytes follow the value", offset(), left())};
}

}  // namespace lake::xdr

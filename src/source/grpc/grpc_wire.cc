#include "source/grpc/grpc_wire.h"

#include <fmt/format.h>
#include <grpcpp/support/slice.h>

#include <cstring>
#include <limits>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace lake {
namespace {

enum WireType : std::uint32_t { kVarint = 0, kFixed64 = 1, kLength = 2, kFixed32 = 5 };
constexpr std::uint32_t kSequenceField = 1;
constexpr std::uint32_t kXdrField = 2;
constexpr int kVarintBytesMax = 10;

// Every read is nullopt beyond the end.
class WireCursor {
 public:
  explicit WireCursor(Bytes bytes) : left_(bytes) {}

  bool done() const { return left_.empty(); }
  std::size_t left() const { return left_.size(); }

  std::optional<std::uint64_t> Varint() {
    std::uint64_t value = 0;
    for (int i = 0; i < kVarintBytesMax && !left_.empty(); ++i) {
      const std::uint64_t byte = left_.front();
      left_ = left_.subspan(1);
      value |= (byte & 0x7F) << (7 * i);
      if (byte < 0x80) return value;
    }
    return std::nullopt;
  }
  std::optional<Bytes> Take(std::uint64_t size) {
    if (size > left_.size()) return std::nullopt;
    const Bytes taken = left_.first(size);
    left_ = left_.subspan(size);
    return taken;
  }
  bool Skip(std::uint32_t wire_type) {
    switch (wire_type) {
      case kVarint:
        return Varint().has_value();
      case kFixed64:
        return Take(8).has_value();
      case kFixed32:
        return Take(4).has_value();
      case kLength: {
        const std::optional<std::uint64_t> size = Varint();
        return size && Take(*size);
      }
      default:
        return false;
    }
  }

 private:
  Bytes left_;
};

bool ReadField(WireCursor& cursor, RawLedgerFields& fields) {
  const std::optional<std::uint64_t> tag = cursor.Varint();
  if (!tag || *tag > std::numeric_limits<std::uint32_t>::max()) return false;
  const auto field = static_cast<std::uint32_t>(*tag >> 3);
  const auto wire_type = static_cast<std::uint32_t>(*tag & 7);
  if (field == kSequenceField && wire_type == kVarint) {
    const std::optional<std::uint64_t> value = cursor.Varint();
    if (!value || *value > std::numeric_limits<std::uint32_t>::max()) return false;
    fields.sequence = static_cast<std::uint32_t>(*value);
    return true;
  }
  if (field == kXdrField && wire_type == kLength) {
    const std::optional<std::uint64_t> size = cursor.Varint();
    const std::optional<Bytes> xdr = size ? cursor.Take(*size) : std::nullopt;
    if (!xdr) return false;
    fields.xdr = *xdr;
    return true;
  }
  return field != 0 && cursor.Skip(wire_type);
}

}  // namespace

Result<RawLedgerFields> ParseRawLedger(Bytes message) {
  RawLedgerFields fields;
  WireCursor cursor(message);
  while (!cursor.done()) {
    const std::size_t offset = message.size() - cursor.left();
    if (!ReadField(cursor, fields)) {
      return Error{Code::kDataLoss, fmt::format("a message of {} bytes is not a RawLedger: wrong "
                                                "at byte {}",
                                                message.size(), offset)};
    }
  }
  if (fields.sequence == 0 || fields.xdr.empty()) {
    return Error{Code::kDataLoss,
                 fmt::format("a RawLedger of {} bytes is without its {}", message.size(),
                             fields.sequence == 0 ? "sequence" : "ledger")};
  }
  return fields;
}

Result<RawLedger> TakeRawLedger(const grpc::ByteBuffer& message, BufferPool& pool) {
  std::vector<grpc::Slice> pieces;
  if (!message.Dump(&pieces).ok()) {
    return Error{Code::kInternal, "a message of gRPC cannot be read"};
  }
  Bytes whole;
  std::shared_ptr<const void> owner;
  if (pieces.size() == 1) {
    auto slice = std::make_shared<const grpc::Slice>(std::move(pieces.front()));
    whole = {slice->begin(), slice->size()};
    owner = std::move(slice);
  } else {
    Buffer buffer = pool.Take(message.Length());
    std::size_t used = 0;
    for (const grpc::Slice& piece : pieces) {
      std::memcpy(buffer.data() + used, piece.begin(), piece.size());
      used += piece.size();
    }
    whole = {buffer.data(), used};
    owner = pool.Share(std::move(buffer));
  }
  TRY_ASSIGN(const RawLedgerFields fields, ParseRawLedger(whole));
  return RawLedger{fields.sequence, fields.xdr, std::move(owner), ""};
}

}  // namespace lake

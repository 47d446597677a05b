#include "serve/served_ledger.h"

#include <fmt/format.h>
#include <grpcpp/support/slice.h>

#include <array>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace lake {
namespace {

// Tags of proto/raw_ledger_service.proto: field number << 3 | wire type (0 varint, 2 length).
constexpr char kRawLedgerSequence = 1 << 3;
constexpr char kRawLedgerXdr = 2 << 3 | 2;
constexpr char kRangeLedgers = 1 << 3 | 2;
constexpr char kRangeLatestLedger = 2 << 3;

void AppendVarint(std::string& out, std::uint64_t value) {
  for (; value >= 0x80; value >>= 7) out += static_cast<char>((value & 0x7F) | 0x80);
  out += static_cast<char>(value);
}

using Owner = std::shared_ptr<const void>;

void ReleaseOwner(void* owner) { delete static_cast<Owner*>(owner); }

}  // namespace

ServedLedger EncodeLedger(RawLedger ledger) {
  if (ledger.owner == nullptr) {  // the bytes are only lent: gRPC may write them later
    auto copy =
        std::make_shared<const std::vector<std::uint8_t>>(ledger.xdr.begin(), ledger.xdr.end());
    ledger.xdr = *copy;
    ledger.owner = std::move(copy);
  }
  std::string head;
  head += kRawLedgerSequence;
  AppendVarint(head, ledger.sequence);
  head += kRawLedgerXdr;
  AppendVarint(head, ledger.xdr.size());
  // gRPC wants a mutable pointer for slices that it never writes to.
  void* const xdr = const_cast<std::uint8_t*>(ledger.xdr.data());
  const std::array slices{grpc::Slice(head), grpc::Slice(xdr, ledger.xdr.size(), ReleaseOwner,
                                                         new Owner(std::move(ledger.owner)))};
  return {ledger.sequence, head.size() + ledger.xdr.size(),
          grpc::ByteBuffer(slices.data(), slices.size())};
}

Result<grpc::ByteBuffer> EncodeLedgerRange(std::span<const ServedLedger> ledgers,
                                           std::uint32_t latest_ledger) {
  std::vector<grpc::Slice> slices;
  slices.reserve(ledgers.size() * 3 + 1);
  for (const ServedLedger& ledger : ledgers) {
    std::string head{kRangeLedgers};
    AppendVarint(head, ledger.message_bytes);
    slices.emplace_back(head);
    std::vector<grpc::Slice> parts;
    if (const grpc::Status status = ledger.message.Dump(&parts); !status.ok()) {
      return Error{Code::kInternal,
                   fmt::format("ledger {}: gRPC: {}", ledger.sequence, status.error_message())};
    }
    for (grpc::Slice& part : parts) slices.push_back(std::move(part));
  }
  std::string tail{kRangeLatestLedger};
  AppendVarint(tail, latest_ledger);
  slices.emplace_back(tail);
  return grpc::ByteBuffer(slices.data(), slices.size());
}

}  // namespace lake

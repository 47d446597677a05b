#include "source/bytes/ledger_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "base/base64.h"
#include "source/bytes/ledger_peek.h"
#include "stellar/unknown_ledger.h"
#include "xdr/check.h"

namespace lake {
namespace {

constexpr std::uint32_t kLastFragmentBit = 0x80000000;
constexpr std::size_t kRecordMarkBytes = 4;
constexpr std::size_t kFirstValueGuess = std::size_t{1} << 20;

Error Truncated(std::uint64_t offset, std::uint64_t wanted, std::uint64_t found) {
  return {Code::kDataLoss,
          fmt::format("truncated: the record at offset {} has {} bytes, {} of them are there; "
                      "fetch it again",
                      offset, wanted, found)};
}

}  // namespace

LedgerReader::LedgerReader(std::shared_ptr<BufferPool> pool, std::uint64_t max_output_bytes)
    : pool_(std::move(pool)),
      max_output_bytes_(max_output_bytes),
      value_size_guess_(kFirstValueGuess) {}

Status LedgerReader::Open(ByteStream& stream, std::string name) {
  name_ = std::move(name);
  pending_.clear();
  file_.Reset(stream);
  return Decide().Context(name_);
}

Status LedgerReader::Decide() {
  TRY_ASSIGN(const Bytes magic, file_.Peek(kFramingHeadBytes));
  compressed_ = ZstdStream::IsMagic(magic);
  content_ = &file_;
  if (compressed_) {
    zstd_.Reset(file_);
    decompressed_.Reset(zstd_);
    content_ = &decompressed_;
  }
  TRY_ASSIGN(const Bytes head, content_->Peek(kFramingHeadBytes));
  if (compressed_ && ZstdStream::IsMagic(head)) {
    return Error{Code::kDataLoss, "compressed twice: decompress it once (zstd -d)"};
  }
  TRY_ASSIGN(framing_, DecideFraming(head));
  return {};
}

Result<std::optional<RawLedger>> LedgerReader::Next() { return NextOne().Context(name_); }

Result<std::optional<RawLedger>> LedgerReader::NextOne() {
  if (pending_.empty()) {
    switch (framing_) {
      case Framing::kEmpty:
        return std::optional<RawLedger>();
      case Framing::kRecordMarks:
        return NextRecord();
      case Framing::kBatch:
      case Framing::kBare:
        TRY(ReadValue());
        break;
      case Framing::kBase64Lines:
        TRY(ReadLines());
        break;
    }
  }
  if (pending_.empty()) return std::optional<RawLedger>();
  std::optional<RawLedger> ledger(std::move(pending_.front()));
  pending_.pop_front();
  return ledger;
}

Result<std::optional<RawLedger>> LedgerReader::NextRecord() {
  TRY_ASSIGN(const Bytes mark, content_->Peek(kRecordMarkBytes));
  if (mark.empty()) return std::optional<RawLedger>();
  const std::uint64_t offset = content_->offset() + kRecordMarkBytes;
  Buffer buffer;
  std::size_t size = 0;
  TRY(ReadRecord(buffer, size));
  const Bytes xdr(buffer.data(), size);
  TRY_ASSIGN(RawLedger ledger, MakeLedger(xdr, pool_->Share(std::move(buffer)), offset));
  return std::optional<RawLedger>(std::move(ledger));
}

// One record, its fragments joined (RFC 5531 section 11).
Status LedgerReader::ReadRecord(Buffer& buffer, std::size_t& size) {
  const std::uint64_t begin = content_->offset();
  for (bool last = false; !last;) {
    std::array<std::uint8_t, kRecordMarkBytes> mark{};
    TRY_ASSIGN(const std::size_t mark_size, content_->Read(mark));
    if (mark_size < mark.size()) return Truncated(begin, size + mark.size(), size + mark_size);
    last = (LoadU32(mark.data()) & kLastFragmentBit) != 0;
    const std::size_t length = LoadU32(mark.data()) & ~kLastFragmentBit;
    if (length == 0) {
      return Error{Code::kDataLoss, fmt::format("the record at offset {} is empty", begin)};
    }
    if (size + length > max_output_bytes_) {
      return Error{Code::kResourceExhausted,
                   fmt::format("the record at offset {} claims {} bytes, {} are allowed: a "
                               "corrupt length, or raise source.object_bytes_max",
                               begin, size + length, max_output_bytes_)};
    }
    if (size == 0) {
      buffer = pool_->Take(length);
    } else if (size + length > buffer.capacity()) {
      buffer.Grow(2 * (size + length), size);
    }
    TRY_ASSIGN(const std::size_t found, content_->Read({buffer.data() + size, length}));
    if (found < length) return Truncated(begin, size + length, size + found);
    size += length;
  }
  return {};
}

Status LedgerReader::ReadValue() {
  const std::uint64_t offset = content_->offset();
  TRY_ASSIGN(const Bytes head, content_->Peek(1));
  if (head.empty()) return {};
  Buffer buffer = pool_->Take(value_size_guess_);
  TRY_ASSIGN(const std::size_t size, content_->ReadAll(buffer, max_output_bytes_));
  value_size_guess_ = size;
  const Bytes value(buffer.data(), size);
  return Split(value, pool_->Share(std::move(buffer)), offset);
}

Status LedgerReader::ReadLines() {
  while (pending_.empty()) {
    const std::uint64_t offset = content_->offset();
    TRY_ASSIGN(const bool more, content_->ReadLine(line_, Base64Size(max_output_bytes_)));
    if (!more) return {};
    if (line_.ends_with('\r')) line_.pop_back();
    if (line_.empty()) continue;
    auto decoded = ParseBase64(line_);
    if (!decoded.ok()) {
      return Error{Code::kDataLoss,
                   fmt::format("the line at offset {}: {}", offset, decoded.error().message)};
    }
    auto owner = std::make_shared<const std::vector<std::uint8_t>>(std::move(decoded).value());
    const Bytes value(*owner);
    TRY(Split(value, std::move(owner), offset)
            .Context(fmt::format("the line at offset {}", offset)));
  }
  return {};
}

Status LedgerReader::Split(Bytes value, const std::shared_ptr<const void>& owner,
                           std::uint64_t offset) {
  TRY_ASSIGN(const Framing framing,
             DecideFraming(value.first(std::min(value.size(), kFramingHeadBytes))));
  if (framing != Framing::kBatch && framing != Framing::kBare) {
    return Error{Code::kDataLoss,
                 fmt::format("holds {}, not one ledger or batch", FramingName(framing))};
  }
  xdr::Cursor cursor(value);
  BatchHead batch{.count = 1};
  if (framing == Framing::kBatch) {
    TRY_ASSIGN(batch, ReadBatchHead(value));
    cursor.Skip(kBatchHeadBytes);
  }
  // The end of the compressed bytes is the proof that a lone ledger is whole; its content is
  // checked by whoever decodes it.
  const bool lone = batch.count == 1 && compressed_;
  for (std::uint32_t i = 0; i < batch.count; ++i) {
    const std::size_t begin = cursor.offset();
    if (!lone && !xdr::CheckValue<xdr::LedgerCloseMeta>(cursor)) {
      const std::string which =
          framing == Framing::kBatch ? fmt::format("ledger {}", batch.start + i) : "the ledger";
      return cursor.error().Context(which);
    }
    const std::size_t end = lone ? value.size() : cursor.offset();
    TRY_ASSIGN(RawLedger ledger,
               MakeLedger(value.subspan(begin, end - begin), owner, offset + begin));
    if (framing == Framing::kBatch && ledger.sequence != batch.start + i) {
      return Error{
          Code::kDataLoss,
          fmt::format("offset {}: ledger {} stands where ledger {} of the batch {} to {} "
                      "belongs",
                      offset + begin, ledger.sequence, batch.start + i, batch.start, batch.end)};
    }
    pending_.push_back(std::move(ledger));
  }
  return lone ? Status() : cursor.ExpectEnd();
}

Result<RawLedger> LedgerReader::MakeLedger(Bytes xdr, std::shared_ptr<const void> owner,
                                           std::uint64_t offset) {
  std::string origin = fmt::format("{} at {}", name_, offset);
  auto peek = PeekLedger(xdr);
  if (peek.ok()) return RawLedger{peek->sequence, xdr, std::move(owner), std::move(origin)};
  // Whoever decodes it says what to do with a frame that is newer than this version.
  if (const auto header = FindProvedHeader(xdr)) {
    return RawLedger{header->sequence, xdr, std::move(owner), std::move(origin)};
  }
  return std::move(peek).status().Context(fmt::format("the ledger at offset {}", offset));
}

}  // namespace lake

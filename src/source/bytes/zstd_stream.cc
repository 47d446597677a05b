#include "source/bytes/zstd_stream.h"

#include <fmt/format.h>
#include <zstd.h>
#include <zstd_errors.h>

#include <new>

#include "base/check.h"

namespace lake {
namespace {

// 2^27 = 128 MiB: what `zstd --ultra --long=27` needs, the largest that its own tools accept
// unasked.
constexpr int kWindowLogMax = 27;
constexpr std::uint32_t kFrameMagic = 0xFD2FB528;
constexpr std::uint32_t kSkippableMagic = 0x184D2A50;
constexpr std::uint32_t kSkippableMask = 0xFFFFFFF0;
constexpr std::size_t kInputBytes = std::size_t{128} << 10;

}  // namespace

void ZstdStream::FreeContext::operator()(ZSTD_DCtx_s* context) const { ZSTD_freeDCtx(context); }

ZstdStream::ZstdStream() : context_(ZSTD_createDCtx()), compressed_(kInputBytes) {
  if (context_ == nullptr) throw std::bad_alloc();  // as the buffer beside it would
  CHECK(!ZSTD_isError(ZSTD_DCtx_setParameter(context_.get(), ZSTD_d_windowLogMax, kWindowLogMax)));
}

ZstdStream::~ZstdStream() = default;

bool ZstdStream::IsMagic(Bytes head) {
  if (head.size() < 4) return false;
  const std::uint32_t magic = __builtin_bswap32(LoadU32(head.data()));
  return magic == kFrameMagic || (magic & kSkippableMask) == kSkippableMagic;
}

void ZstdStream::Reset(StreamReader& input) {
  CHECK(!ZSTD_isError(ZSTD_DCtx_reset(context_.get(), ZSTD_reset_session_only)));
  input_ = &input;
  begin_ = end_ = 0;
  input_offset_ = input.offset();
  output_offset_ = 0;
  in_frame_ = false;
}

Result<bool> ZstdStream::FillInput() {
  TRY_ASSIGN(end_, input_->Read({compressed_.data(), kInputBytes}));
  begin_ = 0;
  input_offset_ += end_;
  return end_ > 0;
}

Result<std::size_t> ZstdStream::Read(std::span<std::uint8_t> out) {
  ZSTD_outBuffer output{out.data(), out.size(), 0};
  while (output.pos == 0) {
    if (begin_ == end_) {
      TRY_ASSIGN(const bool more, FillInput());
      // Inside a frame the last bytes may still be waiting in the context: try once without input.
      if (!more && !in_frame_) return 0;
    }
    ZSTD_inBuffer input{compressed_.data() + begin_, end_ - begin_, 0};
    const std::size_t hint = ZSTD_decompressStream(context_.get(), &output, &input);
    begin_ += input.pos;
    if (ZSTD_isError(hint) != 0) return Fault(hint);
    in_frame_ = hint != 0;
    if (in_frame_ && output.pos == 0 && input.size == 0) {
      return Error{Code::kDataLoss,
                   fmt::format("truncated: the zstd frame goes on behind offset {}, where the "
                               "bytes end; fetch it again",
                               input_offset_)};
    }
  }
  output_offset_ += output.pos;
  return output.pos;
}

Error ZstdStream::Fault(std::size_t code) const {
  const std::uint64_t at = input_offset_ - (end_ - begin_);
  if (ZSTD_getErrorCode(code) == ZSTD_error_frameParameter_windowTooLarge) {
    return {Code::kResourceExhausted,
            fmt::format("zstd at offset {}: the frame needs a window above {} MiB; compress it "
                        "again with a smaller one",
                        at, (1 << kWindowLogMax) >> 20)};
  }
  return {Code::kDataLoss,
          fmt::format("corrupt zstd at offset {} (after {} decompressed bytes): {}; fetch it again",
                      at, output_offset_, ZSTD_getErrorName(code))};
}

}  // namespace lake

// What a zstd stream (RFC 8878) decompresses to: any number of frames, skippable ones too.
//
// Made for hostile input: a frame may ask for a window of at most 128 MiB, and output is produced
// only as fast as it is read, so the reader's own bound is the bound of memory. Contexts are kept
// from one stream to the next. kDataLoss for a corrupt or truncated stream, with the offset in the
// compressed bytes. One thread at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

#include "source/bytes/byte_stream.h"

struct ZSTD_DCtx_s;

namespace lake {

class ZstdStream : public ByteStream {
 public:
  ZstdStream();
  ~ZstdStream() override;
  // Starts over with the compressed bytes of `input`, which outlives its use.
  void Reset(StreamReader& input);
  Result<std::size_t> Read(std::span<std::uint8_t> out) override;

  // True when `head`, the first 4 bytes or more, begins a frame or a skippable frame.
  static bool IsMagic(Bytes head);

 private:
  struct FreeContext {
    void operator()(ZSTD_DCtx_s* context) const;
  };
  Result<bool> FillInput();
  Error Fault(std::size_t code) const;

  std::unique_ptr<ZSTD_DCtx_s, FreeContext> context_;
  StreamReader* input_ = nullptr;
  Buffer compressed_;
  std::size_t begin_ = 0;  // of what is left in compressed_
  std::size_t end_ = 0;
  std::uint64_t input_offset_ = 0;  // of compressed_[end_]
  std::uint64_t output_offset_ = 0;
  bool in_frame_ = false;
};

}  // namespace lake

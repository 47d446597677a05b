// Compresses pages, each a zstd frame of its own. One thread at a time; keep one per thread.
#pragma once

#include <cstdint>
#include <memory>

#include "parquet/byte_buffer.h"

struct ZSTD_CCtx_s;

namespace lake {

class PageCodec {
 public:
  // std::bad_alloc when there is no memory.
  explicit PageCodec(int zstd_level);

  // Valid until the next call.
  Bytes Compress(Bytes page);

 private:
  struct FreeContext {
    void operator()(ZSTD_CCtx_s* context) const;
  };
  int level_;
  std::unique_ptr<ZSTD_CCtx_s, FreeContext> context_;
  ByteBuffer out_;
};

}  // namespace lake

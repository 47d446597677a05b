#include "parquet/page_codec.h"

#include <zstd.h>

#include <new>

#include "base/check.h"

namespace lake {

void PageCodec::FreeContext::operator()(ZSTD_CCtx_s* context) const { ZSTD_freeCCtx(context); }

PageCodec::PageCodec(int zstd_level) : level_(zstd_level), context_(ZSTD_createCCtx()) {
  if (context_ == nullptr) throw std::bad_alloc();
}

Bytes PageCodec::Compress(Bytes page) {
  const std::size_t bound = ZSTD_compressBound(page.size());
  out_.Clear();
  out_.Extend(bound);
  const std::size_t size =
      ZSTD_compressCCtx(context_.get(), out_.data(), out_.size(), page.data(), page.size(), level_);
  // With room for the worst case only memory can be lacking.
  if (ZSTD_isError(size)) throw std::bad_alloc();
  return {out_.data(), size};
}

}  // namespace lake

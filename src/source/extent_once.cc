#include "source/extent_once.h"

#include <optional>
#include <utility>

namespace lake {
namespace {

class ExtentOnce final : public LedgerSource {
 public:
  explicit ExtentOnce(std::unique_ptr<LedgerSource> source) : source_(std::move(source)) {}

  std::string Describe() const override { return source_->Describe(); }
  Result<SourceExtent> Extent() override {
    if (!extent_) {
      TRY_ASSIGN(extent_, source_->Extent());
    }
    return *extent_;
  }
  Result<std::optional<std::uint32_t>> Newest() override { return source_->Newest(); }
  Status Seek(LedgerRange range) override { return source_->Seek(range); }
  Result<std::optional<RawLedger>> Next() override { return source_->Next(); }
  void Stop() override { source_->Stop(); }

 private:
  const std::unique_ptr<LedgerSource> source_;
  std::optional<SourceExtent> extent_;
};

}  // namespace

std::unique_ptr<LedgerSource> MakeExtentOnce(std::unique_ptr<LedgerSource> source) {
  return std::make_unique<ExtentOnce>(std::move(source));
}

}  // namespace lake

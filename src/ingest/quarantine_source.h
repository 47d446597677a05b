// The ledgers that a lake keeps aside as a source: what a newer version extracts when nobody else
// has them any more. Bounded; holds its ledgers in memory, because the sink needs the lake. One
// thread.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "duckdb/lake.h"
#include "source/ledger_source.h"

namespace lake {

class QuarantineSource final : public LedgerSource {
 public:
  // Ledgers of `range` in ascending order, as many as `bytes_max` allows, but one at least.
  // kNotFound when there is none, kDataLoss when one is not what was put there.
  static Result<std::unique_ptr<QuarantineSource>> Read(Connection& connection, const Lake& lake,
                                                        LedgerRange range, std::uint64_t bytes_max);

  std::string Describe() const override { return "quarantine"; }
  Result<SourceExtent> Extent() override;
  Status Seek(LedgerRange range) override;
  Result<std::optional<RawLedger>> Next() override;
  void Stop() override {}

 private:
  struct Kept {
    std::uint32_t sequence;
    std::shared_ptr<const std::vector<std::uint8_t>> xdr;
    std::string origin;
  };
  std::vector<Kept> ledgers_;
  LedgerRange range_;
  std::size_t next_ = 0;
};

}  // namespace lake

// Ledgers of a lake as a source of ledgers: those whose order is proved, for tables that
// lake_origin.h names.
//
// Reads the lake while others commit to it, through connections that it is given; lets go of them
// when asked (Release), because an embedded catalog is open once. Next may be called from another
// thread than the rest, but not at the same time; Stop from any.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "reindex/stored_ledgers.h"
#include "source/ledger_source.h"

namespace lake {

class LakeLedgers final : public LedgerSource {
 public:
  using Connect = std::function<Result<Connection>()>;

  // `ledgers` are those that it gives; each has its rows.
  LakeLedgers(StoredTables tables, LedgerSet ledgers, Connect connect)
      : tables_(std::move(tables)), ledgers_(std::move(ledgers)), connect_(std::move(connect)) {}

  // Connects that way from the next Seek on.
  void ReadThrough(Connect connect) {
    Release();
    connect_ = std::move(connect);
  }
  // Until the next Seek it holds nothing of the lake.
  void Release() { reader_.reset(); }

  std::string Describe() const override { return "the lake itself"; }
  Result<SourceExtent> Extent() override;
  // kNotFound for ledgers that are none of its own.
  Status Seek(LedgerRange range) override;
  Result<std::optional<RawLedger>> Next() override;
  void Stop() override { stopped_ = true; }

 private:
  const StoredTables tables_;
  const LedgerSet ledgers_;
  Connect connect_;
  std::optional<StoredLedgers> reader_;
  std::atomic<bool> stopped_ = false;
};

}  // namespace lake

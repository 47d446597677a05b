// A lake with all tables of bronze, and the silver that is made of it.
#pragma once

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "silver/silver_run.h"
#include "support/extracted_batch.h"
#include "support/ledger_builder.h"
#include "support/matchers.h"
#include "tables/all.h"
#include "unit/sink/lake_catalogs.h"

namespace lake::testing {

class SilverLake : public LakeCatalogs {
 protected:
  // One commit of these ledgers, the next of the chain.
  void Commit(const std::vector<LedgerSpec>& specs) {
    std::vector<BuiltLedger> ledgers;
    for (const LedgerSpec& spec : specs) ledgers.push_back(chain_.Add(spec));
    Commit(ledgers);
  }
  void Commit(const std::vector<BuiltLedger>& ledgers) {
    DuckLakeSinkOptions options = Options();
    options.tables = tables_;
    options.partition = true;
    DuckLakeSink sink(std::move(options));
    ASSERT_THAT(sink.Open(), IsOk());
    ASSERT_THAT(sink.Commit(ExtractBatch(tables_, ledgers, chain_.network_id()), {}), IsOk());
    ASSERT_THAT(sink.Close(), IsOk());
  }
  SilverOptions SilverOptionsOf(std::uint32_t ledgers_max) const {
    SilverOptions options{.writer = {.lake = lake_, .patience_ms = 120'000},
                          .network = {.name = "pubnet",
                                      .era_name = "mainnet",
                                      .passphrase = std::string(kTestPassphrase),
                                      .id = chain_.network_id()},
                          .program = "test/1",
                          .host = "host:1",
                          .limits = {.ledgers_max = ledgers_max}};
    options.writer.lake.schema_name = std::string(kSilverSchema);
    return options;
  }
  // All steps that there are; their ledgers.
  std::vector<LedgerSpan> Run(std::uint32_t ledgers_max = 1000) const {
    std::vector<LedgerSpan> taken;
    SilverRun run(SilverOptionsOf(ledgers_max));
    EXPECT_THAT(run.Open(), IsOk());
    while (!::testing::Test::HasFailure()) {
      const auto step = run.Step();
      EXPECT_THAT(step, IsOk());
      if (!step.ok() || !*step) break;
      taken.push_back((*step)->span);
    }
    EXPECT_THAT(run.Close(), IsOk());
    return taken;
  }

  const TableSet tables_ = *SelectTables({});
  LedgerChain chain_{kTestPassphrase, 1000, 22};
};

}  // namespace lake::testing

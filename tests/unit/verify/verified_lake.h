// A small lake of payments for tests of what verify looks at: ledgers from 1000 on, committed in
// batches of whatever tables a test says.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "sink/ducklake_sink.h"
#include "sink/lake_contents.h"
#include "stellar/network.h"
#include "support/chain_source.h"
#include "support/extracted_batch.h"
#include "support/lake_probe.h"
#include "support/ledger_builder.h"
#include "support/matchers.h"
#include "support/temp_folder.h"
#include "tables/all.h"
#include "verify/report.h"

namespace lake::testing {

inline constexpr const char* kLedgersTable = "ledgers_row_v2";
inline constexpr const char* kTransactionsTable = "transactions_row_v2";

class VerifiedLake : public ::testing::Test {
 protected:
  // Of the chain's ledgers, those from `first` to `last` into these tables.
  void Commit(std::uint32_t first, std::uint32_t last, const std::vector<std::string>& names) {
    const TableSet tables = SelectTables(names).value();
    DuckLakeSink sink(SinkOptions(tables));
    ASSERT_THAT(sink.Open(), IsOk());
    const std::vector<BuiltLedger> part(ledgers_.begin() + (first - 1000),
                                        ledgers_.begin() + (last - 1000) + 1);
    ASSERT_THAT(sink.Commit(ExtractBatch(tables, part, network_.id), {}), IsOk());
    ASSERT_THAT(sink.Close(), IsOk());
  }
  DuckLakeSinkOptions SinkOptions(const TableSet& tables) const {
    DuckLakeSinkOptions options{.writer = {.lake = where_}, .tables = tables, .origin = {}};
    options.origin.network = network_.name;
    options.origin.source = "a chain";
    options.origin.pipeline_version = "1";
    options.origin.processor_name = "test";
    return options;
  }
  void Execute(const std::string& sql) const { LakeProbe(where_).Execute(sql); }

  // Opens the lake to be read; after the last change.
  void Open() {
    LakeOptions options = where_;
    options.read_only = true;
    lake_ = Lake::Open(options).value();
    connection_ = std::make_unique<Connection>(lake_->Connect().value());
    contents_ = ReadLakeContents(*connection_, *lake_, {}).value();
  }
  LakeReading reading() { return {*connection_, *lake_, report_}; }

  TempFolder folder_;
  LakeOptions where_{.location = folder_.File("lake")};
  Network network_ = NetworkOfPassphrase(kTestPassphrase);
  std::vector<BuiltLedger> ledgers_ = LedgerChain(kTestPassphrase, 1000, 22).AddPayments(10);
  std::unique_ptr<Lake> lake_;
  std::unique_ptr<Connection> connection_;
  LakeContents contents_;
  VerifyReport report_;
};

}  // namespace lake::testing

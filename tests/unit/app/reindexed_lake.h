// A lake that was made before some of the tables were, and `stellarlake reindex` as its user runs
// it.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "stellar/ledger_set.h"
#include "support/child.h"
#include "support/lake_files.h"
#include "support/lake_probe.h"
#include "support/ledger_builder.h"
#include "support/places.h"
#include "support/temp_folder.h"
#include "tables/all.h"

namespace lake::testing {

inline constexpr std::uint32_t kFirst = 1000;
inline constexpr std::uint32_t kWithNewFee = 1002;      // changes no entry
inline constexpr std::uint32_t kWithNewSetting = 1003;  // ... none that has rows beside its own
inline constexpr std::uint32_t kWithNewReserve = 1004;  // may change any
inline constexpr std::uint32_t kLedgers = 8;

// Rows of every table beside the 20, several transactions a ledger, three ledgers with an upgrade.
inline std::vector<BuiltLedger> MakeLedgers(std::uint32_t protocol) {
  LedgerChain chain(kTestPassphrase, kFirst, protocol);
  std::vector<BuiltLedger> ledgers;
  for (std::uint32_t i = 0; i < kLedgers; ++i) {
    LedgerSpec spec;
    for (const std::string name : {"alice", "bob", "carol"}) {
      spec.Add(Tx(std::string_view(name))
                   .Op(Payment("dave", NativeAsset(), 10 + i))
                   .Changes({Created(AccountEntry(name + std::to_string(i),
                                                  {{"inflationDest", Account("erin")}}))}));
    }
    spec.Add(Tx("alice")
                 .Op(InvokeContract("token", "mint", {}))
                 .Soroban({})
                 .Events({ContractEvent("token", {ScSymbol("mint")}, ScI128(i))}));
    if (kFirst + i == kWithNewFee) spec.Upgrade({{"newBaseFee", 200}});
    if (kFirst + i == kWithNewSetting) spec.Upgrade({{"newMaxSorobanTxSetSize", 50}});
    if (kFirst + i == kWithNewReserve) spec.Upgrade({{"newBaseReserve", 6'000'000}});
    ledgers.push_back(chain.Add(spec));
  }
  return ledgers;
}

class ReindexedLake : public ::testing::Test {
 protected:
  // A place of that name, the same every time.
  virtual ::lake::LakeOptions Place(const std::string& name) {
    return {.location = folder_.File(name)};
  }
  void WriteLedgers(std::uint32_t protocol) {
    WriteLake(source_, MakeLedgers(protocol), {.passphrase = std::string(kTestPassphrase)});
  }
  ChildResult Run(std::vector<std::string> words, const std::string& lake = "lake",
                  const ChildOptions& options = {}) {
    const bool chooses_network = words[0] == "ingest" || words[0] == "reindex";
    const ::lake::LakeOptions place = Place(lake);
    words.insert(words.begin(), Program());
    words.insert(words.end(), {"--lake", place.location});
    if (!place.data_path.empty()) words.insert(words.end(), {"--data-path", place.data_path});
    if (chooses_network) {
      words.insert(words.end(), {"--network", std::string(network_), "--progress", "none"});
    }
    return RunChild(words, options);
  }
  void Ingest(const std::string& tables, const std::string& lake = "lake",
              const std::vector<std::string>& more = {"--batch-size", "3"}) {
    std::vector<std::string> words{"ingest", source_, "--tables", tables};
    words.insert(words.end(), more.begin(), more.end());
    const ChildResult result = Run(words, lake);
    ASSERT_EQ(result.exit_status, 0) << result.err;
  }
  void ExpectVerified(const std::string& lake = "lake") {
    const ChildResult result = Run({"verify", "--source", source_}, lake);
    EXPECT_EQ(result.exit_status, 0) << result.out << result.err;
  }
  LakeProbe Probe(const std::string& lake = "lake") { return LakeProbe(Place(lake)).Held(); }
  // Of these tables, what an ingest of now writes.
  void ExpectLikeFresh(const std::vector<std::string>& tables, LedgerSpan ledgers = kAll,
                       const std::string& lake = "lake") {
    if (!has_fresh_) Ingest("bronze,extra,index,entries", "fresh");
    has_fresh_ = true;
    const LakeProbe found = Probe(lake), fresh = Probe("fresh");
    const TableSet set = SelectTables(tables).value();
    for (const Table* table : set) {
      const TableSpec& spec = *table->spec;
      EXPECT_EQ(found.Digest(spec, ledgers.first, ledgers.last),
                fresh.Digest(spec, ledgers.first, ledgers.last))
          << spec.name;
    }
  }
  static constexpr LedgerSpan kAll{0, 100'000'000};

  TempFolder folder_;
  std::string source_ = folder_.File("ledgers");
  std::string_view network_ = kTestPassphrase;
  bool has_fresh_ = false;
};

}  // namespace lake::testing

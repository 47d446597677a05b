// The real program on ledgers of which one holds what it does not know.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "base/base64.h"
#include "support/child.h"
#include "support/lake_files.h"
#include "support/ledger_builder.h"
#include "support/places.h"
#include "support/temp_folder.h"
#include "support/unknown_ledgers.h"

namespace lake::testing {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::size_t kLedgers = 12;
constexpr std::size_t kAt = 6;

class QuarantineRun : public ::testing::Test {
 protected:
  void Write(UnknownPart part) { WriteLake(source_, ChainWithUnknown(kLedgers, kAt, part)); }
  // As a newer version would see the source whose unknown part was in the meta, which no hash of
  // the chain covers.
  std::vector<BuiltLedger> AllKnown() {
    LedgerChain chain(kTestPassphrase, 1000, 23);
    return chain.AddPayments(kLedgers);
  }

  ChildResult Run(std::vector<std::string> words, const std::string& crash_at = "") {
    words.insert(words.begin(), testing::Program());
    ChildOptions options;
    if (!crash_at.empty()) options.variables.emplace_back("STELLARLAKE_CRASH_AT", crash_at);
    return RunChild(words, options);
  }
  ChildResult Ingest(std::vector<std::string> more = {}, const std::string& crash_at = "") {
    std::vector<std::string> words{"ingest",    source_,        "--lake", lake_,        "--network",
                                   kPassphrase, "--batch-size", "4",      "--progress", "none"};
    words.insert(words.end(), more.begin(), more.end());
    return Run(words, crash_at);
  }
  json Rows(const std::string& sql, bool write = false) {
    std::vector<std::string> words{"sql", "--lake", lake_, "--format", "json", sql};
    if (write) words.emplace_back("--write");
    const ChildResult result = Run(words);
    EXPECT_EQ(result.exit_status, 0) << result.err;
    return result.exit_status == 0 && !write ? json::parse(result.out) : json();
  }
  // Every table of every batch: ledgers, rows, digest.
  json Lineage() {
    return Rows(
        "select dataset, source_ledger_start, row_count, checksum from _meta_lineage order by all");
  }

  const std::string kPassphrase{kTestPassphrase};
  const std::vector<std::string> kAside{"--on-unknown", "quarantine"};
  TempFolder folder_;
  std::string source_ = folder_.File("ledgers");
  std::string lake_ = folder_.File("lake");
};

class UnknownInTheMiddle : public QuarantineRun,
                           public ::testing::WithParamInterface<UnknownPart> {};
INSTANTIATE_TEST_SUITE_P(Part, UnknownInTheMiddle, ::testing::ValuesIn(kUnknownParts),
                         [](const auto& part) { return std::string(PartName(part.param)); });

TEST_P(UnknownInTheMiddle, StopsOrIsKeptAsideAndSeenByEveryCommand) {
  Write(GetParam());
  const ChildResult stopped = Ingest();
  EXPECT_EQ(stopped.exit_status, 65);
  EXPECT_THAT(stopped.err, HasSubstr("ledger 1006 in "));
  EXPECT_THAT(stopped.err, HasSubstr("offset "));
  EXPECT_EQ(Rows("select max(sequence) as n from ledgers_row_v2")[0]["n"], 1005);
  EXPECT_EQ(Rows("select count(*) as n from _quarantine")[0]["n"], 0);

  for (int run = 0; run < 2; ++run) {  // the second adds nothing
    const ChildResult aside = Ingest(kAside);
    ASSERT_EQ(aside.exit_status, 0) << aside.err;
    EXPECT_THAT(aside.out, HasSubstr("kept aside 1 ledger"));
    EXPECT_EQ(Rows("select count(*) as n from ledgers_row_v2")[0]["n"], 11);
    EXPECT_EQ(Rows("select sequence from _quarantine"), json::parse(R"([{"sequence":1006}])"));
    EXPECT_EQ(Rows("select commits from _fence")[0]["commits"], 5);
  }

  const ChildResult gaps = Run({"gaps", "--lake", lake_, "--format", "json"});
  EXPECT_EQ(gaps.exit_status, 65);
  const json report = json::parse(gaps.out);
  EXPECT_EQ(report["groups"][0]["gaps"], json::parse("[[1006,1006]]"));
  EXPECT_EQ(report["quarantined"][0]["sequence"], 1006);
  EXPECT_THAT(report["quarantined"][0]["reason"].get<std::string>(), HasSubstr("offset "));
  EXPECT_THAT(Run({"gaps", "--lake", lake_}).out, HasSubstr("kept aside 1,006   protocol "));

  const ChildResult verify =
      Run({"verify", "--lake", lake_, "--source", source_, "--network", kPassphrase});
  EXPECT_EQ(verify.exit_status, 0) << verify.out << verify.err;
  EXPECT_THAT(verify.out, HasSubstr("kept aside ledger 1006 in "));

  const ChildResult inspect = Run({"inspect", source_, "--network", kPassphrase});
  EXPECT_EQ(inspect.exit_status, 65);
  EXPECT_THAT(inspect.out, HasSubstr("unknown "));
  EXPECT_THAT(inspect.out, Not(HasSubstr("fault ")));

  const ChildResult extract =
      Run({"extract", source_, "--network", kPassphrase, "--out", folder_.File("rows")});
  EXPECT_EQ(extract.exit_status, 65);
  EXPECT_THAT(extract.err, HasSubstr("ledger 1006 in "));
  EXPECT_TRUE(std::filesystem::is_empty(folder_.File("rows")));
}

TEST_F(QuarantineRun, ANewerVersionFillsTheGapFromTheSource) {
  Write(UnknownPart::kMeta);
  ASSERT_EQ(Ingest(kAside).exit_status, 0);
  WriteLake(source_, AllKnown());
  const ChildResult fill =
      Run({"gaps", source_, "--fill", "--lake", lake_, "--network", kPassphrase});
  ASSERT_EQ(fill.exit_status, 0) << fill.err;
  EXPECT_EQ(Rows("select count(*) as n from _quarantine")[0]["n"], 0);
  EXPECT_EQ(Run({"gaps", "--lake", lake_}).exit_status, 0);
  const ChildResult verify =
      Run({"verify", "--lake", lake_, "--source", source_, "--network", kPassphrase});
  EXPECT_EQ(verify.exit_status, 0) << verify.out;
  EXPECT_THAT(verify.out, HasSubstr("12 ledgers extracted again"));
}

TEST_F(QuarantineRun, ANewerVersionFillsTheGapFromTheLakeItself) {
  Write(UnknownPart::kMeta);
  ASSERT_EQ(Ingest(kAside).exit_status, 0);
  const std::vector<std::string> fill{"gaps",      "--fill",    "--lake",     lake_,
                                      "--network", kPassphrase, "--progress", "none"};
  const ChildResult still_unknown = Run(fill);
  EXPECT_EQ(still_unknown.exit_status, 65);
  EXPECT_THAT(still_unknown.err, HasSubstr("ledger 1006 in "));
  EXPECT_EQ(Rows("select count(*) as n from _quarantine")[0]["n"], 1);
  Rows(fmt::format("update _quarantine set ledger_xdr = '{}'", Base64(AllKnown()[kAt].xdr)), true);
  std::filesystem::remove_all(source_);
  const ChildResult filled = Run(fill);
  ASSERT_EQ(filled.exit_status, 0) << filled.err;
  EXPECT_EQ(Rows("select count(*) as n from _quarantine")[0]["n"], 0);
  EXPECT_EQ(Rows("select count(*) as n from ledgers_row_v2")[0]["n"], kLedgers);
  EXPECT_EQ(Run({"gaps", "--lake", lake_}).exit_status, 0);
}

// The judge: the lake of a run that was killed again and again is that of an undisturbed one.
TEST_F(QuarantineRun, IsExactlyOnceUnderKills) {
#ifndef STELLARLAKE_CRASH_POINTS
  GTEST_SKIP() << "built without crash points";
#endif
  constexpr int kKilled = 128 + 9;
  Write(UnknownPart::kTxSet);
  ASSERT_EQ(Ingest(kAside).exit_status, 0);
  const json undisturbed = Lineage();
  lake_ = folder_.File("killed");
  // 4 ledgers, 2, the quarantined one, 4, 1: each run is killed in the first commit it makes.
  for (const char* at : {"lake.committed", "lake.fenced", "lake.committed", "lake.synced",
                         "lake.committed", "lake.committed", "lake.committed"}) {
    ASSERT_EQ(Ingest(kAside, at).exit_status, kKilled) << at;
  }
  const ChildResult last = Ingest(kAside);
  ASSERT_EQ(last.exit_status, 0) << last.err;
  EXPECT_EQ(Rows("select count(*) as n from _quarantine")[0]["n"], 1);
  EXPECT_EQ(Rows("select commits from _fence")[0]["commits"], 5);
  EXPECT_EQ(Lineage(), undisturbed);
  EXPECT_EQ(Run({"verify", "--lake", lake_}).exit_status, 0);
}

TEST_F(QuarantineRun, VerifySeesADamagedQuarantine) {
  Write(UnknownPart::kProtocol);
  ASSERT_EQ(Ingest(kAside).exit_status, 0);
  Rows("update _quarantine set ledger_xdr = reverse(ledger_xdr)", true);
  const ChildResult verify = Run({"verify", "--lake", lake_});
  EXPECT_EQ(verify.exit_status, 65);
  EXPECT_THAT(verify.out, HasSubstr("_quarantine holds something else than ledger 1006"));
}

}  // namespace
}  // namespace lake::testing

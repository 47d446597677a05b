#include "app/gap_report.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace lake {
namespace {

using nlohmann::json;

// Batches whose hashes chain wherever they touch.
BatchRecord Batch(std::uint32_t first, std::uint32_t last, std::vector<std::string> tables) {
  return {"batch", {first, last, {}, {}}, std::move(tables), "writer", ""};
}

json Report(const std::vector<BatchRecord>& batches, std::optional<LedgerRange> range = {}) {
  return json::parse(GapReportJson(*FindGaps(batches, range)));
}

TEST(GapReport, ALakeInOnePieceHasNone) {
  json report = Report({Batch(11, 20, {"a", "b"}), Batch(1, 10, {"a", "b"})});
  EXPECT_EQ(report["complete"], true);
  EXPECT_EQ(report["range"], json::parse("[1,20]"));
  EXPECT_EQ(report["held"], json::parse("[[1,20]]"));
  EXPECT_EQ(report["groups"].size(), 1u);
}

TEST(GapReport, NamesTheLedgersBetween) {
  json report = Report({Batch(1, 10, {"a"}), Batch(15, 20, {"a"}), Batch(22, 22, {"a"})});
  EXPECT_EQ(report["complete"], false);
  EXPECT_EQ(report["groups"][0]["gaps"], json::parse("[[11,14],[21,21]]"));
  EXPECT_EQ(report["groups"][0]["ledgers_missing"], 5);
  EXPECT_EQ(report["held"], json::parse("[[1,10],[15,20],[22,22]]"));
}

TEST(GapReport, AReasonOfTheLakeIsShownOnOneLine) {
  const QuarantineRecord aside{
      {3, 3, {}, {}}, 99, "odd\nno gaps    in all\xE2\x80\xAE", "", "", ""};
  const GapReport report = *FindGaps({Batch(1, 2, {"a"})}, std::nullopt, {aside});
  EXPECT_NE(GapReportText(report).find("odd\\nno gaps    in all\\u202e\n"), std::string::npos)
      << GapReportText(report);
}

TEST(GapReport, LooksAtTheRangeThatWasAskedFor) {
  std::vector<BatchRecord> batches = {Batch(5, 10, {"a"})};
  EXPECT_EQ(Report(batches, LedgerRange{6, 8})["complete"], true);
  EXPECT_EQ(Report(batches, LedgerRange{1, 12})["groups"][0]["gaps"],
            json::parse("[[1,4],[11,12]]"));
  EXPECT_EQ(Report(batches, LedgerRange{7, {}})["range"], json::parse("[7,10]"));
  EXPECT_EQ(Report(batches, LedgerRange{20, 30})["held"], json::array());
}

TEST(GapReport, PutsTablesThatLackTheSameTogether) {
  json report = Report({Batch(1, 10, {"a", "b", "c"}), Batch(11, 20, {"a", "c"})});
  EXPECT_EQ(report["groups"][0]["tables"], json::parse(R"(["a","c"])"));
  EXPECT_EQ(report["groups"][1]["tables"], json::parse(R"(["b"])"));
  EXPECT_EQ(report["groups"][1]["gaps"], json::parse("[[11,20]]"));
}

TEST(GapReport, BatchesOfDifferentTablesMayOverlap) {
  json report = Report({Batch(1, 10, {"a"}), Batch(5, 7, {"b"}), Batch(9, 20, {"b"})});
  EXPECT_EQ(report["held"], json::parse("[[1,20]]"));
}

TEST(GapReport, WithoutBatchesShowsWhatIsKeptAside) {
  const QuarantineRecord ledger{{7, 7, {}, {}}, 99, "too new", "x", "writer", ""};
  const auto report = FindGaps({}, {}, {ledger});
  ASSERT_TRUE(report.has_value());
  EXPECT_FALSE(report->complete());
  EXPECT_EQ(GapReportText(*report),
            "looked at  7\n"
            "kept aside 7   protocol 99: too new\n"
            "held       0 ledgers in 0 runs, 0 batches\n");
}

TEST(GapReport, TablesThatLackTheSameMayHaveBeenCommittedApart) {
  json report = Report({Batch(1, 10, {"a"}), Batch(1, 10, {"b"}), Batch(1, 20, {"c"})});
  EXPECT_EQ(report["groups"][0]["tables"], json::parse(R"(["c"])"));
  EXPECT_EQ(report["groups"][1]["tables"], json::parse(R"(["a","b"])"));
}

TEST(GapReport, ReadsWell) {
  EXPECT_EQ(GapReportText(*FindGaps({Batch(1, 1000, {"a", "b"}), Batch(2001, 3000, {"a"})}, {})),
            "looked at  1 … 3,000\n"
            "held       2,000 ledgers in 2 runs, 2 batches\n"
            "gaps       in a: 1,000 ledgers\n"
            "           1,001 … 2,000   1,000 ledgers\n"
            "gaps       in b: 2,000 ledgers\n"
            "           1,001 … 3,000   2,000 ledgers\n");
  EXPECT_EQ(GapReportText(*FindGaps({Batch(7, 7, {"a", "b"})}, {})),
            "looked at  7\n"
            "held       1 ledger in 1 run, 1 batch\n"
            "no gaps    in all 2 tables\n");
  EXPECT_FALSE(FindGaps({}, {}).has_value());
}

}  // namespace
}  // namespace lake

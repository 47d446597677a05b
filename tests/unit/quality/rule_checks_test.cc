// The checks every table has from the declaration of its columns: forms and bounds, keys, ledger.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include "quality/text_form.h"
#include "quality_fixture.h"
#include "support/sample_ledgers.h"

namespace lake::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr std::string_view kAccounts = "accounts_snapshot_v1";

class RuleChecks : public QualityTest {
 protected:
  RuleChecks() : QualityTest({std::string(kAccounts)}) { MakeGoodBatch(); }
};

TEST_F(RuleChecks, PassOnGoodRows) {
  EXPECT_THAT(Failed(), IsEmpty());
  EXPECT_EQ(Run("column_rules").check_type, "validity");
  EXPECT_EQ(Run("key_present").check_type, "completeness");
  EXPECT_EQ(Run("ledger_consistency").check_type, "consistency");
}

TEST_F(RuleChecks, NameTheColumnsWhoseRulesAreBroken) {
  Set(kAccounts, "balance", 0, 0, "1.5");
  Set(kAccounts, "balance", 1, 0, "+1.5000000");
  Set(kAccounts, "master_weight", 2, 0, 256);
  Set(kAccounts, "flags", 2, 0, -1);
  EXPECT_EQ(Run("column_rules").details,
            "4 of 3 rows: values against the rules of balance, master_weight, flags");
}

TEST_F(RuleChecks, LeaveNullsAlone) {
  SetNull(batch_.ledgers[0]->tables[0], *tables_[0]->spec, "sponsor_account", 0);
  EXPECT_TRUE(Run("column_rules").passed);
  Set(kAccounts, "sponsor_account", 0, 0, "");
  EXPECT_FALSE(Run("column_rules").passed);
}

// A number that is larger than its column is NULL, and no NULL like others (decision D28).
TEST_F(RuleChecks, CountNumbersThatTheirColumnsCannotHold) {
  const Json account =
      AccountEntry("carol", {{"flags", 4'294'967'295}, {"numSubEntries", 3'000'000'000}});
  ledgers_.push_back(
      chain_.Add(LedgerSpec().Add(Tx("bob").Op(Inflation()).FeeChanges({Created(account)}))));
  Extract();
  EXPECT_EQ(Run("column_rules").details,
            "2 of 4 rows: values against the rules of num_subentries, flags");
}

TEST_F(RuleChecks, CountEmptyKeys) {
  Set(kAccounts, "account_id", 0, 0, "");
  const QualityResult result = Run("key_present");
  EXPECT_EQ(result.details, "1 of 3 rows: a key is empty");
  EXPECT_EQ(result.null_anomalies, 1);
}

TEST_F(RuleChecks, WantRowsOfTheirLedgerAndRange) {
  Set(kAccounts, "ledger_range", 0, 0, 10'000);
  EXPECT_EQ(Run("ledger_consistency").details,
            "1 of 3 rows: ledger_sequence or ledger_range is not of the ledger");
  Set(kAccounts, "ledger_sequence", 1, 0, 10'001);
  EXPECT_EQ(Run("ledger_consistency").details,
            "3 of 3 rows: ledger_sequence or ledger_range is not of the ledger");
}

class EveryTable : public QualityTest {
 protected:
  EveryTable() : QualityTest({"bronze", "core"}) {}
};

TEST_F(EveryTable, PassesAllItsChecksOnTheSampleLedgers) {
  for (const std::uint32_t sequence : kSampleLedgers) {
    ledgers_ = {{.sequence = sequence,
                 .xdr = SampleLedger(sequence),
                 .hash = {},
                 .transaction_hashes = {}}};
    batch_ = ExtractBatch(tables_, ledgers_, Sha256(AsBytes(kPublicPassphrase)));
    for (const QualityResult& result : Run()) {
      EXPECT_TRUE(result.passed || result.warn_only) << sequence << ": " << result.dataset << "."
                                                     << result.check_name << ": " << result.details;
    }
  }
}

ColumnSpec OfForm(TextForm form) {
  return {.name = "c",
          .doc = "C.",
          .type = ColumnType::kText,
          .nullable = false,
          .read = nullptr,
          .form = form,
          .one_of = "a|bc|d"};
}

// The texts of the list that have the form.
std::string Having(TextForm form, std::initializer_list<std::string_view> texts) {
  std::string all;
  for (const std::string_view text : texts) {
    if (TextRule(OfForm(form)).Holds(text)) all += fmt::format("<{}>", text);
  }
  return all;
}

TEST(TextForms, AreToldApart) {
  EXPECT_EQ(Having(TextForm::kHex, {"", "0f", "0", "0F", "gg"}), "<><0f>");
  EXPECT_EQ(Having(TextForm::kBase64, {"", "AAAA", "AAA=", "AA==", "AAA", "A-A=", "=AAA"}),
            "<><AAAA><AAA=><AA==>");
  EXPECT_EQ(Having(TextForm::kDecimal7, {"1.0000000", "-0.0000001", "1.000000", ".0000000",
                                         "1.00000000", "1e0000000", "-.0000000", "1"}),
            "<1.0000000><-0.0000001>");
  EXPECT_EQ(Having(TextForm::kInteger, {"0", "-5", "", "-", "+5", "5.0", "--5"}), "<0><-5>");
  EXPECT_EQ(Having(TextForm::kOneOf, {"a", "bc", "d", "b", "", "a|bc"}), "<a><bc><d>");
  EXPECT_EQ(Having(TextForm::kJson, {"", "{}"}), "<{}>");
  EXPECT_EQ(Having(TextForm::kAny, {"", "x"}), "<><x>");
  const std::string contract = "C" + std::string(55, 'A');
  EXPECT_EQ(Having(TextForm::kContract, {contract, "C"}), "<" + contract + ">");
  EXPECT_EQ(Having(TextForm::kAccount, {contract}), "");
}

// The fraction is looked at as a whole; a wrong character must not hide in any place.
TEST(TextForms, SeeAWrongCharacterOfAnAmountAtEveryPlace) {
  const TextRule rule(OfForm(TextForm::kDecimal7));
  std::string text = "-12.0956789";
  ASSERT_TRUE(rule.Holds(text));
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::string whole = text;
    for (int code = 0; code < 256; ++code) {
      text[i] = static_cast<char>(code);
      const bool digit = code >= '0' && code <= '9';
      EXPECT_EQ(rule.Holds(text), i == 3 ? code == '.' : digit || (i == 0 && code == '-'))
          << i << ' ' << code;
    }
    text = whole;
  }
}

}  // namespace
}  // namespace lake::testing

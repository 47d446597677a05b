// The change stream's compaction, case by case as the data contract lists them, and the sequences
// that no ledger can have.
#include "stellar/change_stream.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "support/ledger_builder.h"
#include "support/matchers.h"
#include "support/scvals.h"

namespace lake::testing {
namespace {

// The same account with a balance that tells its states apart.
Json A(std::int64_t balance) { return AccountEntry("alice", {{"balance", balance}}); }

std::int64_t BalanceIn(const ChangeRef* change) {
  return change == nullptr ? -1 : change->entry().data().account().balance();
}

std::string_view KindText(NetChangeKind kind) {
  switch (kind) {
    case NetChangeKind::kCreated:
      return "created";
    case NetChangeKind::kUpdated:
      return "updated";
    case NetChangeKind::kRemoved:
      return "removed";
    case NetChangeKind::kRestored:
      return "restored";
  }
  return "?";
}

// "updated 1 2": kind, balance before and after (-1 is none); or the error.
std::string Compact(const BuiltLedger& ledger, const Hash256& network_id) {
  LedgerView view;
  EXPECT_THAT(view.Decode(ledger.xdr, network_id), IsOk());
  ChangeCompactor compactor;
  const auto net = compactor.Compact(view);
  if (!net.ok()) {
    EXPECT_EQ(net.error().code, Code::kDataLoss);
    return net.error().message;
  }
  std::string text;
  for (const NetChange& change : *net) {
    text += fmt::format("{}{} {} {}", text.empty() ? "" : ", ", KindText(change.kind),
                        BalanceIn(change.pre), BalanceIn(change.post));
  }
  return text;
}

std::string Compact(const LedgerSpec& spec, std::uint32_t protocol = 23) {
  LedgerChain chain(kTestPassphrase, 1000, protocol);
  return Compact(chain.Add(spec), chain.network_id());
}

std::string Compact(const JsonList& changes) {
  return Compact(LedgerSpec().Add(Tx("alice").Op(Inflation()).Changes(changes)));
}

TEST(ChangeStream, KeepsSingleChanges) {
  EXPECT_EQ(Compact(JsonList{}), "");
  EXPECT_EQ(Compact({Created(A(1))}), "created -1 1");
  EXPECT_EQ(Compact({State(A(1)), Updated(A(2))}), "updated 1 2");
  EXPECT_EQ(Compact({State(A(1)), Removed(A(1))}), "removed 1 -1");
  EXPECT_EQ(Compact({Restored(A(1))}), "restored -1 1");
}

TEST(ChangeStream, ForgetsAStateThatNothingFollows) { EXPECT_EQ(Compact({State(A(1))}), ""); }

TEST(ChangeStream, MergesTwoChangesOfAnEntry) {
  EXPECT_EQ(Compact({Created(A(1)), State(A(1)), Updated(A(2))}), "created -1 2");
  EXPECT_EQ(Compact({Created(A(1)), State(A(1)), Removed(A(1))}), "");
  EXPECT_EQ(Compact({State(A(1)), Updated(A(2)), State(A(2)), Updated(A(3))}), "updated 1 3");
  EXPECT_EQ(Compact({State(A(1)), Updated(A(2)), State(A(2)), Removed(A(2))}), "removed 1 -1");
  EXPECT_EQ(Compact({State(A(1)), Removed(A(1)), Created(A(4))}), "updated 1 4");
  EXPECT_EQ(Compact({Restored(A(1)), State(A(1)), Updated(A(2))}), "restored -1 2");
  EXPECT_EQ(Compact({Restored(A(1)), State(A(1)), Removed(A(1))}), "removed 1 -1");
}

TEST(ChangeStream, TakesARestoredEntryForTheStateBefore) {  // CAP-62
  EXPECT_EQ(Compact({Restored(A(1)), Updated(A(2))}), "restored -1 2");
  EXPECT_EQ(Compact({Restored(A(1)), Removed(A(1))}), "removed 1 -1");
}

TEST(ChangeStream, MergesLongerLives) {
  EXPECT_EQ(Compact({Created(A(1)), State(A(1)), Removed(A(1)), Created(A(2))}), "created -1 2");
  EXPECT_EQ(Compact({Created(A(1)), State(A(1)), Removed(A(1)), Created(A(2)), State(A(2)),
                     Removed(A(2))}),
            "");
  EXPECT_EQ(Compact({State(A(1)), Removed(A(1)), Created(A(2)), State(A(2)), Removed(A(2))}),
            "removed 1 -1");
  EXPECT_EQ(Compact({State(A(1)), Removed(A(1)), Created(A(2)), State(A(2)), Updated(A(3))}),
            "updated 1 3");
}

TEST(ChangeStream, RefusesImpossibleSequences) {
  const std::pair<JsonList, std::string> impossible[] = {
      {{Created(A(1)), Created(A(2))}, "created although it exists"},
      {{State(A(1)), Updated(A(2)), Created(A(3))}, "created although it exists"},
      {{Restored(A(1)), Created(A(2))}, "created although it exists"},
      {{State(A(1)), Removed(A(1)), State(A(1)), Updated(A(2))}, "updated although it was removed"},
      {{Created(A(1)), State(A(1)), Removed(A(1)), State(A(1)), Updated(A(2))},
       "updated although it was removed"},
      {{State(A(1)), Removed(A(1)), State(A(1)), Removed(A(1))}, "removed twice"},
      {{Created(A(1)), State(A(1)), Removed(A(1)), State(A(1)), Removed(A(1))}, "removed twice"},
      {{Created(A(1)), Restored(A(2))}, "restored although it is live"},
      {{Restored(A(1)), Restored(A(2))}, "restored although it is live"},
  };
  for (const auto& [changes, reason] : impossible) {
    const std::string error = Compact(changes);
    EXPECT_NE(error.find(reason), std::string::npos) << error;
    EXPECT_EQ(error.find("tx 1: entry "), 0u) << error;
  }
}

TEST(ChangeStream, RefusesChangesWithoutTheStateBefore) {
  for (const JsonList& changes :
       {JsonList{Updated(A(2))}, JsonList{Removed(A(2))}, JsonList{Created(A(1)), Updated(A(2))},
        JsonList{State(A(1)), Updated(A(2)), Updated(A(3))}}) {
    EXPECT_NE(Compact(changes).find("an updated or removed entry without the state before it"),
              std::string::npos);
  }
  const Json other = AccountEntry("bob");
  EXPECT_NE(Compact({State(other), Updated(A(2))})
                .find("the state before an update is that of another entry"),
            std::string::npos);
}

// Neither a shorter key, nor another type's, nor the contract alone will do.
TEST(ChangeStream, WantsTheStateOfTheVeryKey) {
  const auto data = [](std::string_view contract, std::string_view key) {
    return ContractDataEntry(ContractAddress(contract), ScSymbol(key), ScU32(1));
  };
  const Json entries[] = {data("a", "key"),
                          data("a", "kez"),
                          data("a", "keys"),
                          data("b", "key"),
                          ContractCodeEntry("wasm"),
                          ContractCodeEntry("other"),
                          A(1)};
  for (const Json& before : entries) {
    for (const Json& after : entries) {
      if (before == after) continue;
      EXPECT_NE(Compact({State(before), Updated(after)}).find("that of another entry"),
                std::string::npos)
          << before << " before " << after;
    }
  }
}

TEST(ChangeStream, LooksForTheStateInTheSameListOnly) {
  const Tx tx =
      Tx("alice").Op(Inflation()).Changes({State(A(1))}).Op(Inflation()).Changes({Updated(A(2))});
  EXPECT_NE(Compact(LedgerSpec().Add(tx)).find("without the state before it"), std::string::npos);
}

JsonList Step(std::int64_t before, std::int64_t after) {
  return {State(A(before)), Updated(A(after))};
}

TEST(ChangeStream, IsInTheOrderOfTheProtocol) {
  // Each step starts where the one before ended, so that first and last say what the order was.
  const Tx first = Tx("alice")
                       .FeeChanges(Step(1, 2))
                       .ChangesBefore(Step(3, 4))
                       .Op(Inflation())
                       .Changes(Step(4, 5))
                       .Op(Inflation())
                       .Changes(Step(5, 6))
                       .ChangesAfter(Step(6, 7))
                       .PostFeeChanges(Step(8, 9));
  const Tx second = Tx("bob")
                        .FeeChanges(Step(2, 3))
                        .ChangesBefore(Step(7, 8))
                        .Op(Inflation())
                        .PostFeeChanges(Step(9, 10));
  EXPECT_EQ(Compact(LedgerSpec().Add(first).Add(second)), "updated 1 10");
  EXPECT_EQ(Compact(LedgerSpec().Add(first).Add(second).Upgrade({{"newBaseFee", 1}}, Step(10, 11))),
            "updated 1 11");
}

TEST(ChangeStream, IsInOrderOfFirstAppearance) {
  const Json b = AccountEntry("bob", {{"balance", 50}}),
             c = AccountEntry("carol", {{"balance", 60}});
  EXPECT_EQ(Compact({Created(b), Created(A(1)), Created(c), State(b), Removed(b), State(A(1)),
                     Updated(A(2))}),
            "created -1 2, created -1 60");
}

TEST(ChangeStream, OfTheOldestMetaIsThatOfItsOperations) {
  const Tx tx = Tx("alice").MetaVersion(0).Op(Inflation()).Changes(Step(1, 2));
  EXPECT_EQ(Compact(LedgerSpec().Add(tx), 9), "updated 1 2");
}

TEST(ChangeStream, LeavesOutWhatProtocol12RolledBackButReported) {
  const Tx tx = Tx("alice")
                    .Op(Inflation())
                    .ChangesBefore(Step(1, 2))
                    .ChangesAfter(Step(2, 3))
                    .FailsEarly("txINTERNAL_ERROR");
  EXPECT_EQ(Compact(LedgerSpec().Add(tx), 12), "updated 1 2");
  EXPECT_EQ(Compact(LedgerSpec().Add(tx), 13), "updated 1 3");
}

TEST(ChangeStream, LeavesEvictionsOut) {
  EXPECT_EQ(Compact(LedgerSpec().Evict({KeyOf(ContractCodeEntry("wasm"))})), "");
}

TEST(ChangeStream, KeepsTheLongestLifeOfATtl) {  // CAP-63
  const Json key = KeyOf(ContractCodeEntry("wasm"));
  const auto live_until = [&key](const JsonList& changes) {
    LedgerChain chain(kTestPassphrase, 1000, 23);
    const BuiltLedger ledger =
        chain.Add(LedgerSpec().Add(Tx("alice").Op(Inflation()).Changes(changes)));
    LedgerView view;
    EXPECT_THAT(view.Decode(ledger.xdr, chain.network_id()), IsOk());
    ChangeCompactor compactor;
    const auto net = compactor.Compact(view);
    return net.ok() && net->size() == 1 ? net->front().ttl_live_until : 0;
  };
  const auto until = [&key](std::uint32_t ledger) { return TtlEntry(key, ledger); };
  EXPECT_EQ(live_until({Created(until(5))}), 5u);
  EXPECT_EQ(live_until({State(until(5)), Updated(until(9)), State(until(5)), Updated(until(7))}),
            9u);
  EXPECT_EQ(live_until({State(until(5)), Updated(until(9)), State(until(9)), Removed(until(9))}),
            5u);
  EXPECT_EQ(live_until({State(until(9)), Removed(until(9)), Created(until(3))}), 3u);
}

TEST(ChangeStream, CanBeMadeAgainAndAgain) {
  LedgerChain chain(kTestPassphrase, 1000, 23);
  ChangeCompactor compactor;
  LedgerView view;
  for (const std::size_t count : {5u, 0u, 40u}) {
    Tx tx("alice");
    tx.Op(Inflation());
    JsonList changes;
    for (std::size_t i = 0; i < count; ++i) {
      changes.push_back(Created(AccountEntry(std::to_string(i))));
    }
    const BuiltLedger ledger = chain.Add(LedgerSpec().Add(tx.Changes(changes)));
    ASSERT_THAT(view.Decode(ledger.xdr, chain.network_id()), IsOk());
    EXPECT_EQ(compactor.Compact(view)->size(), count);
  }
}

}  // namespace
}  // namespace lake::testing

// A lake with index tables, on every catalog, that is asked where something is.
#pragma once

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "duckdb/transaction.h"
#include "find/lookup.h"
#include "find/subject.h"
#include "support/extracted_batch.h"
#include "support/ledger_builder.h"
#include "support/matchers.h"
#include "tables/all.h"
#include "unit/sink/lake_catalogs.h"
#include "upkeep/upkeep.h"

namespace lake::testing {

// How a page is asked for.
struct Asking {
  std::optional<Position> before{};
  std::size_t places_max = 1'000;
  std::uint64_t newest_ledgers = 2;
};

// A lake, open to be read.
class OpenedHistory {
 public:
  explicit OpenedHistory(::lake::LakeOptions options) {
    options.read_only = true;
    lake_ = Lake::Open(options).value();
    connection_ = std::make_unique<Connection>(lake_->Connect().value());
    EXPECT_THAT(PrepareLookups(*connection_), IsOk());
    history_ = ReadIndexedHistory(*connection_, *lake_, {}).value();
  }

  Result<PlacePage> Page(std::string_view text, const Asking& asking = {},
                         std::stop_token stop = {}) {
    TRY_ASSIGN(const Subject subject, ParseSubject(text));
    const auto network = NetworkIdOf(history_);
    const IndexKeys keys = KeysOf(subject, network ? &*network : nullptr);
    TRY_ASSIGN(LedgerSet ledgers, LedgersWith(history_, keys));
    PlaceQuery query{.history = history_, .keys = keys, .ledgers = std::move(ledgers)};
    query.before = asking.before;
    query.places_max = asking.places_max;
    query.newest_ledgers = asking.newest_ledgers;
    return FindPlaces(*connection_, query, std::move(stop));
  }
  // All pages of that size, one after the other.
  std::vector<Place> Walk(std::string_view text, std::size_t places_max) {
    std::vector<Place> all;
    Asking asking{.places_max = places_max};
    for (bool more = true; more;) {
      const auto page = Page(text, asking);
      EXPECT_THAT(page, IsOk());
      if (!page.ok()) return all;
      EXPECT_LE(page->places.size(), places_max);
      all.insert(all.end(), page->places.begin(), page->places.end());
      more = page->more;
      if (more) asking.before = page->places.back().at;
    }
    return all;
  }
  // "1000/1/0 source, paid", newest first.
  std::vector<std::string> Texts(std::string_view text) {
    std::vector<std::string> texts;
    for (const Place& place : Walk(text, 1'000)) {
      texts.push_back(fmt::format("{}/{}/{} {}", place.at.ledger, place.at.application_order,
                                  place.at.operation_order,
                                  fmt::join(RoleNames(place.roles), ", ")));
    }
    return texts;
  }
  Connection& connection() { return *connection_; }
  const IndexedHistory& history() const { return history_; }

 private:
  std::unique_ptr<Lake> lake_;
  std::unique_ptr<Connection> connection_;
  IndexedHistory history_;
};

class FoundLake : public LakeCatalogs {
 protected:
  // One commit of these ledgers.
  void Commit(const std::vector<LedgerSpec>& specs) { Commit(specs, tables_); }
  void Commit(const std::vector<LedgerSpec>& specs, const TableSet& tables) {
    std::vector<BuiltLedger> ledgers;
    for (const LedgerSpec& spec : specs) ledgers.push_back(chain_.Add(spec));
    DuckLakeSinkOptions options = Options();
    options.tables = tables;
    options.partition = true;
    DuckLakeSink sink(std::move(options));
    ASSERT_THAT(sink.Open(), IsOk());
    ASSERT_THAT(sink.Commit(ExtractBatch(tables, ledgers, chain_.network_id()), {}), IsOk());
    ASSERT_THAT(sink.Close(), IsOk());
    for (const BuiltLedger& ledger : ledgers) hashes_.push_back(ledger.transaction_hashes);
  }
  // As `maintain` does.
  void Maintain() const {
    LakeWriter writer({.lake = lake_, .patience_ms = 120'000},
                      {.network = "pubnet", .program = "test", .writer = "host:1"});
    ASSERT_THAT(writer.Open(), IsOk());
    ASSERT_THAT(writer.ReadStorage(), IsOk());
    UpkeepOptions options;
    options.merge.thorough = true;
    Upkeep upkeep(writer, options);
    ASSERT_THAT(upkeep.Begin(), IsOk());
    for (bool more = true; more;) {
      const auto step = upkeep.Step();
      ASSERT_THAT(step, IsOk());
      more = *step;
    }
    ASSERT_THAT(writer.Close(), IsOk());
  }
  OpenedHistory Open() const { return OpenedHistory(lake_); }

  const TableSet tables_ = *SelectTables(std::vector<std::string>{"index", "transactions_row_v2"});
  LedgerChain chain_{kTestPassphrase, 1000, 22};
  std::vector<std::vector<Hash256>> hashes_;  // of the transactions of each ledger
};

}  // namespace lake::testing

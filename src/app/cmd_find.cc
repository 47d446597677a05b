// Where something appears in a lake.
#include <fmt/format.h>

#include <charconv>

#include "app/find_report.h"
#include "app/open_lake.h"
#include "app/output.h"
#include "app/run_commands.h"
#include "app/run_setup.h"
#include "base/human.h"
#include "duckdb/transaction.h"

namespace lake {
namespace {

Result<std::optional<Position>> BeforeOf(const std::string& text) {
  if (text.empty()) return std::optional<Position>();
  std::uint64_t toid = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, toid);
  if (error == std::errc() && stop == end) return std::optional(PositionOf(toid));
  return Error{Code::kInvalidArgument,
               "--before takes a total order id, the number that `find` prints behind \"more\""};
}

struct Wish {
  Subject subject;
  std::optional<LedgerRange> range;
  std::optional<Position> before;
};

Result<Wish> WishOf(const Invocation& invocation) {
  if (invocation.arguments.empty()) {
    return Error{Code::kInvalidArgument,
                 "find: what to look for is missing; see stellarlake find --help"};
  }
  Wish wish;
  TRY_ASSIGN(wish.subject, ParseSubject(invocation.arguments[0]));
  TRY_ASSIGN(wish.before, BeforeOf(invocation.settings.find_before));
  if (NamesRange(invocation.settings)) {
    TRY_ASSIGN(wish.range, LedgersOfSettings(invocation.settings, "find"));
  }
  return wish;
}

// One snapshot of the lake.
Result<FindReport> Find(const Invocation& invocation, const Wish& wish, const StoredNames& names,
                        Connection& connection, const Lake& lake) {
  TRY_ASSIGN(Transaction transaction, Transaction::Begin(connection));
  TRY_ASSIGN(const IndexedHistory history, ReadIndexedHistory(connection, lake, names));
  const std::optional<Hash256> network = NetworkIdOf(history);
  const IndexKeys keys = KeysOf(wish.subject, network ? &*network : nullptr);
  TRY_ASSIGN(const LedgerSet indexed, LedgersWith(history, keys));
  const PlaceQuery query{.history = history,
                         .keys = keys,
                         .ledgers = wish.range ? indexed.Within(*wish.range) : indexed,
                         .before = wish.before,
                         .places_max = invocation.settings.find_limit};
  TRY_ASSIGN(PlacePage page, FindPlaces(connection, query, invocation.stop));
  return MakeFindReport(wish.subject, history, indexed, wish.range, std::move(page));
}

Error Nowhere(const FindReport& report) {
  std::string text =
      fmt::format("this {} is nowhere in the {} that were searched", NameOf(report.subject.kind),
                  FormatCount(report.page.searched.count(), "ledger"));
  if (!report.complete()) text += "; others could not be searched";
  return {Code::kNotFound, std::move(text)};
}

}  // namespace

Status RunFind(const Invocation& invocation) {
  const Settings& settings = invocation.settings;
  TRY_ASSIGN(const Wish wish, WishOf(invocation));
  TRY_ASSIGN(const std::unique_ptr<SelectedTables> tables, ChooseTables(settings));
  TRY_ASSIGN(const std::unique_ptr<Lake> lake, OpenLakeToRead(settings));
  TRY_ASSIGN(Connection connection, lake->Connect());
  TRY(PrepareLookups(connection));
  const std::stop_callback interrupt(invocation.stop, [&connection] { connection.Interrupt(); });
  TRY_ASSIGN(const FindReport report,
             Find(invocation, wish, tables->stored_names(), connection, *lake));
  const Status printed =
      Print(settings.format == "json" ? FindReportJson(report) : FindReportText(report));
  return report.page.places.empty() ? Status(Nowhere(report)) : printed;
}

}  // namespace lake

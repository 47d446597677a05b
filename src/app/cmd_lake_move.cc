// Tells a lake that its data was moved.
#include <fmt/format.h>

#include "app/open_lake.h"
#include "app/output.h"
#include "app/run_commands.h"
#include "base/human.h"
#include "lake/moved_data.h"

namespace lake {
namespace {

struct Move {
  std::string from;
  std::string to;
  std::uint64_t files = 0;
};

// Looks only; the catalog is closed again.
Result<Move> Look(const Settings& settings) {
  TRY_ASSIGN(const std::unique_ptr<Lake> lake, OpenMovedLake(settings, true));
  Move move{lake->recorded_data_path(), lake->data_path()};
  TRY_ASSIGN(Connection connection, lake->Connect());
  TRY_ASSIGN(move.files, CheckMovedData(connection, *lake));
  return move;
}

}  // namespace

Status RunLakeMove(const Invocation& invocation) {
  const Settings& settings = invocation.settings;
  auto looked = Look(settings);
  if (!looked.ok()) return std::move(looked).status().Context("the lake stays where it is");
  const Move& move = *looked;
  if (move.from == move.to) {
    return Print(fmt::format("nothing to do: the lake's data is in {}\n", move.to));
  }
  if (!settings.dry_run) {
    TRY_ASSIGN(const std::unique_ptr<Lake> lake, OpenMovedLake(settings, false));
    TRY_ASSIGN(Connection connection, lake->Connect());
    TRY(lake->RecordDataPath(connection));
  }
  return Print(fmt::format("{}      {} in {}, no longer in {}\n",
                           settings.dry_run ? "to move" : "moved", FormatCount(move.files, "file"),
                           move.to, move.from));
}

}  // namespace lake

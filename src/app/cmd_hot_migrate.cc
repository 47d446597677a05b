// The schema of the hot buffer: to the newest version, back, or to a new one.
#include <fmt/format.h>

#include <array>
#include <charconv>
#include <filesystem>

#include "app/open_hot.h"
#include "app/output.h"
#include "app/run_commands.h"
#include "base/file.h"
#include "base/nearest.h"
#include "hot/migrator.h"
#include "hot/profile.h"
#include "hot/schema_change.h"
#include "hot/schema_reader.h"

namespace lake {
namespace {

constexpr std::string_view kDefaultFolder = "migrations/hot";

// What a verb works with; lives as long as its run.
struct Work {
  const Settings& settings;
  std::span<const std::string> arguments;  // behind the verb
  std::span<const Migration> migrations;
  PgConnection& connection;
  Migrator& migrator;
};

Error Usage(std::string message) {
  return {Code::kInvalidArgument, fmt::format("hot migrate {}", std::move(message))};
}

Result<std::int64_t> ParseNumber(std::string_view verb, std::string_view text, std::int64_t min) {
  std::int64_t number = 0;
  const auto [stop, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (fault == std::errc() && stop == text.data() + text.size() && number >= min) return number;
  return Usage(fmt::format("{}: \"{}\" is no whole number from {} on", verb, text, min));
}

Result<std::int64_t> OnlyNumber(const Work& work, std::string_view verb, std::int64_t min) {
  if (work.arguments.size() != 1) return Usage(fmt::format("{}: give one version", verb));
  return ParseNumber(verb, work.arguments[0], min);
}

// [N]: how many; `all` and, for up, nothing mean every one.
Result<std::size_t> Count(const Work& work, std::string_view verb, std::size_t without) {
  if (work.arguments.empty()) return without;
  if (work.arguments.size() > 1) return Usage(fmt::format("{}: give one number", verb));
  if (work.arguments[0] == "all") return Migrator::kAll;
  TRY_ASSIGN(const std::int64_t number, ParseNumber(verb, work.arguments[0], 1));
  return static_cast<std::size_t>(number);
}

std::string VersionText(const SchemaVersion& version) {
  if (version.version == kNoVersion && !version.dirty) return "no migration was applied\n";
  return fmt::format("{}{}\n", version.version, version.dirty ? " (dirty)" : "");
}

Status PrintVersion(const Work& work) {
  TRY_ASSIGN(const SchemaVersion version, work.migrator.Version());
  return Print(VersionText(version));
}

// What the settings want of a production database.
Status ApplyProfile(const Work& work) {
  if (!work.settings.hot_logged && !work.settings.hot_roles) return {};
  std::size_t logged = 0;
  TRY(work.migrator.Locked([&]() -> Status {
    if (work.settings.hot_logged) {
      TRY_ASSIGN(logged, MakeTablesLogged(work.connection));
    }
    return work.settings.hot_roles ? MakeRoles(work.connection) : Status();
  }));
  if (work.settings.hot_logged) TRY(Print(fmt::format("{} tables made LOGGED\n", logged)));
  return work.settings.hot_roles ? Print("roles and grants are in place\n") : Status();
}

Status Done(const Result<std::size_t>& taken) {
  TRY(taken.status());
  if (*taken == 0) TRY(Print("no change\n"));
  return {};
}

Status Up(const Work& work) {
  TRY_ASSIGN(const std::size_t count, Count(work, "up", Migrator::kAll));
  TRY(Done(work.migrator.Up(count)));
  TRY_ASSIGN(const SchemaVersion version, work.migrator.Version());
  const bool newest = !work.migrations.empty() && version.version == work.migrations.back().version;
  return newest ? ApplyProfile(work) : Status();
}

Status Down(const Work& work) {
  TRY_ASSIGN(const std::size_t count, Count(work, "down", 1));
  return Done(work.migrator.Down(count));
}

Status GoTo(const Work& work) {
  TRY_ASSIGN(const std::int64_t version, OnlyNumber(work, "goto", 1));
  return Done(work.migrator.GoTo(version));
}

Status Force(const Work& work) {
  TRY_ASSIGN(const std::int64_t version, OnlyNumber(work, "force", kNoVersion));
  TRY(work.migrator.Force(version));
  return PrintVersion(work);
}

Status Version(const Work& work) {
  if (!work.arguments.empty()) return Usage("version: takes no argument");
  return PrintVersion(work);
}

// A pair of files that leads from what the database has to what the registry wants.
Status Create(const Work& work) {
  const std::int64_t last = work.migrations.empty() ? 0 : work.migrations.back().version;
  TRY_ASSIGN(const SchemaVersion version, work.migrator.Version());
  if (version.dirty || (last > 0 && version.version != last)) {
    return Error{Code::kConflict,
                 fmt::format("the new migration is what the database lacks after migration {}: "
                             "bring it there first (hot migrate up --path)",
                             last)};
  }
  TRY_ASSIGN(const SchemaShape have, ReadSchemaShape(work.connection));
  const SchemaChange change = ChangeToRegistry(have, HotTables());
  const std::string folder = work.settings.migrations_folder.empty()
                                 ? std::string(kDefaultFolder)
                                 : work.settings.migrations_folder;
  for (const bool up : {true, false}) {
    const std::string text = MigrationText(up ? change.up : change.down);
    const std::string path =
        fmt::format("{}/{}", folder, MigrationFile(last + 1, work.arguments[0], up));
    TRY(WriteFileAtomically(path,
                            text.empty() ? "-- The schema is what the registry wants.\n" : text));
    TRY(Print(path + "\n"));
  }
  return {};
}

struct Verb {
  std::string_view name;
  Status (*run)(const Work&);
};
constexpr std::array kVerbs = {Verb{"up", &Up},           Verb{"down", &Down},
                               Verb{"goto", &GoTo},       Verb{"force", &Force},
                               Verb{"version", &Version}, Verb{"create", &Create}};

Result<const Verb*> FindVerb(const std::vector<std::string>& arguments) {
  const std::string_view wanted = arguments.empty() ? "" : std::string_view(arguments[0]);
  std::vector<std::string_view> names;
  for (const Verb& verb : kVerbs) {
    if (verb.name == wanted) return &verb;
    names.push_back(verb.name);
  }
  return Usage(fmt::format("\"{}\" is none of up, down, goto, force, version, create{}", wanted,
                           DidYouMean(wanted, names)));
}

Status CheckCreate(const std::vector<std::string>& arguments) {
  if (arguments.size() == 2 && IsMigrationName(arguments[1])) return {};
  return Usage("create: give one name of lower-case letters, digits and underscores");
}

Result<std::vector<Migration>> MigrationsOf(const Settings& settings, std::string_view verb) {
  const bool own = settings.migrations_folder.empty();
  if (!own) return LoadMigrations(settings.migrations_folder);
  return verb == "create" ? LoadMigrations(std::string(kDefaultFolder)) : EmbeddedMigrations();
}

}  // namespace

Status RunHotMigrate(const Invocation& invocation) {
  TRY_ASSIGN(const Verb* verb, FindVerb(invocation.arguments));
  if (verb->name == "create") TRY(CheckCreate(invocation.arguments));
  TRY_ASSIGN(const std::vector<Migration> migrations,
             MigrationsOf(invocation.settings, verb->name));
  TRY_ASSIGN(PgConnection connection, OpenHot(invocation.settings, invocation.stop));
  MigratorOptions options;
  options.applied = [](const std::string& file) { (void)Print(file + "\n"); };
  TRY_ASSIGN(Migrator migrator, Migrator::Open(connection, migrations, std::move(options)));
  return verb->run(Work{invocation.settings, std::span(invocation.arguments).subspan(1), migrations,
                        connection, migrator});
}

}  // namespace lake

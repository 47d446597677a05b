#include "app/commands.h"

#include <fmt/format.h>

#include <array>

#include "app/contracts_command.h"
#include "app/flight_sql_command.h"
#include "app/hot_command_examples.h"
#include "app/lake_command_examples.h"
#include "app/run_commands.h"
#include "app/silver_command.h"
#include "app/source_command_examples.h"
#include "base/check.h"
#include "base/nearest.h"

namespace lake {
namespace {

constexpr std::size_t kArgumentsMax = 1'000;

constexpr std::array kSchemaExamples = {
    Example{"Every table and group", "stellarlake schema list"},
    Example{"The columns of a table, with their meaning", "stellarlake schema show ledgers_row_v2"},
    Example{"The statements that make all tables in PostgreSQL",
            "stellarlake schema ddl --dialect postgres"},
};

constexpr std::array kDoctorExamples = {
    Example{"Is everything there?", "stellarlake doctor"},
    Example{"Can this lake be opened?", "stellarlake doctor --lake ./lake"},
    Example{"Are a hot buffer and the lake behind it ready to be filled, flushed and read?",
            "stellarlake doctor --config flush.yaml"},
};

constexpr std::array kDocsExamples = {
    Example{"Write docs/cli.md, docs/config.md and the other pages that are made from the program "
            "again",
            "stellarlake docs --out docs"},
};

constexpr std::array kCommands = {
    Command{.name = "ingest",
            .purpose = "fill a lake from a source: backfill, gaps, tip",
            .arguments = "SOURCE...",
            .about =
                "Fetches what the lake lacks of the range, proves every ledger and commits "
                "batches that are all or nothing. The same command may be run again at any "
                "time; an open-ended range follows the tip. A ledger of a protocol or type that "
                "this version does not know ends the run, or is kept aside in the lake's table "
                "_quarantine, see --on-unknown.",
            .examples = kIngestExamples,
            .bit = kIngest,
            .arguments_max = kArgumentsMax,
            .run = &RunIngest},
    Command{.name = "extract",
            .purpose = "write the rows of a source as files, one per table",
            .arguments = "SOURCE",
            .about =
                "Files have exactly the contract's columns; there is one for every table, "
                "also for empty ones. They appear whole, at the end: a ledger that is damaged, or "
                "that this version does not know, ends the command and no file is written; "
                "--range leaves it out. A range without an end ends at the newest ledger of now.",
            .examples = kExtractExamples,
            .bit = kExtract,
            .arguments_max = 1,
            .run = &RunExtract},
    Command{.name = "inspect",
            .purpose = "say what is in a source of ledgers, and how much a lake of it would be",
            .arguments = "SOURCE",
            .about = "Shows the network, the ledgers and their gaps, protocols, transactions and "
                     "close times. A "
                     "sample of the ledgers is read and proved, and the rest estimated from it. "
                     "Ledgers that hold what this version does not know are named.",
            .examples = kInspectExamples,
            .bit = kInspect,
            .arguments_max = 1,
            .run = &RunInspect},
    Command{.name = "gaps",
            .purpose = "say which ledgers a lake lacks",
            .arguments = "[SOURCE]",
            .about =
                "Compares what the lake's committed batches hold, table by table, with a range, or "
                "with all "
                "from its first to its last ledger. The exit status is 65 when something is "
                "missing. With --fill the missing ledgers are fetched from SOURCE, or without one "
                "those "
                "that the lake keeps aside (ingest --on-unknown quarantine) are tried again.",
            .examples = kGapsExamples,
            .bit = kGaps,
            .arguments_max = 1,
            .run = &RunGaps},
    Command{.name = "verify",
            .purpose = "prove a lake: rows against lineage, chain, files, and the source",
            .arguments = "",
            .about = "Reads every row back and compares counts and digests with the lineage, "
                     "follows the chain of ledgers and looks at every file. With --source the "
                     "ledgers are extracted again and compared table by table.",
            .examples = kVerifyExamples,
            .bit = kVerify,
            .arguments_max = 0,
            .run = &RunVerify},
    Command{.name = "repair",
            .purpose = "make the rows of a lake anew where files are lost or damaged",
            .arguments = "SOURCE",
            .about =
                "Verifies the lake, extracts from SOURCE the ledgers whose rows cannot be read or "
                "are not what the lineage says, and puts them in the place of the damaged files: "
                "each run of ledgers in one commit, beside readers and writers (a lake whose "
                "catalog is a DuckDB file is for one process at a time). Rows are only written "
                "when they hash to what the lineage recorded; what the lake says of its batches "
                "stays as it is. Then what was repaired is verified again. What the lake says of "
                "itself (_batches, _meta_lineage, _fence) cannot be made from ledgers.",
            .examples = kRepairExamples,
            .bit = kRepair,
            .arguments_max = 1,
            .run = &RunRepair},
    Command{.name = "reindex",
            .purpose = "fill tables that came later, from the lake itself or from a source",
            .arguments = "[SOURCE]",
            .about =
                "Gives tables the ledgers that they lack and the lake has: those of the groups "
                "extra and index, unless told otherwise. Without SOURCE the ledgers are put "
                "together again from transactions_row_v2 and ledgers_row_v2, whose rows are "
                "verified first; the order of the transactions is proved by the hash of their "
                "results in the header. What cannot be proved, or made from what the lake keeps, "
                "is left out and named, and the exit status is 65; SOURCE fills it. Batches are "
                "committed as an ingest does: the command may be killed and run again.",
            .examples = kReindexExamples,
            .bit = kReindex,
            .arguments_max = 1,
            .run = &RunReindex},
    Command{.name = "lake move",
            .purpose = "tell a lake that its data was moved",
            .arguments = "",
            .about =
                "Writes the data path into the catalog, where every program that reads the lake "
                "looks for it; without --data-path that of a lake in a folder. The files are moved "
                "before, by whatever program, and nobody writes the lake meanwhile. Refused when "
                "the folder does not bear the mark of this lake (the file .stellarlake, which is "
                "moved with the data), or when a file of the lake is not there. A lake in a folder "
                "may be moved as a whole without this: the next writer writes its path.",
            .examples = kLakeMoveExamples,
            .bit = kLakeMove,
            .arguments_max = 0,
            .run = &RunLakeMove},
    Command{.name = "maintain",
            .purpose = "merge the small files of a lake, and remove what nobody needs",
            .arguments = "",
            .about =
                "Merges small files table by table, in the order of ledgers and never across "
                "partitions; lets old snapshots expire; removes files that no snapshot has any "
                "more. Rows stay as they are: `verify` says the same before and after. Every step "
                "is done or not, beside readers and writers (a lake whose catalog is a DuckDB file "
                "is for one process at a time); one that is interrupted goes on when the command "
                "is run again.",
            .examples = kMaintainExamples,
            .bit = kMaintain,
            .arguments_max = 0,
            .run = &RunMaintain},
    Command{.name = "silver run",
            .purpose = "derive the silver tables of a lake: what is missing, or for ever",
            .arguments = "",
            .about = kSilverRunAbout,
            .examples = kSilverRunExamples,
            .bit = kSilverRun,
            .arguments_max = 0,
            .run = &RunSilverRun},
    Command{.name = "silver fold",
            .purpose = "make reading silver's current state cheap again",
            .arguments = "",
            .about = "Batches append what changed; this makes one row a key of it, state by state, "
                     "each in a commit of its own. Answers stay the same. silver run does it by "
                     "itself when a state stands in many files.",
            .examples = kSilverFoldExamples,
            .bit = kSilverFold,
            .arguments_max = 0,
            .run = &RunSilverFold},
    Command{.name = "silver status",
            .purpose = "say how far the silver tables of a lake are",
            .arguments = "",
            .about = "Compares the ledgers that bronze holds of every table that silver reads with "
                     "those that silver has taken. Nothing below complete through is missing.",
            .examples = kSilverStatusExamples,
            .bit = kSilverStatus,
            .arguments_max = 0,
            .run = &RunSilverStatus},
    Command{.name = "serve-ledgers",
            .purpose = "serve a source of ledgers to other programs over gRPC",
            .arguments = "SOURCE...",
            .about = "Speaks RawLedgerService (proto/raw_ledger_service.proto) with reflection and "
                     "gRPC's health service, to many clients at once. Streams follow the tip; a "
                     "ledger that cannot be read ends them with an error that names it. Further "
                     "sources stand in for the first.",
            .examples = kServeLedgersExamples,
            .bit = kServe,
            .arguments_max = kArgumentsMax,
            .run = &RunServeLedgers},
    Command{.name = "contracts",
            .purpose = "serve contract data to other programs over Arrow Flight",
            .arguments = "[SOURCE...]",
            .about = kContractsAbout,
            .examples = kContractsExamples,
            .bit = kContracts,
            .arguments_max = kArgumentsMax,
            .run = &RunContracts},
    Command{.name = "flight-sql",
            .purpose = "answer SQL over the lake to other programs, over Arrow Flight SQL",
            .arguments = "",
            .about = kFlightSqlAbout,
            .examples = kFlightSqlExamples,
            .bit = kFlightSql,
            .arguments_max = 0,
            .run = &RunFlightSql},
    Command{.name = "flight-sql-worker",
            .purpose = "run the statements of one client of flight-sql, which starts it",
            .arguments = "",
            .about = "Speaks with flight-sql over a socket that it gets from it.",
            .examples = kFlightSqlWorkerExamples,
            .bit = kFlightSql,
            .arguments_max = 0,
            .run = &RunFlightSqlWorker,
            .hidden = true},
    Command{.name = "hot ingest",
            .purpose = "fill the hot buffer in PostgreSQL from a source",
            .arguments = "SOURCE...",
            .about =
                "Proves every ledger and commits it in one transaction, with all tables, lineage "
                "and the ledger itself: at the tip each as soon as it is there, a backlog in "
                "batches. Every commit is a NOTIFY on stellarlake_tip. Without a range it goes on "
                "behind the last ledger that the buffer holds or that was flushed, begins in an "
                "empty one with the newest ledger of the source, and follows the tip. Progress is "
                "in the database alone: the same command may be run again at any time. When a "
                "crash of PostgreSQL has emptied the UNLOGGED tables, it says so and fetches again "
                "what is not in the lake yet; a run that follows waits for a server that is away.",
            .examples = kHotIngestExamples,
            .bit = kHotIngest,
            .arguments_max = kArgumentsMax,
            .run = &RunHotIngest},
    Command{
        .name = "hot migrate",
        .purpose = "make or change the schema of the hot buffer in PostgreSQL",
        .arguments = "up [N] | down [N|all] | goto VERSION | force VERSION | version | create NAME",
        .about =
            "Migrations are files as golang-migrate has them, and so are the version table "
            "(schema_migrations) and the lock: either tool goes on where the other stopped. A "
            "migration and its version are one transaction. down takes one back unless told more, "
            "with the rows of its tables. force only writes the version, after a repair. create "
            "writes the next pair of files, filled with what the database lacks of the program's "
            "tables.",
        .examples = kHotMigrateExamples,
        .bit = kHotMigrate,
        .arguments_max = 2,
        .run = &RunHotMigrate},
    Command{
        .name = "hot view-sql",
        .purpose = "print views of hot and cold as one for DuckDB without this program",
        .arguments = "",
        .about =
            "The script attaches both stores to DuckDB, with its extensions postgres and ducklake, "
            "and makes a view of each table. Neither store is asked while it is made. "
            "docs/hot-cold.md says what the views promise less than `sql --hot`.",
        .examples = kHotViewSqlExamples,
        .bit = kHotViewSql,
        .arguments_max = 0,
        .run = &RunHotViewSql},
    Command{
        .name = "flush",
        .purpose = "move ledgers from the hot buffer to the lake, by high watermark",
        .arguments = "",
        .about =
            "Every few minutes what the hot buffer has is committed to the lake, as an ingest "
            "of the same ledgers would, and then deleted there. Each commit is all tables or "
            "nothing; what was extracted is compared with what the hot buffer's ingester wrote, "
            "and a difference ends the command before anything is committed or deleted. It may "
            "be killed at any time and started again. Asked to stop, it flushes once more.",
        .examples = kFlushExamples,
        .bit = kFlush,
        .arguments_max = 0,
        .run = &RunFlush},
    Command{
        .name = "sql",
        .purpose = "ask the lake in SQL",
        .arguments = "[STATEMENT | -]",
        .about =
            "Runs one or more statements, from the argument, a file or standard input, and "
            "prints their "
            "rows. Table names need no schema. Without --write statements can only read: the lake, "
            "what DuckDB says about itself, and files that this user can read on this machine "
            "(with --sandbox: only the lake's). They cannot change, load, attach or export "
            "anything, reach another host, run SQL on the catalog's server or show settings; "
            "temporary tables, views and macros are allowed. --write allows everything that "
            "this user can do. With --hot the tables show the hot buffer and the lake as one, "
            "without hole or double where they meet; docs/hot-cold.md tells how.",
        .examples = kSqlExamples,
        .bit = kSql,
        .arguments_max = 1,
        .run = &RunSql},
    Command{
        .name = "find",
        .purpose = "say where a hash, an address, an offer or an asset appears in a lake",
        .arguments = "HASH|G...|C...|M...|L...|B...|OFFER|ASSET",
        .about =
            "Prints ledger, place in the ledger and roles, newest first, from the index tables. An "
            "asset is native or CODE:ISSUER, found by its trades and by what its contract emitted; "
            "two with a slash between are a pair. The answer ends with the ledgers that were "
            "searched and those that could not be; a lake without index tables is filled by "
            "reindex. The exit status is 66 when it is nowhere.",
        .examples = kFindExamples,
        .bit = kFind,
        .arguments_max = 1,
        .run = &RunFind},
    Command{.name = "schema",
            .purpose = "list and describe the tables, or print their DDL",
            .arguments = "list | show TABLE... | ddl [TABLE...]",
            .about = "Tables are named by name or by group; ddl without names prints all of them. "
                     "The group meta is what describes the others.",
            .examples = kSchemaExamples,
            .bit = kSchema,
            .arguments_max = kArgumentsMax,
            .run = &RunSchema},
    Command{
        .name = "doctor",
        .purpose = "check what is installed, the lake and the hot buffer",
        .arguments = "",
        .about =
            "Every line is ok, warn or fail, and says what to do next. The exit status is 0 unless "
            "something failed. The hot buffer is looked at when --hot or a configuration file "
            "names "
            "one; nothing is changed anywhere.",
        .examples = kDoctorExamples,
        .bit = kDoctor,
        .arguments_max = 0,
        .run = &RunDoctor},
    Command{.name = "docs",
            .purpose = "write the reference pages of the documentation",
            .arguments = "",
            .about = "The pages are made from the same lists as the program itself.",
            .examples = kDocsExamples,
            .bit = kDocs,
            .arguments_max = 0,
            .run = &RunDocs,
            .hidden = true},
};

}  // namespace

std::span<const Command> Commands() { return kCommands; }

Result<const Command*> TakeCommand(std::vector<std::string>& words) {
  CHECK(!words.empty());
  std::string name = words[0];
  std::string longer;
  for (const Command& command : Commands()) {
    if (!command.name.starts_with(name + ' ')) continue;
    longer += (longer.empty() ? "" : ", ") + std::string(command.name);
  }
  const bool two = !longer.empty() && words.size() > 1 && !words[1].starts_with('-');
  if (two) name += ' ' + words[1];
  if (!two && !longer.empty()) {
    return Error{Code::kInvalidArgument, fmt::format("{} wants another word: {}", name, longer)};
  }
  std::vector<std::string_view> names;
  for (const Command& command : Commands()) {
    if (command.name == name) {
      words.erase(words.begin(), words.begin() + (two ? 2 : 1));
      return &command;
    }
    names.push_back(command.name);
  }
  return Error{Code::kInvalidArgument,
               fmt::format("there is no command \"{}\"{}\n  stellarlake --help lists them", name,
                           DidYouMean(name, names))};
}

}  // namespace lake

#include <array>

#include "app/config_contracts_fields.h"
#include "app/config_field.h"
#include "app/config_flight_sql_fields.h"
#include "app/config_flush_fields.h"
#include "app/config_hot_fields.h"
#include "app/config_maintain_fields.h"
#include "app/config_network_fields.h"
#include "app/config_silver_fields.h"
#include "find/lookup.h"

namespace lake {
namespace {

constexpr CommandSet kReadsLedgers =
    kIngest | kExtract | kInspect | kVerify | kGaps | kHotIngest | kRepair | kReindex | kContracts;
// gaps does with --fill.
constexpr CommandSet kCommits = kIngest | kGaps | kReindex;
constexpr CommandSet kMakesRows = kIngest | kExtract | kHotIngest;
constexpr CommandSet kOpensLake = kIngest | kGaps | kVerify | kSql | kFind | kDoctor | kFlush |
                                  kMaintain | kRepair | kLakeMove | kReindex | kFlightSql | kSilver;
constexpr CommandSet kNamesLake = kOpensLake | kHotViewSql;
constexpr CommandSet kChoosesTables = kIngest | kExtract | kFlush;
constexpr std::uint64_t kMiB = std::uint64_t{1} << 20;

void SetTableName(Settings& settings, std::string_view table, const FieldValue& value) {
  settings.table_settings[std::string(table)].table_name = value.text;
}

constexpr Field kTableName(ConfigField{
    .key = "ducklake.tables.*.table_name",
    .initial = "",
    .doc = "Another name for one table in the lake. The * is ledgers, transactions, operations or "
           "balances, as in the specification, or the full name of a table.",
    .type = FieldType::kText,
    .set = &SetTableName,
    .alias = "",
    .flag = "",
    .value = "",
    .choices = "",
    .warning = ""});

constexpr std::array kService = {
    Sets<&Settings::service_name>(
        "service.name", "stellarlake",
        "Name of this pipeline, written to _meta_lineage as processor_name and shown by /health."),
    Sets<&Settings::environment>("service.environment", "",
                                 "Free text such as production or staging, shown by /health."),
    Sets<&Settings::health_address>(
        "service.health_address", "127.0.0.1",
        "Address that /health, /ready and /metrics listen on. They carry no secrets, but have no "
        "login either: open them beyond this machine only in a trusted network.")
        .Flag("--health-address", "ADDRESS",
              kIngest | kServe | kHotIngest | kFlush | kContracts | kFlightSql | kSilverRun),
    Sets<&Settings::health_port>("service.health_port", "0",
                                 "Port of /health, /ready and /metrics; 0 switches them off.")
        .Between(0, 65'535)
        .Flag("--health-port", "PORT", kIngest | kHotIngest),
};

constexpr std::array kSource = {
    Sets<&Settings::endpoint>(
        "source.endpoint", "",
        "Where ledgers come from, as the SOURCE argument: a folder or file, https://..., "
        "s3://bucket/prefix, grpc://host:port or rpc+https://... A bare host:port such as "
        "localhost:50053 means grpc://."),
    Sets<&Settings::failover>("source.failover", "",
                              "Further sources in order of preference, for when the ones before "
                              "them fail; on the command "
                              "line further SOURCE arguments."),
    Sets<&Settings::network>(
        "source.network_passphrase", "",
        "pubnet, testnet, futurenet or a network passphrase. When it is not given, the manifest of "
        "the source or the ledgers' own hashes tell; a wrong one is an error before anything is "
        "written.")
        .Alias("network")
        .Flag("--network", "NETWORK", kUsesNetwork),
    Sets<&Settings::range>(
        "source.range", "",
        "Ledgers to read: 53312000:53313000 (both included), 53.3M:, :latest, -1000:, 100K or "
        "2024-09-01:2024-09-02. Without an end it goes on with every ledger that closes.")
        .Flag("--range", "A:B", kReadsLedgers | kFind | kSilverRun),
    Sets<&Settings::start>("source.start_ledger", "",
                           "First ledger; a whole range such as -1000: is understood too. 0 means "
                           "the oldest of the source.")
        .Flag("--start", "LEDGER", kReadsLedgers | kFind | kSilverRun),
    Sets<&Settings::end>("source.end_ledger", "",
                         "Last ledger, included. 0 or nothing means no end.")
        .Flag("--end", "LEDGER", kReadsLedgers | kFind | kSilverRun),
    Sets<&Settings::verify>(
        "source.verify", "strict",
        "How every ledger is proved before it is used: strict by four hashes (header, previous "
        "ledger, transaction set, results), header by two (header, previous ledger), off not at "
        "all.")
        .OneOf("strict|header|off")
        .Alias("verify")
        .Flag("--verify", "HOW", kMakesRows | kInspect | kGaps | kReindex | kContracts),
    Sets<&Settings::allow_gaps>("source.allow_gaps", "false",
                                "Skip ledgers that the source does not have instead of stopping "
                                "there: for sets of sample files.")
        .Alias("allow_gaps")
        .Flag("--allow-gaps", "", kReadsLedgers & ~kReindex),
    Sets<&Settings::prefetch_objects>(
        "source.prefetch", "16",
        "Objects of a data lake to fetch and decompress ahead of the reader.")
        .Between(1, 4'096)
        .Alias("prefetch")
        .Flag("--prefetch", "OBJECTS", kUsesNetwork),
    Sets<&Settings::prefetch_threads>("source.prefetch_threads", "0",
                                      "Threads that fetch ahead; 0 means 2 for a folder and 32 for "
                                      "a store on the network, where most of them wait.")
        .Between(0, 256),
    Sets<&Settings::prefetch_bytes>("source.prefetch_bytes", "512MiB",
                                    "Memory that fetched objects may hold together; one object is "
                                    "always read.")
        .Bytes()
        .Between(kMiB, kMiB << 20),
    Sets<&Settings::object_bytes_max>(
        "source.object_bytes_max", "256MiB",
        "Largest decompressed object or ledger; what a small hostile file can make us hold.")
        .Bytes()
        .Between(kMiB, kMiB << 12),
    Sets<&Settings::poll_interval_ms>("source.poll_interval_ms", "1000",
                                      "How often a range without an end looks for new ledgers; "
                                      "what comes into a local folder is noticed at once.")
        .Between(10, 3'600'000)
        .Flag("--poll", "MILLISECONDS", kIngest | kServe | kHotIngest | kContracts),
    Sets<&Settings::gap_wait_seconds>(
        "source.gap_wait_seconds", "60",
        "How long a range without an end waits for a ledger that is late, and /health is degraded: "
        "one that a folder or data lake lacks though it has later ones, the first of a source that "
        "is empty, and a first ledger that the source has not come to. Then it is an error; 0 is "
        "at once.")
        .Between(0, 86'400)
        .Flag("--gap-wait", "SECONDS", kIngest | kServe | kHotIngest | kContracts),
};

constexpr std::array kDuckLake = {
    Sets<&Settings::lake>(
        "ducklake.catalog_path", "lake",
        "The lake: a folder (catalog.ducklake and data/ in it), or a DuckLake connection such as "
        "ducklake:postgres:..., postgresql://... or ducklake:sqlite:... with a data path.")
        .Alias("lake")
        .Flag("--lake", "LAKE", kNamesLake | kContracts),
    Sets<&Settings::data_path>("ducklake.data_path", "",
                               "Folder or s3:// prefix of the Parquet files. A lake in a folder "
                               "keeps them in data/ there.")
        .Flag("--data-path", "PATH", kNamesLake | kContracts),
    Sets<&Settings::catalog_name>("ducklake.catalog_name", "lake",
                                  "Name that the lake is attached under, the first part of "
                                  "catalog.schema.table in SQL.")
        .Flag("--catalog-name", "NAME", kOpensLake),
    Sets<&Settings::schema_name>("ducklake.schema_name", "bronze",
                                 "Schema that the tables stand in. core is the specification's: it "
                                 "selects its four tables when none are named.")
        .Flag("--schema-name", "NAME", kNamesLake),
    Sets<&Settings::metadata_schema>(
        "ducklake.metadata_schema", "",
        "Schema of the catalog's database that DuckLake's own tables stand in; nothing means its "
        "first one. A lake is opened with the one that it was made with."),
    Sets<&Settings::era_id>("ducklake.era_id", "",
                            "Era that _meta_eras and _meta_lineage record batches under; nothing "
                            "means pre_p23 before protocol 23 and p23_plus from there on."),
    Sets<&Settings::version_label>("ducklake.version_label", "v1",
                                   "Version inside the era, such as v1."),
    Sets<&Settings::batch_ledgers>("ducklake.batch_size", "10000",
                                   "Most ledgers that are committed together.")
        .Between(1, 1'000'000)
        .Flag("--batch-size", "LEDGERS", kCommits | kFlush),
    Sets<&Settings::batch_rows>(
        "ducklake.batch_rows", "4000000",
        "A batch is committed early when one of its tables has so many rows.")
        .Between(1, 1'000'000'000)
        .Flag("--batch-rows", "ROWS", kCommits | kFlush),
    Sets<&Settings::batch_bytes>(
        "ducklake.batch_bytes", "256MiB",
        "Most memory for rows that are not yet written: a quarter of it is written at once where "
        "the data path is a folder, elsewhere a batch is committed early when its rows hold so "
        "much.")
        .Bytes()
        .Between(kMiB, kMiB << 12)
        .Flag("--batch-bytes", "SIZE", kCommits | kFlush),
    Sets<&Settings::commit_interval_seconds>(
        "ducklake.commit_interval_seconds", "30",
        "A batch is committed at the latest after so long, so that a slow source shows up in the "
        "lake; 0 leaves it to the other limits and commits at once when the source has no more.")
        .Between(0, 86'400)
        .Flag("--commit-interval", "SECONDS", kCommits),
    Sets<&Settings::left_files_grace_seconds>(
        "ducklake.left_files_grace_seconds", "86400",
        "A run that was killed leaves files that the catalog does not name. The next one removes "
        "them: at once in a folder of this machine, after so long on S3 and where the run was on "
        "another machine, because there nothing tells whether it still writes. 0 only where nobody "
        "else writes.")
        .Between(0, 30 * 86'400)
        .Flag("--left-files-grace", "SECONDS", kCommits | kFlush | kSilverRun | kSilverFold),
    Sets<&Settings::workers>("ducklake.num_workers", "0",
                             "Threads that decode, prove and extract ledgers; 0 is one per core.")
        .Between(0, 1'024)
        .Flag("--workers", "N", kMakesRows | kVerify | kGaps | kFlush | kRepair | kReindex),
    Sets<&Settings::threads>(
        "ducklake.threads", "0",
        "Threads of the engine that writes and reads Parquet; 0 is one per core.")
        .Between(0, 1'024)
        .Flag("--threads", "N", kOpensLake | kExtract),
    Sets<&Settings::memory_bytes>("ducklake.memory", "0",
                                  "Memory limit of that engine; 0 is 80 % of the machine, and at "
                                  "most 2 GiB for who writes.")
        .Bytes()
        .Alias("memory")
        .Flag("--memory", "SIZE", (kOpensLake & ~kFlightSql) | kExtract),
    Sets<&Settings::use_upsert>(
        "ducklake.use_upsert", "false",
        "Accepted and without effect: every ledger is committed exactly once and a rerun adds "
        "nothing, which is what an upsert is wanted for.")
        .WarnWhenTrue("rows are committed exactly once anyway"),
    Sets<&Settings::create_indexes>(
        "ducklake.create_indexes", "false",
        "Accepted and without effect: a DuckLake has no indexes; files sorted by ledger and their "
        "min/max statistics do that work.")
        .WarnWhenTrue("a DuckLake has no indexes; min/max statistics prune files instead"),
    Sets<&Settings::enable_transactions>("ducklake.enable_transactions", "true",
                                         "Write the transactions table."),
    Sets<&Settings::enable_operations>("ducklake.enable_operations", "true",
                                       "Write the operations table."),
    Sets<&Settings::enable_balances>("ducklake.enable_balances", "true",
                                     "Write the native balances table."),
    kTableName,
    Sets<&Settings::details_as_json>(
        "ducklake.tables.*.details_as_json", "false",
        "Accepted and without effect: operations_row_v1 of the specification has no details column "
        "(its 13 columns are fixed by the contract), and operations_row_v2 has a typed column for "
        "every detail."),
};

constexpr std::array kSelection = {
    Sets<&Settings::tables>(
        "tables", "",
        "Tables to write, by name or group; nothing means those of the lake, "
        "and bronze, extra and index for a new one: core (the four of the "
        "ingestion processor), bronze (the 20 of the contract), "
        "effects_trades, account_state, soroban, state (snapshots, states and "
        "removals), extra (what bronze leaves out), index (where hashes and "
        "addresses are found), entries (entries as XDR). `stellarlake schema list` shows them.")
        .Flag("--tables", "NAMES", kChoosesTables),
    Sets<&Settings::exclude>("exclude", "", "Tables, groups or table.column to leave out.")
        .Flag("--exclude", "NAMES", kChoosesTables),
    Sets<&Settings::columns>("columns", "",
                             "Columns to keep, as column or table.column; nothing means those of "
                             "the lake, and all for a new one. Keys always stay. A lake keeps the "
                             "columns it was made with.")
        .Flag("--columns", "NAMES", kChoosesTables),
    Sets<&Settings::on_unknown>("on_unknown", "stop",
                                "What to do with a ledger of an unknown protocol or type: stop, or "
                                "keep its raw bytes aside in the lake (_quarantine) and go on. A "
                                "damaged ledger always stops.")
        .OneOf("stop|quarantine")
        .Flag("--on-unknown", "WHAT", kCommits),
};

constexpr std::array kTalk = {
    Sets<&Settings::progress>(
        "progress", "auto",
        "auto draws a bar on a terminal and writes plain lines otherwise; json "
        "writes one object per line.")
        .OneOf("auto|plain|json|none")
        .Flag("--progress", "STYLE", kMakesRows | kVerify | kGaps | kReindex),
    Sets<&Settings::no_progress>("", "false", "The same as --progress none.")
        .Flag("--no-progress", "", kMakesRows | kVerify | kGaps | kReindex),
    Sets<&Settings::log_level>("logging.level", "info", "Least important log lines to write.")
        .OneOf("debug|info|warn|error")
        .Flag("--log-level", "LEVEL", kEveryCommand),
    Sets<&Settings::log_format>("logging.format", "console", "Log lines for people or as JSON.")
        .OneOf("console|json")
        .Flag("--log-format", "FORMAT", kEveryCommand),
    Sets<&Settings::config_file>("", "", "Settings from this YAML file; flags override it.")
        .Flag("--config", "FILE", kEveryCommand),
};

constexpr std::array kOfCommands = {
    Sets<&Settings::dry_run>("", "false",
                             "Say what would be done, and how much it is; write nothing.")
        .Flag("--dry-run", "", kMakesRows | kMaintain | kRepair | kLakeMove | kReindex),
    Sets<&Settings::fill>("", "false",
                          "Fetch the missing ledgers from SOURCE; without one, extract those that "
                          "are kept aside.")
        .Flag("--fill", "", kGaps),
    Sets<&Settings::out>("", "out", "Folder for the files.").Flag("-o,--out", "DIR", kExtract),
    Sets<&Settings::format>("", "parquet", "Format of the files.")
        .OneOf("parquet|jsonl|csv")
        .Flag("--format", "FORMAT", kExtract),
    Sets<&Settings::src>("", "false",
                         "Treat every input file as a chain of its own and add a column _src "
                         "(file:index).")
        .Flag("--src", "", kExtract),
    Sets<&Settings::tables>("", "",
                            "Tables to look at, by name or group; nothing means all that the lake "
                            "has. One that it lacks is an error.")
        .Flag("--tables", "NAMES", kVerify | kRepair),
    Sets<&Settings::exclude>("", "", "Tables or groups not to look at.")
        .Flag("--exclude", "NAMES", kVerify | kRepair),
    Sets<&Settings::tables>("", "extra,index",
                            "Tables to fill, by name or group. From the lake itself those of the "
                            "groups extra, index and entries can be made, from SOURCE all.")
        .Flag("--tables", "NAMES", kReindex),
    Sets<&Settings::exclude>("", "", "Tables or groups not to fill.")
        .Flag("--exclude", "NAMES", kReindex),
    Sets<&Settings::verify_source>("", "", "Extract again from this source and compare.")
        .Flag("--source", "SOURCE", kVerify),
    Sets<&Settings::endpoint>("", "", "The source to serve, as the SOURCE argument.")
        .Flag("--source", "SOURCE", kServe),
    Sets<&Settings::health_port>("", "8088",
                                 "Port of /health, /ready and /metrics; 0 switches them off.")
        .Between(0, 65'535)
        .Flag("--health-port", "PORT", kServe),
    Sets<&Settings::format>("", "text", "Format of the answer.")
        .OneOf("text|json")
        .Flag("--format", "FORMAT",
              kInspect | kGaps | kVerify | kFind | kDoctor | kMaintain | kRepair | kReindex |
                  kSilverStatus),
    Sets<&Settings::find_limit>("", "20", "Most places to print.")
        .Between(1, kPlacesMax)
        .Flag("--limit", "N", kFind),
    Sets<&Settings::find_before>("", "",
                                 "Only places before this one, a total order id: how a page goes "
                                 "on where another ended.")
        .Flag("--before", "TOID", kFind),
    Sets<&Settings::format>("", "table", "Format of the answer.")
        .OneOf("table|csv|json|jsonl|markdown")
        .Flag("--format", "FORMAT", kSql),
    Sets<&Settings::file>("", "", "Read the statements from this file.")
        .Flag("-f,--file", "FILE", kSql),
    Sets<&Settings::write>("", "false", "Allow statements that change the lake.")
        .Flag("--write", "", kSql),
    Sets<&Settings::sandbox>("", "false",
                             "Read no file but the lake's: for SQL that somebody else wrote.")
        .Flag("--sandbox", "", kSql),
    Sets<&Settings::with_hot>("", "false",
                              "Read the hot buffer of the settings postgres.*, too, as --hot does.")
        .Flag("--with-hot", "", kSql | kFlightSql),
    Sets<&Settings::with_hot>("", "false", "Look at the hot buffer of the settings postgres.*.")
        .Flag("--with-hot", "", kDoctor),
    Sets<&Settings::format>("", "text", "Format of the answer.")
        .OneOf("text|json|md")
        .Flag("--format", "FORMAT", kSchema),
    Sets<&Settings::dialect>("", "duckdb", "SQL dialect of ddl.")
        .OneOf("duckdb|postgres")
        .Flag("--dialect", "DIALECT", kSchema),
    Sets<&Settings::out>("", "docs", "Folder to write cli.md and config.md into.")
        .Flag("-o,--out", "DIR", kDocs),
};

// One array of all of the above, in the order of the documentation.
template <std::size_t... N>
constexpr auto Join(const std::array<Field, N>&... parts) {
  std::array<ConfigField, (N + ...)> all{};
  std::size_t next = 0;
  auto append = [&](const auto& part) {
    for (const Field& field : part) all[next++] = field;
  };
  (append(parts), ...);
  return all;
}

constexpr auto kFields = Join(kOfCommands, kService, kSource, kNetworkFields, kServeFields,
                              kDuckLake, kMaintainFields, kHotFields, kFlushFields,
                              kContractsFields, kFlightSqlFields, kSilverFields, kSelection, kTalk);

}  // namespace

std::span<const ConfigField> ConfigFields() { return kFields; }

}  // namespace lake

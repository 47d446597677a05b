#include "app/config.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace lake {
namespace {

struct Loaded {
  Status status;
  Settings settings;
  std::vector<std::string> notes;
};

std::optional<std::string> Variable(std::string_view name) {
  if (name == "HOST") return "db.example";
  if (name == "EMPTY") return "";
  return std::nullopt;
}

Loaded Load(const std::string& yaml) {
  Loaded loaded{{}, DefaultSettings(kIngest), {}};
  loaded.status = ApplyYaml(yaml, "c.yaml", Variable, loaded.settings, loaded.notes);
  return loaded;
}

std::string ErrorOf(const std::string& yaml) {
  Loaded loaded = Load(yaml);
  EXPECT_FALSE(loaded.status.ok()) << yaml;
  if (loaded.status.ok()) return "";
  EXPECT_EQ(loaded.status.error().code, Code::kInvalidArgument);
  return loaded.status.error().message;
}

// The configuration of the ingestion processor's specification, then the new keys of the
// multi-table design, as they stand there.
constexpr char kSpecification[] = R"(service:
  name: "ducklake-ingestion-obsrvr"
  environment: "production"

source:
  endpoint: "localhost:50053"
  network_passphrase: "Test SDF Network ; September 2015"
  start_ledger: 50000
  end_ledger: 51000

ducklake:
  catalog_path: "ducklake:postgres:postgresql:///your_database?host=/path/to/sockets"
  data_path: "./data"
  catalog_name: "your_catalog"
  schema_name: "core"
  batch_size: 50
  commit_interval_seconds: 30
  use_upsert: false                                # Use INSERT (faster)
  create_indexes: false                            # Skip indexes for speed
  num_workers: 1
  enable_transactions: true
  enable_operations: true
  enable_balances: false
  tables:
    transactions:
      table_name: "transactions"
    operations:
      table_name: "operations"
      details_as_json: true  # Store operation details as JSON
    balances:
      table_name: "native_balances"

logging:
  level: "info"
  format: "console"
)";

TEST(Config, TheSpecificationsYamlWorksUnchanged) {
  Loaded loaded = Load(kSpecification);
  ASSERT_TRUE(loaded.status.ok()) << loaded.status.error().message;
  const Settings& s = loaded.settings;
  EXPECT_EQ(s.service_name, "ducklake-ingestion-obsrvr");
  EXPECT_EQ(s.environment, "production");
  EXPECT_EQ(SourcesOf(s, {}), std::vector<std::string>{"grpc://localhost:50053"});
  EXPECT_EQ(s.network, "Test SDF Network ; September 2015");
  EXPECT_EQ(s.start, "50000");
  EXPECT_EQ(s.end, "51000");
  EXPECT_EQ(s.lake, "ducklake:postgres:postgresql:///your_database?host=/path/to/sockets");
  EXPECT_EQ(s.data_path, "./data");
  EXPECT_EQ(s.catalog_name, "your_catalog");
  EXPECT_EQ(s.schema_name, "core");
  EXPECT_EQ(s.batch_ledgers, 50u);
  EXPECT_EQ(s.commit_interval_seconds, 30u);
  EXPECT_EQ(s.workers, 1u);
  EXPECT_TRUE(s.enable_transactions);
  EXPECT_TRUE(s.enable_operations);
  EXPECT_FALSE(s.enable_balances);
  EXPECT_EQ(s.table_settings.at("balances").table_name, "native_balances");
  EXPECT_EQ(s.table_settings.at("operations").table_name, "operations");
  EXPECT_TRUE(s.details_as_json);
  EXPECT_EQ(s.log_level, "info");
  EXPECT_TRUE(loaded.notes.empty());
}

TEST(Config, ShortKeysOfOurOwn) {
  Loaded loaded = Load(
      "network: pubnet\nlake: ./here\nverify: header\nallow_gaps: yes\nprefetch: 4\nmemory: 2GiB\n"
      "tables: [core, trades_row_v1]\nexclude: memo, tx_meta\non_unknown: quarantine\n"
      "source:\n  endpoint: ./ledgers\n  failover: [s3://bucket/a, 'host:1']\n");
  ASSERT_TRUE(loaded.status.ok()) << loaded.status.error().message;
  const Settings& s = loaded.settings;
  EXPECT_EQ(s.network, "pubnet");
  EXPECT_EQ(s.lake, "./here");
  EXPECT_EQ(s.verify, "header");
  EXPECT_TRUE(s.allow_gaps);
  EXPECT_EQ(s.prefetch_objects, 4u);
  EXPECT_EQ(s.memory_bytes, std::uint64_t{2} << 30);
  EXPECT_EQ(s.tables, (std::vector<std::string>{"core", "trades_row_v1"}));
  EXPECT_EQ(s.exclude, (std::vector<std::string>{"memo", "tx_meta"}));
  EXPECT_EQ(SourcesOf(s, {}),
            (std::vector<std::string>{"./ledgers", "s3://bucket/a", "grpc://host:1"}));
  EXPECT_EQ(SourcesOf(s, {"grpc://x:1"}), std::vector<std::string>{"grpc://x:1"});
}

TEST(Config, AnUnknownKeyNamesItsPlaceAndTheNearestKnownOne) {
  EXPECT_EQ(
      ErrorOf("ducklake:\n  bach_size: 5\n"),
      "c.yaml:2:3: unknown key \"ducklake.bach_size\"; did you mean \"ducklake.batch_size\"?");
  EXPECT_EQ(ErrorOf("sourc:\n  endpoint: x\n"),
            "c.yaml:1:1: unknown key \"sourc\"; did you mean \"source\"?");
  EXPECT_EQ(ErrorOf("entirely_else: 1\n"), "c.yaml:1:1: unknown key \"entirely_else\"");
  EXPECT_NE(ErrorOf("ducklake:\n  tables:\n    operations:\n      details_json: true\n")
                .find("c.yaml:4:7: unknown key \"ducklake.tables.operations.details_json\""),
            std::string::npos);
}

TEST(Config, WrongKindsAndBoundsNameTheirPlace) {
  EXPECT_EQ(ErrorOf("ducklake:\n  batch_size: many\n"),
            "c.yaml:2:15: ducklake.batch_size: \"many\" is no whole number");
  EXPECT_NE(ErrorOf("ducklake: {batch_size: 0}").find("0 is out of bounds: from 1 to"),
            std::string::npos);
  EXPECT_NE(ErrorOf("ducklake: {batch_size: -5}").find("no whole number"), std::string::npos);
  EXPECT_NE(ErrorOf("ducklake: {num_workers: 99999999999}").find("out of bounds"),
            std::string::npos);
  EXPECT_NE(ErrorOf("ducklake: {num_workers: 99999999999999999999999}").find("no whole number"),
            std::string::npos);
  EXPECT_NE(ErrorOf("allow_gaps: maybe").find("neither true nor false"), std::string::npos);
  EXPECT_EQ(ErrorOf("verify: strikt"),
            "c.yaml:1:9: verify: \"strikt\" is none of strict, header, off; did you mean "
            "\"strict\"?");
  EXPECT_NE(ErrorOf("ducklake: 5").find("is a section"), std::string::npos);
  EXPECT_NE(ErrorOf("lake: [a, b]").find("one plain value"), std::string::npos);
  EXPECT_NE(ErrorOf("tables: [[a]]").find("plain values"), std::string::npos);
  EXPECT_NE(ErrorOf("- a\n").find("keys such as"), std::string::npos);
}

TEST(Config, BrokenYamlNamesItsPlace) {
  EXPECT_EQ(ErrorOf("lake: ./a\nsource:\n  - [\n").rfind("c.yaml:", 0), 0u);
  EXPECT_NE(ErrorOf("a: 1\n---\nb: 1\n").find("one YAML document"), std::string::npos);
  EXPECT_FALSE(Load("&a {*a : 1}").status.ok());
  EXPECT_FALSE(Load("? [x, y]\n: 1\n").status.ok());
  EXPECT_FALSE(Load(std::string(100'000, '[')).status.ok());
}

TEST(Config, AKeyMayBeGivenOnce) {
  EXPECT_NE(ErrorOf("lake: a\nlake: b\n").find("c.yaml:2:1: ducklake.catalog_path is given twice"),
            std::string::npos);
  EXPECT_NE(ErrorOf("lake: a\nducklake: {catalog_path: b}\n").find("given twice (lake is another"),
            std::string::npos);
  EXPECT_NE(ErrorOf("source: {endpoint: a}\nsource: {endpoint: b}\n").find("given twice"),
            std::string::npos);
}

TEST(Config, NothingMeansTheDefault) {
  for (const char* yaml : {"", "# only a comment\n", "source:\n", "source:\n  end_ledger:\n"}) {
    Loaded loaded = Load(yaml);
    ASSERT_TRUE(loaded.status.ok()) << yaml;
    EXPECT_EQ(loaded.settings.batch_ledgers, 10'000u);
    EXPECT_EQ(loaded.settings.end, "");
    EXPECT_EQ(loaded.settings.lake, "lake");
  }
}

TEST(Config, VariablesExpandInValues) {
  Loaded loaded = Load(
      "source: {endpoint: '${HOST}:50053', network_passphrase: '${MISSING:-Test: net}'}\n"
      "lake: '$${HOST}/${EMPTY}${EMPTY:-x}'\n");
  ASSERT_TRUE(loaded.status.ok()) << loaded.status.error().message;
  EXPECT_EQ(SourcesOf(loaded.settings, {})[0], "grpc://db.example:50053");
  EXPECT_EQ(loaded.settings.network, "Test: net");
  EXPECT_EQ(loaded.settings.lake, "${HOST}/x");
  EXPECT_NE(ErrorOf("lake: '${MISSING}'")
                .find("c.yaml:1:7: lake: the environment variable MISSING is not set"),
            std::string::npos);
  EXPECT_NE(ErrorOf("lake: '${HOST'").find("without its }"), std::string::npos);
  EXPECT_NE(ErrorOf("lake: '${a b}'").find("no name of an environment variable"),
            std::string::npos);
}

// Whatever order the lists of fields are joined in.
TEST(Config, ACommandsOwnDefaultStandsAboveTheFilesKey) {
  EXPECT_EQ(DefaultSettings(kServe).health_port, 8088U);
  EXPECT_EQ(DefaultSettings(kFlush).health_port, 8089U);
  EXPECT_EQ(DefaultSettings(kIngest).health_port, 0U);
  EXPECT_EQ(DefaultSettings(kReindex).tables, (std::vector<std::string>{"extra", "index"}));
  EXPECT_EQ(DefaultSettings(kVerify).format, "text");
}

TEST(Config, AVariablesTextNeverBecomesYaml) {
  Settings settings = DefaultSettings(kIngest);
  std::vector<std::string> notes;
  auto variable = [](std::string_view) {
    return std::optional<std::string>("x\nverify: off ${HOST}");
  };
  ASSERT_TRUE(ApplyYaml("lake: ${V}", "c.yaml", variable, settings, notes).ok());
  EXPECT_EQ(settings.lake, "x\nverify: off ${HOST}");
  EXPECT_EQ(settings.verify, "strict");
}

TEST(Config, SettingsWithoutEffectAreNoted) {
  Loaded loaded = Load("ducklake: {use_upsert: true, create_indexes: true}");
  ASSERT_TRUE(loaded.status.ok());
  ASSERT_EQ(loaded.notes.size(), 2u);
  EXPECT_EQ(loaded.notes[0].rfind("ducklake.use_upsert: true changes nothing", 0), 0u);
}

TEST(Config, FlagsOverrideTheFile) {
  Loaded loaded = Load("ducklake: {batch_size: 50}\nlake: a");
  std::size_t batch_size = 0;
  for (std::size_t i = 0; i < ConfigFields().size(); ++i) {
    if (ConfigFields()[i].key == "ducklake.batch_size") batch_size = i;
  }
  ASSERT_TRUE(ApplyFlags({{batch_size, {"70"}}}, loaded.settings, loaded.notes).ok());
  EXPECT_EQ(loaded.settings.batch_ledgers, 70u);
  EXPECT_EQ(loaded.settings.lake, "a");
  Status bad = ApplyFlags({{batch_size, {"x"}}}, loaded.settings, loaded.notes);
  EXPECT_EQ(bad.error().message, "--batch-size: \"x\" is no whole number");
}

TEST(Config, FieldsAreConsistent) {
  std::set<std::string_view> keys;
  for (const ConfigField& field : ConfigFields()) {
    EXPECT_FALSE(field.key.empty() && field.flag.empty()) << field.doc;
    if (!field.key.empty()) {
      EXPECT_TRUE(keys.insert(field.key).second) << field.key;
    }
    if (!field.alias.empty()) {
      EXPECT_TRUE(keys.insert(field.alias).second) << field.alias;
    }
    EXPECT_EQ(field.flag.empty(), field.commands == 0) << field.key;
    EXPECT_EQ(field.type == FieldType::kChoice, !field.choices.empty()) << field.key;
    if (!field.flag.empty()) {
      EXPECT_EQ(field.type == FieldType::kBool, field.value.empty()) << field.flag;
    }
    for (const ConfigField& other : ConfigFields()) {
      bool clash = &field != &other && !field.flag.empty() && FlagName(field) == FlagName(other);
      EXPECT_FALSE(clash && (field.commands & other.commands)) << field.flag;
    }
  }
}

}  // namespace
}  // namespace lake

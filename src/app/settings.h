// Everything that can be set for one run, after defaults, the YAML file and the flags. A plain
// value without initialisers: what a member means, its key, flag, default and bounds stand in
// config_fields.cc, and docs/config.md is made from that.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace lake {

// ducklake.tables.<x>: <x> is the short name of the specification (transactions) or a table name.
struct TableSettings {
  std::string table_name;  // "" = the table's own name
};

struct Settings {
  std::string config_file;

  std::string service_name;
  std::string environment;
  std::string health_address;
  std::uint32_t health_port;  // 0 = no health server

  std::string endpoint;               // the source, as written; "" = not given
  std::vector<std::string> failover;  // further sources, in order of preference
  std::string network;                // a name or a passphrase; "" = found out from the source
  std::string range;                  // see CombineRange in range.h, also for start and end
  std::string start;
  std::string end;
  std::string verify;  // strict, header, off
  bool allow_gaps;
  std::string on_unknown;  // stop, quarantine
  std::uint32_t prefetch_objects;
  std::uint32_t prefetch_threads;  // 0 = as suits the source
  std::uint64_t prefetch_bytes;
  std::uint64_t object_bytes_max;
  std::uint32_t poll_interval_ms;
  std::uint32_t gap_wait_seconds;  // 0 = not at all

  std::string source_token;
  std::string source_token_file;
  std::string source_ca_file;  // "" = the system's authorities
  std::uint32_t connect_timeout_ms;
  std::uint32_t idle_timeout_ms;
  std::uint32_t keepalive_ms;
  std::uint32_t stall_timeout_ms;  // 0 = never
  std::uint64_t message_bytes_max;
  std::uint32_t retry_ms;
  std::uint32_t retry_max_ms;
  std::uint32_t first_attempts;  // 0 = no limit, as below
  std::uint32_t attempts;
  std::uint32_t breaker_failures;
  std::uint32_t breaker_successes;
  std::uint32_t breaker_open_ms;
  std::uint32_t failover_lag;  // ledgers
  std::uint32_t failover_recovery_ms;
  std::string s3_endpoint;
  std::string s3_region;
  std::string s3_addressing;  // auto, path, host
  bool s3_anonymous;

  std::string listen;  // host:port or :port
  std::string serve_tls_certificate;
  std::string serve_tls_key;
  std::string serve_token;  // "" = everybody may read
  std::string serve_token_file;
  std::uint32_t serve_clients_max;
  std::uint32_t serve_readers_max;
  std::uint64_t serve_cache_bytes;

  std::string control_listen;  // host:port or :port
  std::vector<std::string> filter_contract_ids;
  std::vector<std::string> filter_asset_codes;
  std::vector<std::string> filter_asset_issuers;
  bool include_deleted;
  std::string contracts_state;  // "" = nothing survives a restart
  std::string contracts_sink;   // none, lake, hot

  std::uint32_t sql_statements_max;  // of flight-sql, as below
  std::uint32_t sql_deadline_seconds;
  std::uint64_t sql_rows_max;  // 0 = any number

  std::string lake;       // a folder or a DuckLake connection
  std::string data_path;  // "" = beside the catalog
  std::string catalog_name;
  std::string metadata_schema;  // "" = the catalog's first
  std::string schema_name;
  std::string era_id;  // "" = as the protocol of a batch tells
  std::string version_label;
  std::uint32_t batch_ledgers;
  std::uint64_t batch_rows;
  std::uint64_t batch_bytes;
  std::uint32_t commit_interval_seconds;  // 0 = no limit by time
  std::uint32_t left_files_grace_seconds;
  std::uint32_t workers;       // 0 = as many as cores
  std::uint32_t threads;       // of the engine that writes Parquet; 0 = as many as cores
  std::uint64_t memory_bytes;  // of the engine; 0 = its own default
  bool use_upsert;
  bool create_indexes;
  bool enable_transactions;
  bool enable_operations;
  bool enable_balances;
  std::map<std::string, TableSettings> table_settings;
  bool details_as_json;

  std::string maintain_every;   // of a run that follows: ParseDuration; "0" = never
  std::string maintain_expire;  // ParseDuration, as below
  std::string maintain_keep_all;
  std::string maintain_grace;
  std::uint64_t maintain_target_bytes;

  std::uint32_t silver_ledgers;  // of one commit
  std::string silver_every;      // ParseDuration
  bool silver_follow;

  std::string hot;  // a PostgreSQL address; "" = made of the members below
  std::string hot_host;
  std::uint32_t hot_port;
  std::string hot_database;
  std::string hot_user;
  std::string hot_password;
  std::string hot_sslmode;  // auto, disable, require, verify-ca, verify-full
  std::string hot_ca_file;
  bool hot_logged;
  bool hot_roles;
  std::uint32_t hot_batch_ledgers;
  std::uint64_t hot_batch_bytes;
  std::uint32_t hot_commit_interval_seconds;  // 0 = no limit by time
  bool hot_upsert;
  std::uint32_t hot_max_retries;
  std::string checkpoint_file;
  std::string migrations_folder;  // "" = the program's own

  bool flush_once;
  std::uint32_t flush_interval_minutes;
  std::string delete_delay;  // seconds; "" = as suits the run
  std::uint32_t final_flush_seconds;
  bool vacuum_enabled;
  std::uint32_t vacuum_every;  // flushes

  std::vector<std::string> tables;   // names and groups; empty = the default set
  std::vector<std::string> exclude;  // names, groups and columns to leave out
  std::vector<std::string> columns;  // columns to keep; empty = all

  std::string log_level;
  std::string log_format;
  std::string progress;  // auto, plain, json, none
  bool no_progress;

  bool dry_run;
  bool src;            // extract: every file a chain of its own
  bool fill;           // gaps: repair them from the source
  bool write;          // sql: statements may change the lake
  bool sandbox;        // sql: statements read nothing but the lake
  bool with_hot;       // sql: and the hot buffer of the settings
  std::string out;     // extract, docs: the folder to write into
  std::string format;  // of what a command prints or writes; its choices depend on the command
  std::string dialect;
  std::string file;           // sql: statements from this file
  std::string verify_source;  // verify: re-extract from there
  std::uint32_t find_limit;   // places of a page
  std::string find_before;    // a total order id; "" = from the newest place on
};

}  // namespace lake

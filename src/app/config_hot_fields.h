// The settings of the hot buffer in PostgreSQL (the section postgres of spec 002); part of the list
// in config_fields.cc.
#pragma once

#include <array>
#include <cstdint>

#include "app/config_contracts_fields.h"
#include "app/config_field.h"
#include "app/config_flight_sql_fields.h"

namespace lake {

inline constexpr CommandSet kOpensHot =
    kHotMigrate | kHotIngest | kHotViewSql | kFlush | kSql | kDoctor | kFlightSql;

inline constexpr std::array kHotFields = {
    Sets<&Settings::hot>(
        "postgres.url", "",
        "The hot buffer: postgresql://user:password@host:port/database?sslmode=..., or key=value "
        "pairs, as libpq understands them. It stands for the settings from host to ca_file.")
        .Alias("hot")
        .Flag("--hot", "URL", kOpensHot | kContracts),
    Sets<&Settings::hot_host>("postgres.host", "localhost", "Host, or folder of a Unix socket."),
    Sets<&Settings::hot_port>("postgres.port", "5434",
                              "Port of PostgreSQL, or of PgBouncer (6432 in deploy/hot).")
        .Between(1, 65'535),
    Sets<&Settings::hot_database>("postgres.database", "stellar_hot", "Name of the database."),
    Sets<&Settings::hot_user>("postgres.user", "stellar", "Who logs in."),
    Sets<&Settings::hot_password>(
        "postgres.password", "",
        "Password; better written as ${VARIABLE} than here. Without one PGPASSWORD and ~/.pgpass "
        "are asked."),
    Sets<&Settings::hot_sslmode>(
        "postgres.sslmode", "auto",
        "How the connection is protected: disable, require (encrypted), verify-ca, verify-full "
        "(the server is known too). auto is require, and disable on this machine.")
        .OneOf("auto|disable|require|verify-ca|verify-full"),
    Sets<&Settings::hot_ca_file>("postgres.ca_file", "",
                                 "PEM file of the authorities that may vouch for the server; "
                                 "nothing means the system's."),
    Sets<&Settings::hot_logged>(
        "postgres.logged", "false",
        "Keep the tables through a crash of the server. UNLOGGED tables, the default, are written "
        "about one and a half times as fast; after a crash they are fetched again.")
        .Flag("--logged", "", kHotMigrate),
    Sets<&Settings::hot_roles>(
        "postgres.roles", "false",
        "Make the roles stellar_hot_owner, stellar_hot_ingester, stellar_hot_flusher and "
        "stellar_hot_reader, each with the least it needs (deploy/hot/roles.sql).")
        .Flag("--roles", "", kHotMigrate),
    Sets<&Settings::hot_batch_ledgers>(
        "postgres.batch_size", "200",
        "Most ledgers in one transaction, while an ingest catches up. At the tip every ledger is "
        "committed as soon as it is there.")
        .Between(1, 100'000)
        .Flag("--batch-size", "LEDGERS", kHotIngest),
    Sets<&Settings::hot_batch_bytes>(
        "postgres.batch_bytes", "128MiB",
        "A batch is committed early when its rows hold so much memory.")
        .Bytes()
        .Between(std::uint64_t{1} << 20, std::uint64_t{1} << 32)
        .Flag("--batch-bytes", "SIZE", kHotIngest),
    Sets<&Settings::hot_commit_interval_seconds>(
        "postgres.commit_interval_seconds", "0",
        "A batch is committed at the latest after so long; 0 commits at once when the source has "
        "no more.")
        .Between(0, 86'400)
        .Flag("--commit-interval", "SECONDS", kHotIngest),
    Sets<&Settings::hot_upsert>(
        "postgres.upsert", "false",
        "Write the ledgers of the range again, in the place of those that the buffer has.")
        .Flag("--upsert", "", kHotIngest),
    Sets<&Settings::hot_max_retries>(
        "postgres.max_retries", "0",
        "Accepted and without effect: a run that follows waits for PostgreSQL until it is back, "
        "and every other one for a minute."),
    Sets<&Settings::checkpoint_file>(
        "checkpoint.file_path", "",
        "Accepted and without effect: how far an ingest got is in the database, in the very "
        "transaction that wrote the ledgers."),
    Sets<&Settings::tables>("", "",
                            "Tables to write, by name or group; nothing means all tables of the "
                            "hot buffer, and a flusher wants all.")
        .Flag("--tables", "NAMES", kHotIngest),
    Sets<&Settings::exclude>("", "", "Tables or groups to leave out.")
        .Flag("--exclude", "NAMES", kHotIngest | kHotViewSql),
    Sets<&Settings::tables>("", "", "Tables or groups to make views of; nothing means all.")
        .Flag("--tables", "NAMES", kHotViewSql),
    Sets<&Settings::migrations_folder>(
        "", "",
        "Folder of migrations instead of those of this program; where create writes, "
        "migrations/hot unless given.")
        .Flag("--path", "DIR", kHotMigrate),
};

}  // namespace lake

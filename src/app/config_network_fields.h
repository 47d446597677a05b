// The settings of sources on the network and of serve-ledgers; part of the list in
// config_fields.cc.
#pragma once

#include <array>

#include "app/config_contracts_fields.h"
#include "app/config_field.h"
#include "app/config_flight_sql_fields.h"

namespace lake {

inline constexpr CommandSet kUsesNetwork = kIngest | kExtract | kInspect | kGaps | kVerify |
                                           kServe | kHotIngest | kRepair | kReindex | kContracts;

inline constexpr std::array kNetworkFields = {
    Sets<&Settings::source_token>(
        "source.token", "",
        "Token that gRPC, RPC and web servers want to see (authorization: Bearer). Better written "
        "as ${VARIABLE} than here."),
    Sets<&Settings::source_token_file>("source.token_file", "",
                                       "File that holds the token of the source instead.")
        .Flag("--source-token-file", "FILE", kUsesNetwork),
    Sets<&Settings::source_ca_file>(
        "source.ca_file", "",
        "PEM file of the authorities to trust for TLS, instead of the system's.")
        .Flag("--source-ca-file", "FILE", kUsesNetwork),
    Sets<&Settings::connect_timeout_ms>("source.connect_timeout_ms", "10000",
                                        "How long connecting to a source may take.")
        .Between(10, 600'000),
    Sets<&Settings::idle_timeout_ms>("source.idle_timeout_ms", "20000",
                                     "An HTTP request that moves no byte for so long has failed.")
        .Between(10, 600'000),
    Sets<&Settings::keepalive_ms>("source.keepalive_ms", "10000",
                                  "How often a silent gRPC connection is pinged; one that does not "
                                  "answer for as long again is dead.")
        .Between(1'000, 600'000),
    Sets<&Settings::stall_timeout_ms>(
        "source.stall_timeout_ms", "60000",
        "A gRPC stream without a new ledger for so long is opened again; 0 means never.")
        .Between(0, 86'400'000),
    Sets<&Settings::message_bytes_max>("source.message_bytes_max", "256MiB",
                                       "Largest message or answer of a source.")
        .Bytes()
        .Between(1 << 20, std::uint64_t{2} << 30),
    Sets<&Settings::retry_ms>("source.retry_ms", "200",
                              "First wait before another attempt; it doubles from there.")
        .Between(1, 600'000),
    Sets<&Settings::retry_max_ms>("source.retry_max_ms", "20000",
                                  "Longest wait before another attempt.")
        .Between(1, 3'600'000),
    Sets<&Settings::first_attempts>(
        "source.first_attempts", "8",
        "Attempts to reach a source before it has given anything; 0 means no limit.")
        .Between(0, 1'000'000),
    Sets<&Settings::attempts>("source.attempts", "0",
                              "Attempts in a row afterwards; 0 means no limit for streams, 8 for "
                              "one object.")
        .Between(0, 1'000'000),
    Sets<&Settings::breaker_failures>("source.breaker.failures", "5",
                                      "Failures in a row that open the circuit breaker.")
        .Between(1, 1'000'000),
    Sets<&Settings::breaker_successes>("source.breaker.successes", "1",
                                       "Successes in a row that close it again.")
        .Between(1, 1'000'000),
    Sets<&Settings::breaker_open_ms>("source.breaker.open_ms", "15000",
                                     "How long it stays open before one attempt is let through.")
        .Between(1, 3'600'000),
    Sets<&Settings::failover_lag>("source.failover_lag", "10",
                                  "A source that is further behind the best one, in ledgers, is "
                                  "left for another.")
        .Between(1, 1'000'000),
    Sets<&Settings::failover_recovery_ms>(
        "source.failover_recovery_ms", "30000",
        "How long a preferred source has to be well before it is read again.")
        .Between(1, 86'400'000),
    Sets<&Settings::s3_endpoint>("source.s3.endpoint", "",
                                 "Server of s3:// sources other than AWS, as https://host:port; "
                                 "without it AWS_ENDPOINT_URL_S3 and AWS_ENDPOINT_URL count.")
        .Flag("--s3-endpoint", "URL", kUsesNetwork),
    Sets<&Settings::s3_region>("source.s3.region", "",
                               "Region of the bucket; without it AWS_REGION counts, then what the "
                               "server says.")
        .Flag("--s3-region", "REGION", kUsesNetwork),
    Sets<&Settings::s3_addressing>("source.s3.addressing", "auto",
                                   "Where the bucket stands in addresses: in the path, in the host "
                                   "name, or as is usual for the server.")
        .OneOf("auto|path|host"),
    Sets<&Settings::s3_anonymous>("source.s3.anonymous", "false",
                                  "Do not sign requests, whatever credentials the environment has.")
        .Flag("--s3-anonymous", "", kUsesNetwork),
};

inline constexpr std::array kServeFields = {
    Sets<&Settings::listen>("serve.listen", ":50053",
                            "Address to serve on: host:port, or :port for every address.")
        .Flag("--listen", "ADDRESS", kServe),
    Sets<&Settings::serve_tls_certificate>("serve.tls_certificate", "",
                                           "PEM file of the certificate chain; plain text without. "
                                           "Environment of contracts: TLS_CERT_FILE.")
        .Flag("--tls-cert", "FILE", kServe | kContracts | kFlightSql),
    Sets<&Settings::serve_tls_key>("serve.tls_key", "",
                                   "PEM file of the certificate's key. Environment of contracts: "
                                   "TLS_KEY_FILE.")
        .Flag("--tls-key", "FILE", kServe | kContracts | kFlightSql),
    Sets<&Settings::serve_token>("serve.token", "",
                                 "Token that clients have to show (authorization: Bearer); without "
                                 "it everybody may read. Better written as ${VARIABLE} than here. "
                                 "Environment of contracts: AUTH_TOKEN."),
    Sets<&Settings::serve_token_file>("serve.token_file", "",
                                      "File that holds the token instead. Environment of "
                                      "contracts: AUTH_TOKEN_FILE.")
        .Flag("--token-file", "FILE", kServe | kContracts | kFlightSql),
    Sets<&Settings::serve_clients_max>("serve.clients_max", "512", "Streams served at once.")
        .Between(1, 100'000),
    Sets<&Settings::serve_readers_max>(
        "serve.readers_max", "64",
        "Readings of the source at once: clients that are far from each other need one each.")
        .Between(1, 10'000),
    Sets<&Settings::serve_cache_bytes>("serve.cache_bytes", "512MiB",
                                       "Memory for ledgers that clients share, all readings "
                                       "together. As much again may be read ahead of them.")
        .Bytes()
        .Between(1 << 20, std::uint64_t{1} << 40),
};

}  // namespace lake
